"""Version 1 of a victim: referral, identification, care, return only with consent, contact afterwards.

A person may be suspect and victim. For a child, guardian and best interests are on record before anything is proposed.
"""

from __future__ import annotations

from datetime import timedelta

from lintas.dossier.declare import Item, begins, clock, kind, many, may, no, one, phase, some
from lintas.dossier.meanings import Body, Date, File, Secret, Text, choice
from lintas.kinds.parts.papers import Due, Outcome, Reasons, Words
from lintas.kinds.parts.people import FirstSubject


class Referral(FirstSubject):
    """Whom we refer, in which language, what is needed first. The offence is the one done to the person."""

    age = choice("adult", "child", "not known")
    language = Text
    needs = Secret
    facts = Secret.optional


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

KIND_1 = kind(
    "victim",
    "Victim",
    sentence="I see who cares for this person today, and nobody sends them home before consent, risk and "
    "non-punishment are on record.",
    basis="ACTIP arts 14 and 15; Palermo Protocol arts 6 to 8",
    traits=frozenset({"case", "protected"}),
    roles=(one("referring"), many("caring"), one("receiving")),
    verbs=(
        begins("refer", Referral, takes="referring", seats="caring, receiving", to="referred"),
        may("referring, caring, receiving", "write", Words),
        may("referring, caring", "bring in", Words, seats="caring", persons=2, aside=True),
        may("referring, caring", "turn to another state of return", Reasons, seats="receiving", persons=2, aside=True,
            needs=no("return", LIVE)),
        may("caring", "take into care", Due, at="-, declined", to="caring"),
        may("caring", "decline", Reasons, at="-", to="declined", aside=True),
        may("referring, caring", "record a guardian", Guardian, persons=2),
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
    clocks=(clock("take into care", "caring", "refer", timedelta(hours=24), "take into care, decline"),),
)  # fmt: skip
