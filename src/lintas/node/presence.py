"""Officers whom a program in the same process signed in, and their answers for what was prepared.

Nothing here asks for a token: whoever calls has made sure who the officer is, and says so. Hence no command over the
socket, and nothing else that is reached from outside, may come here; `pyproject.toml` forbids the import.

Each answer is checked when it is given, so that what is wrong is told to the officer who is there.
"""

from __future__ import annotations

from typing import Protocol

from lintas.dossier.officers import (
    SESSION,
    TOTP,
    Answer,
    Statement,
    answer,
    check_answer,
    passkey_answer,
    shift_answer,
)
from lintas.dossier.passkeys import Assertion
from lintas.node import desk
from lintas.node.order import OfficerAtWork
from lintas.node.shifts import on_shift
from lintas.node.state import Node


class Prepared(Protocol):
    """What was prepared and shown (`prepare`, `prepare_saying`): the name of the kind, and what officers answer for."""

    @property
    def kind(self) -> str:
        """The name of the kind of its dossier."""

    @property
    def statement(self) -> Statement:
        """What officers answer for."""


def present(node: Node, name: str, role: str) -> OfficerAtWork:
    """The officer, whom the caller has signed in, ready to answer in a role; raises `UnknownOfficer`."""
    found = desk.officer(node, name)
    return OfficerAtWork(role, found.signed, found.key)


def by_session(node: Node, name: str, role: str, prepared: Prepared) -> Answer:
    """The officer's word, given while signed in; raises `UnknownOfficer` or an `OfficerError`."""
    at_work = present(node, name, role)
    return _checked(node, answer(at_work.signer, at_work.certificate, role, prepared.statement, SESSION), prepared)


def by_code(node: Node, name: str, role: str, prepared: Prepared) -> Answer:
    """The same, when the caller has checked a one-time code for this act; raises as `by_session`."""
    at_work = present(node, name, role)
    return _checked(node, answer(at_work.signer, at_work.certificate, role, prepared.statement, TOTP), prepared)


def by_passkey(node: Node, name: str, role: str, prepared: Prepared, touch: Assertion) -> Answer:
    """The officer's touch for the challenge of what was prepared; raises as `dossier.officers.check_answer`, or
    `UnknownOfficer`.
    """
    return _checked(node, passkey_answer(desk.officer(node, name).signed, role, touch), prepared)


def by_shift(node: Node, name: str, role: str, prepared: Prepared) -> Answer:
    """By the shift that the officer is on; raises `NotOnShift`, `NotInShift`, or as `by_passkey`."""
    shift, signed = on_shift(node, name), desk.officer(node, name).signed
    given = shift_answer(shift.key, shift.terms, shift.touch, signed, role, prepared.statement)
    return _checked(node, given, prepared)


def _checked(node: Node, given: Answer, prepared: Prepared) -> Answer:
    ours, at_ms = node.identity.authority, node.clock()
    check_answer(node.suite, given, prepared.statement, ours, kind=prepared.kind, at_ms=at_ms)
    return given
