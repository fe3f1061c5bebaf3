"""The checks of the demonstration bite: a claim that does not hold stops it, and a search finds what is there."""

from __future__ import annotations

from pathlib import Path

import pytest

from lintas.demo import disks
from lintas.demo.__main__ import BROKEN, main
from lintas.demo.claims import Claims, DoesNotHold
from lintas.wire.identifiers import show


def test_a_claim_that_does_not_hold_is_not_printed(capsys: pytest.CaptureFixture[str]) -> None:
    claims = Claims()
    claims.check(True, "it holds")
    with pytest.raises(DoesNotHold) as caught:
        claims.check(False, "it holds as well", "it was seen not to")
    assert caught.value.reason == "it was seen not to"
    assert capsys.readouterr().out == "    checked: it holds\n"
    assert claims.held == 1


def test_the_search_finds_words_ids_and_sealed_bytes_in_any_file(tmp_path: Path) -> None:
    sealed = bytes(range(256)) * 40
    identifier = show(b"\x07" * 16)
    needles = disks.words(["a secret"]) | disks.ids([identifier]) | {"a body": disks.slices(sealed)}
    assert disks.found(tmp_path, needles) == set()
    (tmp_path / "deep").mkdir()
    (tmp_path / "deep" / "one").write_bytes(b"...a secret...")
    (tmp_path / "two").write_bytes(b"..." + b"\x07" * 16)
    assert disks.found(tmp_path, needles) == {"the words 'a secret'", f"the id {identifier[:8]}"}
    # A page of a database: the end of one part of the value, something else, the beginning of the next.
    (tmp_path / "three").write_bytes(sealed[5_000:5_400] + b"page" + sealed[9_000:])
    assert "a body" in disks.found(tmp_path, needles)


def test_a_folder_that_is_not_empty_is_left_alone(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "mine").write_text("keep me", encoding="ascii")
    assert main(["--headless", "--folder", str(tmp_path)]) == BROKEN
    assert (tmp_path / "mine").read_text(encoding="ascii") == "keep me"
    assert "not empty" in capsys.readouterr().err
