"""Tracks: the newest said on each strand within a view, and files that grow apart."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from lintas.dossier.graph import Node
from lintas.dossier.position import DOSSIER
from lintas.dossier.records import Move, Opened, Records, Seating, Track
from tests.dossier.acts import ERRAND, A, Acts, B


def nodes(count: int) -> list[Node]:
    act = Acts().first
    return [Node(act, strand, place, ()) for place in range(1, count + 1) for strand in range(3)]


@given(said=st.sets(st.integers(0, 29)), vector=st.lists(st.integers(0, 11), max_size=4).map(tuple))
def test_a_track_gives_what_lies_in_the_view_the_newest_of_each_strand_first(
    said: set[int], vector: tuple[int, ...]
) -> None:
    places = [node for number, node in enumerate(nodes(10)) if number in said]
    track = Track[tuple[int, int]]()
    for node in places:
        track.add(node, (node.strand, node.place))
    found = [list(strand) for strand in track.newest(vector)]
    wanted = [
        [(n.strand, n.place) for n in reversed(places) if n.strand == strand and n.within(vector)]
        for strand in range(3)
    ]
    assert sorted(found) == sorted(strand for strand in wanted if strand)


def test_a_copied_track_grows_apart() -> None:
    first, second, third = nodes(1)
    track = Track[str]()
    track.add(first, "one")
    twin = track.copy()
    twin.add(second, "two")
    track.add(third, "three")
    assert [[*s] for s in track.newest((1, 1, 1))] == [["one"], ["three"]]
    assert [[*s] for s in twin.newest((1, 1, 1))] == [["one"], ["two"]]


def fill(records: Records, node: Node) -> None:
    records.open(b"i" * 16, Opened(ERRAND.item, DOSSIER, node))
    records.seat((DOSSIER, "lead"), Seating(node, A, True, (DOSSIER, "lead")))
    records.move((DOSSIER, "lead", A), Move(node, "open"))
    records.mark(DOSSIER, "say", node)


def test_copied_records_grow_apart_in_every_file() -> None:
    node = nodes(1)[0]
    empty, full = Records(), Records()
    fill(full, node)
    twin = full.copy()
    assert {k: v for k, v in vars(twin).items() if k not in {"moves", "marks"}} == {
        k: v for k, v in vars(full).items() if k not in {"moves", "marks"}
    }
    fill(twin, node)
    twin.seat((DOSSIER, "member"), Seating(node, B, True, (DOSSIER, "lead")))
    twin.void.add(b"x")
    twin.roles[b"x"] = "lead"
    assert len(full.seatings[DOSSIER, "lead"]) == len(full.held_by[DOSSIER]) == 1
    assert (DOSSIER, "member") not in full.seatings
    assert not full.void
    assert not full.roles
    assert [[*s] for s in full.marks[DOSSIER, "say"].newest((1,))] == [[node]]
    assert len([*next(iter(twin.marks[DOSSIER, "say"].newest((1,))))]) == 2
    assert all(not value for value in vars(empty).values())
