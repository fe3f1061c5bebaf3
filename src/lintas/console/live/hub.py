"""Who listens in this process, and the newest events, so that many listeners cost one reading of the table.

The thread that follows the log publishes; listeners wait on the event loop. What is no longer held here is read from
the table, by whoever comes back after a long absence.
"""

from __future__ import annotations

import asyncio
import itertools
import threading
from collections import deque
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import Final

HELD_MAX: Final = 4_096
"""How many events are held for listeners that are nearly up to date."""


@dataclass(frozen=True, slots=True)
class Told:
    """An act that is here, as an open page is told of it."""

    position: int
    dossier: str
    author: str
    verb: str
    ours: bool
    urgent: bool


@dataclass(frozen=True, slots=True)
class Moved:
    """Marks of our acts moved in a dossier, from this position of the log on; in any dossier, where it names none."""

    dossier: str = ""
    position: int = -1


class Hub:
    """The newest events, and a bell for each listener."""

    def __init__(self) -> None:
        self._held: deque[Told] = deque(maxlen=HELD_MAX)
        self._moved: deque[tuple[int, Moved]] = deque(maxlen=HELD_MAX)
        self._moving = threading.Lock()
        self._bells: dict[int, tuple[asyncio.AbstractEventLoop, asyncio.Event]] = {}
        self._numbers = itertools.count()
        self.closed = False
        self.upto: int | None = None
        """The position of the newest act that lists have taken in; None before the log was looked at."""
        self.marks = 0
        """How many times marks (sent, stored, opened) moved in a dossier."""
        self.glasses = 0
        """Raised when somebody asked to break the glass, or did."""
        self.ladders = 0
        """Raised when something climbed this authority's ladder, or waits there no more."""
        self.teams = 0
        """Raised when who may see what changed."""

    def begin_anew(self) -> None:
        """The log is another one, or at an earlier moment: what was told of it stands at other positions now."""
        self._held.clear()
        self.upto = None

    def publish(self, events: Sequence[Told]) -> None:
        """From any thread: these came, after all that were published before."""
        self._held.extend(events)
        self.upto = events[-1].position
        self.ring()

    def move(self, moved: Sequence[Moved]) -> None:
        """From any thread: in these dossiers marks moved."""
        with self._moving:
            self._moved.extend(enumerate(moved, self.marks))
            self.marks += len(moved)
        self.ring()

    def moved_after(self, count: int) -> tuple[int, list[Moved]]:
        """Where marks moved since they had moved so many times, and how many times that makes."""
        held = list(self._moved)
        if held and held[0][0] <= count:
            return held[-1][0] + 1, [each for number, each in held if number >= count]
        return self.marks, [Moved()]

    def ring(self) -> None:
        """Wake every listener."""
        for loop, bell in list(self._bells.values()):
            # A loop that is closing has nobody left who listens.
            with suppress(RuntimeError):
                loop.call_soon_threadsafe(bell.set)

    def close(self) -> None:
        """No more will come: every stream ends."""
        self.closed = True
        self.ring()

    def listening(self) -> int:
        """How many listen."""
        return len(self._bells)

    def held_after(self, position: int) -> list[Told] | None:
        """The events behind a position, in order; None where some of them are no longer held."""
        held = list(self._held)
        if held and held[0].position <= position + 1:
            return [each for each in held if each.position > position]
        return None

    def listen(self) -> Listener:
        """A listener on the running event loop."""
        return Listener(self._bells, next(self._numbers))


class Listener:
    """One stream: in a `with` block it hears the bell."""

    def __init__(self, bells: dict[int, tuple[asyncio.AbstractEventLoop, asyncio.Event]], number: int) -> None:
        self._bells, self._number, self._bell = bells, number, asyncio.Event()

    def __enter__(self) -> Listener:
        self._bells[self._number] = (asyncio.get_running_loop(), self._bell)
        return self

    def __exit__(self, *_: object) -> None:
        self._bells.pop(self._number, None)

    async def wait(self, s_max: float) -> None:
        """Until the bell, or so many seconds."""
        with suppress(TimeoutError):
            async with asyncio.timeout(s_max):
                await self._bell.wait()
        self._bell.clear()


hub: Final = Hub()
"""That of this process."""
