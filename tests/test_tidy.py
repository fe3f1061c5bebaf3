"""Each rule of `tools.tidy` bites. That they hold over this checkout is a part of `make check` of its own.

A rule bites if it finds just the lines named in `OFFENCES` and nothing in `CLEAN`. Words that a rule looks for are put
together here from halves where the rule would otherwise find them in this file.
"""

from __future__ import annotations

import subprocess
from pathlib import Path
from textwrap import dedent

import pytest

from tools.tidy.rules import RULES, findings
from tools.tidy.tree import Tree, tracked

HASH = "    --hash=sha256:" + "0" * 64
MOCK = "unittest." + "mock"
OPEN = "TO" + "DO"
DECISION = "# Title\n\n## What was seen\n\n## Decided\n\n## Refused\n\n## Consequences\n"
LONG_FUNCTION = "def f():\n" + "    x = 1\n" * 50

# (rule, path, text, the lines with a finding)
OFFENCES = [
    ("line_ends", "a.md", "one\r\ntwo\r\n", [0]),
    ("line_ends", "a.md", "one", [1]),
    ("line_ends", "a.md", "one \ntwo\n", [1]),
    ("tabs", "src/lintas/wire/a.py", "if x:\n\ty = 1\n", [2]),
    ("tabs", "tests/a.py", "x = 'a\tb'\n", [1]),
    ("machine_paths", "docs/a.md", "see " + "/work/" + "notes\n", [1]),
    ("machine_paths", "Makefile", "all:\n\tls " + "/home/" + "x\n", [2]),
    ("machine_paths", "a.py", "open('" + "/root/" + ".cache')\n", [1]),
    ("process_words", "a.md", "Written by a sub" + "agent.\n", [1]),
    ("process_words", "a.md", "As the " + "sandbox allows.\n", [1]),
    ("process_words", "a.py", "# by a coding " + "assistant\n", [1]),
    ("open_work", "a.py", f"x = 1  # {OPEN}: later\n", [1]),
    ("open_work", "a.sh", "# FIX" + "ME\n", [1]),
    ("pages", "a.md", "See [b](b.md#part) and [c](../c/).\n", [1, 1, 1]),
    ("pages", "a.py", '"""See nowhere' + '.md."""\n', [1]),
    ("module_lines", "src/lintas/wire/a.py", "x = 1\n" * 401, [401]),
    ("module_lines", "src/lintas/kinds/campaign.py", "x = 1\n" * 201, [201]),
    ("function_lines", "src/lintas/wire/a.py", LONG_FUNCTION, [1]),
    (
        "function_lines",
        "tests/test_a.py",
        "class A:\n" + LONG_FUNCTION.replace("d", " d", 1).replace("    x", "      x"),
        [2],
    ),
    ("prints", "src/lintas/wire/a.py", "def f():\n    print(1)\n", [2]),
    ("clock_and_chance", "src/lintas/wire/a.py", "import time\n", [1]),
    ("clock_and_chance", "src/lintas/law/a.py", "from random import choice\n", [1]),
    ("clock_and_chance", "src/lintas/node/a.py", "import datetime as d\nx = d.datetime.now(d.UTC)\n", [2]),
    ("clock_and_chance", "src/lintas/sync/a.py", "from datetime import date\nx = date.today()\n", [2]),
    ("clock_and_chance", "src/lintas/crypto/a.py", "from os import urandom\nx = urandom(32)\n", [2]),
    ("mocks", "tests/node/test_a.py", f"from {MOCK} import Mock\n", [1]),
    ("mocks", "tests/node/test_a.py", f"from {MOCK.split('.')[0]} import mock\n", [1]),
    ("mocks", "tests/node/test_a.py", "import lintas.log as l\nmonkeypatch.setattr(l.tree, 'root', 1)\n", [2]),
    ("mocks", "tests/node/test_a.py", "mp.setattr('lintas.log.root', lambda: 1)\n", [1]),
    ("docstrings", "src/lintas/wire/a.py", "x = 1\n", [1]),
    ("docstrings", "src/lintas/wire/a.py", '"""A."""\ndef f(): ...\nclass B: ...\n', [2, 3]),
    ("packages", "src/lintas/wire/a.py", "", [0]),
    ("mirror", "src/lintas/wire/a.py", "", [0]),
    ("mirror", "tests/nowhere/test_a.py", "", [0]),
    ("decisions", "docs/decisions/0002-a-b.md", DECISION, [0, 0]),
    ("decisions", "docs/decisions/0001-a.md", DECISION.replace("## Refused", "### Refused"), [0, 0]),
    ("decisions", "docs/decisions/Choice.md", DECISION, [0]),
    ("changelog", "changelog.d/fast.improvement.md", "Is fast.\n", [0]),
    ("changelog", "changelog.d/fast.feature.md", "- Is fast.\n", [1]),
    ("changelog", "changelog.d/12.fix.md", "Is mended\n", [1]),
    ("changelog", "changelog.d/12.fix.md", "\n", [1]),
    ("locks", "requirements/dev.txt", f"--index-url x\na==1 \\\n{HASH}\n", [1]),
    ("locks", "requirements/dev.txt", f"a @ https://host/a.whl \\\n{HASH}\n", [1]),
    ("locks", "requirements/dev.txt", f"a==1 \\\n{HASH}\n    # via -r /srv/x.in\n", [3]),
    ("locks", "requirements/dev.txt", "a==1\nb>=1 \\\n" + HASH + "\n", [1, 2]),
    ("locks", "requirements/dev.txt", "./wheels/a.whl\n", [1]),
]

