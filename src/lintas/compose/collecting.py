"""Garbage: everything is looked through while nobody waits, and not in the middle of an answer.

Left to itself, the collector does so once there is a quarter more: no thread goes on meanwhile, and whoever asked for
something then waits. In a node with a console it took 60 to 90 ms.
"""

from __future__ import annotations

import gc
import threading
from typing import Final

LOOK_S: Final = 1.0
"""How often it is looked whether somebody waits."""
YOUNG_MAX: Final = 2_000
"""So many times only what is young is looked through; then it is time for everything, whoever waits."""
NEVER: Final = 1_000_000


class Collecting:
    """Has everything looked through once nothing was made for a while, or it became too much."""

    def __init__(self, young_max: int = YOUNG_MAX) -> None:
        """Not yet begun."""
        self._young_max, self._halt = young_max, threading.Event()
        self._thread = threading.Thread(target=self._run, name="lintas-garbage", daemon=True)
        self._before, self._seen = gc.get_threshold(), _young()
        self._whole = self._seen

    def start(self) -> None:
        """Leave it no longer to the collector."""
        gc.set_threshold(*self._before[:2], NEVER)
        self._thread.start()

    def stop(self) -> None:
        """Leave it to the collector again."""
        self._halt.set()
        self._thread.join()
        gc.set_threshold(*self._before)

    def look(self) -> None:
        """Look through everything, if something was made since that was last done and nothing is made just now."""
        seen, self._seen = self._seen, _young()
        since = self._seen - self._whole
        if since > self._young_max or (since and seen == self._seen):
            gc.collect()
            self._whole = self._seen

    def _run(self) -> None:
        while not self._halt.wait(LOOK_S):
            self.look()


def _young() -> int:
    """How many times what is young was looked through."""
    return int(gc.get_stats()[0]["collections"])
