"""A victim: referral, identification, care, return only with consent, contact afterwards.

A person may be suspect and victim. For a child, guardian and best interests are on record before anything is proposed.
Who referred the person and who cares for the person look again, each by itself, whether all of it is still right: for
a child sooner than for an adult, and sooner still where a nearer day was named.
"""

from __future__ import annotations

from datetime import timedelta

from lintas.dossier.declare import Item, begins, clock, kind, many, may, no, one, phase, some
from lintas.dossier.grammar import Clock
from lintas.dossier.meanings import AgeGroup, Body, Date, File, Secret, Text, choice
from lintas.kinds.former.victim_1 import KIND_1
from lintas.kinds.parts.papers import Due, Outcome, Reasons, Words
from lintas.kinds.parts.people import FirstSubject

STILL = choice("still right", "to be changed", "not for us to say")
CHILD_WITHIN = timedelta(days=90)
"""Convention on the Rights of the Child, article 25, has placements reviewed and says not how often; the Guidelines for
the Alternative Care of Children (A/RES/64/142), paragraph 67: preferably every three months at least. Recalled, not
read again. Whose age is not known is taken for a child."""
ADULT_WITHIN = timedelta(days=180)
"""No instrument gives a time: twice that of a child is our default."""
REVIEW_WITHIN = ("age", {"adult": ADULT_WITHIN, "child": CHILD_WITHIN, "not known": CHILD_WITHIN})


def review(name: str, owed_by: str, starts: str, stops: str) -> Clock:
    """The time by which each of them looks again, counted from what it did itself."""
    return clock(name, owed_by, starts, REVIEW_WITHIN, stops, nearer="review_by", own=True)


class Referral(FirstSubject):
    """Whom we refer, in which language, what is needed first. The offence is the one done to the person.

    The referral is reviewed within 180 days, and within 90 where the person is or may be under 18; or by a nearer day.
    """

    age = AgeGroup
    language = Text
    needs = Secret
    facts = Secret.optional
    review_by = Date.optional


class TakenIntoCare(Due):
    """Our reference, when we answer next, and the age as we know it.

    The care is reviewed within 180 days, and within 90 where the person is or may be under 18; or by a nearer day.
    """

    age = AgeGroup
    review_by = Date.optional


class Review(Body):
    """Whether referral, guardian, placement and the need to hold the data are still right; and the age as known now.

    Under heard goes what the person, and the guardian of a child, said of it when asked. The next review is within 180
    days, and within 90 where the person is or may be under 18; or by a nearer day.
    """

    age = AgeGroup
    referral = STILL
    guardian = STILL
    placement = STILL
    data_needed = STILL
    found = Secret
    heard = Text
    review_by = Date.optional


class Guardian(Body):
    """Who is guardian, on whose decision, and what was found to be in the best interests of the child."""

    guardian = Text
    decided_by = Text
    best_interests = File.optional


class Finding(Reasons):
    """Victim, presumed victim or not, and who found it."""

    victim = choice("yes", "presumed", "no")
    found_by = Text


class NonPunishment(Reasons):
    """Whether acts that the person was made to do were set aside, before any alert or return."""

    considered = choice("set aside", "not set aside", "no such acts").on_non_punishment


class PersonConsents(Body):
    """What the person said, or the guardian with the best-interests record; in which language, explained by whom."""

    language = Text
    explained_by = Text
    on = Date
    record = File.optional
    best_interests = File.optional


