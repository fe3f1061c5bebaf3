"""What came back from Word, as brackets that an officer may put: whose, which words, what instead, why."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lintas.office.brackets import Bracket
from lintas.office.document import Document
from lintas.office.lines import text_of
from lintas.office.pieces import comments_of
from lintas.office.putting import with_brackets
from lintas.office.returned import AUTHORS_MAX, Returned, returned
from lintas.office.tree import W
from tests.office.word import TEXT, about, docx, gone, ins, p, r, said

PLAIN = docx(p(r("Declaration")) + p(r(TEXT)) + p(r("They meet every year.")))


def back(
    *paragraphs: str, comments: str = "", standing: bytes = PLAIN, held: Sequence[Bracket] = (), **parts: bytes
) -> Returned:
    beside = {f"word/{name}.xml": part for name, part in parts.items()}
    return returned(standing, docx("".join(paragraphs), comments, beside), held)


def brackets(found: Returned) -> list[tuple[str, int, str, str]]:
    return [(each.author, each.paragraph, each.words, each.instead) for each in found.proposals]


def line(*runs: str) -> tuple[str, str, str]:
    return p(r("Declaration")), p(*runs), p(r("They meet every year."))


def test_words_put_in_place_of_others_are_one_bracket_of_their_author() -> None:
    found = back(*line(r("The Parties "), gone("Lan", "shall"), ins("Lan", r("should")), r(TEXT[17:])))
    assert brackets(found) == [("Lan", 2, "shall", "should")]
    assert found.proposals[0].date == "2026-11-20T08:00:00Z"
    assert found.left == []


def test_half_a_word_is_a_whole_one() -> None:
    found = back(*line(r("The Parties sh"), gone("Lan", "all"), ins("Lan", r("ould")), r(TEXT[17:])))
    assert brackets(found) == [("Lan", 2, "shall", "should")]


def test_words_put_in_or_taken_out_alone_take_in_a_neighbour() -> None:
    found = back(*line(r("The Parties shall "), ins("Lan", r("promptly ")), r(TEXT[18:])))
    assert brackets(found) == [("Lan", 2, "shall", "shall promptly")]
    found = back(*line(r(TEXT[:38]), gone("Lan", " without delay"), r(".")))
    assert brackets(found) == [("Lan", 2, "information without delay", "information")]


def test_words_that_stand_there_twice_are_said_with_what_makes_them_one() -> None:
    twice = docx(p(r("The state may ask and the other state may answer.")))
    found = returned(twice, docx(p(r("The state may ask and the other state "), gone("Lan", "may"),
                                   ins("Lan", r("shall")), r(" answer."))))  # fmt: skip
    assert brackets(found) == [("Lan", 1, "other state may", "other state shall")]


def test_two_people_are_two_brackets_each_as_if_the_other_had_done_nothing() -> None:
    found = back(*line(r("The Parties "), gone("Lan", "shall"), ins("Lan", r("should")), r(" exchange "),
                       ins("Budi", r("all ")), r("information without delay.")))  # fmt: skip
    assert brackets(found) == [("Lan", 2, "shall", "should"), ("Budi", 2, "exchange", "exchange all")]


def test_the_reason_is_what_the_author_wrote_beside_it_and_other_comments_stay() -> None:
    runs = (r("The Parties "), about(0, gone("Lan", "shall"), ins("Lan", r("should"))), r(" exchange "),
            about(1, r("information")), r(" without delay."))  # fmt: skip
    found = back(*line(*runs), comments=said(0, "Lan", "Our law says so.") + said(1, "Budi", "Which?"))
    assert [each.why for each in found.proposals] == ["Our law says so."]
    assert [(each.author, each.what) for each in found.left] == [("Budi", "comment: Which? (on “information”)")]


def test_a_paragraph_put_in_or_taken_out() -> None:
    mark = '<w:ins w:id="3" w:author="Lan" w:date=""/>'
    paragraphs = (
        p(r("Declaration")),
        p(r(TEXT)),
        p(ins("Lan", r("Nobody is named.")), end=mark),
        p(r("They meet every year.")),
    )
    assert brackets(back(*paragraphs)) == [("Lan", 3, "They", "Nobody is named.\nThey")]
    mark = '<w:del w:id="3" w:author="Lan" w:date=""/>'
    found = back(p(r("Declaration")), p(gone("Lan", TEXT), end=mark), p(r("They meet every year.")))
    assert brackets(found) == [("Lan", 2, TEXT, "")]
    found = back(p(r("Declaration")), p(r(TEXT), end=mark), p(r("They meet every year.")))
    assert [(each.paragraph, each.what) for each in found.left] == [(2, "joined this paragraph with the next")]


def test_words_in_a_paragraph_that_was_empty_belong_to_the_next() -> None:
    standing = docx(p(r("Declaration")) + p() + p(r(TEXT)))
    found = back(p(r("Declaration")), p(ins("Lan", r("Recalling"))), p(r(TEXT)), standing=standing)
    assert brackets(found) == [("Lan", 2, "The", "Recalling\nThe")]


def test_what_was_moved_is_taken_out_and_put_in() -> None:
    moved = '<w:moveFrom w:id="1" w:author="Lan" w:date=""><w:r><w:t>without delay</w:t></w:r></w:moveFrom>'
    there = f'<w:moveTo w:id="2" w:author="Lan" w:date="">{r("without delay ")}</w:moveTo>'
    found = back(*line(r("The Parties shall "), there, r("exchange information "), moved, r(".")))
    assert brackets(found) == [
        ("Lan", 2, "shall", "shall without delay"),
        ("Lan", 2, "information without delay", "information"),
    ]


def test_what_one_took_out_of_what_another_put_in_is_told_and_is_no_bracket() -> None:
    inside = f'<w:ins w:id="1" w:author="Budi" w:date=""><w:r><w:t>all </w:t></w:r>{gone("Lan", "new ")}</w:ins>'
    found = back(*line(r("The Parties shall exchange "), inside, r("information without delay.")))
    assert brackets(found) == [("Budi", 2, "exchange", "exchange all new")]
    assert [(each.author, each.what) for each in found.left] == [("Lan", "took out words that Budi had put in: new")]


def test_what_nobody_tracked_is_found_by_comparing() -> None:
    found = back(*line(r("The Parties should exchange information without delay.")))
    assert brackets(found) == [("", 2, "shall", "should")]
    found = back(p(r("Declaration")), p(r(TEXT)), p(r("A new one.")), p(r("They meet every year.")))
    assert brackets(found) == []
    assert [(each.paragraph, each.what) for each in found.left] == [
        (3, "stands there now, and nobody tracked it: A new one.")
    ]


def test_changes_that_the_text_had_already_are_not_new() -> None:
    standing = docx(p(r("The Parties "), gone("Aisyah", "will"), ins("Aisyah", r("shall")), r(" meet.")))
    both = p(
        r("The Parties "),
        gone("Aisyah", "will"),
        ins("Aisyah", r("shall")),
        r(" meet"),
        ins("Lan", r(" yearly")),
        r("."),
    )
    assert text_of(standing) == ["The Parties shall meet."]
    assert brackets(returned(standing, docx(both))) == [("Lan", 1, "meet", "meet yearly")]


def test_what_one_took_out_of_anothers_words_is_told_once() -> None:
    inside = f'<w:ins w:id="1" w:author="Budi" w:date=""><w:r><w:t>all </w:t></w:r>{gone("Lan", "new ")}</w:ins>'
    first = p(r("Recalling "), inside, r("texts."))
    found = back(first, p(ins("Lan", r("Truly ")), r(TEXT)), standing=docx(first + p(r(TEXT))))
    assert brackets(found) == [("Lan", 2, "The", "Truly The")]
    assert found.left == []


def test_brackets_written_in_the_text_are_none_of_it_and_those_typed_by_hand_are_found() -> None:
    held = [Bracket("ID", 2, "shall", "may", "our law")]
    out = with_brackets(PLAIN, held).data
    assert (returned(PLAIN, out, held).proposals, returned(PLAIN, out, held).left) == ([], [])
    written = " [ID: “shall” → “may”]"
    typed = line(r("The Parties shall"), r(written), ins("Lan", r(" [VN: “shall” → “should”]")), r(TEXT[17:]))
    found = back(*typed, held=held)
    assert brackets(found) == [("Lan", 2, "shall", "should")]
    assert brackets(back(*typed)) == [("", 2, "shall", "may"), ("Lan", 2, "shall", "should")]
    taken = line(r("The Parties shall"), gone("Lan", written), r(TEXT[17:]))
    found = back(*taken, held=held)
    assert brackets(found) == []
    assert "lifts by an act of its own" in found.left[0].what


def test_formatting_is_counted_and_is_no_bracket() -> None:
    change = '<w:b/><w:rPrChange w:id="5" w:author="Lan" w:date=""><w:rPr/></w:rPrChange>'
    found = back(*line(r("The "), r("Parties", change), r(TEXT[11:])))
    assert brackets(found) == []
    assert [each.what for each in found.left] == ["1 changes of formatting"]


def test_changes_in_notes_headers_and_footers_are_told() -> None:
    note = f'<w:footnotes xmlns:w="{W}"><w:footnote>{p(ins("Lan", r("never")))}</w:footnote></w:footnotes>'
    found = back(*line(r(TEXT)), footnotes=note.encode(), header1=f'<w:hdr xmlns:w="{W}"/>'.encode())
    assert [each.what for each in found.left] == ["changes in word/footnotes.xml"]


def test_more_people_than_the_most_are_told() -> None:
    runs = [ins(f"A{number}", r(f"w{number} ")) for number in range(AUTHORS_MAX + 1)]
    found = back(*line(*runs, r(TEXT)))
    assert len(found.proposals) == AUTHORS_MAX
    assert [each.author for each in found.left] == [f"A{AUTHORS_MAX}"]


WORDS = st.sampled_from(["state", "party", "shall", "may", "law", "ປະເທດ", "ประเทศ"])


@given(
    st.lists(
        st.tuples(WORDS, st.sampled_from(["", "in", "out"]), st.sampled_from(["Lan", "Budi"])), min_size=1, max_size=8
    )
)
def test_every_bracket_of_one_author_put_in_place_gives_what_that_author_would_read(
    words: list[tuple[str, str, str]],
) -> None:
    runs = [ins(by, r(f"{word} ")) if how == "in" else gone(by, f"{word} ") if how == "out" else r(f"{word} ")
            for word, how, by in words]  # fmt: skip
    before = "".join(f"{word} " for word, how, _ in words if how != "in").strip()
    if not before:
        return
    standing = docx(p(r(before + " ")) + p(r("end")))
    found = returned(standing, docx(p(*runs) + p(r("end"))))
    for author in ("Lan", "Budi"):
        text = before
        for each in reversed([each for each in found.proposals if each.author == author]):
            at = before.index(each.words)
            assert at == before.rindex(each.words)
            text = text[:at] + each.instead + text[at + len(each.words) :]
        wanted = [
            word
            for word, how, by in words
            if (how, by) == ("in", author) or (how != "in" and (how, by) != ("out", author))
        ]
        assert text.split() == wanted


def test_comments_are_read_with_the_words_to_which_they_belong() -> None:
    data = docx(p(about(0, r("The "), r("Parties")), r(" meet.")), said(0, "Lan", "Who?"))
    assert [(each.author, each.text, each.words) for each in comments_of(Document(data))] == [
        ("Lan", "Who?", "The Parties")
    ]


@pytest.mark.parametrize("how", ["w:ins", "w:del"])
def test_a_change_without_author_and_date_is_nobodys(how: str) -> None:
    run = r("not ") if how == "w:ins" else '<w:r><w:delText xml:space="preserve">every </w:delText></w:r>'
    found = back(p(r("Declaration")), p(r(TEXT)), p(r("They meet "), *([r("every ")] if how == "w:ins" else []),
                 f"<{how}>{run}</{how}>", r("year.")))  # fmt: skip
    assert [each.author for each in found.proposals] == [""]
