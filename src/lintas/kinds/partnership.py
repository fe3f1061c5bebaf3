"""A dialogue partner: proposals through the country coordinator, work plans, open sessions, pledges.

The coordinator speaks for all states for a term: it passes on what the partner proposes, and answers with nothing but
what every state agreed to. With the office goes a file. Who is partner here sees no other dossier by that.
"""

from __future__ import annotations

from lintas.dossier.declare import Item, begins, every, kind, many, may, no, one, phase, some
from lintas.dossier.meanings import Body, Date, File, Text, choice
from lintas.kinds.parts.decision import decision
from lintas.kinds.parts.office import hand_over, take_over
from lintas.kinds.parts.papers import Document, Reasons, Words
from lintas.kinds.parts.pledge import pledge
from lintas.kinds.parts.sources import other_sources

OFFER, HAND_OVER = hand_over("coordinator")
TAKE, TAKE_OVER = take_over("coordinator", by="state")
PLEDGE, PLEDGED = pledge("partner, state", receiving="coordinator")


class Partnership(Body):
    """Who the partner is, in which standing and since when, from when to when the coordinator has its term; source."""

    partner = Text
    standing = choice("dialogue partner", "sectoral partner", "development partner", "observer", "associated body")
    since = Date.optional
    term_from = Date
    term_to = Date
    source = Text


class Handing(Body):
    """What the next coordinator must know: what is open, what was promised by when, and the papers."""

    left_open = Text
    promised = Text
    next_dates = Text.optional
    papers = File.optional.several


class Proposal(Body):
    """What the partner proposes, in which area, and what it offers for it."""

    title = Text
    area = Text
    text = Text
    offers = Text.optional
    paper = File.optional


class WorkPlan(Document):
    """The work plan with its text and its years, as worked out with the coordinator: the partner stands by it."""

    valid_from = Date
    valid_to = Date


class Report(Body):
    """Which work plan and period, what was done, what comes next."""

    plan = Text
    period = Text
    done = Text
    next = Text.optional


class Session(Body):
    """Which meeting, on which day, which part of it is open to the partner, and on what it is asked to speak."""

    meeting = Text
    on = Date
    open_part = Text
    asked_to_speak_on = Text.optional


AGREED = every("state", "agrees", since="change the proposal")
PASSED = some("coordinator", "passed on")

PROPOSAL = Item(
    "proposal",
    roles=(),
    verbs=(
        may("partner", "change the proposal", Proposal, at="proposed", aside=True),
        may("partner", "withdraw the proposal", Reasons, at="proposed", to="withdrawn", aside=True),
        may("coordinator", "pass it on to all states", Words, at="-", to="passed on"),
        may("state", "agree", at="-, agrees, objects", to="agrees", needs=PASSED),
        may("state", "object", Reasons, at="-, agrees", to="objects", needs=PASSED, aside=True),
        may("coordinator", "answer that all agree", Words, at="passed on", to="agreed", persons=2, needs=AGREED),
        may("coordinator", "answer that it is not taken up", Reasons, at="-, passed on", to="not taken up", persons=2,
            aside=True),
    ),
    phases=(
        phase("agreed", some("coordinator", "agreed"), ends=True),
        phase("not taken up", some("coordinator", "not taken up"), ends=True),
        phase("withdrawn", some("partner", "withdrawn"), ends=True),
        phase("agreed by all", PASSED, AGREED),
        phase("nobody is left to agree", PASSED, no("state", "-, agrees, objects"), rests=True),
        phase("before the states", PASSED),
        phase("with the coordinator"),
    ),
)  # fmt: skip

SESSION = Item(
    "open session",
    roles=(),
    verbs=(
        may("partner", "accept the invitation", Words, at="-, declines", to="accepts"),
        may("partner", "decline the invitation", Reasons, at="-, accepts", to="declines", aside=True),
        may("coordinator", "change the invitation", Session, aside=True),
        may("coordinator", "record what was said", Words, to="held", needs=some("partner", "accepts")),
        may("coordinator", "call it off", Reasons, to="called off", aside=True),
    ),
    phases=(
        phase("called off", some("coordinator", "called off"), ends=True),
        phase("held", some("coordinator", "held"), ends=True),
        phase("accepted", some("partner", "accepts")),
        phase("declined", some("partner", "declines"), rests=True),
        phase("invited"),
    ),
)

KIND = kind(
    "partnership",
    "Dialogue partner",
    sentence="I see what the partner proposed, what we all agreed to answer, and what the next coordinator must know.",
    basis="ASEAN Charter arts 41 to 44; terms of reference of the country coordinator",
    traits=frozenset({"programme"}),
    roles=(one("coordinator"), one("partner"), many("state")),
    verbs=(
        begins("open the partnership", Partnership, takes="coordinator", seats="partner, state", to="coordinating"),
        may("coordinator", "admit", Words, seats="state", aside=True),
        may("state", "leave", Words, leaves=True, aside=True),
        may("coordinator", "record the term", Partnership),
        may("coordinator", "hand over the file", Handing),
        *other_sources("coordinator, state, partner"),
        may("partner", "propose", Proposal, opens="proposal", to="proposed"),
        may("partner", "lay down a work plan", WorkPlan, opens="work plan", takes="drafter", to="proposed"),
        may("coordinator, partner", "report on a work plan", Report),
        may("coordinator", "invite to an open session", Session, opens="open session"),
        PLEDGE,
        may("coordinator, partner", "end the partnership", Reasons, at="-, coordinating", to="ended", persons=2,
            aside=True),
        OFFER,
        TAKE,
    ),
    phases=(
        phase("ended", some("coordinator, partner", "ended"), ends=True),
        phase("in being", rests=True),
    ),
    items=(
        PROPOSAL,
        decision("work plan", "drafter", WorkPlan, by="state", keeper="coordinator"),
        SESSION,
        PLEDGED,
        HAND_OVER,
        TAKE_OVER,
    ),
)  # fmt: skip
