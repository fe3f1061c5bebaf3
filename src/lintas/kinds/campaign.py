"""Joint campaign: several forces act in the same weeks, each at home under its own law, and count together.

A force that leads and also acts is lead and member. A lead that is taken over while it launches has not launched: who
has reported by then agrees anew.
"""

from __future__ import annotations

from lintas.dossier.declare import Total, begins, every, kind, many, may, no, one, phase, some
from lintas.dossier.meanings import Body, Count, Date, Money, Note, Secret, Text, choice
from lintas.kinds.parts.office import hand_over, take_over
from lintas.kinds.parts.papers import Reasons

OFFER, HAND_OVER = hand_over("lead")
PROPOSE, TAKE_OVER = take_over("lead", by="member")


class Plan(Body):
    """Crime areas, first and last day, what is to be reached, and the targets."""

    crimes = choice(
        "drugs",
        "trafficking in persons",
        "people smuggling",
        "online fraud",
        "money laundering",
        "wildlife",
        "arms",
        "other",
    ).several
    opens = Date
    closes = Date
    aims = Text
    targets = Secret.optional


class Tally(Body):
    """Everything that we have done in this campaign so far. It replaces our tally before."""

    inspections = Count.optional
    arrests = Count
    victims_helped = Count
    seized = Money.several.optional
    note = Text.optional


AGREED = every("member", "agrees", since="change the plan")

KIND = kind(
    "campaign",
    "Joint campaign",
    sentence="At any hour I can say what all of us together have done, and who has not reported yet.",
    basis="ASEAN Plan of Action in Combating Transnational Crime; UNTOC art. 27",
    traits=frozenset({"operation"}),
    roles=(one("lead"), many("invited"), many("member")),
    verbs=(
        begins("propose", Plan, takes="lead", seats="invited", to="planning"),
        may("lead", "invite", seats="invited", aside=True),
        may("lead", "change the plan", Plan, at="planning", aside=True),
        may("invited", "join", at="-, declined", to="joined", takes="member"),
        may("invited", "decline", Reasons, at="-", to="declined", aside=True),
        may("member", "agree to the plan", at="-, agrees, reported", to="agrees", needs=some("lead", "planning")),
        may("member", "agree while it runs", at="-", to="agrees", needs=some("lead", "running")),
        may("lead", "launch", at="planning", to="running",
            needs=(AGREED, some("member", "agrees", since="change the plan", least=2))),
        may("member", "report", Tally, at="agrees, reported", to="reported", needs=some("lead", "running")),
        may("member", "leave", Reasons, leaves=True, aside=True),
        may("lead", "conclude", Note, at="running", to="concluded", needs=no("member", "-, agrees")),
        may("lead", "conclude with reports missing", Reasons, at="running", to="concluded", aside=True),
        may("lead", "call off", Reasons, at="planning, running", to="called off", aside=True),
        OFFER,
        PROPOSE,
    ),
    phases=(
        phase("concluded", some("lead", "concluded"), ends=True),
        phase("called off", some("lead", "called off"), ends=True),
        phase("all have reported", some("lead", "running"), every("member", "reported")),
        phase("running", some("lead", "running")),
        phase("ready", AGREED, some("member", "agrees", since="change the plan", least=2)),
        phase("one force alone agrees", AGREED, no("invited", "-"), rests=True),
        phase("nobody in it", no("member", "-, agrees"), no("invited", "-"), rests=True),
        phase("forming"),
    ),
    items=(HAND_OVER, TAKE_OVER),
    totals=(
        Total("inspections", "report", "inspections"),
        Total("arrests", "report", "arrests"),
        Total("victims helped", "report", "victims_helped"),
        Total("seized", "report", "seized"),
    ),
)  # fmt: skip