# What looks like an offence to a careless rule.
CLEAN = {
    "README.md": "[guide](docs/guide.md#top), [docs](docs/), [site](https://host/home/x.md), [above](#top)\n",
    "docs/guide.md": "The user agent, an undercover agent, a sandboxed frame. See `README.md`, [up](../README.md).\n",
    "docs/how.md": f"{OPEN}: see #12. An open address is host/work/x.\n",
    "docs/decisions/README.md": "[first](0001-first.md) [second](0002-second.md)\n",
    "docs/decisions/0001-first.md": DECISION,
    "docs/decisions/0002-second.md": DECISION,
    "docs/decisions/template.md": "# Title\n",
    "changelog.d/README.md": "# How\n",
    "changelog.d/12.fix.md": "Is mended.\n",
    "changelog.d/new-kind.feature.md": "Adds `lintas open campaign`.\n",
    "spec/vectors/a.txt": "kept as it came \r\n\r\n",
    "requirements/dev.txt": f"a==1 ; sys_platform == 'win32' \\\n{HASH}\n    # via -r requirements/uv.in\n",
    "src/lintas/__init__.py": '"""The package."""\n',
    "src/lintas/wire/__init__.py": '"""Bytes."""\n',
    "src/lintas/wire/a.py": dedent('''\
        """Times are passed in."""
        from datetime import UTC, datetime
        from typing import overload
        from lintas.wire import b
        def at(clock):
            """The time of a clock that was passed in."""
            return clock.now(), datetime.fromtimestamp(0, UTC), clock.time.time()
        def _private(): ...
        @overload
        def many(x: int): ...
        '''),
    "src/lintas/wire/b.py": '"""A leaf."""\nPRINT = "print(1)"\nPAGE = "page.md"\n',
    "src/lintas/kinds/__init__.py": '"""Kinds."""\n' + "x = 1\n" * 250,
    "src/lintas/kinds/parts/__init__.py": '"""Parts."""\n' + "x = 1\n" * 250,
    "src/lintas/cli/__init__.py": '"""Commands."""\nimport time\nprint(time.time())\n',
    "tests/wire/test_a.py": "def test(mp):\n    mp.setattr('os.name', 'posix')\n    mp.setenv('A', 'b')\n",
    "tests/kinds/test_a.py": "x = 1\n" * 400,
    "tests/cli/test_a.py": LONG_FUNCTION[: -len("    x = 1\n")],
    "tests/conformance/test_a.py": "",
}  # fmt: skip


