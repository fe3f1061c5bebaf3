"""What an officer orders, who answers for it, and why it may not be sealed as it is."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol

from lintas.crypto.ports import Signer
from lintas.dossier.meanings import Problem
from lintas.dossier.officers import Answer, Statement, answer
from lintas.wire.errors import LintasError


class NotSealed(LintasError):
    """The act was not made: what the order asks for cannot be sealed as it is. Nothing was stored or sent."""


class NotOpen(NotSealed):
    """The verb is not open to this authority now: the rule of spec/fold.md and what it found."""

    def __init__(self, rule: str, why: str) -> None:
        self.rule = rule
        self.why = why


class BadBody(NotSealed):
    """Fields are missing, wrong, or stopped by a safeguard."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        self.problems = tuple(problems)

    def __str__(self) -> str:
        return "; ".join(f"{p.field}: {p.reason}" if p.field else p.reason for p in self.problems)


class ReachesNobody(NotSealed):
    """The audience is empty."""


class NotAParty(NotSealed):
    """The audience names authorities that are not, or not yet surely, parties of the dossier."""

    def __init__(self, parties: Sequence[bytes]) -> None:
        self.parties = tuple(parties)


class Answering(Protocol):
    """An officer who answers for an act."""

    @property
    def certificate(self) -> bytes:
        """The officer's certificate."""

    def answer(self, statement: Statement) -> Answer:
        """The answer for what is about to be sealed; raises a `NotSealed` where it was given for something else."""


@dataclass(frozen=True, slots=True)
class OfficerAtWork:
    """An officer who is signed in: the role in which to answer, the certificate, the key."""

    role: str
    certificate: bytes
    signer: Signer

    def answer(self, statement: Statement) -> Answer:
        """By method `session`."""
        return answer(self.signer, self.certificate, self.role, statement)


@dataclass(frozen=True, slots=True)
class Order:
    """What an officer orders. `to` names parties by role; `audience` who may read, beside the authority itself; `nonce`
    is that of the draft, where there was one.
    """

    verb: str
    fields: Mapping[str, Any]
    audience: tuple[bytes, ...]
    officers: tuple[Answering, ...]
    item: bytes | None = None
    to: Mapping[str, tuple[bytes, ...]] = field(default_factory=dict)
    re: tuple[bytes, ...] = ()
    language: str = "en"
    purpose: str = ""
    nonce: bytes = b""


def persons_of(order: Order) -> int:
    """How many persons answer for it."""
    return len({officer.certificate for officer in order.officers})
