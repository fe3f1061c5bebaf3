"""An initiative or a project: proposed, appraised, endorsed by consensus, supported, carried out, evaluated.

It shows work and means, never a case. The Secretariat appraises and supports and does not decide. A pilot of a
technology starts once all who take part have accepted its data rule, and ends with a word: go on, or stop.
"""

from __future__ import annotations

from lintas.dossier.declare import Item, WorkingDays, begins, clock, every, kind, many, may, no, one, phase, some
from lintas.dossier.meanings import Body, Date, File, Money, Text, choice
from lintas.kinds.parts.decision import decision
from lintas.kinds.parts.office import hand_over, take_over
from lintas.kinds.parts.papers import Document, Reasons, Words
from lintas.kinds.parts.pledge import pledge
from lintas.kinds.parts.task import OPEN_TASKS, Task, task

ANSWER_WITHIN = WorkingDays(10)

OFFER, HAND_OVER = hand_over("sponsor")
TAKE, TAKE_OVER = take_over("sponsor", by="state")
PLEDGE, PLEDGED = pledge("state, partner", receiving="sponsor")


class Proposal(Body):
    """What is to be reached and how, for which crime area and line of the plan, from when to when, at what cost."""

    title = Text
    area = Text
    aim = Text
    work = Text
    plan_line = Text.optional
    from_day = Date
    to_day = Date
    costs = Money.optional
    paper = File.optional


class Appraisal(Body):
    """How it fits the plan, whether it can be done, what else is under way, and what to change first."""

    finding = choice("ready to be endorsed", "to be changed first", "not recommended")
    fits = Text
    can_be_done = Text
    beside = Text.optional
    change = Text.optional


class Wanted(Body):
    """Which support is asked for, and by when."""

    support = choice("drafting", "meeting rooms and interpreters", "funds from a trust fund", "contact with partners",
                     "reporting", "other")  # fmt: skip
    text = Text
    by = Date


class Given(Body):
    """What will be given, and by when."""

    text = Text
    by = Date


class Result(Body):
    """What came of it in the period, and what can be counted."""

    period = Text
    results = Text
    counted = Text.optional
    files = File.optional.several


class Evaluation(Body):
    """What was to be reached, what was reached, who evaluated it, and what follows from it."""

    reached = choice("reached", "reached in part", "not reached")
    text = Text
    evaluated_by = Text
    follows = Text
    report = File.optional


class Pilot(Body):
    """The technology, what is to be found out, where and until when, and the rule for the data that it works on.

    The rule says whose data, for what, who sees them, how long they are kept, and what is deleted if the pilot stops.
    """

    technology = Text
    question = Text
    data_rule = Text
    places = Text
    until = Date


SUPPORT = Item(
    "support",
    roles=(one("asker"),),
    verbs=(
        may("secretariat", "say what will be given", Given, at="-", to="answered"),
        may("secretariat", "give it", Words, at="answered", to="given"),
        may("secretariat", "say that it cannot be given", Reasons, at="-, answered", to="not given", aside=True),
        may("asker", "confirm that it came", Words, at="asked", to="confirmed", needs=some("secretariat", "given")),
        may("asker", "no longer ask", Words, at="asked", to="withdrawn", aside=True),
    ),
    phases=(
        phase("delivered", some("asker", "confirmed"), ends=True),
        phase("no longer asked", some("asker", "withdrawn"), ends=True),
        phase("not given", some("secretariat", "not given"), ends=True),
        phase("given, not yet confirmed", some("secretariat", "given")),
        phase("answered", some("secretariat", "answered")),
        phase("asked"),
    ),
    clocks=(
        clock("answer", "secretariat", "ask for support", ANSWER_WITHIN,
              "say what will be given, say that it cannot be given"),
        clock("give", "secretariat", "say what will be given", "by", "give it, say that it cannot be given"),
    ),
)  # fmt: skip

OPEN_PILOT = "planned, data rule accepted by all, running, evaluated"
ACCEPTED = every("taking part", "accepts", since="change the pilot")

