"""A sheet as it leaves a node: no word of the restricted version is in its file, and the authority seals it."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pypdfium2
import pytest

from lintas.compose.sheets import Sheet, sheet_of
from lintas.node.aside import at_once
from lintas.node.public_words import NoSheet
from tests.node.test_public_words import KNOWN, TH, THREAT, WORDS, Warned, released

pytestmark = pytest.mark.slow


def _made(warned: Warned) -> Sheet:
    node = warned.fed.nodes[TH]
    made: Sheet = at_once(node, sheet_of(node, warned.dossier))
    return made


def test_no_word_of_the_restricted_version_is_on_the_sheet_or_within_it(tmp_path: Path) -> None:
    made = _made(released())
    text = "\n".join(page.get_textpage().get_text_range() for page in pypdfium2.PdfDocument(made.pdf))
    if shutil.which("pdftotext"):
        (tmp_path / "sheet.pdf").write_bytes(made.pdf)
        text += subprocess.run(
            ["pdftotext", tmp_path / "sheet.pdf", "-"], capture_output=True, check=True
        ).stdout.decode()
    assert "Call 999 if you see a bag alone." in text
    assert KNOWN["by_whom"] in text
    assert THREAT["until"] in text
    for secret in (
        "SECRET",
        THREAT["against"],
        "H2",
        WORDS["by_whom"],
        "Source",
        "Certainty",
        "Handling",
        "RESTRICTED",
    ):
        assert secret not in text, secret
    assert b"SECRET" not in made.pdf
    assert b"/EmbeddedFile" not in made.pdf


def test_the_authority_seals_it_and_it_says_so() -> None:
    made = _made(released())
    assert made.exercise
    assert b"/ETSI.CAdES.detached" in made.pdf
    assert "EXERCISE" in made.seal


def test_there_is_no_file_before_the_words_were_made_known() -> None:
    warned = Warned.begun()
    warned.propose()
    warned.agree()
    with pytest.raises(NoSheet):
        sheet_of(warned.fed.nodes[TH], warned.dossier)
