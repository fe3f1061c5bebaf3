from __future__ import annotations

from pathlib import Path

import pytest

from tests.shared import VARIABLE, folder, shared, shared_json


def test_the_variable_names_the_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "cases.json").write_text("[1]")
    monkeypatch.setenv(VARIABLE, str(tmp_path))
    assert shared_json("cases.json") == [1]


def test_absent_data_skips_and_says_where_it_was_looked_for(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(VARIABLE, str(tmp_path))
    with pytest.raises(pytest.skip.Exception, match=str(tmp_path / "absent")):
        shared("absent")


def test_the_default_is_beside_the_checkout(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(VARIABLE, raising=False)
    checkout = Path(__file__).resolve().parents[1]
    assert folder() == checkout.parent / "shared"
