"""Bodies and crime areas: what ministers and senior officials meet as, who is in it, who chairs, who leads which area.

A body is proposed with its terms of reference and established, given new terms, merged or ended by consensus alone.
Membership, chairs, hosts and areas are dated rows with a source, never part of a program. Whoever offers to lead an
area shows its own record; offers stand side by side, in no order and without a count, until senior officials recommend
and ministers decide. It names no case.
"""

from __future__ import annotations

from lintas.dossier.declare import Item, begins, kind, many, may, one, phase, some
from lintas.dossier.meanings import Body, Date, File, Text, choice
from lintas.kinds.parts.decision import decision, gone, open_rows, ways
from lintas.kinds.parts.lead import OFFER_TO_LEAD, OFFERS, Record
from lintas.kinds.parts.office import hand_over, take_over
from lintas.kinds.parts.papers import Document, Reasons, Words
from lintas.kinds.parts.sources import other_sources

OFFER, HAND_OVER = hand_over("keeper")
PROPOSE, TAKE_OVER = take_over("keeper", by="state")


class Terms(Body):
    """What the body is called, at which level it meets, to whom it reports, what for, and how often.

    Name an associated body as what it is: it stands beside the bodies of the states, not under them.
    """

    name = Text
    level = choice("ministers", "senior officials", "working group", "heads of services", "associated body")
    reports_to = Text.optional
    purpose = Text
    meets = Text
    terms = File.optional


class Ending(Body):
    """Whether it ends or goes into another body, which one, why, and what becomes of its work."""

    how = choice("ends", "is merged into another body")
    into = Text.optional
    reasons = Text


class Seat(Body):
    """As what we take part, through which office, from which day and, where that is known, to which day."""

    standing = choice("member", "observer")
    office = Text
    from_day = Date
    to_day = Date.optional


class Area(Body):
    """The crime area, the bodies that deal with it, from when to when, and the source."""

    area = Text
    bodies = Text.several
    from_day = Date
    to_day = Date.optional
    source = Text


class OurWord(Body):
    """What we call the area, in which language, and where our law and ours differ from the common word."""

    language = Text
    word = Text
    differs = Text.optional


class Term(Body):
    """Which office, of which body, from when to when, and the source. Chair and host may be two states."""

    office = choice("chair of the region", "chair of a body", "host of a meeting", "chair and host")
    body = Text.optional
    from_day = Date
    to_day = Date.optional
    source = Text


MEMBERSHIP = Item(
    "membership",
    roles=(one("taking part"),),
    verbs=(
        may("taking part", "change the seat", Seat, at="in it", aside=True),
        may("taking part", "end our part", Seat, at="in it", to="ended", aside=True),
    ),
    phases=(phase("ended", some("taking part", "ended"), ends=True), phase("in it", rests=True)),
)

ESTABLISHED = some("sponsor", "decided")

BODY = Item(
    "body",
    roles=(one("sponsor"), one("chair")),
    verbs=(
        *ways("sponsor", Terms, by="state", keeper="keeper"),
        may("state", "take part", Seat, opens="membership", takes="taking part", to="in it", needs=ESTABLISHED),
        may("keeper, state", "record a review", Document, needs=ESTABLISHED),
        may("keeper", "seat the chair", Term, seats="chair", needs=ESTABLISHED, persons=2, aside=True),
        may("state", "propose new terms", Terms, opens="new terms", takes="amender", to="proposed", needs=ESTABLISHED),
        may("state", "propose to end or merge it", Ending, opens="end", takes="ender", to="proposed",
            needs=ESTABLISHED),
    ),
    phases=(
        phase("ended", some("end", "decided"), ends=True),
        *gone("sponsor", "keeper"),
        phase("established", ESTABLISHED, rests=True),
        *open_rows("state"),
    ),
    items=(
        MEMBERSHIP,
        decision("new terms", "amender", Terms, by="state", keeper="keeper", chair="chair"),
        decision("end", "ender", Ending, by="state", keeper="keeper", chair="chair"),
    ),
)  # fmt: skip

AREA = Item(
    "crime area",
    roles=(one("lead shepherd"), many("co-lead")),
    verbs=(
        may("keeper", "change the area", Area, at="-, entered", aside=True),
        may("keeper", "close the area", Area, at="-, entered", to="closed", persons=2, aside=True),
        may("state", "say it in our words", OurWord),
        *other_sources("keeper, state"),
        *OFFERS,
        may("lead shepherd, co-lead", "report what was done", Record),
        may("lead shepherd", "hand over the file", Record),
        may("lead shepherd, co-lead", "lay down the lead", Reasons, leaves=True, persons=2, aside=True),
    ),
    phases=(
        phase("closed", some("keeper", "closed"), ends=True),
        phase("led", some("lead shepherd", "-"), rests=True),
        phase("nobody leads it", rests=True),
    ),
    items=(OFFER_TO_LEAD,),
)

TERM = Item(
    "term",
    roles=(one("holder"),),
    verbs=(
        may("holder", "confirm", at="-, disputes", to="confirms"),
        may("holder", "dispute", Reasons, at="-, confirms", to="disputes", aside=True),
        may("keeper", "correct the row", Term, at="-, entered", aside=True),
        *other_sources("keeper, state"),
        may("keeper", "strike out the row", Reasons, at="-, entered", to="struck out", persons=2, aside=True),
    ),
    phases=(
        phase("struck out", some("keeper", "struck out"), ends=True),
        phase("disputed", some("holder", "disputes"), rests=True),
        phase("confirmed", some("holder", "confirms"), rests=True),
        phase("entered"),
    ),
)

KIND = kind(
    "bodies",
    "Bodies and crime areas",
    sentence="I see which bodies there are, who is in each, who chairs it, and who leads which crime area since when.",
    basis="ASEAN Charter arts 10, 20 and 32; terms of reference of AMMTC and SOMTC",
    traits=frozenset({"register", "plain"}),
    roles=(one("keeper"), many("state")),
    verbs=(
        begins("open the register", Words, takes="keeper", seats="state", to="keeping"),
        may("keeper", "admit", Words, seats="state", aside=True),
        may("state", "leave", Words, leaves=True, aside=True),
        may("state", "propose a body", Terms, opens="body", takes="sponsor", to="proposed"),
        may("keeper", "enter a crime area", Area, opens="crime area", to="entered"),
        may("keeper", "record a term", Term, opens="term", seats="holder", to="entered"),
        OFFER,
        PROPOSE,
    ),
    phases=(phase("kept", rests=True),),
    items=(BODY, AREA, TERM, HAND_OVER, TAKE_OVER),
)  # fmt: skip
