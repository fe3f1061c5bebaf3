"""Which ways to answer suffice here: this authority's own rule, asked before sealing. No reader refuses by it.

What an order does decides, not how its kind is called. At a *duty desk* is what one person may do in an open dossier
of a kind of real time: a person is waiting, and the touch at the beginning of the shift stands for it. Everything else
*binds* the authority, and wants a touch for itself. In an exercise nothing is real, and every method suffices.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from lintas.dossier.grammar import Kind, Verb
from lintas.dossier.officers import PASSKEY, SESSION, SHIFT, TOTP
from lintas.dossier.shifts import SHIFT_MS_MAX
from lintas.dossier.traits import REALTIME

METHODS: Final = frozenset({SESSION, TOTP, PASSKEY, SHIFT})
SHIFT_HOURS: Final = 12
SHIFT_HOURS_MAX: Final = SHIFT_MS_MAX // (60 * 60 * 1000)


@dataclass(frozen=True, slots=True)
class Proofs:
    """Which methods suffice for what `binds` the authority, and for what a `duty` desk does; how long a shift is."""

    binding: frozenset[str] = frozenset({PASSKEY})
    duty: frozenset[str] = frozenset({PASSKEY, SHIFT})
    shift_hours: int = SHIFT_HOURS

    def suffice(self, kind: Kind, verb: Verb, persons: int, *, exercise: bool) -> frozenset[str]:
        """The methods that suffice, where so many persons must answer for the verb."""
        if not exercise and persons <= 1 and at_duty_desk(kind, verb):
            return self.duty
        return self.to_bind(exercise=exercise)

    def to_bind(self, *, exercise: bool) -> frozenset[str]:
        """The methods that suffice for what binds the authority; a recall and a release always do."""
        return METHODS if exercise else self.binding


def at_duty_desk(kind: Kind, verb: Verb) -> bool:
    """Whether a duty desk does this, by one person."""
    return REALTIME in kind.item.traits and verb.persons <= 1 and not verb.begins


def duty_verbs(kind: Kind) -> tuple[str, ...]:
    """The names of what a duty desk does in dossiers of this kind, of whatever version; none where it has none."""
    return tuple(dict.fromkeys(verb.name for each in (kind, *kind.former) for verb in _duty(each)))


def _duty(kind: Kind) -> Iterator[Verb]:
    verbs = [(verb, at_duty_desk(kind, verb)) for path in kind.item.walk() for verb in path[-1].verbs]
    # An item may have a verb of the name of another's that binds: a shift tells them apart by the name alone.
    binding = {verb.name for verb, duty in verbs if not duty}
    yield from (verb for verb, duty in verbs if duty and verb.name not in binding)
