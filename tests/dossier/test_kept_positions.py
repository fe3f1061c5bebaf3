"""What a replica keeps between two acts is what it would find out anew, over histories wilder than nodes would make.

A view handed to the next act, and the verdict of a draft handed to the act that is made of it, must never be told from
fresh ones.
"""

from __future__ import annotations

from dataclasses import replace

import pytest

from lintas.dossier.declare import begins, every, kind, many, may, one, phase, some
from lintas.dossier.grammar import Item, Kind
from lintas.dossier.header import Act
from lintas.dossier.position import DOSSIER, Position
from lintas.dossier.replica import OtherDraft, Replica
from tests.dossier.acts import ERRAND, SEAL, A, Acts, B, C, D
from tests.kinds.every import every_kind
from tests.model.histories import History
from tests.model.kinds import model_kinds

pytestmark = pytest.mark.slow


def answers(position: Position, parties: tuple[bytes, ...]) -> dict[str, object]:
    """All that is kept with a position, asked for."""
    roles = [
        (item, role.name) for item in position.items for at in position.above(item) for role in position.type(at).roles
    ]
    return {
        "parties": (position.parties, position.firm, position.items, position.forked),
        "awaited": position.awaited() if position.vector else None,
        "seats": {seat: position.standing(seat) for seat in roles if position.home(*seat) == seat[0]},
        "lanes": {(seat, party): position.stories(*seat, party) for seat in roles for party in parties},
        "phases": {item: (position.phase(item), position.ended(item)) for item in position.items},
        "done": [(item, verb.name, party) for party in parties for item, verb, _ in position.can(party)],
    }


def anew(replica: Replica, position: Position) -> Position:
    return Position(replica.graph, replica.records, position.vector)


def compare(declared: Kind, seed: int) -> int:
    """Play a history on one replica act by act, on another by drafts; how many views were handed on."""
    history, handed = History(seed, declared, acts_max=40), 0
    replica, drafting = Replica(declared), Replica(declared)
    for act in history.grow():
        known = all(seen in replica.judged for seen in act.header.past)
        if known and all(seen in replica.graph for seen in act.header.past):
            past = replica.view(act.header.past)
            answers(past, history.everyone)
            parties = past.__dict__.get("parties")
            replica.receive(act)
            drafting.receive_drafted(act, drafting.draft(replace(act.header, seal=None)))
            if act.id in replica.graph:
                grown = replica.view([act.id])
                handed += parties is not None and grown.__dict__.get("parties") is parties
                assert answers(grown, history.everyone) == answers(anew(replica, grown), history.everyone)
                assert answers(past, history.everyone) == answers(anew(replica, past), history.everyone)
        else:
            replica.receive(act)
            drafting.receive(act)
        assert replica.judged == drafting.judged
    assert answers(drafting.now(), history.everyone) == answers(anew(drafting, drafting.now()), history.everyone)
    return handed


POINT = Item("point", roles=(one("mover"),), verbs=(), phases=(phase("raised"),))
DEBATE = kind(
    "debate",
    "Debate",
    sentence="I see whether they agree to all that was raised.",
    basis="made for tests",
    roles=(one("lead"), many("member")),
    verbs=(
        begins("open", takes="lead", seats="member", to="open"),
        may("lead", "raise", opens="point", takes="mover", aside=True),
        may("member", "agree", to="agreed"),
    ),
    phases=(phase("settled", every("member", "agreed", since="raise")), phase("open")),
    items=(POINT,),
)


def test_a_phase_that_waits_for_an_answer_to_news_is_not_kept_beyond_the_news() -> None:
    acts, replica, phases = Acts(members=(B,)), Replica(DEBATE), list[str]()
    for author, verb in ((A, "open"), (B, "agree"), (A, "raise"), (B, "agree")):
        replica.receive(acts.add(author, acts.made, verb=verb) if verb != "open" else acts.first)
        assert replica.now().over(DOSSIER) is False
        phases.append(replica.now().phase(DOSSIER))
    assert phases == ["open", "settled", "open", "settled"]


