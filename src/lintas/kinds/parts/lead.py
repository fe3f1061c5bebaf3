"""Offers to lead: one offers with its record, others back it, senior officials recommend, ministers decide.

Offers for one area stand side by side, in no order: nothing counts who backs which. The keeper records what was decided
and cannot while somebody objects; who was chosen takes the lead itself, so that nobody is made to lead.
"""

from __future__ import annotations

from lintas.dossier.declare import Item, may, no, one, phase, some
from lintas.dossier.meanings import Body, Date, File, Text
from lintas.kinds.parts.decision import Decided
from lintas.kinds.parts.papers import Reasons, Words


class Offer(Body):
    """What we would do, from when to when, and our record so far: courses held, projects, results."""

    programme = Text
    from_day = Date
    to_day = Date
    courses = Text.optional
    projects = Text.optional
    results = Text.optional
    files = File.optional.several


class Record(Body):
    """What was done in the period: courses, projects, results; what is left open, and the papers that go along."""

    period = Text
    courses = Text.optional
    projects = Text.optional
    results = Text
    open = Text.optional
    papers = File.optional.several


UNOPPOSED = no("state", "objects")

OFFERS = (
    may("state", "offer to lead", Offer, opens="offer to lead", takes="candidate", to="leading"),
    may("state", "offer to co-lead", Offer, opens="offer to lead", takes="candidate", to="helping"),
)

OFFER_TO_LEAD = Item(
    "offer to lead",
    roles=(one("candidate"),),
    verbs=(
        may("candidate", "change the offer", Offer, at="leading, helping", aside=True),
        may("state", "back the offer", Words, at="-, objects", to="backs", aside=True),
        may("state", "no longer back or object", Words, at="backs, objects", to="-", aside=True),
        may("state", "object", Reasons, at="-, backs", to="objects", aside=True),
        may("keeper", "record what senior officials recommend", Decided, at="-", to="recommended", needs=UNOPPOSED),
        may("keeper", "record what ministers decided", Decided, at="recommended", to="chosen", persons=2,
            needs=UNOPPOSED),
        may("keeper", "record that it was not taken up", Decided, at="-, recommended", to="not taken up", persons=2,
            aside=True),
        may("candidate", "take the lead", at="leading", to="leads", takes="lead shepherd",
            needs=some("keeper", "chosen")),
        may("candidate", "take the co-lead", at="helping", to="leads", takes="co-lead", needs=some("keeper", "chosen")),
        may("candidate", "withdraw the offer", Reasons, at="leading, helping", to="withdrawn", aside=True),
    ),
    phases=(
        phase("taken up", some("candidate", "leads"), ends=True),
        phase("withdrawn", some("candidate", "withdrawn"), ends=True),
        phase("not taken up", some("keeper", "not taken up"), ends=True),
        phase("decided", some("keeper", "chosen")),
        phase("objected to", some("state", "objects"), rests=True),
        phase("recommended", some("keeper", "recommended")),
        phase("offered"),
    ),
)  # fmt: skip
