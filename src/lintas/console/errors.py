"""What the console refuses. Nothing here needs Django, so that the command line can tell what was refused."""

from __future__ import annotations

from lintas.wire.errors import LintasError


class ConsoleError(LintasError):
    """The console cannot do what it is asked."""


class UnknownConsoleRole(ConsoleError):
    """The console knows no such role; `roles` are those that there are."""

    def __init__(self, role: str, roles: str) -> None:
        self.role = role
        self.roles = roles


class NoExercise(ConsoleError):
    """Only in an exercise does somebody else choose the password of an account."""


class NoSuchVerb(ConsoleError):
    """The kind has no such verb there."""

    def __init__(self, verb: str) -> None:
        self.verb = verb


class BadTouch(ConsoleError):
    """The browser sent no touch of a passkey, or none that can be read."""


class ChangedSince(ConsoleError):
    """What is to be sealed was changed since it was shown."""
