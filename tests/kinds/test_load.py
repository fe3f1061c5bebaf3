"""A kind is found by being a file in the package, and by nothing else."""

from __future__ import annotations

import importlib
import sys
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

import pytest

from lintas.kinds import BadKind, all_kinds, load_kinds

PATROL = '''"""Joint patrol."""
from __future__ import annotations
from lintas.dossier.declare import begins, kind, many, phase
KIND = kind("patrol", "Joint patrol", sentence="We see who is out.", basis="agreement", roles=(many("boat"),),
            verbs=(begins("sail", takes="boat", seats="boat", to="out"),), phases=(phase("out", rests=True),))
'''


@pytest.fixture
def package(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[tuple[Path, ModuleType]]:
    folder = tmp_path / "kinds_of_a_test"
    (folder / "parts").mkdir(parents=True)
    (folder / "__init__.py").touch()
    (folder / "parts" / "__init__.py").touch()
    monkeypatch.syspath_prepend(tmp_path)
    yield folder, importlib.import_module(folder.name)
    for name in [name for name in sys.modules if name.startswith(folder.name)]:
        del sys.modules[name]


def test_a_file_is_enough(package: tuple[Path, ModuleType]) -> None:
    folder, module = package
    assert load_kinds(module) == {}
    (folder / "patrol.py").write_text(PATROL)
    assert [kind.title for kind in load_kinds(module).values()] == ["Joint patrol"]


def test_a_file_without_a_kind_is_refused(package: tuple[Path, ModuleType]) -> None:
    folder, module = package
    (folder / "empty.py").write_text("KIND = None\n")
    with pytest.raises(BadKind, match="declares no KIND"):
        load_kinds(module)


def test_a_name_is_taken_once(package: tuple[Path, ModuleType]) -> None:
    folder, module = package
    (folder / "patrol.py").write_text(PATROL)
    (folder / "second.py").write_text(PATROL)
    with pytest.raises(BadKind, match="patrol is declared twice"):
        load_kinds(module)


def test_a_version_keeps_those_before_it(package: tuple[Path, ModuleType]) -> None:
    folder, module = package
    second = PATROL.replace("KIND = kind(", "FIRST = kind(") + PATROL.split("\n", 3)[3].replace(
        "basis=", "version=2, former=(FIRST,), basis="
    )
    (folder / "patrol.py").write_text(second)
    (kind,) = load_kinds(module).values()
    assert (kind.version, [each.version for each in kind.former]) == (2, [1])


def test_a_version_that_lost_those_before_it_is_refused(package: tuple[Path, ModuleType]) -> None:
    folder, module = package
    (folder / "patrol.py").write_text(PATROL.replace("basis=", "version=2, basis="))
    with pytest.raises(BadKind, match="not patrol 1 to 1"):
        load_kinds(module)


def test_kinds_are_found_by_the_names_of_their_files() -> None:
    assert all(sys.modules[f"lintas.kinds.{name}"].KIND is kind for name, kind in all_kinds().items())
