"""Statements that an officer of the recipient opened bodies: evidence, as receipts are, made by the reader's authority.

A reader numbers its statements to one author from 1, so that a ping can bring those that are not there yet and a pong
can say how far they have come. A statement names acts of one dossier, and nobody's officer.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from lintas.sync.envelope import FIRST_LABEL
from lintas.wire.limits import LIMITS
from lintas.wire.shape import Fields

OPENED_KIND: Final = "opened"
_AT = FIRST_LABEL


@dataclass(frozen=True, slots=True)
class Opened:
    """The statement `number` of a reader to an author: these acts of the author's were opened."""

    number: int
    dossier: bytes
    acts: tuple[bytes, ...]


def opened_fields(opened: Opened) -> dict[int, object]:
    """The labels of a statement."""
    return {_AT: opened.number, _AT + 1: opened.dossier, _AT + 2: list(opened.acts)}


def read_opened(fields: Fields) -> Opened:
    """A statement from its labels; raises `BadShape`."""
    acts = fields.ids(_AT + 2, LIMITS.opened_acts_max)
    return Opened(fields.uint(_AT, least=1), fields.octets(_AT + 1, 16), acts)
