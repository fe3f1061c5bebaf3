"""Times as the two standards write them, in UTC; what is no time is empty."""

from __future__ import annotations

from datetime import UTC, datetime


def of_text(text: object) -> str:
    """`2026-01-31T00:00:00Z` of a time in ISO 8601, with or without a zone (then UTC) and fractions; else empty."""
    try:
        found = datetime.fromisoformat(str(text))
    except ValueError:
        return ""
    found = found.replace(tzinfo=UTC) if found.tzinfo is None else found.astimezone(UTC)
    return found.strftime("%Y-%m-%dT%H:%M:%SZ")


def of_seconds(seconds: object) -> str:
    """The same of seconds since 1970, which MISP also writes as text; empty for 0, which means never."""
    try:
        count = int(str(seconds))
        return datetime.fromtimestamp(count, UTC).strftime("%Y-%m-%dT%H:%M:%SZ") if count > 0 else ""
    except (ValueError, OverflowError, OSError):
        return ""


def seconds_of(text: str) -> int:
    """Seconds since 1970 of a time that `of_text` wrote; 0 for none."""
    return int(datetime.fromisoformat(text).timestamp()) if text else 0
