"""Virtual time: what happens when, in milliseconds that only events move."""

from __future__ import annotations

import heapq
from collections.abc import Callable

Deed = Callable[[], None]


class Agenda:
    """Events by time; of two at one time the one that was noted first."""

    def __init__(self) -> None:
        """At time 0, with nothing to come."""
        self.now_ms = 0
        self.done = 0
        self._count = 0
        self._events: list[tuple[int, int, Deed]] = []

    def after(self, wait_ms: int, do: Deed) -> None:
        """Do this so many milliseconds from now."""
        self._count += 1
        heapq.heappush(self._events, (self.now_ms + wait_ms if wait_ms > 0 else self.now_ms, self._count, do))

    def forget(self) -> None:
        """Nothing is to come any more."""
        self._events.clear()

    def until(self, end_ms: int) -> None:
        """Let everything happen that is due by then."""
        while self._events and self._events[0][0] <= end_ms:
            self.now_ms, _, do = heapq.heappop(self._events)
            self.done += 1
            do()
        self.now_ms = max(self.now_ms, end_ms)
