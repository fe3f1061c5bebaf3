"""The network between simulated nodes: one request, one reply, each of which can be lost, late or delivered twice.

A reply that does not come within `TIMEOUT_MS` is `Unreachable`, as a connection that breaks is. A machine that is down
refuses at once.
"""

from __future__ import annotations

from collections.abc import Callable
from random import Random
from typing import Final, Protocol

from lintas.node.ports import PeerRefused, Unreachable
from lintas.sim.agenda import Agenda
from lintas.sim.profile import Profile

TIMEOUT_MS: Final = 10_000
HEALED_MS: Final = 5
LATE: Final = 4
"""How many times the mean delay a duplicate comes later, at most."""

Answer = bytes | PeerRefused | Unreachable
Reply = Callable[[Answer], None]


class Machine(Protocol):
    """What the network connects."""

    @property
    def up(self) -> bool:
        """Whether it takes requests."""

    def serve(self, path: str, data: bytes, reply: Reply) -> None:
        """Answer a request, sooner or later, or never."""


class Network:
    """Carries requests and replies."""

    def __init__(self, agenda: Agenda, rng: Random, profile: Profile) -> None:
        """With the faults of the profile, until it heals."""
        self._agenda, self._rng, self._profile = agenda, rng, profile
        self.healed = False
        self.apart: frozenset[int] = frozenset()
        """The numbers of the machines that the rest cannot reach."""

    def ask(self, sender: int, to: int, machine: Machine, path: str, data: bytes, reply: Reply) -> None:
        """Carry a request; `reply` is called once, unless the asker is forgotten by then."""
        answered = False

        def once(answer: Answer) -> None:
            nonlocal answered
            if not answered:
                answered = True
                reply(answer)

        def back(answer: Answer) -> None:
            if not self._lost(to, sender):
                self._agenda.after(self._delay_ms(), lambda: once(answer))

        def arrive() -> None:
            if machine.up:
                machine.serve(path, data, back)
            else:
                back(Unreachable(str(to), "refused"))

        self._agenda.after(TIMEOUT_MS, lambda: once(Unreachable(str(to), "timed out")))
        if not self._lost(sender, to):
            self._agenda.after(self._delay_ms(), arrive)
            if not self.healed and self._profile.twice and self._rng.random() < self._profile.twice:
                self._agenda.after(self._delay_ms() * self._rng.randint(1, LATE), arrive)

    def _lost(self, sender: int, to: int) -> bool:
        if self.healed:
            return False
        cut = (sender in self.apart) != (to in self.apart)
        return cut or (self._profile.loss > 0 and self._rng.random() < self._profile.loss)

    def _delay_ms(self) -> int:
        mean = HEALED_MS if self.healed else self._profile.delay_ms
        return 1 + int(self._rng.expovariate(1 / mean))
