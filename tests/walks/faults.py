"""What is wrong with a table, as far as its tours tell: each fault with the shortest history that leads there."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from lintas.dossier.grammar import Item
from tests.walks.scene import sentences
from tests.walks.tour import Found, Place

SHOWN_MAX = 3
"""How many places with one fault are shown for a tour, the nearest first."""


@dataclass(frozen=True, slots=True)
class Fault:
    """A rule that the table breaks, what breaks it, in which tour, and the acts that lead there."""

    rule: str
    what: str
    tour: str = ""
    history: str = ""

    def __str__(self) -> str:
        """One line."""
        told = f"{self.rule}: {self.what}"
        return f"{told} [{self.tour}] after {self.history}" if self.history else told


def faults(table: Item, tours: list[Found]) -> list[Fault]:
    """Every fault of a table, given all its tours."""
    return [*_never_open(table, tours), *_phases(table, tours), *faults_of_places(tours)]


def faults_of_places(tours: list[Found]) -> list[Fault]:
    """What is wrong with positions of these tours, be they all or not: what only all of them show is left out."""
    return [fault for found in tours for fault in _places(found)]


def _never_open(table: Item, tours: list[Found]) -> Iterator[Fault]:
    opened = {verb for found in tours for verb in found.verbs}
    if not any(found.places for found in tours):
        yield Fault("never opened", table.name)
        return
    yield from (Fault("dead verb", v.name) for v in table.verbs if not v.begins and v.name not in opened)


def _phases(table: Item, tours: list[Found]) -> Iterator[Fault]:
    if not table.phases or table.phases[-1].when:
        yield Fault("no last row", "the last row of the phase table has conditions")
    for row in table.phases:
        seen = [(found, n) for found in tours for n, p in enumerate(found.places) if p.phase.name == row.name]
        alone = [(found, n) for found, n in seen if n < found.crossing_from]
        if not seen:
            yield Fault("unreachable phase", row.name)
        elif row.crossing and alone:
            yield _at("arises without crossing", row.name, *alone[0])
        elif not row.crossing and not alone:
            yield _at("arises only by crossing", row.name, *seen[0])


def _places(found: Found) -> Iterator[Fault]:
    if found.cut:
        yield Fault("cut", f"more than {len(found.places) - 1} positions", found.scope.name)
        return
    final = [place.phase.ends or place.phase.rests for place in found.places]
    yield from _shown(found, "nobody is awaited", lambda n, p: not (final[n] or p.awaited or p.left_behind))
    live = _leading_to(found, {n for n, ends in enumerate(final) if ends})
    yield from _shown(found, "no end or rest ahead", lambda n, p: not (n in live or p.left_behind))
    reopened: set[str] = set()
    for number, place in enumerate(found.places):
        for after, step in place.single.items() if place.phase.ends else ():
            phase = found.places[after].phase
            what = f"{place.phase.name}, then {phase.name}"
            if not phase.ends and what not in reopened:
                reopened.add(what)
                told = sentences((*found.history(number), (step,)))
                yield Fault("an end reopened by an act that saw it", what, found.scope.name, told)
    for pair in {(one.ended, one.phase.name): one for one in reversed(found.reopened)}.values():
        told = sentences((*found.history(pair.place), pair.made))
        yield Fault("an end reopened by crossing", f"{pair.ended}, then {pair.phase.name}", found.scope.name, told)


def _shown(found: Found, rule: str, wrong: Callable[[int, Place], bool]) -> Iterator[Fault]:
    """The first places of each phase that break a rule."""
    shown: dict[str, int] = {}
    for number, place in enumerate(found.places):
        if wrong(number, place) and shown.get(place.phase.name, 0) < SHOWN_MAX:
            shown[place.phase.name] = shown.get(place.phase.name, 0) + 1
            yield _at(rule, place.phase.name, found, number)


def _at(rule: str, what: str, found: Found, number: int) -> Fault:
    return Fault(rule, what, found.scope.name, sentences(found.history(number)))


def _leading_to(found: Found, good: Iterable[int]) -> set[int]:
    """The positions from which single acts lead to one of these."""
    back: dict[int, list[int]] = {}
    for number, place in enumerate(found.places):
        for after in place.single:
            back.setdefault(after, []).append(number)
    live = set(good)
    todo = deque(live)
    while todo:
        for before in back.get(todo.popleft(), ()):
            if before not in live:
                live.add(before)
                todo.append(before)
    return live
