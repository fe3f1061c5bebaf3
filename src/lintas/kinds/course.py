"""A course or a seminar: places by state, who is enrolled, who attended, and a certificate for each.

A state alone enrols its people and takes them off; for one without a node the organiser does, from what it sent, until
an authority of the state says whether that is its own. The organiser alone says who attended. Who is enrolled is named
at that person's own wish, to the organiser and to nobody else whom the state does not choose. A certificate with an
error is certified anew; it is withdrawn by a correction, which stays open when the course is long over.
"""

from __future__ import annotations

from lintas.dossier.declare import Item, begins, clock, kind, many, may, no, one, phase, some
from lintas.dossier.meanings import Body, Count, Date, File, PersonName, Text, Wish, choice
from lintas.kinds.parts.office import hand_over, take_over
from lintas.kinds.parts.on_behalf import THEIRS, Original, ways
from lintas.kinds.parts.papers import Document, Reasons, Words

OFFER, HAND_OVER = hand_over("organiser")
PROPOSE, TAKE_OVER = take_over("organiser", by="state")


class Course(Body):
    """What is taught, for whom, in which form and language, where, from when to when, and the day for names."""

    title = Text
    area = Text
    form = choice("course", "seminar", "online seminar", "exercise", "study visit")
    for_whom = Text
    language = Text
    place = Text
    from_day = Date
    to_day = Date
    names_by = Date
    programme = File.optional


class Places(Body):
    """How many places, who bears the costs, and the day until which they are kept."""

    places = Count
    costs = Text
    kept_until = Date


class Taken(Body):
    """How many of the places we take."""

    places = Count
    note = Text.optional


class Enrolment(Body):
    """Who takes part, from which office, and what the person needs: language, access, food."""

    person = PersonName
    wish = Wish
    office = Text
    needs = Text.optional


class EnrolmentOnBehalf(Enrolment, Original):
    """Who takes part for a state that has no node, as its original says it; attach nothing about others."""


class Attendance(Body):
    """Days attended out of how many, and whether a test was passed where there was one."""

    attended = Count
    of = Count
    test = choice("passed", "not passed", "no test").optional


class Certificate(Body):
    """The name as it is to stand on the certificate, the course, its days and hours, and what was attained.

    Say until when it holds only if what was learnt must be learnt again by then.
    """

    person = PersonName
    wish = Wish
    course = Text
    from_day = Date
    to_day = Date
    hours = Count.optional
    attained = choice("attended", "passed")
    holds_until = Date.optional


PLACES = Item(
    "places",
    roles=(one("receiving"),),
    verbs=(
        may("receiving", "take places", Taken, at="-", to="taken"),
        may("receiving", "give places back", Taken, at="taken", aside=True),
        may("receiving", "take none", Reasons, at="-, taken", to="none", aside=True),
        may("organiser", "change the places", Places, aside=True),
    ),
    phases=(
        phase("none taken", some("receiving", "none"), rests=True),
        phase("taken", some("receiving", "taken"), rests=True),
        phase("offered"),
    ),
    clocks=(clock("take", "receiving", "offer places", "kept_until", "take places, take none"),),
)

ENROLLED = some("sending", "enrolled, entered")

ENROLMENT = Item(
    "enrolment",
    roles=(one("sending"), many(THEIRS)),
    verbs=(
        may("organiser", "admit the person", Words, at="-, waiting", to="admitted", needs=ENROLLED),
        may("organiser", "put on the waiting list", Words, at="-", to="waiting", aside=True),
        may("organiser", "not admit", Reasons, at="-, waiting", to="not admitted", aside=True),
        may("sending", "send another person", Enrolment, at="enrolled, entered", use="serve", aside=True),
        may("sending", "take the person off", Reasons, at="enrolled, entered", to="taken off", aside=True),
        *ways("sending", "state", at="entered"),
        may("organiser", "record attendance", Attendance, at="admitted", to="attended", needs=ENROLLED),
        may("organiser", "record that nobody came", Words, at="admitted", to="did not come", aside=True),
        may("organiser", "certify", Certificate, at="attended, certified", to="certified", persons=2, use="serve"),
        may("organiser", "certify nothing", Reasons, at="attended", to="not certified", aside=True),
    ),
    phases=(
        phase("certified", some("organiser", "certified"), rests=True),
        phase("attended, not certified", some("organiser", "not certified"), ends=True),
        phase("did not come", some("organiser", "did not come"), ends=True),
        phase("attended", some("organiser", "attended")),
        phase("not admitted", some("organiser", "not admitted"), ends=True),
        phase("taken off", some("sending", "taken off"), rests=True),
        phase("admitted", some("organiser", "admitted")),
        phase("on the waiting list", some("organiser", "waiting")),
        phase("enrolled"),
    ),
)

KIND = kind(
    "course",
    "Course",
    sentence="I see how many places we have, whom we sent, who attended, and what each was certified.",
    basis="ASEAN Plan of Action in Combating Transnational Crime; UNTOC art. 29",
    traits=frozenset({"programme"}),
    roles=(one("organiser"), many("state")),
    verbs=(
        begins("announce", Course, takes="organiser", seats="state", to="announced"),
        may("organiser", "change the course", Course, at="announced", aside=True),
        may("organiser", "invite", Words, seats="state", aside=True),
        may("state", "leave", Words, leaves=True, aside=True),
        may("organiser", "offer places", Places, at="announced", opens="places", seats="receiving"),
        may("organiser, state", "enrol", Enrolment, opens="enrolment", takes="sending", to="enrolled", use="serve",
            needs=some("organiser", "announced")),
        may("organiser", "enrol for another", EnrolmentOnBehalf, opens="enrolment", takes="sending", to="entered",
            use="serve", needs=some("organiser", "announced")),
        may("organiser", "report on the course", Document, at="announced", to="reported",
            needs=no("enrolment", "enrolled, on the waiting list, admitted, attended")),
        may("organiser", "close the course", Words, at="reported", to="closed"),
        may("organiser", "cancel the course", Reasons, at="announced", to="cancelled", persons=2, aside=True),
        OFFER,
        PROPOSE,
    ),
    phases=(
        phase("closed", some("organiser", "closed"), ends=True),
        phase("cancelled", some("organiser", "cancelled"), ends=True),
        phase("reported on", some("organiser", "reported")),
        phase("announced"),
    ),
    items=(PLACES, ENROLMENT, HAND_OVER, TAKE_OVER),
)  # fmt: skip
