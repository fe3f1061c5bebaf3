"""The plots hold what the register says, are well-formed, and never rest on colour alone."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from xml.etree import ElementTree as ET

from lintas.cli import exits
from lintas.law import assess
from lintas.law.matrix import matrix
from lintas.law.plots import matrix_svg, timeline_svg
from lintas.law.shipped import shipped
from tests.cli.conftest import Run

SVG = "{http://www.w3.org/2000/svg}"


def texts(svg: str) -> list[str]:
    return [each.text or "" for each in ET.fromstring(svg).iter(f"{SVG}text")]


def test_every_cell_of_the_table_has_its_mark() -> None:
    question = {"type": "mla", "date": "2026-01-01", "offence": {"categories": ["theft"]}}
    table = matrix(shipped(), assess, ("VN", "KH", "SG"), question)
    found = texts(matrix_svg(table, "A <title> & more"))
    assert found[0] == "A <title> & more"
    assert [each for each in found if each in "BRMda-?!"][:6] == ["B", "R", "B", "R", "R", "R"]
    assert "bilateral treaty: 2" in found
    assert "regional instrument: 4" in found


def test_a_party_is_in_force_from_its_day_and_dashed_if_nobody_verified_it() -> None:
    svg = timeline_svg(shipped().instruments["ASEAN_MLAT"], date(2026, 1, 1))
    lines = [each for each in ET.fromstring(svg).iter(f"{SVG}line") if each.get("stroke-width") == "5"]
    assert len(lines) == 10
    assert all(each.get("stroke-dasharray") for each in lines)
    starts = [float(each.get("x1") or 0) for each in lines]
    assert starts == sorted(starts)
    assert "not known to be bound" in texts(svg)
    read = timeline_svg(shipped().instruments["EXT_ID_SG"], date(2026, 1, 1))
    assert "stroke-dasharray" not in read


def test_before_it_enters_into_force_there_is_no_line() -> None:
    svg = timeline_svg(shipped().instruments["EXT_ID_SG"], date(2024, 3, 20))
    assert 'stroke-width="5"' not in svg
    assert 'stroke-width="5"' in timeline_svg(shipped().instruments["EXT_ID_SG"], date(2024, 3, 21))


def test_the_commands_draw(run: Run, tmp_path: Path) -> None:
    table, line = tmp_path / "table.svg", tmp_path / "line.svg"
    run("law", "matrix", "--type", "mla", "--states", "VN,KH", "--svg", table, "--date", "2026-01-01")
    assert "fraud, 10 years; law of 2026-01-01" in table.read_text()
    assert run("law", "show", "ATE2025", "--svg", line).code == exits.DONE
    assert "ATE2025" in line.read_text()
    assert run("law", "show", "VN", "--svg", line).code == exits.USAGE
    assert run("law", "show", "ATE2025", "--svg", tmp_path / "absent" / "x.svg").code == exits.FILE_TROUBLE
