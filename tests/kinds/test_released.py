"""A released declaration never changes: dossiers that pinned it must fold the same for ever."""

from __future__ import annotations

from pathlib import Path

import pytest

from tools.release_kinds import changed, current, declared, locked, read


@pytest.mark.parametrize("name", current())
def test_the_declaration_is_the_one_that_is_locked(name: str) -> None:
    version, found = current()[name]
    lock = read()
    assert version in lock.get(name, {}), f"{name} {version} is not locked: run python -m tools.release_kinds"
    assert lock[name][version] == found, (
        f"{name} {version} changed since it was locked. Give it a new version; or, if no dossier can have pinned "
        "it yet, run python -m tools.release_kinds --unreleased"
    )


def test_no_kind_was_lost_and_no_version_of_one() -> None:
    """A dossier that pinned it goes on with it."""
    assert declared() == read()


def test_the_tool_tells_a_change_from_a_new_version() -> None:
    lock = {"mla": {"1": "aa"}}
    assert changed(lock, {"mla": ("1", "bb"), "asset": ("1", "cc")}) == ["mla"]
    assert changed(lock, {"mla": ("2", "bb")}) == []
    assert locked(lock, {"mla": ("2", "bb")}) == {"mla": {"1": "aa", "2": "bb"}}
    assert locked(lock, {"asset": ("1", "cc")}) == {"asset": {"1": "cc"}, "mla": {"1": "aa"}}


def test_no_lock_file_is_an_empty_lock(tmp_path: Path) -> None:
    assert read(tmp_path / "released.json") == {}
