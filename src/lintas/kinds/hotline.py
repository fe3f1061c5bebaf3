"""Hotline: a direct line between duty desks; every message has a person over there who acknowledges it.

An end is an authority. Its desks and its own ladder of escalation are its own affair: nobody's software calls another
state's minister. What needs more than words goes on in another dossier.
"""

from __future__ import annotations

from datetime import timedelta

from lintas.dossier.declare import Item, begins, clock, every, kind, many, may, one, phase, some
from lintas.dossier.meanings import Body, File, Secret, Text, choice
from lintas.kinds.parts.papers import Linked, Reasons, Words

URGENCY = {"now": timedelta(minutes=15), "today": timedelta(hours=8), "routine": timedelta(days=1)}


class Terms(Body):
    """The terms of reference of the line, its languages, and how often it is tested."""

    terms = Text
    languages = Text
    tests = Text.optional


class Message(Body):
    """What is said, how soon a person must read it, and in which language.

    Name no suspect and no victim here: open a dossier for that.
    """

    urgency = choice(*URGENCY)
    text = Secret
    language = Text.optional
    files = File.optional.several


class Reply(Body):
    """What we answer; say what we can do ourselves and what waits for authority from above."""

    text = Secret
    language = Text.optional
    files = File.optional.several


class Shift(Body):
    """From which desk to which, and what is still open."""

    desk = Text
    to_desk = Text
    still_open = Secret


FRESH = "acknowledged, waiting for authority, replied"

MESSAGE = Item(
    "message",
    roles=(one("sender"), many("reader")),
    verbs=(
        may("reader", "acknowledge", at="-, acknowledged", to="acknowledged"),
        may("reader", "acknowledge what followed", at="waiting for authority, replied", to="acknowledged", aside=True),
        may("reader", "wait for authority", Words, at="acknowledged, replied", to="waiting for authority", aside=True),
        may("reader", "reply", Reply, at="acknowledged, waiting for authority, replied", to="replied"),
        may("sender", "follow up", Message, at="sent", aside=True),
        may("sender", "bring in a reader", Words, at="sent", seats="reader", aside=True),
        may("sender, reader", "turn into a dossier", Linked, at="sent, acknowledged, waiting for authority, replied",
            to="moved", aside=True),
        may("sender", "settle", at="sent", to="settled", needs=some("reader", FRESH, since="follow up")),
        may("sender", "withdraw", Reasons, at="sent", to="withdrawn", aside=True),
    ),
    phases=(
        phase("goes on elsewhere", some("sender, reader", "moved"), ends=True),
        phase("settled", some("sender", "settled"), ends=True),
        phase("withdrawn", some("sender", "withdrawn"), ends=True),
        phase("replied", some("reader", "replied", since="follow up")),
        phase("acknowledged, authority pending", some("reader", "waiting for authority", since="follow up")),
        phase("acknowledged", every("reader", FRESH, since="follow up")),
        phase("acknowledged by some", some("reader", FRESH, since="follow up")),
        phase("not yet acknowledged"),
    ),
    clocks=(
        clock("acknowledge", "reader", "say", ("urgency", URGENCY), "acknowledge"),
        clock("acknowledge what followed", "reader", "follow up", ("urgency", URGENCY),
            "acknowledge, acknowledge what followed, reply"),
    ),
)  # fmt: skip

TEST = Item(
    "test call",
    roles=(one("caller"), many("called")),
    verbs=(
        may("called", "answer the test", at="-", to="answered"),
        may("caller", "end the test", Words, at="calling", to="over", aside=True),
    ),
    phases=(
        phase("answered by all", every("called", "answered"), ends=True),
        phase("over", some("caller", "over"), ends=True),
        phase("calling"),
    ),
    clocks=(clock("answer the test", "called", "test the line", timedelta(minutes=5), "answer the test"),),
)

ATTACHED = "-, on duty, handing over"
TWO = some("end", ATTACHED, least=2)

KIND = kind(
    "hotline",
    "Hotline",
    sentence="I know that a person over there has read my message, and my relief knows what is open.",
    basis="terms of reference adopted by the ministers, or by the two sides",
    traits=frozenset({"realtime"}),
    roles=(many("end"),),
    verbs=(
        begins("open the line", Terms, takes="end", seats="end", to="on duty"),
        may("end", "come on duty", at="-", to="on duty"),
        may("end", "bring in an end", Words, at="on duty, handing over", seats="end", persons=2, aside=True),
        may("end", "say", Message, at="on duty, handing over", opens="message", takes="sender", seats="reader",
            to="sent"),
        may("end", "test the line", at="on duty, handing over", opens="test call", takes="caller", seats="called",
            to="calling"),
        may("end", "hand over the desk", Shift, at="on duty", to="handing over", aside=True),
        may("end", "take the desk", Shift, at="handing over", to="on duty"),
        may("end", "close our end", Reasons, at="on duty, handing over", to="closed", persons=2, aside=True),
    ),
    phases=(
        phase("an end is not yet on duty", some("end", "-"), TWO),
        phase("desk changing", some("end", "handing over"), TWO),
        phase("open", TWO, rests=True),
        phase("one end holds the line", some("end", ATTACHED), rests=True),
        phase("closed", ends=True),
    ),
    items=(MESSAGE, TEST),
)  # fmt: skip
