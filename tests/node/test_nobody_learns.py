"""A bilateral meeting and a consulted position: neither Secretariat nor chair nor partner learns that there is one.

Two states hold both while the others share a meeting with them. What each of the others has on its disk afterwards is,
byte for byte, what it had before; whatever it asks of the two is answered as for a dossier that nobody has.
"""

from __future__ import annotations

import pickle
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import pytest

from lintas.dossier.grammar import Verb
from lintas.dossier.meanings import File
from lintas.kinds.consultation import KIND as CONSULTATION
from lintas.kinds.meeting import KIND as MEETING
from lintas.node import fetch
from lintas.node.cases import NotForSecretariat
from lintas.node.clocks import clocks
from lintas.node.deliver import next_batch
from lintas.node.indexing import catch_up
from lintas.node.looking import look
from lintas.node.owed import queued
from lintas.node.picture import picture
from lintas.node.plain_data import NoSuchDossier, find_dossier
from lintas.node.state import Node, UnknownDossier
from lintas.node.status import status
from lintas.node.uploads import add_file
from lintas.node.witnessing import checkpoint
from lintas.store.search_memory import MemorySearchIndex
from lintas.wire.identifiers import show
from tests.kinds.samples import body
from tests.node.searching import look as look_for
from tests.support.federation import Federation3
from tests.support.mending import pinged

TWO = ("vn-mps", "my-kdn")
OTHERS = ("xs-chair", "xt-asec", "xp-partner")
NOTICE = {"body": "Working group", "place": "online", "opens": "2026-12-08", "agenda": "1. Lists"}
WORD = "Rafflesia"
"""Stands in every body of the two, and in no other."""
NOWHERE = b"\x5a" * 16


def verb(name: str, verbs: Sequence[Verb]) -> Verb:
    return next(each for each in verbs if each.name == name)


def said(node: Node, name: str, verbs: Sequence[Verb]) -> dict[str, object]:
    """A body for the verb, with the word in every field that is words and in every file."""
    fields, made = verb(name, verbs).says.fields(), body(verb(name, verbs).says)
    for each, meaning in fields.items():
        if each in made and meaning.says(File):
            made[each] = add_file(node, f"{WORD}.txt", "text/plain", [WORD.encode()])
        elif each in made and meaning.name in {"text", "secret"}:
            made[each] = f"{WORD} {made[each]}"
    return made


@dataclass
class Before:
    """All five in one meeting; what the others have, and can ask, before the two speak to each other."""

    fed: Federation3
    shared: bytes
    had: dict[str, bytes] = field(default_factory=dict)

    def all_of(self, code: str) -> bytes:
        """Everything that a node has written down, its index included."""
        node = self.fed.nodes[code]
        vault = {name: node.vault.secret(name) for name in sorted(node.vault.secrets(""))}
        return pickle.dumps([node.store.snapshot(), vault, _indexed(node)])  # type: ignore[attr-defined]


def _indexed(node: Node) -> list[str]:
    """Every entry of the index of the node, brought level."""
    index = node.search
    assert isinstance(index, MemorySearchIndex)
    catch_up(node, index)
    return sorted(map(repr, index._entries.values()))


@pytest.fixture
def before() -> Before:
    fed = Federation3.build((*TWO, *OTHERS), kinds=("consultation", "meeting"), secretariats=("xt-asec",))
    for node in fed.nodes.values():
        node.search = MemorySearchIndex()
    to = {"member": (*TWO, "xs-chair"), "observer": OTHERS[1:]}
    shared = fed.open("xs-chair", "meeting", "convene", NOTICE, to).dossier
    fed.settle()
    made = Before(fed, shared)
    made.had = {code: made.all_of(code) for code in OTHERS}
    return made


def hold_both(fed: Federation3) -> tuple[bytes, bytes]:
    """The bilateral annual meeting, with agenda, text and consensus; and positions, asked for and given."""
    drafts = next(path[-1].verbs for path in MEETING.item.walk() if path[-1].name == "draft")
    (here, there), meetings, asking = TWO, MEETING.item.verbs, CONSULTATION.item.verbs

    def act(code: str, dossier: bytes, name: str, verbs: Sequence[Verb], **more: Any) -> bytes:
        done = fed.act(code, dossier, name, said(fed.nodes[code], name, verbs), **more).act
        fed.settle()
        return done

    meeting = fed.open(here, "meeting", "convene", said(fed.nodes[here], "convene", meetings), {"member": TWO}).dossier
    fed.settle()
    act(here, meeting, "circulate the agenda", meetings)
    act(there, meeting, "agree to the agenda", meetings)
    draft = act(here, meeting, "table", meetings)[:16]
    act(there, meeting, "put in brackets", drafts, item=draft)
    question = said(fed.nodes[there], "ask for positions", asking)
    asked = fed.open(there, "consultation", "ask for positions", question, {"consulted": (here,)}).dossier
    fed.settle()
    act(here, asked, "give a position", asking)
    return meeting, asked


