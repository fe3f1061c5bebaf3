"""Which browser in a seat of ours in a call was heard when, and so who may take a seat again.

A browser that sits in a call tells its own node every few seconds that it is there. This is in no act and leaves no
node: what others see of a browser that died is that their connection to it is lost. A seat that nobody was heard from
is not emptied by itself either, since each act has an officer who answers for it. The officer who sat there takes it
again at once, and another of the same authority after a silence of `Limits.silent_ms_max`.
"""

from __future__ import annotations

import time
from dataclasses import dataclass
from typing import Final

from lintas.console.calls import Call, Limits, Person
from lintas.console.errors import NoSuchSeat, SeatHeard
from lintas.console.models import Heard, Officer

KEPT_MS: Final = 24 * 60 * 60 * 1000
"""No call is longer: what was heard before is forgotten when somebody sits down."""


@dataclass(frozen=True, slots=True)
class Seat:
    """A seat of ours: who sits there, whether it is this officer's own, and for how long nothing was heard from it, in
    ms; None where nothing ever was.
    """

    person: Person
    own: bool
    silent_ms: int | None

    @property
    def silent(self) -> bool:
        """Whether nothing was heard from it for as long as it takes to be given to another."""
        return self.silent_ms is None or self.silent_ms > Limits().silent_ms_max

    @property
    def silent_s(self) -> int:
        """The silence in whole seconds."""
        return (self.silent_ms or 0) // 1000


def sat(officer: Officer, key: str, instead: str = "") -> None:
    """The officer's browser sits in a seat now, `instead` of the one that had another key."""
    now_ms = _now_ms()
    Heard.objects.filter(at_ms__lt=now_ms - KEPT_MS).delete()
    Heard.objects.filter(pk=instead).delete()
    Heard.objects.update_or_create(pk=key, defaults={"officer": officer, "at_ms": now_ms})


def here(officer: Officer, key: str) -> None:
    """The officer's browser in the seat says that it is there; of a seat that is another's, or no more, nothing is
    noted.
    """
    Heard.objects.filter(pk=key, officer=officer).update(at_ms=_now_ms())


def left(key: str) -> None:
    """Nobody sits in the seat any more."""
    Heard.objects.filter(pk=key).delete()


def seats(officer: Officer, call: Call) -> list[Seat]:
    """The seats of ours that the officer may take again: the officer's own, and those that are silent."""
    return [each for each in _ours(officer, call) if each.own or each.silent]


def to_take(officer: Officer, call: Call, key: str) -> Seat:
    """The seat that the officer takes again; raises `NoSuchSeat` or `SeatHeard`."""
    found = next((each for each in _ours(officer, call) if each.person.key == key), None)
    if found is None:
        raise NoSuchSeat()
    if not (found.own or found.silent):
        raise SeatHeard(found.silent_s, Limits().silent_ms_max // 1000)
    return found


def _ours(officer: Officer, call: Call) -> list[Seat]:
    """Every seat of ours, where the way of sitting down that is open now can take one again."""
    step = call.sits()
    if step is None or not step.instead:
        return []
    ours = [each for each in call.people if each.code == call.us]
    rows = {row.pk: row for row in Heard.objects.filter(pk__in=[each.key for each in ours])}
    now_ms = _now_ms()
    return [
        Seat(each, row is not None and row.officer_id == officer.pk, max(0, now_ms - row.at_ms) if row else None)
        for each in ours
        for row in [rows.get(each.key)]
    ]


def _now_ms() -> int:
    return time.time_ns() // 1_000_000
