"""Vectors against a plain search: who saw what in random graphs with forks and incarnations."""

from __future__ import annotations

from collections.abc import Iterable

from hypothesis import given
from hypothesis import strategies as st

from lintas.dossier.graph import Graph, Vector, merge, undominated
from lintas.dossier.header import Act
from tests.dossier.acts import A, Acts, B, C

STEPS = st.lists(
    st.tuples(st.sampled_from((A, B, C)), st.integers(1, 2), st.lists(st.integers(0, 30), max_size=3), st.booleans()),
    max_size=14,
)
VECTORS = st.lists(st.integers(0, 4), max_size=5).map(tuple)
Steps = list[tuple[bytes, int, list[int], bool]]


def drawn(steps: Steps) -> Acts:
    """Acts that saw some of those before them; a chain goes on at its newest act, or anywhere where it forks."""
    acts = Acts()
    for author, incarnation, picks, forks in steps:
        own = [act for act in acts.made if act.header.chain == (author, incarnation)]
        after = [acts.made[pick % len(acts.made)] for pick in picks] or [acts.first]
        after = [act for act in after if act.header.chain != (author, incarnation)]
        if own:
            after.append(own[picks[0] % len(own)] if forks and picks else max(own, key=lambda a: a.header.sequence))
        acts.add(author, after or [acts.first], incarnation)
    return acts


def graph_of(acts: Iterable[Act]) -> Graph:
    graph = Graph()
    for act in acts:
        graph.add(act, graph.past(act))
    return graph


def closures(acts: Acts) -> dict[bytes, set[bytes]]:
    """For each act, itself and all that it saw: by following what the headers name."""
    known = {act.id: act for act in acts.made}
    found: dict[bytes, set[bytes]] = {}
    for start in known:
        seen, todo = set[bytes](), [start]
        while todo:
            at = todo.pop()
            if at not in seen:
                seen.add(at)
                todo += known[at].header.past
        found[start] = seen
    return found


@given(steps=STEPS)
def test_saw_is_reached_by_following_prev_and_seen(steps: Steps) -> None:
    acts = drawn(steps)
    graph, naive = graph_of(acts.made), closures(acts)
    for one in graph.nodes.values():
        for other in graph.nodes.values():
            assert one.saw(other) == (other.act.id in naive[one.act.id])
            assert other.within(one.vector) == one.saw(other)


@given(steps=STEPS, picks=st.lists(st.integers(0, 30), max_size=4))
def test_a_view_is_the_union_of_what_its_acts_saw(steps: Steps, picks: list[int]) -> None:
    acts = drawn(steps)
    graph, naive = graph_of(acts.made), closures(acts)
    chosen = [acts.made[pick % len(acts.made)].id for pick in picks]
    vector = graph.span(chosen)
    inside = set[bytes]().union(*(naive[identifier] for identifier in chosen))
    assert {i for i, node in graph.nodes.items() if node.within(vector)} == inside
    newest = {i for i in inside if not any(i in naive[o] and i != o for o in inside)}
    assert {n.act.id for n in graph.maximal(vector)} == newest
    assert {n.act.id for n in undominated(graph.nodes[i] for i in chosen)} == {
        i for i in chosen if not any(i in naive[o] and i != o for o in chosen)
    }


@given(steps=STEPS)
def test_everything_is_the_view_of_all_and_strands_have_no_gap(steps: Steps) -> None:
    acts = drawn(steps)
    graph = graph_of(acts.made)
    assert all(node.within(graph.everything) for node in graph.nodes.values())
    assert graph.everything == graph.span(graph.nodes)
    assert sum(len(strand.nodes) for strand in graph.strands) == len(acts.made)
    for number, strand in enumerate(graph.strands):
        assert [n.place for n in strand.nodes] == list(range(strand.base, strand.base + len(strand.nodes)))
        assert all(n.strand == number and strand.at(n.place) is n for n in strand.nodes)
        assert all(n.act.header.chain == strand.chain for n in strand.nodes)
        assert number in graph.chains[strand.chain]
        assert number in graph.authors[strand.chain[0]]


@given(steps=STEPS, cut=st.integers(0, 14))
def test_a_copy_grows_apart(steps: Steps, cut: int) -> None:
    acts = drawn(steps)
    base = graph_of(acts.made[: cut + 1])
    before = (dict(base.nodes), base.everything, [list(s.nodes) for s in base.strands])
    twin = base.copy()
    for act in acts.made[cut + 1 :]:
        twin.add(act, twin.past(act))
    assert (base.nodes, base.everything, [list(s.nodes) for s in base.strands]) == before
    assert twin.everything == graph_of(acts.made).everything
    assert {i: n.vector for i, n in twin.nodes.items()} == {i: n.vector for i, n in graph_of(acts.made).nodes.items()}


def padded(vector: Vector, length: int) -> Vector:
    return vector + (0,) * (length - len(vector))


@given(vectors=st.lists(VECTORS, max_size=4))
def test_merge_takes_the_farthest_on_each_strand(vectors: list[Vector]) -> None:
    merged = merge(vectors)
    length = max((len(v) for v in vectors), default=0)
    assert padded(merged, length) == tuple(
        max((padded(v, length)[i] for v in vectors), default=0) for i in range(length)
    )
    assert padded(merge(reversed(vectors)), length) == padded(merged, length)
    assert merge([merged, *vectors]) == merged


def test_an_act_of_a_strand_that_a_view_never_reached_is_not_in_it() -> None:
    acts = Acts()
    late = acts.add(B, [acts.first])
    graph = graph_of(acts.made)
    assert not graph.nodes[late.id].within(())
    assert not graph.nodes[late.id].within(graph.nodes[acts.first.id].vector)
    assert late.id in graph
    assert bytes(32) not in graph