def found(node: Node, words: str) -> int:
    """How many acts a search finds that sees all that the node has."""
    return len(look_for(node, words, purpose="to see what can be found").hits)


def test_what_the_others_have_is_byte_for_byte_what_they_had(before: Before) -> None:
    meeting, asked = hold_both(before.fed)
    for code in OTHERS:
        assert before.all_of(code) == before.had[code]
        assert not list(queued(before.fed.nodes[TWO[0]], before.fed.id(code)))
        assert next_batch(before.fed.nodes[TWO[0]], before.fed.id(code)) is None
        assert next_batch(before.fed.nodes[TWO[1]], before.fed.id(code)) is None
    for code in TWO:
        assert {meeting, asked} <= set(before.fed.nodes[code].store.dossiers())


def test_naming_the_secretariat_among_those_who_are_asked_is_refused_and_tells_nobody(before: Before) -> None:
    fed, asking = before.fed, CONSULTATION.item.verbs
    (here, there), (_chair, secretariat, _partner) = TWO, OTHERS
    question = said(fed.nodes[there], "ask for positions", asking)
    for consulted in ((secretariat,), (here, secretariat)):
        with pytest.raises(NotForSecretariat):
            fed.open(there, "consultation", "ask for positions", question, {"consulted": consulted})
    with pytest.raises(NotForSecretariat):
        fed.open(secretariat, "consultation", "ask for positions", question, {"consulted": TWO})
    fed.settle()
    assert {code: before.all_of(code) for code in OTHERS} == before.had
    assert fed.nodes[there].store.dossiers() == fed.nodes[here].store.dossiers() == [before.shared]


def test_lists_counts_search_exports_dates_pictures_and_logs_of_the_others_say_what_they_said(before: Before) -> None:
    fed, nodes = before.fed, before.fed.nodes

    def shown(code: str) -> list[object]:
        node = nodes[code]
        return [node.store.dossiers(), status(node), look(node, before.shared), clocks(node, before.shared),
                checkpoint(node).split(b"\n\n")[0], found(node, WORD), found(node, "agenda")]  # fmt: skip

    was = {code: shown(code) for code in OTHERS}
    both = hold_both(fed)
    assert {code: shown(code) for code in OTHERS} == was
    assert found(nodes[TWO[0]], WORD) > 0
    for code in OTHERS:
        for dossier in both:
            for way in (look, clocks, picture):
                with pytest.raises(UnknownDossier):
                    way(nodes[code], dossier)
            with pytest.raises(NoSuchDossier):
                find_dossier(nodes[code], show(dossier))


def answers(fed: Federation3, code: str, of: str, dossier: bytes) -> str:
    """What a state answers whoever asks it for the acts of a dossier."""
    _, request = fetch.ask(fed.nodes[code], fed.id(of), dossier)
    with pytest.raises(UnknownDossier) as raised:
        fetch.serve(fed.nodes[of], request)
    return str(raised.value).replace(dossier.hex(), "")


def test_whoever_guesses_the_dossier_is_answered_as_for_one_that_nobody_has(before: Before) -> None:
    both = hold_both(before.fed)
    for code in OTHERS:
        for of in TWO:
            assert len({answers(before.fed, code, of, each) for each in (*both, NOWHERE)}) == 1
    assert fetch.serve(before.fed.nodes[TWO[0]], fetch.ask(before.fed.nodes[TWO[1]], before.fed.id(TWO[0]), both[0])[1])


def test_comparing_with_the_two_finds_nothing_that_is_missing(before: Before) -> None:
    fed = before.fed
    hold_both(fed)
    for code in OTHERS:
        for of in TWO:
            assert pinged(fed.nodes[code], fed.nodes[of]).differs is None
            assert pinged(fed.nodes[of], fed.nodes[code]).differs is None


def test_an_act_that_the_others_do_see_says_nothing_of_the_two(before: Before) -> None:
    """Its header cites the dossier it is in, and what its author did elsewhere is in no part of it."""
    fed = before.fed
    both = hold_both(fed)
    fed.act("xs-chair", before.shared, "circulate the agenda", NOTICE)
    fed.settle()
    fed.act(TWO[0], before.shared, "agree to the agenda")
    fed.settle()
    for code in OTHERS:
        held = before.all_of(code)
        assert len(held) > len(before.had[code])
        for dossier in both:
            for form in (dossier, show(dossier).encode(), dossier.hex().encode()):
                assert form not in held
        assert WORD.encode() not in held
