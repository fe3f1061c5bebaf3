"""LibreOffice opens the sheet of a plan, somebody writes in it, and the node reads what was meant.

A day is a number of days there once it was typed, and a count a number with or without a fraction.
"""

from __future__ import annotations

import shutil
import subprocess
import zipfile
from pathlib import Path

import pytest

from lintas.interop.columns import read_columns, write_columns
from lintas.interop.report import Report
from lintas.interop.xlsx import read_rows
from tests.interop.test_columns import COLUMNS, ITEM, said, table

SOFFICE = shutil.which("soffice") or shutil.which("libreoffice") or ""
CONVERT_S_MAX = 100

pytestmark = [
    pytest.mark.slow,
    pytest.mark.processes,
    pytest.mark.timeout(4 * CONVERT_S_MAX),
    pytest.mark.skipif(not SOFFICE, reason="NO LIBREOFFICE HERE: apt-get install libreoffice-calc-nogui"),
]


def _converted(path: Path, to: str) -> Path:
    """The file as LibreOffice writes it, in a profile of its own."""
    out = path.parent / to
    command = [SOFFICE, f"-env:UserInstallation=file://{path.parent}/profile", "--headless", "--convert-to", to,
               "--outdir", str(out), str(path)]  # fmt: skip
    done = subprocess.run(command, capture_output=True, text=True, timeout=CONVERT_S_MAX, check=False)
    found = out / f"{path.stem}.{to}"
    assert found.exists(), done.stdout + done.stderr
    return found


def _edited(sheet: Path) -> None:
    """What somebody types into our line of a spreadsheet of LibreOffice: words, a number, and a day as a day."""
    with zipfile.ZipFile(sheet) as package:
        parts = {name: package.read(name) for name in package.namelist()}
    content = parts["content.xml"].decode()
    before, mark, ours = content.rpartition(">VN<")
    assert mark, "our line is the last one"
    for old, new in (
        (">2026-06-30<", ' office:value-type="date" office:date-value="2026-12-31"><text:p>31.12.26</text:p><'),
        (">1<", ' office:value-type="float" office:value="12"><text:p>12</text:p><'),
    ):
        head, cell, rest = ours.partition(f"<text:p{old}/text:p>")
        assert cell
        opening = head.rpartition("<table:table-cell")
        ours = f"{opening[0]}<table:table-cell{new[:-1]}{rest}"
    ours = ours.replace("A visit.", "Twelve courses &amp; a visit.")
    parts["content.xml"] = (before + mark + ours).encode()
    with zipfile.ZipFile(sheet, "w", zipfile.ZIP_DEFLATED) as package:
        for name, data in parts.items():
            package.writestr(name, data)


def test_a_sheet_that_libreoffice_opened_edited_and_saved_says_what_was_meant(tmp_path: Path) -> None:
    shown = table("report")
    ours = tmp_path / "report.xlsx"
    ours.write_bytes(write_columns(shown, "restricted"))
    saved = _converted(ours, "ods")
    untouched = _converted(saved, "xlsx").read_bytes()
    rows = read_rows(untouched, Report())
    assert rows[2] == COLUMNS
    assert read_columns(untouched, shown).proposals == ()
    _edited(saved)
    shutil.copy(saved, tmp_path / "edited.ods")
    came = read_columns(_converted(tmp_path / "edited.ods", "xlsx").read_bytes(), shown)
    (found,) = came.proposals
    assert (found.verb, found.item, found.problems, came.left) == ("report", ITEM, (), ())
    assert found.fields == said("Twelve courses & a visit.") | {"half_year_to": "2026-12-31", "outputs": 12}
