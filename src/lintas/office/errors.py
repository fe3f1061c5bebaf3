"""What stands against a document."""

from __future__ import annotations

from lintas.wire.errors import LintasError


class UnreadableDocument(LintasError):
    """The file is no document that is taken in; `why` says what is wrong with it and what to do."""

    def __init__(self, why: str) -> None:
        self.why = why


class NoWordFiles(LintasError):
    """Papers of Word need the extra `office`, and it is not installed."""
