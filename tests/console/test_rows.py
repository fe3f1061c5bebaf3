"""The page of rows is true: every kind, address, command, dossier of the demonstration and test in it is there."""

from __future__ import annotations

import re
import shlex
from importlib.util import find_spec
from pathlib import Path
from typing import Final
from urllib.parse import unquote

import pytest

from lintas.cli.arguments import parser
from lintas.demo.play import OPENED
from lintas.demo.rows import ROWS
from lintas.demo.year.pairs import PAIRS
from lintas.dossier.grammar import Kind, Verb
from lintas.dossier.traits import DIRECTORY
from lintas.kinds import all_kinds

PAGE: Final = Path(__file__).parents[2] / "docs" / "rows.md"
TEXT: Final = PAGE.read_text(encoding="utf-8")
KINDS: Final = all_kinds()


def _rows(heading: str) -> list[list[str]]:
    """The rows of the first table below a heading, cell by cell."""
    below = TEXT.split(f"## {heading}\n")[1].lstrip().splitlines()
    start = next(at for at, line in enumerate(below) if line.startswith("|---"))
    table = below[start + 1 :]
    end = next((at for at, line in enumerate(table) if not line.startswith("|")), len(table))
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in table[:end]]


TOGETHER: Final = _rows("Working together")
LAW: Final = _rows("The law")
WHOLE: Final = [*TOGETHER, *LAW]
BEGUN: Final = _rows("Begun, and not complete")
NOT_BEGUN: Final = TEXT.split("## Not begun\n")[1].casefold()
PARTS: Final = (
    "hotline", "information exchange", "mutual legal assistance", "extradition", "transfer of sentenced persons",
    "fugitive pursuit", "transfer of proceedings", "victims and children", "asset tracing and recovery",
    "joint investigation", "joint campaign", "deconfliction", "hit / no-hit search", "names", "border and immigration",
    "cybercrime and cyber security", "emergency response", "law register", "leading a crime area", "meetings",
    "consultation", "follow-up", "plan of action", "initiatives and projects", "training and secondment",
    "dialogue partners", "experience library", "situation picture",
)  # fmt: skip
"""Every part of the mechanism; see `docs/rows.md`."""
ENGINES: Final = {"names": "lintas.names", "hit / no-hit search": "lintas.inquiry"}
"""Parts that are no kind, and the package that there will be."""


def _begins(kind: Kind) -> list[Verb]:
    return [verb for verb in kind.item.verbs if verb.begins]


@pytest.mark.parametrize("row", WHOLE, ids=[row[1] for row in WHOLE])
def test_each_row_leads_somewhere(row: list[str]) -> None:
    _, name, address, command, dossier, *_ = row
    kind = KINDS[name.strip("`")]
    _, opens, path, verb, _ = unquote(address.strip("`")).split("/")
    assert (opens, path) == ("open", kind.name)
    assert verb in [each.name for each in _begins(kind)]
    options = parser().parse_args(shlex.split(command.strip("`"))[1:])
    assert (options.command, options.kind, options.verb) == ("open", kind.name, verb)
    assert dossier in OPENED


def test_each_address_is_one_of_the_console(ground: Path) -> None:
    from django.urls import resolve

    for row in WHOLE:
        found = resolve(unquote(row[2].strip("`")))
        assert (found.url_name, found.kwargs["kind"]) == ("begin_dossier", row[1].strip("`"))


def test_each_test_is_there() -> None:
    links = re.findall(r"\[(test_\w+)\]\(\.\./(tests/\S+\.py)\)", TEXT)
    assert len(links) >= 2 * len(WHOLE)
    for name, file in links:
        source = (PAGE.parents[1] / file).read_text(encoding="utf-8")
        assert re.search(rf"^def {name}\(", source, re.MULTILINE), f"{file} has no {name}"
    for row in WHOLE:
        assert "(../tests/" in row[5]
        assert "(../tests/browser/" in row[6]


def test_each_other_command_is_one() -> None:
    commands = re.findall(r"\| `(lintas (?!open)[^`]+)` \|", TEXT)
    assert commands
    for command in commands:
        parser().parse_args(shlex.split(command)[1:])


def test_no_kind_and_no_dossier_of_the_demonstration_is_left_out() -> None:
    here = {name for name, kind in KINDS.items() if DIRECTORY not in kind.item.traits}
    assert {word for word in re.findall(r"\| `(\w+)` \|", TEXT) if word in KINDS} == here
    shown = {row[4] for row in WHOLE} | {name.strip("`").replace("_", " ") for _, name, *_ in BEGUN}
    assert set(OPENED) <= shown
    assert {row.kind for row in ROWS} <= {row[1].strip("`") for row in (*WHOLE, *BEGUN)}


@pytest.mark.parametrize("part", PARTS)
def test_each_part_of_the_mechanism_is_whole_or_said_to_be_begun_or_not_begun(part: str) -> None:
    whole, begun = (any(part in row[0] for row in rows) for rows in (WHOLE, BEGUN))
    assert whole or begun or part in NOT_BEGUN
    assert not (whole and part in NOT_BEGUN)


def test_what_is_said_to_be_not_begun_is_not_there() -> None:
    for part, package in ENGINES.items():
        assert (part in NOT_BEGUN) == (find_spec(package) is None), f"{part}: move it in docs/rows.md"
    assert ("nothing that follows payments" in TEXT) == (find_spec("lintas.trace") is None)


def test_every_row_of_the_mechanism_is_played_in_a_year() -> None:
    for row in (*WHOLE, *BEGUN):
        assert row[1].strip("`") in {each.kind for each in PAIRS}, row[1]
