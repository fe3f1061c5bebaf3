"""Rows that rest on sources: what another source says stands beside the row, and takes nothing from it."""

from __future__ import annotations

from lintas.dossier.declare import may
from lintas.dossier.grammar import Verb
from lintas.dossier.meanings import Body, Date, Text, choice


class OtherSource(Body):
    """What another source says of the row, where it stands, when it was read, and how sure that is.

    Both stay: which of them is right is not for whoever keeps the row.
    """

    says = Text
    source = Text
    read_on = Date.optional
    confidence = choice("read in the source", "read in a report", "recalled", "inferred")


def other_sources(by: str) -> tuple[Verb, ...]:
    """Those in the roles `by` may note what another source says of a row; it moves nothing."""
    return (may(by, "note what another source says", OtherSource, aside=True),)