PILOT = Item(
    "pilot",
    roles=(many("taking part"),),
    verbs=(
        may("sponsor", "change the pilot", Pilot, at="-, planned", aside=True),
        may("taking part", "accept the data rule", at="-, accepts", to="accepts"),
        may("taking part", "take no part", Reasons, leaves=True, aside=True),
        may("taking part", "report what we saw", Result, at="accepts"),
        may("sponsor", "begin the pilot", at="-, planned", to="running", persons=2, needs=ACCEPTED),
        may("sponsor", "evaluate the pilot", Evaluation, at="running", to="evaluated"),
        may("sponsor", "go on for good", Words, at="evaluated", to="goes on", persons=2),
        may("sponsor", "stop the pilot", Reasons, at="-, planned, running, evaluated", to="stopped", aside=True),
    ),
    phases=(
        phase("goes on", some("sponsor", "goes on"), ends=True),
        phase("stopped", some("sponsor", "stopped"), ends=True),
        phase("evaluated", some("sponsor", "evaluated")),
        phase("running", some("sponsor", "running")),
        phase("data rule accepted by all", ACCEPTED),
        phase("nobody takes part", no("taking part", "-, accepts"), rests=True),
        phase("planned"),
    ),
    clocks=(clock("evaluate", "sponsor", "plan a pilot", "until", "evaluate the pilot, change the pilot"),),
)

UNDECIDED = "proposed, objected to, agreed by all"

KIND = kind(
    "initiative",
    "Initiative",
    sentence="I see what was proposed, who supports it and with what, what came of it, and whether it goes on.",
    basis="ASEAN Plan of Action in Combating Transnational Crime; project appraisal and approval of the Secretariat",
    traits=frozenset({"programme"}),
    roles=(one("sponsor"), one("secretariat"), many("state"), many("partner")),
    verbs=(
        begins("propose", Proposal, takes="sponsor", seats="secretariat, state, partner", to="proposed"),
        may("sponsor", "bring in", Words, seats="state, partner", aside=True),
        may("state, partner", "leave", Words, leaves=True, aside=True),
        may("secretariat", "appraise", Appraisal, at="-, appraised", to="appraised"),
        may("sponsor, state", "ask for support", Wanted, opens="support", takes="asker", to="asked"),
        PLEDGE,
        may("sponsor", "put up for endorsement", Proposal, at="proposed, running", opens="endorsement",
            takes="mover", to="proposed", needs=no("endorsement", UNDECIDED)),
        may("sponsor", "begin the work", Words, at="proposed", to="running", needs=some("endorsement", "decided")),
        may("sponsor", "set a milestone", Task, at="proposed, running", opens="task", seats="owner", to="asked"),
        may("sponsor", "plan a pilot", Pilot, at="proposed, running", opens="pilot", seats="taking part", to="planned"),
        may("sponsor", "report results", Result, at="running"),
        may("sponsor", "evaluate", Evaluation, at="running", to="evaluated",
            needs=(no("task", OPEN_TASKS), no("pilot", OPEN_PILOT))),
        may("sponsor", "close", Document, at="evaluated", to="closed"),
        may("sponsor", "go on", Words, at="evaluated", to="running", aside=True),
        may("sponsor", "stop", Reasons, at="proposed, running, evaluated", to="stopped", persons=2, aside=True),
        OFFER,
        TAKE,
    ),
    phases=(
        phase("completed", some("sponsor", "closed"), ends=True),
        phase("stopped", some("sponsor", "stopped"), ends=True),
        phase("evaluated", some("sponsor", "evaluated")),
        phase("under way", some("sponsor", "running")),
        phase("endorsed", some("endorsement", "decided")),
        phase("before the states", some("endorsement", UNDECIDED)),
        phase("proposed", rests=True),
    ),
    items=(
        SUPPORT,
        PLEDGED,
        decision("endorsement", "mover", Proposal, by="state", keeper="secretariat"),
        task("sponsor", starts="set a milestone"),
        PILOT,
        HAND_OVER,
        TAKE_OVER,
    ),
)  # fmt: skip
