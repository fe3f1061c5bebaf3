"""Plan of action: components with a lead shepherd, action lines with outputs, reports, evaluation, extension.

It shows work done and dates, never a case. A date that cannot be kept is revised, and a target that was missed opens
measures at the next meeting. Reports come twice a year, of each state its own; that of a state without a node is
entered for it from its original. States are not ranked.
"""

from __future__ import annotations

from datetime import timedelta

from lintas.dossier.declare import Item, Total, begins, clock, every, kind, many, may, no, one, phase, some
from lintas.kinds.parts.action_plan import (
    Component,
    Evaluation,
    Extension,
    Line,
    Plan,
    Pledge,
    Report,
    ReportOnBehalf,
)
from lintas.kinds.parts.missed import MISSED, Missed, measures
from lintas.kinds.parts.office import hand_over, take_over
from lintas.kinds.parts.on_behalf import on_behalf
from lintas.kinds.parts.papers import Document, Reasons, Words

DELIVERED = f"hand in the output, pass, {MISSED}"

LINE = Item(
    "action line",
    roles=(many("doing"),),
    traits=frozenset({"row"}),
    verbs=(
        may("doing", "begin", at="-", to="begun"),
        may("doing", "report", Report, at="begun"),
        may("doing", MISSED, Missed, at="begun", opens="measures", takes="asking", to="asks"),
        may("doing", "hand in the output", Document, at="begun", to="delivered"),
        may("doing", "pass", Reasons, at="-, begun", to="passed", aside=True),
        may("lead shepherd", "revise the line", Line, at="-, set"),
        may("lead shepherd", "bring in another", Words, at="-, set", seats="doing", aside=True),
        may("lead shepherd", "close", Words, at="-, set", to="closed", needs=no("doing", "-, begun")),
        may("lead shepherd", "drop", Reasons, at="-, set", to="dropped", aside=True),
        may("secretariat, lead shepherd", "enter a report for another", ReportOnBehalf, opens="report on behalf",
            takes="enterer", to="in"),
        may("partner", "pledge support", Pledge),
    ),
    phases=(
        phase("dropped", some("lead shepherd", "dropped"), ends=True),
        phase("closed", some("lead shepherd", "closed"), ends=True),
        phase("delivered", no("doing", "-, begun"), rests=True),
        phase("under way", some("doing", "begun, delivered")),
        phase("set"),
    ),
    clocks=(
        clock("first report", "doing", "begin", timedelta(days=182), "report, hand in the output, pass"),
        clock("next report", "doing", "report", timedelta(days=182), "report, hand in the output, pass"),
        clock("output", "doing", "set an action line", "by", DELIVERED),
        clock("output by the date expected now", "doing", MISSED, "now_expected_by", DELIVERED),
    ),
    items=(measures("secretariat"), on_behalf("report on behalf", ReportOnBehalf, by="state")),
    totals=(Total("outputs", "report", "outputs"),),
)  # fmt: skip

LEAD_OFFER, LEAD_HAND_OVER = hand_over("lead shepherd", item="hand-over of the lead")
LEAD_PROPOSE, LEAD_TAKE_OVER = take_over("lead shepherd", by="state", item="take-over of the lead")

COMPONENT = Item(
    "component",
    roles=(one("lead shepherd"),),
    verbs=(
        may("lead shepherd", "set an action line", Line, opens="action line", seats="doing", to="set"),
        may("lead shepherd", "report on the component", Report, at="-, reported", to="reported",
            needs=no("action line", "set, under way, delivered"), aside=True),
        may("secretariat", "record another lead shepherd", Document, seats="lead shepherd", persons=2, aside=True),
        LEAD_OFFER,
        LEAD_PROPOSE,
    ),
    phases=(
        phase("under way", some("action line", "set, under way, delivered")),
        phase("reported", some("lead shepherd", "reported"), rests=True),
        phase("open", rests=True),
    ),
    items=(LINE, LEAD_HAND_OVER, LEAD_TAKE_OVER),
    totals=(Total("outputs", "report", "outputs"),),
)  # fmt: skip

ASSENTED = every("state", "assents", since="revise")

EXTENSION = Item(
    "extension",
    roles=(one("proposer"),),
    verbs=(
        may("proposer", "revise", Extension, at="proposed", aside=True),
        may("state", "assent", at="-, assents, no assent", to="assents"),
        may("state", "take back assent", at="assents", to="no assent", aside=True),
        may("proposer", "record", Extension, at="proposed", to="recorded", needs=ASSENTED),
        may("proposer", "drop", Reasons, at="proposed", to="dropped", aside=True),
        may("secretariat", "drop what its proposer left", Reasons, to="dropped", aside=True),
    ),
    phases=(
        phase("extended", some("proposer", "recorded"), ends=True),
        phase("dropped", some("proposer, secretariat", "dropped"), ends=True),
        phase("assented to by all", ASSENTED),
        phase("nobody to assent", no("state", "-, assents, no assent"), rests=True),
        phase("proposed"),
    ),
)

OFFER, HAND_OVER = hand_over("secretariat")
PROPOSE, TAKE_OVER = take_over("secretariat", by="state")

KIND = kind(
    "plan",
    "Plan of action",
    sentence="I see which action lines are under way and by whom, without seeing any case.",
    basis="ASEAN Plan of Action in Combating Transnational Crime; work plans with partners",
    traits=frozenset({"programme"}),
    roles=(one("secretariat"), many("state"), many("partner")),
    verbs=(
        begins("lay down", Plan, takes="secretariat", seats="state, partner", to="running"),
        may("secretariat", "admit", Words, seats="state, partner", aside=True),
        may("state, partner", "leave", Words, leaves=True, aside=True),
        may("secretariat", "open a component", Component, at="running", opens="component", seats="lead shepherd",
            to="opened"),
        may("state, secretariat", "propose an extension", Extension, opens="extension", takes="proposer",
            to="proposed"),
        may("partner, state", "offer support", Pledge),
        may("secretariat", "evaluate at mid-term", Evaluation, at="running"),
        may("secretariat", "evaluate", Evaluation, at="running", to="evaluated", needs=no("component", "under way"),
            aside=True),
        may("secretariat", "run on", Words, at="evaluated", to="running", needs=some("extension", "extended"),
            aside=True),
        may("secretariat", "close", Words, at="evaluated", to="closed"),
        OFFER,
        PROPOSE,
    ),
    phases=(
        phase("closed", some("secretariat", "closed"), ends=True),
        phase("evaluated", some("secretariat", "evaluated")),
        phase("under way", some("component", "under way")),
        phase("extended", some("extension", "extended"), rests=True),
        phase("laid down", rests=True),
    ),
    items=(COMPONENT, EXTENSION, HAND_OVER, TAKE_OVER),
    clocks=(
        clock("mid-term evaluation", "secretariat", "lay down", "mid_term", "evaluate at mid-term"),
        clock("final evaluation", "secretariat", "lay down", "valid_to", "evaluate"),
    ),
    totals=(Total("outputs", "report", "outputs"),),
)  # fmt: skip
