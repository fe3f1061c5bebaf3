"""The words for the public on the command line: a paper once they were made known, and before that why not."""

from __future__ import annotations

from pathlib import Path

import pypdfium2
import pytest

from lintas.cli import exits
from tests.cli.conftest import Run
from tests.cli.test_membership import Desk
from tests.node.test_public_words import KNOWN, THREAT, WORDS

pytestmark = pytest.mark.slow


def _fields(said: dict[str, str]) -> list[str]:
    return [word for name, value in said.items() for word in ("--field", f"{name}={value}")]


def test_a_sheet_is_written_once_the_words_were_made_known(nodes: Path, run: Run, tmp_path: Path) -> None:
    desk, pair, path = Desk(nodes, run), ("aa", "bb"), tmp_path / "sheet.pdf"
    opened = desk.say("aa", "open", "warning", "--to", "warned=bb", "--for", "all", *_fields(THREAT), "--json")
    dossier = opened.data["dossier"]
    desk.act("aa", dossier, "propose the public version", *_fields(WORDS))
    desk.carry(pair)
    desk.act("bb", dossier, "agree to the words")
    desk.carry(pair)
    said = desk.say("aa", "sheet", dossier, "--out", path)
    assert said.code == exits.USAGE
    assert "There is no sheet for the public: nothing was made known to the public yet." in said.err
    assert not path.exists()
    desk.act("aa", dossier, "release to the public", *_fields(KNOWN))
    desk.carry(pair)
    for code in pair:
        done = desk.say(code, "sheet", dossier, "--out", path, "--json").data
        assert done["bytes"] == path.stat().st_size
        assert f"EXERCISE Authority {code}" in done["seal"], "who hands it out seals it"
        text = "".join(each.get_textpage().get_text_range() for each in pypdfium2.PdfDocument(path.read_bytes()))
        assert done["code"] in text
        assert "Watch your luggage." in text
        assert "SECRET" not in text
