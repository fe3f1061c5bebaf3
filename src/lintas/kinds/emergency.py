"""Emergency response: a state asks for help or is offered it, commands all that comes, and sends it home again.

Who comes acts under the command of the receiving state. Entry, equipment and costs are settled in each offer before
anybody leaves, and the stand-down says what stays behind.
"""

from __future__ import annotations

from datetime import timedelta

from lintas.dossier.declare import Item, begins, clock, kind, many, may, no, one, phase, some
from lintas.dossier.meanings import Body, Count, Date, File, Money, Place, Text, choice
from lintas.kinds.former.emergency_1 import KIND_1
from lintas.kinds.parts.papers import Reasons, Words


class Needed(Body):
    """What happened and where, what is needed by when, where to arrive, and who commands."""

    happened = choice("earthquake or wave", "storm or flood", "fire", "accident at sea or in the air", "attack",
                      "epidemic", "crowd or building", "other")  # fmt: skip
    place = Place
    needed = Text
    not_needed = Text.optional
    by = Date
    point_of_entry = Text
    command = Text


class Unasked(Body):
    """What we could send, from which day and at whose cost, if it is wanted. Nobody leaves before it was asked for."""

    capability = Text
    from_day = Date
    costs = Text


class Offer(Body):
    """Who and what can come, from which day, for how long, what it needs there, and who bears which costs."""

    people = Count
    capability = Text
    equipment = Text
    from_day = Date
    days = Count
    needs_there = Text.optional
    costs = Text
    files = File.optional.several


class Entry(Body):
    """Under whose command, and how people, equipment, medicines, dogs and radios enter and leave."""

    under = Text
    people = Text
    equipment = Text
    radio = Text.optional
    costs = Text


class Account(Body):
    """What was done, what it cost, what stays behind, and whether anybody was hurt."""

    done = Text
    cost = Money.optional.several
    stays = Text.optional
    hurt = Count


OFFER = Item(
    "team",
    roles=(one("helping"),),
    verbs=(
        may("helping", "change the offer", Offer, at="offered", aside=True),
        may("affected", "accept", Entry, at="-", to="accepted", persons=2),
        may("affected", "turn down", Reasons, at="-", to="turned down", aside=True),
        may("helping", "take back", Reasons, at="offered", to="taken back", aside=True),
        may("helping", "report arrival", Words, at="offered", to="at work",
            needs=some("affected", "accepted", since="change the offer")),
        may("affected", "give orders", Words, at="accepted"),
        may("helping", "report on the work", Words, at="at work"),
        may("affected", "stand the team down", Words, at="accepted", to="stood down"),
        may("helping", "break off", Reasons, at="at work", to="gone", aside=True),
        may("helping", "leave with an account", Account, at="offered, at work", to="gone",
            needs=some("affected", "stood down")),
    ),
    phases=(
        phase("gone home", some("helping", "gone"), ends=True),
        phase("taken back", some("helping", "taken back"), ends=True),
        phase("turned down", some("affected", "turned down"), ends=True),
        phase("stood down and still there", some("affected", "stood down")),
        phase("at work", some("helping", "at work")),
        phase("accepted and on its way", some("affected", "accepted", since="change the offer")),
        phase("offered"),
    ),
)  # fmt: skip

STILL_OUT = "offered, accepted and on its way, at work, stood down and still there"

KIND = kind(
    "emergency",
    "Emergency response",
    version=2,
    former=(KIND_1,),
    sentence="I know who is coming, under whose command, through which door, and that everybody is home again.",
    basis="ASEAN AADMER 2005 arts 11 to 16; bilateral agreements on assistance in disasters",
    traits=frozenset({"operation"}),
    roles=(one("affected"), many("asked")),
    verbs=(
        begins("ask for help", Needed, takes="affected", seats="asked", to="asking"),
        begins("offer help unasked", Unasked, takes="asked", seats="affected", to="offering"),
        may("affected", "ask for it", Needed, at="-", to="asking"),
        may("affected", "need no help", Words, at="-", to="needs none", aside=True),
        may("affected", "ask another as well", Words, at="asking", seats="asked", aside=True),
        may("affected", "change what is needed", Needed, at="asking", aside=True),
        may("affected, asked", "write", Words),
        may("asked", "offer a team", Offer, to="offered", opens="team", takes="helping",
            needs=some("affected", "asking")),
        may("asked", "say what we can do", Words, at="-, offering", to="answered",
            needs=some("affected", "asking, enough")),
        may("affected", "no more is needed", Words, at="asking", to="enough", aside=True),
        may("affected", "close", Account, at="enough", to="closed", needs=no("team", STILL_OUT)),
    ),
    phases=(
        phase("closed", some("affected", "closed"), ends=True),
        phase("enough, teams still out", some("affected", "enough"), some("team", STILL_OUT)),
        phase("enough", some("affected", "enough")),
        phase("no help is needed", some("affected", "needs none"), ends=True),
        phase("help offered, and not yet asked for", some("affected", "-")),
        phase("help asked for", some("asked", "-, offering")),
        phase("answered by all", rests=True),
    ),
    items=(OFFER,),
    clocks=(
        clock("answer", "asked", "ask for help", timedelta(hours=4), "offer a team, say what we can do"),
        clock("answer what was asked for", "asked", "ask for it", timedelta(hours=4),
            "offer a team, say what we can do"),
    ),
)  # fmt: skip
