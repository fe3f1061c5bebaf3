"""A target that was missed opens measures: for the next meeting, before it, decided by it, carried out.

Its date is revised, and nobody is late. What is open here is what the next meeting has before it.
"""

from __future__ import annotations

from lintas.dossier.declare import Item, may, one, phase, some
from lintas.dossier.meanings import Body, Date, Link, Text
from lintas.kinds.parts.papers import Reasons, Words

MISSED = "say that the target was missed"


class Missed(Body):
    """Why the output is not there, the day that we now expect, and what would help."""

    reasons = Text
    now_expected_by = Date
    what_would_help = Text.optional


class Before(Body):
    """Which meeting has it before it, and when; link the meeting where it is a dossier here."""

    meeting = Text
    on = Date
    dossier = Link.optional


class Measures(Body):
    """What the meeting decided, in which paragraph, and by when it is done; link the decision where it is here."""

    measures = Text
    paragraph = Text.optional
    by = Date
    decision = Link.optional


def measures(keeper: str) -> Item:
    """The item; the verb `MISSED` opens it, and its author takes the role *asking* and stands at `asks`."""
    return Item(
        "measures",
        roles=(one("asking"),),
        verbs=(
            may(keeper, "put before a meeting", Before, at="-", to="before"),
            may(keeper, "put before another meeting", Before, at="before", aside=True),
            may(keeper, "record the measures", Measures, at="before", to="decided"),
            may("asking", "say what came of them", Words, at="asks", to="carried out", needs=some(keeper, "decided")),
            may("asking", "need none any more", Reasons, at="asks", to="none needed", aside=True),
            may(keeper, "close what nobody carries out", Reasons, at="-, before, decided", to="closed", aside=True),
        ),
        phases=(
            phase("carried out", some("asking", "carried out"), ends=True),
            phase("none needed any more", some("asking", "none needed"), ends=True),
            phase("closed", some(keeper, "closed"), ends=True),
            phase("decided by a meeting", some(keeper, "decided")),
            phase("before a meeting", some(keeper, "before")),
            phase("for the next meeting"),
        ),
    )