HEARING = kind(
    "hearing",
    "Hearing",
    sentence="I see what may still be said.",
    basis="made for tests",
    roles=(one("lead"), many("member")),
    verbs=(
        begins("open", takes="lead", seats="member", to="open"),
        may("lead", "raise", at="open", opens="motion", takes="mover", to="raised"),
        may("lead", "close", at="open", to="closed"),
    ),
    phases=(phase("closed", some("lead", "closed"), ends=True), phase("open")),
    items=(
        Item(
            "motion",
            roles=(one("mover"),),
            verbs=(may("mover", "argue", at="raised", to="argued"),),
            phases=(phase("raised"),),
        ),
    ),
)


def test_what_is_open_below_is_not_kept_beyond_the_end_of_what_holds_it() -> None:
    acts, replica = Acts(members=(B,)), Replica(HEARING)
    replica.receive(acts.first)
    raised = acts.add(A, acts.made, verb="raise")
    replica.receive(raised)
    motion = raised.id[: len(DOSSIER)]
    assert [verb.name for _, verb, _ in replica.now().can(A, motion)] == ["argue"]
    replica.receive(acts.add(A, acts.made, verb="close"))
    assert replica.now().ended(DOSSIER)
    assert not list(replica.now().can(A, motion))
    assert A not in replica.now().awaited()


def test_what_is_asked_of_a_past_costs_nothing_of_what_is_known_of_the_newest() -> None:
    acts, replica = Acts(members=(B,)), Replica(HEARING)
    replica.receive(acts.first)
    raised = [acts.add(A, acts.made, verb="raise") for _ in range(3)]
    for each in raised:
        replica.receive(each)
    newest = replica.now()
    assert [verb.name for verb in map(replica.verb, raised) if verb] == ["raise"] * 3
    assert replica.view([raised[0].id]).vector != newest.vector
    assert replica.now() is newest


KINDS = {**model_kinds(), **every_kind()}


@pytest.mark.parametrize("name", sorted(KINDS))
def test_what_is_kept_is_what_would_be_found_anew(name: str) -> None:
    assert compare(KINDS[name], 1) > 0, "no view was ever handed on, so that nothing was tested"


@pytest.mark.soak
@pytest.mark.parametrize("name", sorted(KINDS))
def test_what_is_kept_is_what_would_be_found_anew_in_many_histories(name: str) -> None:
    for seed in range(2, 20):
        compare(KINDS[name], seed)


def test_a_verdict_is_not_lent_to_another_act() -> None:
    acts = Acts()
    replica = acts.replica()
    draft = replica.draft(acts.add(B, [acts.first], verb="agree").header)
    other: Act = acts.add(B, [acts.first], verb="say")
    with pytest.raises(OtherDraft):
        replica.receive_drafted(other, draft)
    with pytest.raises(OtherDraft):
        Replica(ERRAND).receive_drafted(draft.judged.act, draft)
    sealed = acts.add(B, [acts.first], verb="agree", seal=SEAL, time_ms=draft.judged.act.header.time_ms)
    assert replica.receive_drafted(sealed, draft).counted
    assert replica.judged[sealed.id].act is sealed


def test_who_was_a_party_before_an_act_is_found_out_once_and_stays_so_whatever_comes() -> None:
    acts = Acts()
    added = acts.add(A, [acts.first], verb="add", to=(("member", (D,)),))
    replica = acts.replica()
    node = replica.graph.nodes[added.id]
    before = replica.parties_before(node)
    assert before == replica.now().before(node).parties == {A, B, C}
    replica.receive(acts.add(A, [added], verb="drop", to=(("member", (B,)),)))
    assert replica.parties_before(node) is before
    assert replica.now().before(node).parties == before
    assert replica.now().parties == {A, C, D}
