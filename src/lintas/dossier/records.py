"""What the counted acts of a dossier said, filed where the questions about a view look for it.

Nothing here depends on a view: every entry carries the act that made it, and a view passes over the acts that it does
not hold. Entries are filed once, when the act is judged, and never change. Two are memories of answers: `inherited`,
where the holder of a role of one stood in the past of the act by which another took it; and `homes`, the item at which
a role that is asked for at an item is declared, and its declaration.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Generic, TypeVar

from lintas.dossier.control import Fork, Release
from lintas.dossier.grammar import Item, Role
from lintas.dossier.graph import Node, Vector

K = TypeVar("K")
T = TypeVar("T")
Seat = tuple[bytes, str]
Lane = tuple[bytes, str, bytes]
Home = tuple[bytes | None, Role | None]


@dataclass(frozen=True, slots=True)
class Opened:
    """An item: its type, the item that holds it, and the act that opened it (None: the dossier)."""

    type: Item
    parent: bytes | None
    by: Node | None


@dataclass(frozen=True, slots=True)
class Seating:
    """That an act seated a party in a role, or (`here` false) unseated it. `used` is the seat that its author used;
    `convoked` that all parties were seated, not those whom the act names.
    """

    by: Node
    party: bytes
    here: bool
    used: Seat
    convoked: bool = False


@dataclass(frozen=True, slots=True)
class Move:
    """That an act brought its author's lane to a stand."""

    by: Node
    stand: str


@dataclass(frozen=True, slots=True)
class Passing:
    """That an act took an office from who held it; `deposes`: without its holder."""

    by: Node
    office: Seat
    deposes: bool


@dataclass(frozen=True, slots=True)
class Disavowal:
    """That an author disowned the keys of these `regs`, save for the acts that are good by it."""

    by: Node
    regs: tuple[bytes, ...]
    good: frozenset[bytes]

    def covers(self, author: bytes, reg: bytes) -> bool:
        """Whether an act of this author under this `reg` is disowned unless it is good."""
        return self.by.act.header.author == author and reg in self.regs


@dataclass(frozen=True, slots=True)
class Once:
    """That a party did something which it does once in a term."""

    by: Node
    item: bytes
    term: tuple[bytes | None, bytes]


class Track(Generic[T]):
    """Things said on several strands, in order on each."""

    def __init__(self) -> None:
        """Empty."""
        self.places: dict[int, list[int]] = {}
        self.things: dict[int, list[T]] = {}

    def copy(self) -> Track[T]:
        """A track that can grow apart from this one."""
        twin = Track[T]()
        twin.places = {strand: list(places) for strand, places in self.places.items()}
        twin.things = {strand: list(things) for strand, things in self.things.items()}
        return twin

    def add(self, node: Node, thing: T) -> None:
        """File what the act said."""
        places = self.places.get(node.strand)
        if places is None:
            self.places[node.strand], self.things[node.strand] = [node.place], [thing]
        else:
            places.append(node.place)
            self.things[node.strand].append(thing)

    def newest(self, vector: Vector) -> Iterator[Iterator[T]]:
        """For each strand that the view reaches: what was said there within the view, the last first."""
        for strand, places in self.places.items():
            if strand < len(vector) and (upto := bisect_right(places, vector[strand])):
                things = self.things[strand]
                yield (things[at] for at in range(upto - 1, -1, -1))


class Records:
    """The files of one dossier."""

    def __init__(self) -> None:
        """Empty."""
        self.items: dict[bytes, Opened] = {}
        self.homes: dict[Seat, Home] = {}
        self.held_by: dict[bytes, list[bytes]] = {}
        self.seatings: dict[Seat, list[Seating]] = {}
        self.ever_named: set[bytes] = set()
        self.moves: dict[Lane, Track[Move]] = {}
        self.inherited: dict[tuple[bytes, Lane], tuple[Move, ...]] = {}
        self.marks: dict[tuple[bytes, str], Track[Node]] = {}
        self.roles: dict[bytes, str] = {}
        self.void: set[bytes] = set()
        self.once: dict[tuple[bytes, str], list[Once]] = {}
        self.passings: list[Passing] = []
        self.forks: list[tuple[Node, Fork]] = []
        self.disowns: list[Disavowal] = []
        self.releases: dict[bytes, list[tuple[Node, Release]]] = {}

    def copy(self) -> Records:
        """Files that can grow apart from these."""
        twin = Records()
        twin.items, twin.roles, twin.void = dict(self.items), dict(self.roles), set(self.void)
        twin.ever_named = set(self.ever_named)
        twin.inherited, twin.homes = dict(self.inherited), dict(self.homes)
        twin.held_by = {item: list(found) for item, found in self.held_by.items()}
        twin.seatings = {seat: list(found) for seat, found in self.seatings.items()}
        twin.once = {key: list(found) for key, found in self.once.items()}
        twin.moves = {lane: track.copy() for lane, track in self.moves.items()}
        twin.marks = {mark: track.copy() for mark, track in self.marks.items()}
        twin.passings, twin.forks, twin.disowns = list(self.passings), list(self.forks), list(self.disowns)
        twin.releases = {act: list(found) for act, found in self.releases.items()}
        return twin

    def open(self, item: bytes, opened: Opened) -> None:
        """File an item."""
        self.items[item] = opened
        if opened.parent is not None:
            self.held_by.setdefault(opened.parent, []).append(item)

    def seat(self, seat: Seat, seating: Seating) -> None:
        """File a seating or an unseating."""
        self.seatings.setdefault(seat, []).append(seating)
        self.ever_named.add(seating.party)

    def release(self, node: Node, release: Release) -> None:
        """File to whom the author of an act gave which bodies of its own later."""
        for act in release.acts:
            self.releases.setdefault(act, []).append((node, release))

    def move(self, lane: Lane, move: Move) -> None:
        """File a move of a lane."""
        _track(self.moves, lane).add(move.by, move)

    def mark(self, item: bytes, verb: str, node: Node) -> None:
        """File that the verb was done at the item."""
        _track(self.marks, (item, verb)).add(node, node)


def _track(tracks: dict[K, Track[T]], key: K) -> Track[T]:
    """The track at a key, which is made if there is none."""
    track = tracks.get(key)
    if track is None:
        track = tracks[key] = Track()
    return track
