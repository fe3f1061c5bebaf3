"""Versions of a text out to Word and in again: one by one, and all side by side with a bracket in its own language."""

from __future__ import annotations

from typing import Any

import pytest

from lintas.compose.papers import SIDE, NoSuchVersion, Papers, said
from lintas.office.document import Document
from lintas.office.lines import text_of
from lintas.office.making import new_document
from lintas.office.tree import w
from tests.office.word import edited, packed, parts_of

ENGLISH = ["The Parties shall meet.", "They exchange lists.", "It is open to others."]
VIETNAMESE = ["Các bên phải họp.", "Các bên trao đổi danh sách."]
OURS = {"paragraph": 2, "words": "shall", "instead": "should"}
THEIRS = {"paragraph": 2, "words": "phải", "instead": "nên", "language": "vi"}


def held(*brackets: dict[str, Any]) -> dict[str, Any]:
    return {"label": "VN", "brackets": list(brackets), "time_ms": 0}


def papers(*brackets: dict[str, Any]) -> Papers:
    documents = {"en": new_document("Treaty", ENGLISH), "vi": new_document("Hiệp ước", VIETNAMESE)}
    return Papers(documents, [held(*brackets)])


def table(data: bytes) -> list[list[str]]:
    """The cells of the table, as they read."""
    rows = Document(data).body.iter(w("tr"))
    return [["".join(cell.itertext(w("t"))) for cell in row.iter(w("tc"))] for row in rows]


def test_paragraph_stands_beside_paragraph_and_a_bracket_in_its_own_language() -> None:
    out = papers(OURS, THEIRS).out(SIDE)
    assert out.unplaced == ()
    assert table(out.data) == [
        ["en", "vi"], ["Treaty", "Hiệp ước"],
        ["The Parties shall [VN: “shall” → “should”] meet.", "Các bên phải [VN: “phải” → “nên”] họp."],
        ["They exchange lists.", "Các bên trao đổi danh sách."], ["It is open to others.", ""],
    ]  # fmt: skip


def test_a_version_has_its_own_brackets_alone() -> None:
    made = papers(OURS, THEIRS)
    assert made.out().unplaced == made.out("vi").unplaced == ()
    assert "phải" not in parts_of(made.out().data)["word/document.xml"].decode()
    assert text_of(made.out("vi").data) == ["Hiệp ước", *VIETNAMESE]
    assert "→ “nên”" in parts_of(made.out("vi").data)["word/document.xml"].decode()
    assert text_of(made.clean("vi")) == ["Hiệp ước", *VIETNAMESE]


def test_what_comes_back_side_by_side_is_a_bracket_on_its_paragraph_in_its_language() -> None:
    made = papers()
    back = edited(made.out(SIDE).data, "danh sách", "thông tin", "Lan", "luật của chúng tôi")
    assert [said(each) for each in made.back(back, SIDE).proposals] == [
        {"paragraph": 3, "words": "danh sách", "instead": "thông tin", "why": "luật của chúng tôi", "language": "vi"}
    ]
    back = edited(made.out(SIDE).data, "exchange lists", "exchange information", "Lan", "our law")
    assert [said(each) for each in made.back(back, SIDE).proposals] == [
        {"paragraph": 3, "words": "exchange lists", "instead": "exchange information", "why": "our law"}
    ]


def test_what_we_wrote_ourselves_comes_back_with_nothing_new() -> None:
    made = papers(OURS, THEIRS)
    for which in ("", "vi", SIDE):
        assert made.back(made.out(which).data, which).proposals == []


def test_a_column_whose_head_was_changed_is_no_bracket() -> None:
    parts = parts_of(papers().out(SIDE).data)
    head = parts["word/document.xml"].decode().replace(">vi<", ">th<")
    came = papers().back(packed({**parts, "word/document.xml": head.encode()}), SIDE)
    assert came.proposals == []
    assert "stands in no version" in came.left[0].what


def test_a_row_that_nobody_tracked_is_listed_and_breaks_nothing() -> None:
    parts = parts_of(papers().out(SIDE).data)
    text = parts["word/document.xml"].decode()
    row = text[text.rindex("<w:tr>") : text.rindex("</w:tr>") + len("</w:tr>")]
    more = text.replace("</w:tbl>", row.replace("It is open", "It is closed") + "</w:tbl>")
    came = papers().back(packed({**parts, "word/document.xml": more.encode()}), SIDE)
    assert came.proposals == []
    assert any("It is closed to others." in each.what for each in came.left)


def test_a_language_that_it_has_not_is_named_with_those_that_it_has() -> None:
    with pytest.raises(NoSuchVersion) as raised:
        papers().out("th")
    assert (raised.value.language, raised.value.languages) == ("th", "en, vi")


def test_a_version_of_which_nobody_said_the_language_is_the_one_that_was_tabled() -> None:
    documents = {"": new_document("Treaty", ENGLISH), "vi": new_document("Hiệp ước", VIETNAMESE)}
    made = Papers(documents, [held(OURS, THEIRS)])
    assert made.out(SIDE).unplaced == ()
    back = edited(Papers(documents, []).out(SIDE).data, "phải", "nên", "Lan", "luật")
    assert [said(each)["language"] for each in Papers(documents, []).back(back, SIDE).proposals] == ["vi"]
