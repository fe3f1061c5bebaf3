"""Deconfliction: is somebody else already working here, then? Asked between vetted cells, without naming the target.

A probe says place and time, never who or what. An overlap shows a contact point and no more; the two then talk on a
line of their own. Probes have a quota, so that nobody maps the work of others by asking, and are reviewed.
"""

from __future__ import annotations

from datetime import timedelta

from lintas.dossier.declare import Item, begins, clock, every, kind, many, may, no, one, phase, some
from lintas.dossier.meanings import Body, Count, Date, Place, Text, choice
from lintas.kinds.parts.office import hand_over, take_over
from lintas.kinds.parts.papers import Reasons, Words

OFFER, HAND_OVER = hand_over("convenor")
PROPOSE, TAKE_OVER = take_over("convenor", by="cell")

PROBES_A_DAY = 12
ANSWER_WITHIN = timedelta(hours=4)
REVIEW_WITHIN = timedelta(days=30)


class Terms(Body):
    """For which crimes, how cells were vetted, and how often the probes are looked through."""

    crimes = Text
    vetting = Text
    review = Text


class Probe(Body):
    """Where, from which day to which, and what sort of work. Name no target, no source and no officer."""

    place = Place
    from_day = Date
    to_day = Date
    work = choice("observation", "search or arrest", "controlled delivery", "online", "other")
    how_near = Text.optional


class ContactPoint(Body):
    """The desk to speak with, how and when it is reached. It says nothing of the work."""

    desk = Text
    reached = Text


class Review(Body):
    """How many probes and overlaps since the last review, what they were good for, and whether any was misuse."""

    probes = Count
    overlaps = Count
    found = Text
    misuse = choice("none seen", "suspected: raised with the cell", "established: the cell leaves")


PROBE = Item(
    "probe",
    roles=(one("probing"), many("asked")),
    verbs=(
        may("asked", "no overlap", at="-, overlap", to="clear"),
        may("asked", "overlap", ContactPoint, at="-, clear", to="overlap"),
        may("asked", "cannot say", Words, at="-", to="silent", aside=True),
        may("probing", "say how it was settled", Words, at="asked", to="settled", needs=no("asked", "-")),
        may("probing", "withdraw", Words, at="asked", to="withdrawn", aside=True),
    ),
    phases=(
        phase("settled", some("probing", "settled"), ends=True),
        phase("withdrawn", some("probing", "withdrawn"), ends=True),
        phase("overlap", some("asked", "overlap")),
        phase("no overlap known", no("asked", "-")),
        phase("asked"),
    ),
    clocks=(clock("answer", "asked", "probe", ANSWER_WITHIN, "no overlap, overlap, cannot say"),),
)

KIND = kind(
    "deconfliction",
    "Deconfliction",
    sentence="Before we move I know whether somebody else works there then, and nobody learnt whom we are after.",
    basis="terms of reference adopted by the cells; UNTOC arts 19, 20 and 27",
    traits=frozenset({"case"}),
    roles=(one("convenor"), many("cell")),
    verbs=(
        begins("open", Terms, takes="convenor", seats="cell", to="open"),
        may("convenor", "change the terms", Terms, at="open", aside=True),
        may("cell", "adopt the terms", at="-, adopted", to="adopted", needs=some("convenor", "open")),
        may("convenor", "admit a cell", Words, at="open", seats="cell", persons=2, aside=True),
        may("convenor", "discharge a cell", Reasons, unseats="cell", persons=2, aside=True),
        may("cell", "leave", Words, leaves=True, aside=True),
        may("convenor, cell", "probe", Probe, at="open, adopted", opens="probe", takes="probing", seats="asked",
            to="asked", quota=PROBES_A_DAY),
        may("convenor", "review the probes", Review),
        may("convenor", "close", Words, at="open", to="closed", aside=True),
        OFFER,
        PROPOSE,
    ),
    phases=(
        phase("closed", some("convenor", "closed"), rests=True),
        phase("in use", every("cell", "adopted", since="change the terms"), rests=True),
        phase("nobody else in it", no("cell", "-, adopted"), rests=True),
        phase("terms to be adopted"),
    ),
    items=(PROBE, HAND_OVER, TAKE_OVER),
    clocks=(
        clock("review", "convenor", "open", REVIEW_WITHIN, "review the probes"),
        clock("review again", "convenor", "review the probes", REVIEW_WITHIN, "review the probes"),
    ),
)  # fmt: skip
