"""The collector of cyclic garbage, which would look through a whole history again and again while it is played."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count
from typing import Final

COLLECTED_TOGETHER: Final = 60
"""Of how many histories the memory is freed at once."""
_PLAYED: Final = count()


@contextmanager
def together() -> Iterator[None]:
    """Without the collector, which would look through the whole history again and again. What a history leaves is
    set apart when it ends, and collected with what others left, once in `COLLECTED_TOGETHER`.
    """
    was_on = gc.isenabled()
    gc.disable()
    if next(_PLAYED) % COLLECTED_TOGETHER == 0:
        gc.unfreeze()
        gc.collect()
    try:
        yield
    finally:
        gc.freeze()
        if was_on:
            gc.enable()
