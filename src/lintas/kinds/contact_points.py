"""Contact points: liaison offices, desks and networks that can be reached, and when each last answered a test.

A list that nobody tests is a list of old numbers. Each entry belongs to the authority that answers there; any other
may test it, and what the test showed stands beside it.
"""

from __future__ import annotations

from datetime import timedelta

from lintas.dossier.declare import Item, begins, clock, kind, many, may, one, phase, some
from lintas.dossier.meanings import Body, Date, Text, choice
from lintas.kinds.parts.office import hand_over, take_over
from lintas.kinds.parts.papers import Reasons, Words

OFFER, HAND_OVER = hand_over("keeper")
PROPOSE, TAKE_OVER = take_over("keeper", by="authority")

CONFIRM_WITHIN = timedelta(days=90)
REPAIR_WITHIN = timedelta(days=7)
TESTS_A_DAY = 20
"""So that nobody wears out the desks of others by testing them."""


class Post(Body):
    """Which office, for which matters, when and how it is reached, in which languages. An office, not a person."""

    office = Text
    sort = choice("border liaison office", "duty desk", "central authority", "24/7 cyber contact", "response team",
                  "asset recovery office", "consular post", "checkpoint", "other")  # fmt: skip
    matters = Text
    hours = Text
    reached = Text
    languages = Text


class Tested(Body):
    """When and how it was tried, and whether somebody competent answered, after how many minutes."""

    on = Date
    how = Text
    result = choice("answered", "answered late", "answered by somebody else", "no answer")
    minutes = Text.optional


POST = Item(
    "contact point",
    roles=(one("owner"),),
    verbs=(
        may("owner", "change", Post, at="listed, to be repaired", to="listed", aside=True),
        may("owner", "confirm", Words, at="listed, to be repaired", to="listed"),
        may("authority", "report a test", Tested, quota=TESTS_A_DAY),
        may("owner", "say that it does not work", Reasons, at="listed", to="to be repaired", aside=True),
        may("owner", "retire", Reasons, at="listed, to be repaired", to="retired", aside=True),
        may("keeper", "strike out what its owner left", Reasons, to="struck out", persons=2, aside=True),
    ),
    phases=(
        phase("retired", some("owner", "retired"), ends=True),
        phase("struck out", some("keeper", "struck out"), ends=True),
        phase("out of order", some("owner", "to be repaired")),
        phase("listed", rests=True),
    ),
    clocks=(
        clock("confirm", "owner", "list", CONFIRM_WITHIN, "confirm, change, retire"),
        clock("confirm again", "owner", "confirm", CONFIRM_WITHIN, "confirm, change, retire"),
        clock("repair", "owner", "say that it does not work", REPAIR_WITHIN, "confirm, change, retire"),
    ),
)

KIND = kind(
    "contact_points",
    "Contact points",
    sentence="I find the office that can help me now, and I see when it last answered a test.",
    basis="ASEAN DGICM and AIIF contact lists; UNTOC art. 27(1)(a); Budapest Convention art. 35",
    traits=frozenset({"register", "plain"}),
    roles=(one("keeper"), many("authority")),
    verbs=(
        begins("open the list", Words, takes="keeper", seats="authority", to="keeping"),
        may("keeper", "admit", Words, seats="authority", aside=True),
        may("authority", "leave", Words, leaves=True, aside=True),
        may("keeper, authority", "list", Post, opens="contact point", takes="owner", to="listed"),
        OFFER,
        PROPOSE,
    ),
    phases=(phase("kept", rests=True),),
    items=(POST, HAND_OVER, TAKE_OVER),
)
