"""What every search index does, and that it finds what a reading of all texts finds, no more and no less."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from lintas.node.search_index import SearchIndex
from lintas.search.words import NothingToFind
from tests.search.test_folding import SCRIPTS
from tests.store.contract.implementations import marked
from tests.store.search_stores import INDEXES, POSTGRES, act_at, entry, found, matches, put

Opened = Callable[[], SearchIndex]


@pytest.fixture(params=marked(tuple(sorted(INDEXES))))
def open_index(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Opened]:
    if request.param == POSTGRES:
        request.getfixturevalue("postgres_server")
    with ExitStack() as stack:

        def opened() -> SearchIndex:
            index = INDEXES[request.param](tmp_path)
            stack.callback(index.close)
            return index

        yield opened


@pytest.fixture
def index(open_index: Opened) -> SearchIndex:
    made = open_index()
    made.begin("form")
    return made


def test_it_begins_empty_and_of_a_form(index: SearchIndex) -> None:
    put(index, entry(0, "a word"))
    index.begin("another")
    state = index.state()
    assert (state.form, state.upto, state.tip, state.scrubs) == ("another", 0, b"", False)
    assert found(index, "word") == []


def test_the_cursor_moves_with_what_it_covers(index: SearchIndex) -> None:
    put(index, entry(0, "one word"), entry(1, "another word"))
    assert (index.state().upto, index.state().tip) == (2, act_at(1))
    assert found(index, "word") == [1, 0]


def test_all_words_must_stand_in_the_act_and_a_phrase_in_one_passage(index: SearchIndex) -> None:
    put(
        index,
        entry(0, "joint account", "of Nguyễn"),
        entry(1, "an account that is joint"),
        entry(2, "joint", "account"),
    )
    assert found(index, "account nguyen") == [0]
    assert found(index, "joint account") == [2, 1, 0]
    assert found(index, '"joint account"') == [0]


def test_no_pair_makes_a_hit_where_the_word_is_not(index: SearchIndex) -> None:
    put(index, entry(0, "abca bcab"), entry(1, "abcab"))
    assert found(index, "abcab") == [1]
    assert found(index, '"bca ab"') == []


@pytest.mark.parametrize("script", SCRIPTS)
def test_words_of_two_characters_are_found_in_every_script(index: SearchIndex, script: str) -> None:
    put(index, *(entry(at, text) for at, (text, _) in enumerate(SCRIPTS.values())))
    text, word = SCRIPTS[script]
    at = list(SCRIPTS).index(script)
    assert at in found(index, word)
    (passage,) = index.passages([at])[at]
    assert passage.text == unicodedata.normalize("NFC", text)


def test_filters_narrow_down(index: SearchIndex) -> None:
    one, two, him = b"1" * 16, b"2" * 16, b"p" * 16
    put(
        index,
        entry(0, "word", dossier=one, kind="mla", author=b"x" * 16, time_ms=10, named=frozenset({him})),
        entry(1, "word", dossier=one, kind="mla", author=b"y" * 16, time_ms=20),
        entry(2, "word", dossier=two, kind="plan", author=b"x" * 16, time_ms=30),
    )
    assert found(index, "word", kind="mla") == [1, 0]
    assert found(index, "word", author=b"x" * 16) == [2, 0]
    assert found(index, "word", party=him) == [1, 0]
    assert found(index, "word", since_ms=20) == [2, 1]
    assert found(index, "word", dossiers=frozenset({two})) == [2]
    assert found(index, "word", dossiers=frozenset({one, two, him})) == [2, 1, 0]
    assert found(index, "word", dossiers=frozenset()) == []
    assert found(index, "word", until_ms=20) == [0]
    assert found(index, "word", meaning="text") == [2, 1, 0]
    assert found(index, "word", meaning="account") == []
    (heading,) = matches(index, "word", kind="plan")
    assert (heading.act, heading.dossier, heading.verb, heading.time_ms) == (act_at(2), two, "say", 30)


def test_pages_go_on_where_the_last_one_ended(index: SearchIndex) -> None:
    put(index, *(entry(at, "word") for at in range(10)))
    assert [each.position for each in matches(index, "word", limit=4)] == [9, 8, 7, 6]
    assert [each.position for each in matches(index, "word", before=6, limit=4)] == [5, 4, 3, 2]
    assert found(index, "word", before=0) == []


def test_an_act_that_is_looked_at_again_replaces_itself(index: SearchIndex) -> None:
    put(index, entry(0, unread=True), entry(1, "word"))
    assert index.unread() == [act_at(0)]
    put(index, entry(0, "late word"))
    assert index.unread() == []
    assert index.state().upto == 2
    assert found(index, "word") == [1, 0]
    put(index, entry(0, "other"))
    assert found(index, "word") == [1]
    assert found(index, "late") == []


def test_what_is_dropped_is_found_no_more(index: SearchIndex) -> None:
    put(index, entry(0, "gone word"), entry(1, "word that stays"))
    if not index.drop([act_at(0), act_at(7)]):
        assert index.state().scrubs
        index.scrub()
        assert index.drop([act_at(0)])
    assert not index.state().scrubs
    assert found(index, "word") == [1]
    assert found(index, "gone") == []
    assert index.passages([0, 1]).keys() == {1}


def test_of_what_was_dropped_no_word_is_kept_that_was_read_before(index: SearchIndex) -> None:
    index.drop([act_at(0)])
    put(index, entry(0, "read before"), entry(1, "read before"))
    assert index.state().upto == 2
    assert found(index, "before") == [1]


def test_a_dossier_that_is_withheld_loses_its_words_and_gets_none(index: SearchIndex) -> None:
    child, other = b"c" * 16, b"o" * 16
    put(index, entry(0, "word", dossier=child), entry(1, "word", dossier=other))
    put(index, entry(2, "word", dossier=child), entry(3, withholds=True, dossier=child))
    assert found(index, "word") == [1]
    put(index, entry(4, "word", dossier=child), entry(5, "word", dossier=other))
    assert found(index, "word") == [5, 1]


def test_whatever_a_peer_writes_can_be_kept(index: SearchIndex) -> None:
    text = "a null \0 and \ud7ff \U0010ffff \u0301 \u200f in a word"
    put(index, entry(0, text, language="\u202een"))
    assert found(index, '"in a word"') == [0]
    assert found(index, "null") == [0]


def test_nothing_is_wrong_with_it(index: SearchIndex) -> None:
    put(index, entry(0, "word"))
    index.check()


TEXTS = st.text(st.sampled_from("abcăâ ก้ 1-2"), max_size=12)


@pytest.mark.slow
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60)
@given(acts=st.lists(st.lists(TEXTS, max_size=3), min_size=1, max_size=8), query=TEXTS, gone=st.sets(st.integers(0, 7)))
def test_it_finds_what_a_reading_of_all_texts_finds(
    open_index: Opened, acts: list[list[str]], query: str, gone: set[int]
) -> None:
    with closing(open_index()) as index:
        index.begin("form")
        put(index, *(entry(at, *texts) for at, texts in enumerate(acts)))
        index.drop([act_at(at) for at in gone])
        try:
            here = found(index, query)
        except NothingToFind:
            return
    kept = {at: texts for at, texts in enumerate(acts) if at not in gone}
    assert here == sorted((at for at, texts in kept.items() if _says(texts, query)), reverse=True)


def _says(texts: list[str], query: str) -> bool:
    """Whether every word stands in a text: slowly, and with nothing of what an index rests on."""
    words = [word for part in query.split() if (word := _plain(part))]
    return all(any(word in text or word.replace(" ", "") in text for text in map(_plain, texts)) for word in words)


def _plain(text: str) -> str:
    """Of the letters of `TEXTS`: marks of Latin go, a single separator beside a digit goes, others are one space."""
    plain = text.translate(str.maketrans("ăâ-", "aa "))
    made = ""
    for at, letter in enumerate(plain):
        if letter != " ":
            made += letter
        elif made and (rest := plain[at:].lstrip()) and plain[at - 1] != " ":
            alone = not plain[at + 1 :].startswith(" ")
            made += "" if alone and (made[-1].isdigit() or rest[0].isdigit()) else " "
    return made
