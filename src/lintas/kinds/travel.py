"""Travel facilitation: entry for work, study or family, asked for between offices at the traveller's own wish.

A decision has its last day; before then it is extended or it ends. Who is refused is told why and how to appeal.
"""

from __future__ import annotations

from lintas.dossier.declare import WorkingDays, begins, clock, kind, may, one, phase, some
from lintas.dossier.meanings import (
    BirthDate,
    Body,
    Date,
    DocumentNumber,
    File,
    PersonName,
    Text,
    Wish,
    choice,
)
from lintas.kinds.parts.papers import Due, Reasons, Refusal, Words

ANSWER_WITHIN = WorkingDays(10)


class Application(Body):
    """Who wishes to travel, why, from when to when, and the papers."""

    person = PersonName
    born = BirthDate.optional
    document = DocumentNumber
    wish = Wish
    reason = choice(
        "work", "study", "family", "medical care", "official or business visit", "lane agreed by the two states"
    )
    from_day = Date
    to_day = Date
    host = Text
    files = File.optional.several


class More(Body):
    """What was still needed."""

    text = Text
    wish = Wish
    files = File.optional.several


class Grant(Body):
    """What is granted, its number, from when to when, and the conditions."""

    granted = Text
    number = Text.optional
    valid_from = Date
    valid_until = Date
    conditions = Text.optional


class Refused(Refusal):
    """The ground with its article, and how to appeal by when."""

    appeal = Text


KIND = kind(
    "travel",
    "Travel facilitation",
    sentence="The traveller's paper is on one desk at a time, and both offices see until when it is valid.",
    basis="agreements on entry and stay between the two states; ASEAN Framework Agreement on Visa Exemption 2006",
    traits=frozenset({"case", "protected"}),
    roles=(one("sending"), one("receiving")),
    verbs=(
        begins("apply", Application, takes="sending", seats="receiving", to="applied", use="serve"),
        may("sending, receiving", "write", Words),
        may("receiving", "acknowledge", Due, at="-", to="examining"),
        may("receiving", "ask for more", Words, at="examining", to="more wanted", aside=True),
        may("sending", "give more", More, at="applied", use="serve", needs=some("receiving", "more wanted")),
        may("receiving", "go on", at="more wanted", to="examining"),
        may("receiving", "grant", Grant, at="examining", to="granted"),
        may("receiving", "refuse", Refused, at="examining", to="refused", persons=2, aside=True),
        may("receiving", "extend", Grant, at="granted", aside=True),
        may("receiving", "record departure", Words, at="granted", to="departed"),
        may("receiving", "end early", Refused, at="granted", to="ended early", persons=2, aside=True),
        may("receiving", "examine again", Reasons, at="refused", to="examining", aside=True),
        may("sending", "withdraw", Words, at="applied", to="withdrawn", aside=True),
        may("sending", "close", Words, at="applied", to="closed", aside=True,
            needs=some("receiving", "refused, departed, ended early")),
    ),
    phases=(
        phase("withdrawn", some("sending", "withdrawn"), ends=True),
        phase("closed", some("sending", "closed"), ends=True),
        phase("departed", some("receiving", "departed"), rests=True),
        phase("ended early", some("receiving", "ended early"), rests=True),
        phase("refused", some("receiving", "refused"), rests=True),
        phase("granted", some("receiving", "granted")),
        phase("more wanted", some("receiving", "more wanted")),
        phase("being examined", some("receiving", "examining")),
        phase("applied for"),
    ),
    clocks=(
        clock("answer", "receiving", "apply", ANSWER_WITHIN, "grant, refuse"),
        clock("extend or end", "receiving", "grant", "valid_until", "extend, record departure, end early"),
        clock("extend again or end", "receiving", "extend", "valid_until", "extend, record departure, end early"),
    ),
)  # fmt: skip
