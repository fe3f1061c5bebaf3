"""How often a token may ask: so many requests a minute, a minute's worth at once at the most (a token bucket)."""

from __future__ import annotations

import math
import threading
import time
from collections.abc import Callable
from typing import Final

from lintas.console.errors import TooFast

MINUTE_S: Final = 60.0


class Rate:
    """What is left to each key in this process; it holds one small entry for each token that was used."""

    def __init__(self, clock_s: Callable[[], float] = time.monotonic) -> None:
        self._clock_s, self._lock = clock_s, threading.Lock()
        self._left: dict[int, tuple[float, float]] = {}

    def take(self, key: int, a_minute_max: int) -> None:
        """One request; raises `TooFast`."""
        with self._lock:
            now_s = self._clock_s()
            left, at_s = self._left.get(key, (float(a_minute_max), now_s))
            left = min(float(a_minute_max), left + (now_s - at_s) * a_minute_max / MINUTE_S)
            if left < 1:
                raise TooFast(math.ceil((1 - left) * MINUTE_S / a_minute_max), a_minute_max)
            self._left[key] = left - 1, now_s


rate: Final = Rate()
"""That of this process."""
