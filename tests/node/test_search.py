"""What a search gives: only what the asker may see, counted so; in order, in pages, with what corrects it."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from lintas.dossier.authority import UnknownAuthority
from lintas.node.aside import at_once
from lintas.node.search import BEST, NEWEST, Asked, BadFilter, Everything, NoIndex, NoPurpose, search
from lintas.search.words import NothingToFind
from tests.node.hostile import TERMS, federation, shared
from tests.node.searching import Beside, acts, look, with_indexes
from tests.node.test_correct import Said
from tests.support.federation import Federation3


@pytest.fixture(scope="module")
def fed() -> Federation3:
    """Three dossiers of aa, one of them without cc; each says where it is."""
    fed = with_indexes()
    for number, members in enumerate((("bb-ca", "cc-ca"), ("bb-ca",), ("bb-ca", "cc-ca"))):
        dossier = shared(fed, *members)
        for text in ("Nguyễn Văn", "ong Nguyen", "hải cảng"):
            fed.act("bb-ca", dossier, "adopt the terms", {"text": f"{text} in place {number}x"})
    fed.settle()
    return fed


class Only:
    """One dossier may be seen, and which ones there are is not said."""

    def __init__(self, dossier: bytes) -> None:
        self._dossier = dossier

    def __contains__(self, dossier: object) -> bool:
        return dossier == self._dossier


def dossiers(fed: Federation3) -> list[bytes]:
    return list(fed.nodes["aa-ca"].store.dossiers())


def test_what_one_may_not_see_is_neither_shown_nor_counted(fed: Federation3) -> None:
    aa, all_of_them = fed.nodes["aa-ca"], dossiers(fed)
    assert look(aa, "nguyen").count == 6
    for order in (BEST, NEWEST):
        assert look(aa, "nguyen", Only(all_of_them[0]), order=order).count == 2, (
            "also where the index cannot narrow down"
        )
        found = look(aa, "nguyen", frozenset(all_of_them[:1]), order=order)
        assert found.count == 2
        assert found.kinds == {"exchange": 2}
        assert {hit.dossier for hit in found.hits} == set(all_of_them[:1])
        assert not found.after
        nothing = look(aa, "nguyen", frozenset(), order=order)
        assert (nothing.count, nothing.hits, nothing.kinds, nothing.more, nothing.after) == (0, (), {}, False, "")


def test_a_filter_shows_nothing_of_what_one_may_not_see(fed: Federation3) -> None:
    aa, (_, without_cc, _) = fed.nodes["aa-ca"], dossiers(fed)
    assert look(aa, "nguyen", party="cc-ca").count == 4
    assert look(aa, "nguyen", frozenset({without_cc}), party="cc-ca").count == 0
    assert look(aa, "nguyen", frozenset({without_cc}), party="bb-ca").count == 2


def test_pages_show_each_hit_once(fed: Federation3) -> None:
    aa = fed.nodes["aa-ca"]
    for order in (BEST, NEWEST):
        whole = [hit.act for hit in look(aa, "place", order=order).hits]
        assert len(whole) == 9
        paged, after = list[bytes](), ""
        for _ in range(5):
            found = look(aa, "place", order=order, limit=2, after=after)
            assert found.count == 9
            paged += [hit.act for hit in found.hits]
            after = found.after
        assert paged == whole
        assert not after


def test_a_page_of_what_may_be_seen_is_full_whatever_lies_between(fed: Federation3) -> None:
    aa, (first, _, last) = fed.nodes["aa-ca"], dossiers(fed)
    some = frozenset({first, last})
    one = look(aa, "place", some, order=NEWEST, limit=4)
    two = look(aa, "place", some, order=NEWEST, limit=4, after=one.after)
    assert [len(each.hits) for each in (one, two)] == [4, 2]
    assert not two.after


def test_what_is_written_exactly_so_comes_first(fed: Federation3) -> None:
    found = look(fed.nodes["aa-ca"], "Nguyễn")
    texts = [hit.snippet.text for hit in found.hits]
    assert [text.startswith("Nguyễn") for text in texts] == [True] * 3 + [False] * 3
    positions = [hit.position for hit in found.hits]
    assert positions[:3] == sorted(positions[:3], reverse=True)
    (start, end), *_ = found.hits[0].snippet.marks
    assert texts[0][start:end] == "Nguyễn"
    hit = found.hits[0]
    assert hit.language == "en"
    assert (hit.kind, hit.author, hit.verb, hit.snippet.field) == ("exchange", "bb-ca", "adopt the terms", "text")


def test_filters_of_the_header(fed: Federation3) -> None:
    aa = fed.nodes["aa-ca"]
    assert acts(aa, "nguyen", author="aa-ca") == []
    assert len(acts(aa, "boats", author="aa-ca")) == 3
    assert look(aa, "nguyen", kind="exchange", meaning="text", since="1970-01-01", until="9000-01-01").count == 6
    assert look(aa, "nguyen", until="1970-01-01").count == 0
    assert look(aa, "nguyen", since="9000-01-01").count == 0


@pytest.mark.parametrize(
    "asked",
    [
        {"kind": "none"}, {"meaning": "secret"}, {"since": "2026"}, {"until": "31.12.2026"}, {"order": "worst"},
        {"limit": 0}, {"limit": 101}, {"after": "x"}, {"after": "1" * 30},
    ],
)  # fmt: skip
def test_a_filter_that_cannot_be_used_is_refused(fed: Federation3, asked: dict[str, Any]) -> None:
    with pytest.raises(BadFilter):
        look(fed.nodes["aa-ca"], "nguyen", **asked)


def test_strangers_and_empty_queries_are_refused(fed: Federation3) -> None:
    with pytest.raises(UnknownAuthority):
        look(fed.nodes["aa-ca"], "nguyen", party="nobody")
    with pytest.raises(NothingToFind):
        look(fed.nodes["aa-ca"], "n")


def test_where_the_policy_asks_for_it_a_search_states_its_purpose(fed: Federation3) -> None:
    aa = fed.nodes["aa-ca"]
    policy = aa.policy
    try:
        aa.policy = replace(policy, search_purpose=True)
        with pytest.raises(NoPurpose):
            look(aa, "nguyen", purpose=" ")
        assert look(aa, "nguyen", purpose="case 7").asked.purpose == "case 7"
    finally:
        aa.policy = policy


def test_a_node_without_an_index_says_so() -> None:
    (aa, *_) = federation("aa-ca", "bb-ca").nodes.values()
    with pytest.raises(NoIndex):
        search(aa, Asked("word"), Everything())


def test_a_hit_says_what_corrects_it() -> None:
    said = Said()
    with_indexes(said.fed)
    (hit,) = look(said.bb, "nobody").hits
    assert (hit.act, hit.corrected_by) == (said.act, ())
    by = said.correct().act
    said.fed.settle()
    for node in (said.aa, said.bb):
        (hit,) = look(node, "nobody").hits
        assert (hit.act, hit.corrected_by) == (said.act, (by,))


def test_how_far_the_index_is_behind_is_told(fed: Federation3) -> None:
    fed = with_indexes(federation("aa-ca", "bb-ca"))
    dossier, aa = shared(fed, "bb-ca"), fed.nodes["aa-ca"]
    look(aa, "boats")
    fed.act("aa-ca", dossier, "change the terms", {**TERMS, "crimes": "more"})
    aa.indexer = Beside()
    found = at_once(aa, search(aa, Asked("boats"), Everything()))
    assert (found.count, found.behind) == (1, 1)


def test_where_nobody_keeps_the_index_a_search_finds_what_came_just_now() -> None:
    fed = with_indexes(federation("aa-ca", "bb-ca"))
    dossier, aa = shared(fed, "bb-ca"), fed.nodes["aa-ca"]
    fed.act("aa-ca", dossier, "change the terms", {**TERMS, "crimes": "more"})
    found = at_once(aa, search(aa, Asked("boats"), Everything()))
    assert (found.count, found.behind) == (2, 0)
