"""Experience library: methods seen, lessons learnt, good practice, course material, situation reports.

No case and no person is named. Each entry belongs to the authority that wrote it; others say what came of it where they
are, and its author alone withdraws it.
"""

from __future__ import annotations

from lintas.dossier.declare import Item, begins, kind, many, may, one, phase, some
from lintas.dossier.meanings import Body, Date, File, Text, choice
from lintas.kinds.parts.office import hand_over, take_over
from lintas.kinds.parts.papers import Reasons, Words

OFFER, HAND_OVER = hand_over("keeper")
PROPOSE, TAKE_OVER = take_over("keeper", by="contributor")


class Entry(Body):
    """What it is, for which crime, in which language, what it says, and on which period and places it rests.

    Name nobody and no case.
    """

    sort = choice("method seen", "lesson learnt", "good practice", "course material", "situation report")
    title = Text
    crimes = Text
    language = Text
    text = Text
    period = Text.optional
    rests_on = Text
    review_on = Date.optional
    files = File.optional.several


class Used(Body):
    """Where it was tried, what came of it, and what we would change."""

    where = Text
    result = choice("it helped", "it helped in part", "it did not help here", "seen here as well", "not seen here")
    text = Text


ENTRY = Item(
    "entry",
    roles=(one("author"),),
    verbs=(
        may("author", "bring up to date", Entry, at="entered", aside=True),
        may("keeper, contributor", "say what came of it", Used),
        may("author", "withdraw", Reasons, at="entered", to="withdrawn", aside=True),
        may("keeper", "withdraw what its author left", Reasons, to="struck out", persons=2, aside=True),
    ),
    phases=(
        phase("withdrawn", some("author", "withdrawn"), ends=True),
        phase("struck out", some("keeper", "struck out"), ends=True),
        phase("in the library", rests=True),
    ),
)

KIND = kind(
    "experience",
    "Experience library",
    sentence="I find how others met this method before, and whether what they did would work here.",
    basis="UNTOC arts 28 and 29; ASEAN Plan of Action in Combating Transnational Crime",
    traits=frozenset({"register", "plain"}),
    roles=(one("keeper"), many("contributor")),
    verbs=(
        begins("open the library", Words, takes="keeper", seats="contributor", to="keeping"),
        may("keeper", "admit", Words, seats="contributor", aside=True),
        may("contributor", "leave", Words, leaves=True, aside=True),
        may("keeper, contributor", "enter", Entry, opens="entry", takes="author", to="entered"),
        OFFER,
        PROPOSE,
    ),
    phases=(phase("kept", rests=True),),
    items=(ENTRY, HAND_OVER, TAKE_OVER),
)
