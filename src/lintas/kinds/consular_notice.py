"""Consular notice: a state tells the consul of a person's own state, as the person asks or as a treaty binds.

Where the person fears to go back there, or seeks protection from it, nothing is sent: the node refuses it.
"""

from __future__ import annotations

from datetime import timedelta

from lintas.dossier.declare import begins, clock, kind, may, one, phase, some
from lintas.dossier.meanings import (
    BirthDate,
    Body,
    Date,
    DocumentNumber,
    PersonName,
    Place,
    Text,
    Wish,
    choice,
)
from lintas.kinds.parts.papers import Outcome, Reasons, Words


class Notice(Body):
    """Who, what has happened, where, and on what the notice rests.

    For a child say first who is guardian, in the words of the court or the office that decided.
    """

    person = PersonName
    born = BirthDate.optional
    document = DocumentNumber.optional
    wish = Wish
    treaty = Text.optional
    fear_of_return = choice("asked, and none was said")
    what = choice("arrested or detained", "in hospital", "died", "a child without a guardian", "wrecked or stranded",
                  "victim of a crime")  # fmt: skip
    place = Place
    since = Date
    language = Text
    guardian = Text.optional


class Moved(Body):
    """Where the person is now, or what has changed."""

    text = Text
    on = Date
    wish = Wish


class Visit(Body):
    """When, by whom (an office, not a name), and what was asked of us."""

    on = Date
    by = Text
    asked = Text.optional


KIND = kind(
    "consular_notice",
    "Consular notice",
    sentence="The consul heard of it in time because the person wished it, and nobody who fears home was named.",
    basis="Vienna Convention on Consular Relations arts 36 and 37; bilateral consular conventions",
    traits=frozenset({"case", "protected"}),
    roles=(one("telling"), one("consulate")),
    verbs=(
        begins("tell the consul", Notice, takes="telling", seats="consulate", to="told", use="serve", persons=2),
        may("telling, consulate", "write", Words),
        may("telling", "say what has changed", Moved, at="told", use="serve"),
        may("consulate", "acknowledge", at="-", to="acknowledged"),
        may("consulate", "report a visit", Visit, at="acknowledged"),
        may("consulate", "decline", Reasons, at="-, acknowledged", to="declined", aside=True),
        may("telling", "record that the person wishes no contact", Words, at="told", to="no contact", aside=True),
        may("telling", "close", Outcome, at="told", to="closed", aside=True),
    ),
    phases=(
        phase("closed", some("telling", "closed"), ends=True),
        phase("the person wishes no contact", some("telling", "no contact"), ends=True),
        phase("declined", some("consulate", "declined"), rests=True),
        phase("in contact", some("consulate", "acknowledged"), rests=True),
        phase("told"),
    ),
    clocks=(clock("acknowledge", "consulate", "tell the consul", timedelta(days=1), "acknowledge, decline"),),
)
