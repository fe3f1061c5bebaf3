"""What stands against a letter."""

from __future__ import annotations

from lintas.wire.errors import LintasError


class NoLetter(LintasError):
    """There is no letter of this act."""

    def __init__(self, why: str) -> None:
        self.why = why


class NoTypesetter(LintasError):
    """Letters need the extra `letter`, and it is not installed."""


class MissingGlyph(LintasError):
    """The fonts have no sign for these characters."""

    def __init__(self, characters: str, names: str) -> None:
        self.characters = characters
        self.names = names


class BadSealFile(LintasError):
    """A file holds no certificate with its key that could seal letters."""

    def __init__(self, why: str) -> None:
        self.why = why


class NoCode(LintasError):
    """What a code would hold is longer than any code; `bytes_max` fits."""

    def __init__(self, size_bytes: int, bytes_max: int) -> None:
        self.size_bytes, self.bytes_max = size_bytes, bytes_max
