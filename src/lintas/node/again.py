"""When something is done again, by a clock that may be set back."""

from __future__ import annotations


def is_due(now_ms: int, due_ms: int, every_ms: int) -> bool:
    """Whether the time has come for what is done `every_ms`; also where it is further off than that can be, since the
    clock was set back.
    """
    return not now_ms < due_ms <= now_ms + every_ms
