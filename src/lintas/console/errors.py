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


class CallFull(ConsoleError):
    """As many people sit in the call as can."""

    def __init__(self, people_max: int) -> None:
        self.people_max = people_max


class SeatHeard(ConsoleError):
    """The browser in this seat is another officer's, and was heard `silent_s` seconds ago: less than `silent_s_max`."""

    def __init__(self, silent_s: int, silent_s_max: int) -> None:
        self.silent_s = silent_s
        self.silent_s_max = silent_s_max


class NoSuchSeat(ConsoleError):
    """Nobody of ours sits in this seat, or seats are not taken again here."""


class BadTouch(ConsoleError):
    """The browser sent no touch of a passkey, or none that can be read."""


class ChangedSince(ConsoleError):
    """What is to be sealed was changed since it was shown."""


class NoSecondPerson(ConsoleError):
    """No approver but the author has this name: it needs a second person."""

    def __init__(self, name: str) -> None:
        self.name = name


class NotOnCases(ConsoleError):
    """Somebody of this name does not work on dossiers."""

    def __init__(self, name: str) -> None:
        self.name = name


class NotOnTeam(ConsoleError):
    """Only who is on the team of a dossier can put it off."""

    def __init__(self, dossier: str) -> None:
        self.dossier = dossier


class TooManyFilters(ConsoleError):
    """An officer has so many filters at most."""

    def __init__(self, count_max: int) -> None:
        self.count_max = count_max


class LastOnTeam(ConsoleError):
    """Nobody else has the dossier."""

    def __init__(self, name: str) -> None:
        self.name = name


class NoSuchScope(ConsoleError):
    """A token cannot have this scope, or not one of this officer; `scopes` are those that it can have."""

    def __init__(self, scope: str, scopes: str) -> None:
        self.scope = scope
        self.scopes = scopes


class ScopeMissing(ConsoleError):
    """The token was not made for this: `scope` is what it lacks."""

    def __init__(self, scope: str) -> None:
        self.scope = scope


class TooManyTokens(ConsoleError):
    """An officer has so many tokens already, and `tokens_max` is the most."""

    def __init__(self, tokens_max: int) -> None:
        self.tokens_max = tokens_max


class TooFast(ConsoleError):
    """The token asks more often than the node lets it: again in `wait_s` seconds."""

    def __init__(self, wait_s: int, a_minute_max: int) -> None:
        self.wait_s = wait_s
        self.a_minute_max = a_minute_max


class GlassOff(ConsoleError):
    """This authority lets nobody break the glass."""


class NoGlassReason(ConsoleError):
    """The reason is not written out; `least` and `most` in characters."""

    def __init__(self, least: int, most: int) -> None:
        self.least = least
        self.most = most


class NoSuchReference(ConsoleError):
    """No dossier, or more than one, begins so; `least`: how many characters are needed."""

    def __init__(self, least: int) -> None:
        self.least = least


class OwnRequest(ConsoleError):
    """Whoever asks does not agree to it."""


class NobodyOnRung(ConsoleError):
    """A rung of the ladder above the duty desk has nobody."""

    def __init__(self, rung: str) -> None:
        self.rung = rung


class BadMinutes(ConsoleError):
    """How long something waits at a rung is no number of minutes, or more than `minutes_max`."""

    def __init__(self, rung: str, minutes: str, minutes_max: int) -> None:
        self.rung = rung
        self.minutes = minutes
        self.minutes_max = minutes_max


class BadTurn(ConsoleError):
    """A turn at the duty desk is over already, ends before it begins, or lasts longer than `hours_max`."""

    def __init__(self, hours_max: int) -> None:
        self.hours_max = hours_max


class UnknownLanguage(ConsoleError):
    """The console has no such language."""

    def __init__(self, language: str) -> None:
        self.language = language


class ShortNumber(ConsoleError):
    """The number of a document has too few letters and digits to be asked for."""

    def __init__(self, characters_min: int) -> None:
        self.characters_min = characters_min
