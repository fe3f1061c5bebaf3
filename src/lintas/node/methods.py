"""How an officer answered for an act, in plain words. What only the authority's own node vouches for says so."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Final

from lintas.crypto.errors import UnsupportedKey
from lintas.dossier.officer_errors import (
    BadClientData,
    NotInShift,
    ShiftOver,
    UnknownMethod,
    UnknownPasskey,
    UserNotVerified,
    WrongChallenge,
    WrongSite,
)
from lintas.dossier.officers import PASSKEY, SESSION, SHIFT, TOTP, Answer
from lintas.dossier.shifts import read_shift_proof, read_terms
from lintas.node.timeline import utc
from lintas.wire.errors import LintasError

_WORDS: Final[Mapping[str, str]] = {
    SESSION: "by session only",
    TOTP: "by session, with a one-time code that its own node checked",
    PASSKEY: "by touching a passkey",
    SHIFT: "by session, in a shift begun by touching a passkey",
}


_WRONG: Final[Mapping[type[LintasError], str]] = {
    UnknownMethod: "it was given by a method that this program cannot check",
    UnknownPasskey: "the officer's certificate does not list the passkey",
    UnsupportedKey: "the passkey signs in a way that is not taken",
    BadClientData: "what the browser signed is no touch of a passkey",
    WrongChallenge: "the passkey was touched for something else",
    WrongSite: "the passkey was touched on another site",
    UserNotVerified: "the passkey did not make sure who touched it",
    ShiftOver: "the act is not of the time of the shift",
    NotInShift: "the touch for the shift was not for this",
}


def wrong_words(error: LintasError) -> str:
    """What is wrong with an answer."""
    return _WRONG.get(type(error)) or str(error)


def method_words(given: Answer) -> str:
    """Role and method of an answer that was checked."""
    words = f"{given.role}, {_WORDS[given.method]}"
    if given.method != SHIFT:
        return words
    shift = read_terms(read_shift_proof(given.proof).terms)
    return f"{words}, {utc(shift.from_ms)} to {utc(shift.until_ms)}"


def answered_by(checked: Iterable[tuple[str, Answer]]) -> dict[str, str]:
    """By pseudonym, how its officer answered; who answered twice did it in two ways."""
    found: dict[str, str] = {}
    for pseudonym, given in checked:
        words = method_words(given)
        found[pseudonym] = f"{found[pseudonym]}; {words}" if pseudonym in found else words
    return found
