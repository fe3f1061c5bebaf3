"""Statistical returns: each state signs its own figures, and a regional picture is drawn from five returns upwards.

Figures are of cases by crime area and by where they stand, never by nationality. A return goes to whom its state
chooses. `lintas picture` draws the table, refuses with fewer than five states, and leaves out what must be left out
(`lintas.figures`); states are neither compared nor ranked. One picture is given out for each call, and none of a call
that overlaps another: what is in the one and not in the other could be subtracted.
"""

from __future__ import annotations

from lintas.dossier.declare import Item, begins, clock, kind, many, may, no, one, phase, some
from lintas.dossier.meanings import Body, Count, Date, File, Text, codes
from lintas.kinds.parts.office import hand_over, take_over
from lintas.kinds.parts.papers import Reasons, Words

AREA = codes(
    ("terrorism", "terrorism: attacks, recruitment, travel and money for them"),
    ("illicit drugs", "illicit drugs: narcotics, precursors, production, drug trafficking"),
    ("trafficking in persons", "trafficking in persons: forced labour, sexual exploitation, slavery"),
    ("arms smuggling", "arms smuggling: firearms, ammunition, explosives, weapons"),
    ("sea piracy", "sea piracy: robbery on board of ships"),
    ("money laundering", "money laundering: laundering of proceeds"),
    ("economic crime", "economic crime: corruption, bribery, counterfeiting, embezzlement, tax, customs"),
    ("cybercrime and online fraud", "cybercrime and online fraud: computers, scams by telephone, message or Internet"),
    ("wildlife and timber", "wildlife and timber: protected species, ivory, logging"),
    ("people smuggling", "people smuggling: smuggling of migrants, irregular entry for gain"),
)
"""What belongs to an area is said in words from which offences in dossiers of one's own are recognised (`prefill`)."""

OFFER, HAND_OVER = hand_over("compiler")
PROPOSE, TAKE_OVER = take_over("compiler", by="state")


class Call(Body):
    """For which period figures are asked for, how cases are to be counted, and by when."""

    period = Text
    first_day = Date
    last_day = Date
    counting = Text
    by = Date


class Figures(Body):
    """The cases of one crime area by where they stood on the last day: a case is counted once."""

    area = AREA
    under_investigation = Count
    before_court = Count
    ended_in_conviction = Count
    ended_otherwise = Count
    note = Text.optional


STANDINGS = ("under_investigation", "before_court", "ended_in_conviction", "ended_otherwise")
"""The fields of `Figures` that count, each case in one of them."""


class Double(Body):
    """Which cases both states may have counted, in which area, and how many."""

    area = AREA
    cases = Count
    text = Text


class Picture(Body):
    """The picture as it is given out, and what is said of how it was made."""

    period = Text
    text = Text
    file = File.optional


RETURN = Item(
    "return",
    roles=(one("returning"),),
    traits=frozenset({"return"}),
    verbs=(
        may("returning", "replace the figures", Figures, at="handed in", persons=2, aside=True),
        may("returning", "take the figures back", Reasons, at="handed in", to="taken back", aside=True),
    ),
    phases=(phase("taken back", some("returning", "taken back"), ends=True), phase("handed in", rests=True)),
)

DOUBLE = Item(
    "double",
    roles=(one("asking"), one("other")),
    verbs=(
        may("other", "say that we count them", Words, at="-", to="count", persons=2),
        may("other", "say that you count them", Words, at="-", to="leave", persons=2),
        may("other", "say that they are not the same", Reasons, at="-", to="apart", aside=True),
        may("asking", "drop the question", Words, at="asks", to="dropped", aside=True),
    ),
    phases=(
        phase("counted by the other", some("other", "count"), ends=True),
        phase("counted by who asked", some("other", "leave"), ends=True),
        phase("not the same", some("other", "apart"), ends=True),
        phase("dropped", some("asking", "dropped"), ends=True),
        phase("asked"),
    ),
)

COMPLETE = some("state", "complete")

KIND = kind(
    "returns",
    "Situation picture",
    sentence="I see how the region stands, and from no figure of it can anybody work out a state or a person.",
    basis="decision of the senior officials; UNTOC art. 28",
    traits=frozenset({"programme"}),
    roles=(one("compiler"), many("state")),
    verbs=(
        begins("call for returns", Call, takes="compiler", seats="state", to="collecting"),
        may("compiler", "call another state", Words, seats="state", aside=True),
        may("state", "leave", Words, leaves=True, aside=True),
        may("state", "hand in figures", Figures, opens="return", takes="returning", to="handed in", persons=2,
            needs=some("compiler", "collecting")),
        may("state", "say that our figures are complete", Words, at="-", to="complete", persons=2),
        may("state", "complete our figures after all", Words, at="none", to="complete", persons=2, aside=True),
        may("state", "give none this time", Words, at="-", to="none", aside=True),
        may("state", "ask about cases counted twice", Double, opens="double", takes="asking", seats="other",
            to="asks"),
        may("compiler", "give out the picture", Picture, at="collecting", to="given out", persons=2,
            needs=(COMPLETE, no("double", "asked"))),
        may("compiler", "close", Words, at="given out", to="closed"),
        may("compiler", "close without a picture", Reasons, at="collecting", to="no picture", persons=2, aside=True),
        OFFER,
        PROPOSE,
    ),
    phases=(
        phase("closed", some("compiler", "closed"), ends=True),
        phase("closed without a picture", some("compiler", "no picture"), ends=True),
        phase("given out", some("compiler", "given out")),
        phase("cases counted twice to be settled", some("double", "asked")),
        phase("figures of some complete", COMPLETE),
        phase("being collected", rests=True),
    ),
    items=(RETURN, DOUBLE, HAND_OVER, TAKE_OVER),
    clocks=(
        clock("hand in", "state", "call for returns", "by", "say that our figures are complete, give none this time"),
    ),
)  # fmt: skip