@pytest.mark.parametrize(("name", "path", "text", "lines"), OFFENCES)
def test_rule_bites(name: str, path: str, text: str, lines: list[int]) -> None:
    assert [(finding.path, finding.line) for finding in RULES[name](Tree({path: text}))] == [(path, n) for n in lines]


@pytest.mark.parametrize("name", RULES)
def test_rule_spares_what_is_clean(name: str) -> None:
    assert list(RULES[name](Tree(CLEAN))) == []


def test_every_rule_is_shown_to_bite() -> None:
    assert set(RULES) - {"import_cycles"} == {name for name, *_ in OFFENCES}


@pytest.mark.parametrize(
    "back",
    [
        "from lintas.wire import a",
        "from lintas.wire.a import x",
        "import lintas.wire.a",
        "from . import a",
        "from .a import x",
        "from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n    from lintas.wire.a import x",
        "def f():\n    from lintas.wire.a import x",
    ],
)
def test_import_cycle_is_named(back: str) -> None:
    tree = Tree({"src/lintas/wire/a.py": "from lintas.wire import b\n", "src/lintas/wire/b.py": back + "\n"})
    (finding,) = RULES["import_cycles"](tree)
    assert "lintas.wire.a imports lintas.wire.b" in finding.message
    assert "lintas.wire.b imports lintas.wire.a" in finding.message or finding.message.count("imports") == 2


def test_package_and_its_module_can_make_a_cycle() -> None:
    inner = "from lintas.wire import limit\n"
    tree = Tree({"src/lintas/wire/__init__.py": "from .a import x\n", "src/lintas/wire/a.py": inner})
    assert len(list(RULES["import_cycles"](tree))) == 1


def test_broken_python_is_a_finding_and_hides_no_other() -> None:
    found = findings(Tree({"src/lintas/wire/a.py": "def (\n", "b.md": "no end"}))
    assert ("syntax", "src/lintas/wire/a.py", 1) in {(name, finding.path, finding.line) for finding, name in found}
    assert "line_ends" in {name for _, name in found}


def test_a_page_may_link_to_a_picture() -> None:
    page = {"docs/a.md": "[sheet](b.jpg)\n"}
    assert [finding.line for finding in RULES["pages"](Tree(page))] == [1]
    assert not list(RULES["pages"](Tree(page, ["docs/b.jpg"])))


def test_decisions_may_not_skip_a_number() -> None:
    index = "[a](0001-a.md) [b](0003-b.md)\n"
    pages = {"README.md": index, "0001-a.md": DECISION, "0003-b.md": DECISION}
    (finding,) = RULES["decisions"](Tree({f"docs/decisions/{name}": text for name, text in pages.items()}))
    assert "0002" in finding.message


@pytest.mark.processes
@pytest.mark.parametrize("under_git", [True, False])
def test_tracked_leaves_out_build_output_and_binaries(tmp_path: Path, under_git: bool) -> None:
    (tmp_path / ".venv").mkdir()
    (tmp_path / "docs").mkdir()
    for path, data in {
        ".gitignore": b".venv/\n",
        ".venv/a.py": b"x",
        "docs/a.md": b"one\r\n",
        "b.bin": b"\0",
        "c.bin": b"\xff",
    }.items():
        (tmp_path / path).write_bytes(data)
    if under_git:
        subprocess.run(["git", "init", "-q"], cwd=tmp_path, check=True)
    tree = tracked(tmp_path)
    assert [file.path for file in tree.files()] == [".gitignore", "docs/a.md"]
    assert tree.paths == {".gitignore", "docs/a.md", "b.bin", "c.bin"}
    assert tree["docs/a.md"].text == "one\r\n"
