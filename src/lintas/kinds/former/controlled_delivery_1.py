"""Controlled delivery: a consignment is let through under watch, and every state on its route agrees before it enters.

Convention of 1988, art. 11; UNTOC art. 20; UNCAC art. 50. It may go on intact, or with its contents removed or
replaced. Any state on the route can call a halt; who leads then breaks off.
"""

from __future__ import annotations

from datetime import timedelta

from lintas.dossier.declare import begins, clock, every, kind, many, may, no, one, phase, some
from lintas.dossier.meanings import Body, Date, File, Place, Secret, Text, choice
from lintas.kinds.parts.papers import Outcome, Reasons, Refusal, Words
from lintas.kinds.parts.people import FirstSubject, Subject

CONSIGNMENT = choice("goes on intact", "goes on with its contents replaced", "goes on with its contents removed")


class Route(Body):
    """What travels, on which route and when, who has it under watch, who prosecutes where, and who bears the costs."""

    goods = Text
    route = Secret
    places = Place.several
    first_day = Date
    watch = Secret
    jurisdiction = Text
    costs = Text
    basis = Text
    files = File.optional.several


class Proposal(FirstSubject, Route):
    """The plan, in the act that opens the dossier."""


class Changed(Subject, Route):
    """The plan as it is now. Whoever has agreed agrees anew."""


class Agreement(Body):
    """The prosecutor or court that agrees here, what becomes of the consignment here, and our conditions."""

    agreed_by = Text
    consignment = CONSIGNMENT
    conditions = Text.optional
    contact = Text
    order = File.optional


class Passage(Body):
    """Where it is, when it was seen, in what state; what was taken out or put in, and who had it in hand."""

    place = Place
    state = CONSIGNMENT
    custody = Secret


NEWEST = "change the plan, bring in a state"
AGREED = every("on the route", "agrees", since=NEWEST)
LIVE = some("lead", "live")
OVER = some("lead", "over, broken off")

KIND_1 = kind(
    "controlled_delivery",
    "Controlled delivery",
    sentence="Nothing enters a state that has not agreed to the plan as it is now, and each of us can call a halt.",
    basis="1988 Convention art. 11; UNTOC art. 20; UNCAC art. 50; an arrangement for the one case",
    traits=frozenset({"case"}),
    roles=(one("lead"), many("on the route")),
    verbs=(
        begins("propose", Proposal, takes="lead", seats="on the route", to="planning", use="ask"),
        may("lead, on the route", "write", Words),
        may("lead", "change the plan", Changed, at="planning", use="ask", aside=True),
        may("lead", "bring in a state", Words, at="planning", seats="on the route", aside=True),
        may("lead", "plan round a state", Words, at="planning", unseats="on the route", aside=True),
        may("on the route", "agree", Agreement, at="-, agrees, refuses", to="agrees", persons=2,
            needs=some("lead", "planning")),
        may("on the route", "refuse", Refusal, at="-, agrees", to="refuses", persons=2, needs=some("lead", "planning"),
            aside=True),
        may("lead", "let it go", Words, at="planning", to="live", persons=2, needs=AGREED),
        may("lead, on the route", "report the passage", Passage, at="live, agrees", needs=LIVE),
        may("on the route", "intercept", Passage, at="agrees", to="intercepted", persons=2, needs=LIVE),
        may("on the route", "confirm arrival and arrest", Outcome, at="agrees", to="arrived", persons=2, needs=LIVE),
        may("on the route", "call a halt", Reasons, at="agrees", to="halts", needs=LIVE, aside=True),
        may("lead", "end it", Outcome, at="live", to="over", needs=some("on the route", "intercepted, arrived")),
        may("lead", "break off", Reasons, at="live", to="broken off"),
        may("on the route", "say what was learnt", Outcome, at="agrees, intercepted, arrived, halts", to="done",
            needs=OVER),
        may("lead", "close", Outcome, at="over, broken off", to="closed",
            needs=no("on the route", "agrees, intercepted, arrived, halts")),
        may("lead", "drop the plan", Reasons, at="planning", to="dropped", aside=True),
        may("lead", "let another authority of ours lead", Reasons, seats="lead", persons=2, aside=True),
    ),
    phases=(
        phase("closed", some("lead", "closed"), ends=True),
        phase("dropped", some("lead", "dropped"), ends=True),
        phase("broken off", some("lead", "broken off")),
        phase("over", some("lead", "over")),
        phase("a refusal was on its way", LIVE, some("on the route", "-, refuses"), crossing=True),
        phase("halt called", LIVE, some("on the route", "halts")),
        phase("intercepted or arrived", LIVE, some("on the route", "intercepted, arrived")),
        phase("under way", LIVE),
        phase("refused by a state on the route", some("on the route", "refuses")),
        phase("all have agreed", AGREED),
        phase("no state is on the route", no("on the route", "-, agrees"), rests=True),
        phase("planned"),
    ),
    clocks=(
        clock("agree", "on the route", "propose", timedelta(hours=8), "agree, refuse"),
        clock("agree to the change", "on the route", "change the plan", timedelta(hours=8), "agree, refuse"),
    ),
)  # fmt: skip
