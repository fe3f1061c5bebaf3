"""The root of every error of lintas, and the errors of bad bytes.

An error is a small class that carries facts as attributes; its message is built from them, so that a log line, a page
and a test read the same facts. `Malformed` says that the bytes are at fault, hence the peer that sent them, never this
node. Sentences for people are made where people are.
"""

from __future__ import annotations

from typing import Any


def _revive(kind: type[LintasError], facts: dict[str, Any]) -> LintasError:
    error = kind.__new__(kind)
    error.__dict__.update(facts)
    return error


class LintasError(Exception):
    """Something lintas refuses to do; the class says what, the attributes say with what."""

    def __str__(self) -> str:
        facts = ", ".join(f"{name}={_shown(value)}" for name, value in vars(self).items() if not name.startswith("_"))
        return f"{type(self).__name__}({facts})"

    def __reduce__(self) -> tuple[Any, ...]:
        # Errors cross into and out of a process pool; the default would call the class with no facts.
        return _revive, (type(self), dict(vars(self)))


def _shown(value: object) -> str:
    if isinstance(value, bytes):
        return value.hex() if len(value) <= 64 else f"{value[:64].hex()}... ({len(value)} bytes)"
    return repr(value)


class Malformed(LintasError):
    """The bytes are not in the form that the specification asks for."""


class Truncated(Malformed):
    """The bytes end inside an item, or a declared length reaches past their end."""

    def __init__(self, offset: int) -> None:
        self.offset = offset


class TrailingBytes(Malformed):
    """Bytes follow the one item that was expected."""

    def __init__(self, offset: int) -> None:
        self.offset = offset


class TooLarge(Malformed):
    """A size or a count is above its limit."""

    def __init__(self, what: str, size: int, size_max: int) -> None:
        self.what = what
        self.size = size
        self.size_max = size_max


class TooDeep(Malformed):
    """Containers are nested deeper than allowed."""

    def __init__(self, offset: int, depth_max: int) -> None:
        self.offset = offset
        self.depth_max = depth_max


class BadText(Malformed):
    """A text string is not UTF-8."""

    def __init__(self, offset: int) -> None:
        self.offset = offset


class NotCanonical(Malformed):
    """The same value has another encoding, which is the one that is allowed."""

    def __init__(self, offset: int) -> None:
        self.offset = offset


class NotShortest(NotCanonical):
    """A number or a length is written in more bytes than it needs."""


class Indefinite(NotCanonical):
    """An item has no declared length."""


class KeyOrder(NotCanonical):
    """The keys of a map are not in bytewise order of their encodings."""


class DuplicateKey(NotCanonical):
    """A map has one key twice."""


class ForbiddenValue(Malformed):
    """A type of value that the wire does not have, or a number that it cannot hold."""

    def __init__(self, what: str, offset: int | None = None) -> None:
        self.what = what
        self.offset = offset


class ForbiddenFloat(ForbiddenValue):
    """A floating-point number."""


class ForbiddenTag(ForbiddenValue):
    """A tag that is not allowed at this place."""

    def __init__(self, tag: int, offset: int) -> None:
        super().__init__("tag", offset)
        self.tag = tag


class BadIdentifier(Malformed):
    """A text is not an identifier of the expected length."""

    def __init__(self, text: str, length: int) -> None:
        self.text = text[:128]
        self.length = length
