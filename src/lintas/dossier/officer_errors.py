"""Why nobody entitled answers for an act: the certificate, the method, the touch of a passkey, or the shift."""

from __future__ import annotations

from lintas.wire.errors import LintasError


class OfficerError(LintasError):
    """Nobody entitled answers for an act."""


class NotCertified(OfficerError):
    """The officer's certificate is not of this authority, not of this time, or not for this role."""

    def __init__(self, pseudonym: str, why: str) -> None:
        self.pseudonym = pseudonym
        self.why = why


class UnknownMethod(OfficerError):
    """The proof is made by a method that this node cannot check."""

    def __init__(self, method: str) -> None:
        self.method = method


class TooFewOfficers(OfficerError):
    """The verb wants more persons than answer for the act."""

    def __init__(self, found: int, needed: int) -> None:
        self.found = found
        self.needed = needed


class ProofError(OfficerError):
    """A touch of a passkey, or a shift, is not for this act."""


class UnknownPasskey(ProofError):
    """The certificate lists no passkey of this name: the SHA-256 of its credential id."""

    def __init__(self, credential: bytes) -> None:
        self.credential = credential


class BadClientData(ProofError):
    """What the browser signed of the page does not read as an assertion of WebAuthn."""

    def __init__(self, why: str) -> None:
        self.why = why


class WrongChallenge(ProofError):
    """The passkey was touched for something else."""


class WrongSite(ProofError):
    """The passkey was touched on another site than those that the certificate names."""

    def __init__(self, found: str) -> None:
        self.found = found


class UserNotVerified(ProofError):
    """The passkey did not see a person, or did not make sure by PIN or body which one it is."""

    def __init__(self, flags: int) -> None:
        self.flags = flags


class ShiftOver(ProofError):
    """The act claims a time outside the shift, or the shift is longer than any may be. Times in ms since 1970."""

    def __init__(self, from_ms: int, until_ms: int) -> None:
        self.from_ms = from_ms
        self.until_ms = until_ms


class NotInShift(ProofError):
    """The touch for the shift does not cover this verb in this kind of dossier."""

    def __init__(self, kind: str, verb: str) -> None:
        self.kind = kind
        self.verb = verb
