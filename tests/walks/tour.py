"""One tour of a table: every position that its scope can reach, by single acts and by acts that crossed.

Positions reached by single acts, everybody having seen everything, come first. Then those that need crossing, and all
that follows from them, until nothing is new. Two ways of crossing are played, on every position:

- two acts of different authors, neither having seen the other;
- with a bound above one on overtaking: one act that is under way while others do several things, one after the other,
  without having seen it, as long as it would no longer be open to its author had that seen them.

The way to each position is the shortest of its sort in acts. A pair is not played where it must give a position that
single acts give: one of the two only moves its author's lane, no condition asks who saw either, neither ends the item
or seats in a role of one, and the one is open after the other in the same role.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import combinations

from lintas.dossier.grammar import Item, Phase
from lintas.dossier.header import Act
from lintas.dossier.position import DOSSIER, Position
from lintas.dossier.replica import Replica
from tests.walks.made import Made, both_open, rivals, seats, sign, sign_pair, step, still_open
from tests.walks.names import Key, Profile, Reader, alike, key
from tests.walks.options import named, open_to, opens
from tests.walks.scene import Option, Step, receive
from tests.walks.scope import Scope

STATES_MAX = 400_000
"""Positions that one tour may reach before it is cut."""

SHARING_MAX = 2
"""How many parties a walk lets share a role of many at an item below the dossier."""

OVERTAKING_MAX = 1
"""How many acts of others may overtake one that is under way; with one, pairs that cross and no more."""

CROSSINGS_MAX = 1_000
"""How often acts may cross on the way to a position; positions that need more are not reached."""

History = tuple[tuple[Step, ...], ...]


@dataclass(slots=True)
class Place:
    """A position reached: its phase, how it was reached first, and where single and crossing acts lead from it."""

    phase: Phase
    before: int | None
    made: tuple[Step, ...]
    awaited: bool = False
    left_behind: bool = False
    single: dict[int, Step] = field(default_factory=dict)
    crossed: set[int] = field(default_factory=set)


@dataclass(frozen=True, slots=True)
class Reopened:
    """Acts that crossed: some of them without the others end the item, all together do not."""

    place: int
    made: tuple[Step, ...]
    ended: str
    phase: Phase


@dataclass(slots=True)
class Found:
    """What a tour found."""

    scope: Scope
    starts: list[History] = field(default_factory=list)
    places: list[Place] = field(default_factory=list)
    verbs: set[str] = field(default_factory=set)
    reopened: list[Reopened] = field(default_factory=list)
    crossing_from: int = 0
    cut: bool = False

    def history(self, number: int) -> History:
        """The acts that lead to a position, from the first one of the dossier."""
        made: list[tuple[Step, ...]] = []
        at: int | None = number
        while at is not None:
            place = self.places[at]
            if place.before is None:
                return (*self.starts[at], *reversed(made))
            made.append(place.made)
            at = place.before
        raise AssertionError("every way has a start")


class Tour:
    """Walks one scope."""

    def __init__(
        self,
        scope: Scope,
        states_max: int = STATES_MAX,
        overtaking_max: int = OVERTAKING_MAX,
        crossings_max: int = CROSSINGS_MAX,
        *,
        shortcuts: bool = True,
    ) -> None:
        """`shortcuts` off plays every pair."""
        self.found, self.scope = Found(scope), scope
        self._reader, self._states_max, self._shortcuts = Reader(scope), states_max, shortcuts
        self._numbers: dict[Key, int] = {}
        self._overtaken: set[object] = set()
        self._crowd = range(0)
        self._overtaking_max, self._crossings_left = overtaking_max, crossings_max
        self._todo: deque[tuple[int, Replica]] = deque()
        self._later: dict[Key, tuple[Replica, int, tuple[Step, ...], set[int]]] = {}

    def run(self, starts: list[tuple[Replica, History]]) -> Found:
        """Walk from these positions to a fixed point, or until the bound cuts the walk."""
        self._crowd = self.scope.crowd(max((len(replica.now().parties) for replica, _ in starts), default=0))
        for replica, history in starts:
            number = self._arrive(replica, None, ())
            if number == len(self.found.starts):
                self.found.starts.append(history)
        self._close()
        self.found.crossing_from = len(self.found.places)
        while self._later and not self.found.cut:
            later, self._later = self._later, {}
            self._crossings_left -= 1
            for at, (replica, before, made, sources) in later.items():
                number = self._numbers[at] if at in self._numbers else self._arrive(replica, before, made)
                for source in sources:
                    self.found.places[source].crossed.add(number)
            self._close()
        return self.found

    def positions(self) -> frozenset[Key]:
        """The positions reached, up to the names of parties."""
        return frozenset(self._numbers)

    def _close(self) -> None:
        while self._todo and not self.found.cut:
            number, replica = self._todo.popleft()
            self._expand(number, replica)
            self.found.cut = len(self.found.places) > self._states_max

    def _key(self, position: Position) -> Key:
        items = self._reader.items(position)
        return key(items, self._reader.profiles(position, items))

    def _target(self, position: Position) -> bytes:
        return next(item for item in position.items if self._reader.label(position, item) == self.scope.target)

    def _arrive(self, replica: Replica, before: int | None, made: tuple[Step, ...]) -> int:
        position = replica.now()
        at = self._key(position)
        number = self._numbers.get(at)
        if number is None:
            number = self._numbers[at] = len(self.found.places)
            target = self._target(position)
            left_behind = _left_behind(position, target)
            self.found.places.append(Place(position.row(target), before, made, left_behind=left_behind))
            self._todo.append((number, replica))
        return number

    def _expand(self, number: int, replica: Replica) -> None:
        position, place = replica.now(), self.found.places[number]
        labels, found = self._read(position)
        groups = alike(position.parties, found)
        target = self._target(position)
        made: list[Made] = []
        for who in (group[0] for group in groups):
            for option in open_to(who, position, labels):
                self._note(place, option, position, target)
                made += self._choices(replica, option, labels, found)
        made = [one for one in made if self._fits(one)]
        for one in made:
            one.leads = self._arrive(one.after, number, (step(one.act, labels),))
            place.single.setdefault(one.leads, step(one.act, labels))
        leads = {sign(one.option, found): one.leads for one in made}
        for who in (who for group in groups for who in group[1:2]):
            for twin in self._made(replica, who, labels, found):
                if (signed := sign(twin.option, found)) in leads:
                    twin.leads = leads[signed]
                    made.append(twin)
        if self._crossings_left:
            self._cross(number, made, labels, found)

    def _read(self, position: Position) -> tuple[dict[bytes, str], dict[bytes, Profile]]:
        for item in position.items:
            position.row(item)  # kept by the position, which would otherwise look for an end at every verb
        labels = self._reader.items(position)
        return labels, self._reader.profiles(position, labels)

    def _note(self, place: Place, option: Option, position: Position, target: bytes) -> None:
        if option.item == target:
            self.found.verbs.add(option.verb.name)
        if target in position.above(option.item):
            place.awaited |= position.steps(option.verb, option.item, option.role, option.author)

    def _made(
        self, replica: Replica, who: bytes, labels: dict[bytes, str], found: dict[bytes, Profile]
    ) -> Iterator[Made]:
        for option in open_to(who, replica.now(), labels):
            yield from self._choices(replica, option, labels, found)

    def _choices(
        self, replica: Replica, option: Option, labels: dict[bytes, str], found: dict[bytes, Profile]
    ) -> Iterator[Made]:
        """The acts that the tour makes of an open verb."""
        position = replica.now()
        if self._acts(option, position.type(option.item), labels):
            for choice in named(option, position, found, self.scope.holders):
                if labels[option.item] not in self.scope.above or self.scope.concerns(seats(choice, found)):
                    yield Made(replica, choice)

    def _fits(self, made: Made) -> bool:
        """Whether the act keeps the numbers of parties, and of those who share a role at an item, within bounds."""
        before, position = made.before.now(), made.after.now()
        parties = len(position.parties)
        back = {p for p in position.parties - before.parties if made.before.graph.authors.get(p)}
        if before.parties != position.parties and (parties not in self._crowd or (back and self.scope.above)):
            return False
        verb, item = made.option.verb, made.option.item
        joined = [role for role in (verb.takes, *verb.seats) if role and not verb.opens]
        return all(
            position.home(item, role) == DOSSIER
            or len(position.held(item, role)) <= max(SHARING_MAX, len(before.held(item, role)))
            for role in joined
        )

    def _acts(self, option: Option, item: Item, labels: dict[bytes, str]) -> bool:
        """Whether the tour takes the option: within its scope, and no second item of a type."""
        label = labels[option.item]
        opened = opens(item, option.verb, label)
        fresh = not opened or (self.scope.follows(opened) and opened not in labels.values())
        return fresh and self.scope.moves(label, item, option.verb)

    def _cross(self, number: int, made: list[Made], labels: dict[bytes, str], found: dict[bytes, Profile]) -> None:
        """Play the pairs of acts made on this position by different authors."""
        done: set[object] = set()
        for one, other in combinations(made, 2):
            if one.option.author == other.option.author or both_open(one, other):
                continue
            if self._shortcuts and self._same_as_single(one, other):
                continue
            signed = sign_pair(one.option, other.option, found)
            if signed not in done:
                done.add(signed)
                for second in rivals(one, other):
                    self._merge(number, one, other, second, labels)
                self._overtake(number, one, other, labels)
                self._overtake(number, other, one, labels)

    def _same_as_single(self, one: Made, other: Made) -> bool:
        if any(self.found.places[made.leads].phase.ends or not made.plain() for made in (one, other)):
            return False
        if not (one.only_moves() or other.only_moves()):
            return False
        return one.leaves_open(other) or other.leaves_open(one)

    def _merge(self, number: int, one: Made, other: Made, second: Act, labels: dict[bytes, str]) -> None:
        both = receive(one.after, second)
        steps = (step(one.act, labels), step(second, labels))
        ends = [phase for made in (one, other) if (phase := self.found.places[made.leads].phase).ends]
        self._crossed(number, both, steps, ends if not (one.succeeds or other.succeeds) else [])

    def _crossed(self, number: int, both: Replica, steps: tuple[Step, ...], ends: list[Phase]) -> None:
        """File a position that arose by crossing from one where `ends` are the ends that some of the acts had made."""
        position = both.now()
        at, row = self._key(position), position.row(self._target(position))
        if ends and not row.ends and not row.crossing:
            self.found.reopened.append(Reopened(number, steps, ends[0].name, row))
        known = self._numbers.get(at)
        if known is not None:
            self.found.places[number].crossed.add(known)
        elif at in self._later:
            self._later[at][3].add(number)
        else:
            self._later[at] = (both, number, steps, {number})

    def _overtake(self, number: int, late: Made, first: Made, labels: dict[bytes, str]) -> None:
        """Let the others go on after `first`, while `late` is under way and no longer open after what they did."""
        if self._overtaking_max < 2 or first.leaves_open(late):
            return
        begun = (step(late.act, labels), step(first.act, labels))
        todo: deque[tuple[Replica, Replica, tuple[Step, ...]]] = deque()
        todo.append((first.after, receive(first.after, late.act), begun))
        while todo:
            without, both, steps = todo.popleft()
            position = without.now()
            labels, found = self._read(position)
            at = (key(labels, found), self._key(both.now()), found.get(late.option.author), late.option.verb.name)
            if at in self._overtaken:
                continue
            self._overtaken.add(at)
            for who in (group[0] for group in alike(position.parties - {late.option.author}, found)):
                for made in self._made(without, who, labels, found):
                    if not self._fits(made) or both_open(late, made) or still_open(late.option, made.after.now()):
                        continue
                    after, told = receive(both, made.act), (*steps, step(made.act, labels))
                    row = made.after.now().row(self._target(made.after.now()))
                    lifted = late.succeeds or made.succeeds or not row.ends
                    self._crossed(number, after, told, [] if lifted else [row])
                    if len(told) <= self._overtaking_max:
                        todo.append((made.after, after, told))


def _left_behind(position: Position, item: bytes) -> bool:
    """Whether somebody who sits at the item has left the dossier: nobody else does that party's part."""
    held = (position.held(item, role.name) for role in position.type(item).roles)
    return item != DOSSIER and not frozenset().union(*held) <= position.parties
