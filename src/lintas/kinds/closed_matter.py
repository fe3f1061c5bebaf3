"""National-security matter: between senior officials who are named for it on each side, and known to nobody else.

Each authority names its own officials and says outside only by which office it speaks. What is to become a request, a
warning or evidence is said anew in a dossier for that: nothing is taken out of this one by itself.
"""

from __future__ import annotations

from datetime import timedelta

from lintas.dossier.declare import Item, begins, clock, every, kind, many, may, no, one, phase, some
from lintas.dossier.meanings import Body, Date, File, Marking, Secret, Text, choice
from lintas.kinds.parts.codes import Handling
from lintas.kinds.parts.papers import Reasons, Refusal, Words

URGENCY = {"today": timedelta(hours=12), "this week": timedelta(days=5), "when possible": timedelta(days=20)}


class Opening(Body):
    """What it is about, by which office we speak, how it is marked, what may be done with it, and until when it lasts.

    Name offices, never officials: who is named for it is each side's own affair.
    """

    matter = Secret
    office = Text
    marking = Marking
    handling = Handling
    restriction = Text.optional
    until = Date


class Office(Body):
    """By which office we speak, and how we are reached outside of lintas if that fails."""

    office = Text
    otherwise = Text.optional


class Said(Body):
    """What we tell you, how it is marked, and what may be done with it."""

    text = Secret
    marking = Marking
    handling = Handling
    restriction = Text.optional
    files = File.optional.several


class Asked(Said):
    """What we ask of you, and how soon we need to know."""

    urgency = choice(*URGENCY)


class Extension(Body):
    """Until when it is to last, and why it is not over yet."""

    until = Date
    reasons = Secret


QUESTION = Item(
    "question",
    roles=(one("asking"), many("asked")),
    verbs=(
        may("asked", "answer", Said, at="-, answered", to="answered"),
        may("asked", "cannot answer", Refusal, at="-", to="declined", aside=True),
        may("asking", "ask further", Asked, at="asked", aside=True),
        may("asking", "withdraw", Words, at="asked", to="withdrawn", aside=True),
        may("asking", "settle", at="asked", to="settled", needs=no("asked", "-")),
    ),
    phases=(
        phase("withdrawn", some("asking", "withdrawn"), ends=True),
        phase("settled", some("asking", "settled"), ends=True),
        phase("answered by all", no("asked", "-")),
        phase("asked"),
    ),
    clocks=(clock("answer", "asked", "ask", ("urgency", URGENCY), "answer, cannot answer"),),
)  # fmt: skip

KIND = kind(
    "closed_matter",
    "National-security matter",
    sentence="I ask my counterpart, and beside us and those we named nobody in either house knows that we speak.",
    basis="arrangements between the senior officials of each side; national law on secrets",
    traits=frozenset({"closed"}),
    roles=(one("opening"), many("counterpart")),
    verbs=(
        begins("open", Opening, takes="opening", seats="counterpart", to="open", persons=2),
        may("counterpart", "accept", Office, at="-", to="accepted"),
        may("counterpart", "decline", Refusal, at="-, accepted", to="declined", aside=True),
        may("counterpart", "take up after all", Office, at="declined", to="accepted", aside=True),
        may("opening, counterpart", "say by which office we speak", Office, at="open, accepted", aside=True),
        may("opening, counterpart", "tell", Said, at="open, accepted", aside=True),
        may("opening, counterpart", "ask", Asked, at="open, accepted", opens="question", takes="asking",
            seats="asked", to="asked"),
        may("opening", "bring in another side", Words, at="open", seats="counterpart", persons=2, aside=True),
        may("opening", "extend", Extension, at="open", persons=2, aside=True),
        may("opening", "close", Reasons, at="open", to="closed", needs=no("question", "asked"), aside=True),
    ),
    phases=(
        phase("closed, with a question on its way", some("opening", "closed"), some("question", "asked"),
            crossing=True),
        phase("closed", some("opening", "closed"), ends=True),
        phase("not yet taken up by all", some("counterpart", "-")),
        phase("nobody takes it up", every("counterpart", "declined"), rests=True),
        phase("open", rests=True),
    ),
    items=(QUESTION,),
    clocks=(
        clock("take it up", "counterpart", "open", timedelta(days=3), "accept, decline"),
        clock("close or extend", "opening", "open", "until", "extend, close"),
        clock("close or extend again", "opening", "extend", "until", "extend, close"),
    ),
)  # fmt: skip
