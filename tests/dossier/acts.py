"""A small kind, and acts of it with real bytes and ids, put where a test wants them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from lintas.dossier.control import pin_fields
from lintas.dossier.declaration import pin
from lintas.dossier.declare import begins, every, kind, many, may, one, phase, some
from lintas.dossier.header import Act, Form, Header, Seal
from lintas.dossier.header_bytes import encode, make_act
from lintas.dossier.replica import Replica
from lintas.wire.identifiers import NULL16, NULL32

ERRAND = kind(
    "errand",
    "Errand",
    sentence="I see who does it.",
    basis="made for tests",
    roles=(one("lead"), many("member")),
    verbs=(
        begins("open", takes="lead", seats="member", to="open"),
        may("lead, member", "say", aside=True),
        may("lead", "add", seats="member", aside=True),
        may("lead", "drop", unseats="member", aside=True),
        may("lead", "hand over", seats="lead", aside=True),
        may("member", "agree", at="-", to="agreed", needs=some("lead", "open")),
        may("lead", "close", at="open", to="closed", needs=every("member", "agreed")),
    ),
    phases=(phase("closed", some("lead", "closed"), ends=True), phase("open")),
)

A, B, C, D = (letter * 16 for letter in (b"a", b"b", b"c", b"d"))
REG, OTHER_REG = b"r" * 32, b"s" * 32
SEAL = Seal(b"e" * 16, b"k" * 32, b"h" * 32, 512)


class Acts:
    """The acts of one dossier, in the order in which they were made."""

    def __init__(self, author: bytes = A, members: Iterable[bytes] = (B, C), **header: Any) -> None:
        """With a first act."""
        control = pin_fields(pin(ERRAND))
        made = Header(NULL16, author, 1, 1, NULL32, (), 1, 0, REG, verb="open", control=control)
        made = replace(made, to=(("member", tuple(sorted(members))),))
        self.made: list[Act] = []
        self.first = self.keep(replace(made, **header))
        self.dossier = self.first.id[:16]

    def keep(self, header: Header) -> Act:
        """An act with exactly this header."""
        act = make_act(header)[0]
        self.made.append(act)
        return act

    def add(self, author: bytes, after: Iterable[Act], incarnation: int = 1, **header: Any) -> Act:
        """The next act of a chain that saw these: it follows the last of them that is of its own chain."""
        saw = {act.id: act for act in after}
        own = [a for a in saw.values() if a.header.chain == (author, incarnation)]
        before = max(own, key=lambda a: a.header.sequence, default=None)
        fields: dict[str, Any] = {"verb": "say"} if header.get("form", Form.VERB) is Form.VERB else {}
        made = Header(
            dossier=self.dossier,
            author=author,
            incarnation=incarnation,
            sequence=before.header.sequence + 1 if before else 1,
            prev=before.id if before else NULL32,
            seen=tuple(sorted(saw.keys() - ({before.id} if before else set()))),
            depth=1 + max((a.header.depth for a in saw.values()), default=0),
            time_ms=len(self.made),
            reg=REG,
        )
        return self.keep(replace(made, **(fields | header)))

    def replica(self) -> Replica:
        """A replica that took them all, in this order."""
        found = Replica(ERRAND)
        for act in self.made:
            found.receive(act)
        return found


def signed_pair(act: Act, signature: bytes = bytes(64)) -> list[object]:
    """A header as a FORK carries it; the signature is looked at on admission only."""
    return [encode(act.header), signature]


def fork_of(one_act: Act, other: Act) -> dict[int, object]:
    """Label 19 of a FORK."""
    return {1: signed_pair(one_act), 2: signed_pair(other)}
