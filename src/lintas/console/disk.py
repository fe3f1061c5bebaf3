"""How full the disk of the node is, and how fast it fills: looked at once an hour, kept for a month."""

from __future__ import annotations

import shutil
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from django.conf import settings

from lintas.console.models import DiskUse

_HOUR_MS: Final = 60 * 60 * 1000
_DAY_MS: Final = 24 * _HOUR_MS
KEPT_MS: Final = 31 * _DAY_MS
OVER_MS: Final = 7 * _DAY_MS
"""Growth is told over a week."""
TOLD_FROM_MS: Final = _DAY_MS
"""What a day has not shown is no pace."""


@dataclass(frozen=True, slots=True)
class Disk:
    """Bytes of the whole disk, free, and how many more are taken each day; None while that is not known. `days_left`:
    for how many days what is free lasts at this pace; None where it does not shrink.
    """

    total_bytes: int
    free_bytes: int
    a_day_bytes: int | None
    days_left: int | None


def folder() -> Path:
    """Where the node lies."""
    return Path(settings.DATABASES["default"]["NAME"]).parent


def look(now_ms: int | None = None) -> None:
    """Keep how full it is now, unless that was done within the hour."""
    now_ms = _now_ms(now_ms)
    if DiskUse.objects.filter(at_ms__gt=now_ms - _HOUR_MS).exists():
        return
    DiskUse.objects.create(at_ms=now_ms, used_bytes=shutil.disk_usage(folder()).used)
    DiskUse.objects.filter(at_ms__lt=now_ms - KEPT_MS).delete()


def disk(now_ms: int | None = None) -> Disk:
    """How it is."""
    now_ms, seen = _now_ms(now_ms), shutil.disk_usage(folder())
    before = DiskUse.objects.filter(at_ms__gte=now_ms - OVER_MS).order_by("at_ms").first()
    if before is None or now_ms - before.at_ms < TOLD_FROM_MS:
        return Disk(seen.total, seen.free, None, None)
    a_day = (seen.used - before.used_bytes) * _DAY_MS // (now_ms - before.at_ms)
    return Disk(seen.total, seen.free, a_day, seen.free // a_day if a_day > 0 else None)


def _now_ms(now_ms: int | None) -> int:
    return time.time_ns() // 1_000_000 if now_ms is None else now_ms
