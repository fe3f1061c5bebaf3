"""Brackets in a document: beside the words, of several states, over runs, links and changes; and taken out."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from lintas.office.brackets import INITIALS, Bracket
from lintas.office.cleaning import clean
from lintas.office.document import Document
from lintas.office.lines import text_of
from lintas.office.making import as_document, new_document
from lintas.office.pieces import comments_of, paragraphs_of
from lintas.office.putting import with_brackets
from lintas.office.tree import W, w
from tests.office.word import TEXT, about, docx, gone, ins, p, parts_of, r, said


def shown(data: bytes) -> str:
    """Every word that stands in the text, changes made."""
    return " / ".join(
        "".join(piece.text for piece in each.pieces if not any(change.how == "taken out" for change in piece.changes))
        for each in paragraphs_of(Document(data))
    )


def test_a_bracket_stands_after_its_words_and_its_comment_says_why() -> None:
    plain = new_document("Declaration", [TEXT])
    put = with_brackets(plain, [Bracket("VN", 2, "shall", "should", "Our law says so.", "2026-11-20T08:00:00Z")])
    assert put.unplaced == ()
    assert shown(put.data) == f"Declaration / The Parties shall [VN: “shall” → “should”]{TEXT[17:]}"
    assert text_of(put.data) == ["Declaration", TEXT]
    [comment] = comments_of(Document(put.data))
    assert (comment.author, comment.text, comment.date, comment.initials) == (
        "VN", "Our law says so.", "2026-11-20T08:00:00Z", INITIALS,
    )  # fmt: skip
    assert comment.words == "shall [VN: “shall” → “should”]"


def test_brackets_of_several_states_about_the_same_words_stand_side_by_side() -> None:
    held = [
        Bracket("ID", 1, "shall"),
        Bracket("VN", 1, "shall exchange", "may exchange"),
        Bracket("MY", 1, "shall", "will"),
    ]
    put = with_brackets(docx(p(r(TEXT))), held)
    assert shown(put.data) == (
        "The Parties shall [ID: “shall” → …] [MY: “shall” → “will”] exchange [VN: “shall exchange” → “may exchange”]"
        " information without delay."
    )
    assert text_of(put.data) == [TEXT]
    assert {each.author: each.words.split(" [")[0] for each in comments_of(Document(put.data))} == {
        "ID": "shall", "MY": "shall", "VN": "shall",
    }  # fmt: skip


def test_words_over_several_runs_a_link_and_somebodys_change() -> None:
    link = f"<w:hyperlink>{r('exchange information')}</w:hyperlink>"
    data = docx(
        p(r("The Par", "<w:b/>"), r("ties "), gone("Lan", "shall "), ins("Lan", r("should promptly ")), link, r("."))
    )
    put = with_brackets(data, [Bracket("ID", 1, "Parties should"), Bracket("MY", 1, "exchange", "share")]).data
    assert shown(put) == (
        "The Parties should [ID: “Parties should” → …] promptly exchange [MY: “exchange” → “share”] information."
    )
    for run in Document(put).body.iter(w("r")):
        if any("[" in (each.text or "") for each in run):
            assert run.getparent().tag == w("p")
    assert text_of(put) == text_of(data)
    was, now = (paragraphs_of(Document(each))[0].pieces for each in (data, put))
    assert "".join(each.text for each in was if each.changes) == "".join(each.text for each in now if each.changes)


def test_words_elsewhere_are_found_where_they_stand_once_and_told_where_they_do_not() -> None:
    data = docx(p(r("one two")) + p(r("three two")))
    put = with_brackets(
        data, [Bracket("ID", 1, "three"), Bracket("VN", 9, "two"), Bracket("MY", 1, "four"), Bracket("TH", 1, "")]
    )
    assert [each.label for each in put.unplaced] == ["VN", "MY", "TH"]
    assert shown(put.data) == "one two / three [ID: “three” → …] two"


def test_brackets_are_written_anew_and_other_comments_stay() -> None:
    data = docx(p(r("The "), about(0, r("Parties")), r(" shall meet.")), said(0, "Lan", "Who?"))
    once = with_brackets(data, [Bracket("ID", 1, "shall", "may", "why")]).data
    twice = with_brackets(once, [Bracket("VN", 1, "meet")]).data
    assert shown(twice) == "The Parties shall meet [VN: “meet” → …]."
    assert [(each.author, each.words) for each in comments_of(Document(twice))] == [
        ("Lan", "Parties"), ("VN", "meet [VN: “meet” → …]"),
    ]  # fmt: skip
    none = with_brackets(twice, []).data
    assert shown(none) == "The Parties shall meet."
    assert [each.author for each in comments_of(Document(none))] == ["Lan"]


def test_a_long_passage_is_named_by_its_ends() -> None:
    words = " ".join(f"w{number}" for number in range(30))
    put = with_brackets(docx(p(r(words))), [Bracket("ID", 1, words, "nothing")]).data
    assert shown(put) == f"{words} [ID: “w0 w1 w2 w3 … w26 w27 w28 w29” → “nothing”]"
    assert text_of(put) == [words]


def test_the_clean_text_has_every_change_made_and_nothing_beside_it() -> None:
    mark = '<w:del w:id="3" w:author="Lan" w:date=""/>'
    data = docx(
        p(r("The Parties "), about(0, gone("Lan", "shall"), ins("Lan", r("should"))), r(" meet"), end=mark)
        + p(r(" yearly.")),
        said(0, "Lan", "Why not?"),
    )
    made = clean(with_brackets(data, [Bracket("ID", 1, "meet", "talk")]).data)
    assert text_of(made) == text_of(data) == ["The Parties should meet yearly."]
    assert comments_of(Document(made)) == []
    assert b"Lan" not in parts_of(made)["word/document.xml"]
    assert all(not piece.changes for each in paragraphs_of(Document(made)) for piece in each.pieces)


def test_the_clean_text_names_nobody_in_notes_comments_and_properties() -> None:
    note = f'<w:footnotes xmlns:w="{W}"><w:footnote>{p(r("kept"), gone("Lan", " secret"))}</w:footnote></w:footnotes>'
    names = {"word/people.xml": b"<a>Lan</a>", "word/commentsExtended.xml": b"<a/>", "docProps/core.xml": b"<a>Lan</a>"}
    data = docx(p(about(0, r(TEXT))), said(0, "Lan", "Why?"), {**names, "word/footnotes.xml": note.encode()})
    made = parts_of(clean(data))
    assert not {*names, "word/comments.xml"} & made.keys()
    assert all(b"Lan" not in part and b"secret" not in part and b"comments" not in part for part in made.values())
    assert b"kept" in made["word/footnotes.xml"]
    assert text_of(clean(data)) == [TEXT]


def test_parts_that_are_not_understood_stay_byte_for_byte() -> None:
    data = docx(p(r(TEXT)), parts={"word/styles.xml": b"<anything/>", "customXml/item1.xml": b"<other/>"})
    put = parts_of(with_brackets(data, [Bracket("ID", 1, "shall")]).data)
    assert (put["word/styles.xml"], put["customXml/item1.xml"]) == (b"<anything/>", b"<other/>")


def test_a_plain_text_is_made_a_document() -> None:
    assert text_of(as_document("First.\n\n  Second: \u0e01\n".encode(), "Title")) == [
        "Title",
        "First.",
        "Second: \u0e01",
    ]


@given(
    st.lists(st.sampled_from(["shall", "may", "state", "law", "\u0e2d\u0e32"]), min_size=1, max_size=12),
    st.lists(st.tuples(st.integers(0, 11), st.integers(1, 4), st.text(max_size=8)), max_size=4),
)
def test_whatever_is_bracketed_the_text_stays_and_taking_out_leaves_nothing(
    words: list[str], places: list[tuple[int, int, str]]
) -> None:
    text = " ".join(words)
    data = docx(p(*(r(f"{word} ") for word in words)))
    held = [
        Bracket("VN", 1, " ".join(words[at : at + count]), instead) for at, count, instead in places if at < len(words)
    ]
    put = with_brackets(data, held)
    assert put.unplaced == ()
    assert text_of(put.data) == [text]
    assert shown(with_brackets(put.data, []).data).strip() == text
    assert len(comments_of(Document(put.data))) == len(held)
