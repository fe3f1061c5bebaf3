"""A pledge of support: what is given, by when, and that it arrived. It is the giver's alone to change or withdraw.

Pledges are not added up: who gives less than another is nobody's figure.
"""

from __future__ import annotations

from lintas.dossier.declare import Item, clock, may, one, phase, some
from lintas.dossier.grammar import Verb
from lintas.dossier.meanings import Body, Date, Money, Text, choice
from lintas.kinds.parts.papers import Reasons, Receipt


class Pledge(Body):
    """What is pledged: goods, equipment, vaccines, funds, people who know, capacity to produce, technology, places.

    Say how much, by when, and for what. Technology that is handed over comes with its rights and its conditions.
    """

    sort = choice(
        "goods", "equipment", "vaccines and medical supplies", "funds", "expertise", "production capacity",
        "technology transfer", "places in training", "other",
    )  # fmt: skip
    what = Text
    worth = Money.optional
    by = Date
    conditions = Text.optional


class Delivery(Body):
    """What was delivered, to whom, when, and what is still to come."""

    what = Text
    to = Text
    on = Date
    to_come = Text.optional


def pledge(giving: str, receiving: str) -> tuple[Verb, Item]:
    """Those in the role `giving` may pledge; the one in the role `receiving` confirms: the verb, and the item."""
    opens = may(giving, "pledge", Pledge, opens="pledge", takes="giver", to="pledged", aside=True)
    return opens, Item(
        "pledge",
        roles=(one("giver"),),
        verbs=(
            may("giver", "change the pledge", Pledge, at="pledged", aside=True),
            may("giver", "deliver a part", Delivery, at="pledged"),
            may("giver", "deliver", Delivery, at="pledged", to="delivered"),
            may("giver", "withdraw the pledge", Reasons, at="pledged", to="withdrawn", aside=True),
            may(receiving, "confirm receipt", Receipt, at="-", to="received", needs=some("giver", "delivered")),
            may(receiving, "decline the pledge", Reasons, at="-", to="declined", aside=True),
        ),
        phases=(
            phase("received", some(receiving, "received"), ends=True),
            phase("declined", some(receiving, "declined"), ends=True),
            phase("withdrawn", some("giver", "withdrawn"), ends=True),
            phase("delivered", some("giver", "delivered")),
            phase("pledged"),
        ),
        clocks=(
            clock("deliver", "giver", "pledge", "by", "deliver, change the pledge, withdraw the pledge"),
            clock("deliver by the new day", "giver", "change the pledge", "by", "deliver, withdraw the pledge"),
        ),
    )
