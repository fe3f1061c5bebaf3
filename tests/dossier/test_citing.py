"""What a new act cites: own stories first, then everybody in turn, never more than the limit, no forker's tip."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from lintas.dossier.citing import citations, depth
from lintas.dossier.header import Act, Form
from lintas.dossier.position import Position
from lintas.dossier.replica import Replica
from lintas.wire.identifiers import NULL32
from lintas.wire.limits import LIMITS
from tests.dossier.acts import A, Acts, B, C, fork_of
from tests.dossier.test_graph import STEPS, Steps, closures, drawn

MEMBERS = tuple(bytes([number]) * 16 for number in range(1, 60))


def cited(replica: Replica, author: bytes, prev: bytes = NULL32) -> tuple[bytes, ...]:
    return citations(replica.now(), author, prev)


def ids(*acts: Act) -> tuple[bytes, ...]:
    return tuple(sorted(act.id for act in acts))


@given(steps=STEPS, author=st.sampled_from((A, B, C)))
def test_exactly_the_maximal_acts_are_cited_and_they_cover_all(steps: Steps, author: bytes) -> None:
    acts = drawn(steps)
    replica = acts.replica()
    assert all(j.counted for j in replica.judged.values())
    found = cited(replica, author)
    assert found == tuple(sorted(found))
    assert found == replica.tips()
    naive = closures(acts)
    assert set().union(*(naive[identifier] for identifier in found)) == set(naive)


@given(steps=STEPS, author=st.sampled_from((A, B, C)))
def test_the_predecessor_is_not_cited_and_nothing_that_it_saw(steps: Steps, author: bytes) -> None:
    acts = drawn(steps)
    own = [act for act in acts.made if act.header.chain == (author, 1)]
    if not own:
        return
    replica, prev = acts.replica(), own[-1]
    found, naive = cited(replica, author, prev.id), closures(acts)
    assert set(found) == set(replica.tips()) - naive[prev.id]
    assert naive[prev.id].union(*(naive[i] for i in found)) == set(naive)


def test_the_first_act_of_an_incarnation_cites_all_that_its_author_wrote_before() -> None:
    acts = Acts()
    lost = acts.add(A, [acts.first], incarnation=2)
    another = acts.add(A, [acts.first], incarnation=3)
    others = acts.add(B, [acts.first])
    assert cited(acts.replica(), A) == ids(lost, another, others)
    assert cited(acts.replica(), A, lost.id) == ids(another, others)


def test_there_are_never_more_than_the_limit_and_own_acts_come_before_all_others() -> None:
    acts = Acts(members=MEMBERS)
    own = [acts.add(A, [acts.first], incarnation=number) for number in range(2, 12)]
    others = [acts.add(member, [acts.first], incarnation=i) for i in (1, 2) for member in MEMBERS]
    found = cited(acts.replica(), A)
    assert len(found) == LIMITS.seen_max < len(own) + len(others)
    assert {act.id for act in own} <= set(found)


def test_each_author_is_cited_once_before_anybody_is_cited_twice() -> None:
    acts = Acts(members=(B, C))
    many = [acts.add(B, [acts.first], incarnation=number) for number in range(100)]
    once = acts.add(C, [acts.first])
    found = set(cited(acts.replica(), A))
    assert once.id in found
    assert len(found) == LIMITS.seen_max
    assert sum(act.id in found for act in many) == LIMITS.seen_max - 1


def test_among_the_acts_of_one_author_the_oldest_are_cited_first() -> None:
    acts = Acts()
    deep = acts.add(B, [acts.add(B, [acts.first], incarnation=500)], incarnation=500)
    for number in range(100):
        acts.add(B, [acts.first], incarnation=number)
    assert deep.id not in cited(acts.replica(), A)


def forked() -> tuple[Acts, Act, Act, Act]:
    """B forked at its second act; C saw one side, and then C proved the fork."""
    acts = Acts()
    start = acts.add(B, [acts.first])
    seen, unseen = acts.add(B, [start]), acts.add(B, [start], time_ms=99)
    citing = acts.add(C, [acts.first, seen])
    proof = acts.add(C, [citing], form=Form.FORK, control=fork_of(seen, unseen))
    return acts, seen, unseen, proof


def test_a_forked_chain_is_cited_only_where_somebody_had_cited_it() -> None:
    acts, seen, unseen, proof = forked()
    after = acts.add(B, [seen])
    assert cited(acts.replica(), A) == ids(proof)
    assert set(acts.replica().tips()) == {proof.id, unseen.id, after.id}


def test_until_the_fork_is_known_both_sides_are_cited() -> None:
    acts = Acts()
    start = acts.add(B, [acts.first])
    sides = acts.add(B, [start]), acts.add(B, [start], time_ms=99)
    assert cited(acts.replica(), A) == ids(*sides)


def test_the_forker_itself_cites_what_it_wrote() -> None:
    acts, seen, unseen, proof = forked()
    assert cited(acts.replica(), B, seen.id) == ids(unseen, proof)


def test_depth_is_one_more_than_the_deepest() -> None:
    acts = Acts()
    one = acts.add(B, [acts.first])
    two = acts.add(C, [one])
    graph = acts.replica().graph
    assert depth(graph, ()) == 1
    assert depth(graph, (acts.first.id,)) == 2
    assert depth(graph, (two.id, acts.first.id)) == 4


def test_an_empty_position_cites_nothing() -> None:
    replica = Replica(Acts().replica().kind)
    position: Position = replica.now()
    assert citations(position, A, NULL32) == ()