RETURN = Item(
    "return",
    roles=(one("proposing"),),
    verbs=(
        may("proposing", "record consent", PersonConsents, at="proposed, refused", to="consented", persons=2),
        may("proposing", "record refusal or withdrawal", PersonConsents, at="proposed, consented", to="refused",
            aside=True),
        may("receiving", "assess the risk", Reasons, at="-, unsafe", to="ready"),
        may("receiving", "find a risk", Reasons, at="-, ready", to="unsafe", needs=no("proposing", "returned"),
            aside=True),
        may("referring, caring", "consider non-punishment", NonPunishment, at="-", to="considered", persons=2,
            aside=True),
        may("proposing", "bring home", Words, at="consented", to="returned", persons=2,
            needs=some("receiving", "ready")),
        may("receiving", "report on reintegration", Outcome, at="ready, unsafe, reported", to="reported",
            needs=some("proposing", "returned")),
        may("proposing", "drop", Reasons, at="proposed, consented, refused", to="dropped", aside=True),
    ),
    phases=(
        phase("dropped", some("proposing", "dropped"), ends=True),
        phase("returned though a risk was on its way", some("proposing", "returned"), some("receiving", "unsafe"),
            crossing=True),
        phase("reintegration followed", some("proposing", "returned"), no("receiving", "-, ready"), rests=True),
        phase("returned", some("proposing", "returned")),
        phase("person does not consent", some("proposing", "refused")),
        phase("unsafe", some("receiving", "unsafe")),
        phase("ready to go home", some("proposing", "consented"), some("receiving", "ready")),
        phase("consented", some("proposing", "consented")),
        phase("proposed"),
    ),
)  # fmt: skip

FOUND = "found, considered"
LIVE = (
    "proposed, consented, ready to go home, unsafe, person does not consent, "
    "returned, returned though a risk was on its way"
)

KIND = kind(
    "victim",
    "Victim",
    version=2,
    former=(KIND_1,),
    sentence="I see who cares for this person today, and nobody sends them home before consent, risk and "
    "non-punishment are on record.",
    basis="ACTIP arts 14 and 15; Palermo Protocol arts 6 to 8; Convention on the Rights of the Child art. 25",
    traits=frozenset({"case", "protected"}),
    roles=(one("referring"), many("caring"), one("receiving")),
    verbs=(
        begins("refer", Referral, takes="referring", seats="caring, receiving", to="referred"),
        may("referring, caring, receiving", "write", Words),
        may("referring, caring", "bring in", Words, seats="caring", persons=2, aside=True),
        may("referring, caring", "turn to another state of return", Reasons, seats="receiving", persons=2, aside=True,
            needs=no("return", LIVE)),
        may("caring", "take into care", TakenIntoCare, at="-, declined", to="caring"),
        may("caring", "decline", Reasons, at="-", to="declined", aside=True),
        may("referring, caring", "record a guardian", Guardian, persons=2),
        may("referring, caring", "review", Review, at="referred, caring, found, considered", aside=True),
        may("referring, caring", "record the finding", Finding, at="referred, caring, found, considered", to="found",
            persons=2),
        may("referring, caring", "record compensation", Outcome),
        may("referring, caring", "consider non-punishment", NonPunishment, at="found", to="considered", persons=2,
            aside=True),
        may("referring, caring", "propose return", Words, at="considered", opens="return", takes="proposing",
            to="proposed"),
        may("caring", "end care", Reasons, at="caring, found, considered", to="ended", aside=True),
        may("referring", "close", Outcome, at="referred, found, considered", to="closed", needs=no("return", LIVE),
            aside=True),
        may("referring", "file away", at="closed", to="filed", needs=no("return", LIVE), aside=True),
    ),
    phases=(
        phase("filed away", some("referring", "filed"), ends=True),
        phase("closed", some("referring", "closed"), rests=True),
        phase("identified, in care", some("referring, caring", FOUND), some("caring", f"caring, {FOUND}"), rests=True),
        phase("identified", some("referring, caring", FOUND), rests=True),
        phase("in care", some("caring", "caring")),
        phase("referred"),
    ),
    items=(RETURN,),
    clocks=(
        clock("take into care", "caring", "refer", timedelta(hours=24), "take into care, decline"),
        review("review the referral", "referring", "refer", "review, close"),
        review("review the referral again", "referring", "review", "review, close"),
        review("review the care", "caring", "take into care", "review, end care"),
        review("review the care again", "caring", "review", "review, end care"),
    ),
)  # fmt: skip
