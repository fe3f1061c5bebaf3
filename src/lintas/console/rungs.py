"""When what waits is put before the next rung of a ladder: from minutes alone, without a clock."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

MINUTE_MS: Final = 60_000


def reached_at(minutes: Sequence[int | None], since_ms: int) -> list[int]:
    """When what waits since a time reaches each rung, the first at once, in ms since 1970.

    `minutes`: how long each rung waits before the next, the last one's counting for nothing; None where it does not go
    on from there, so that the list ends.
    """
    found = [since_ms] if minutes else []
    for each in minutes[:-1]:
        if each is None:
            break
        found.append(found[-1] + each * MINUTE_MS)
    return found
