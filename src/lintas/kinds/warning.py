"""Warning: a threat to citizens or to joint business, in a restricted version and in a public one.

The public version is released by itself, after those who gave information have agreed to its words. A warning has a
last day and is lifted before it, or renewed.
"""

from __future__ import annotations

from datetime import timedelta

from lintas.dossier.declare import begins, clock, every, kind, many, may, no, one, phase, some
from lintas.dossier.meanings import Body, Date, File, Place, Secret, Text, choice
from lintas.kinds.former.warning_1 import KIND_1
from lintas.kinds.parts.codes import Certainty, Handling, Source
from lintas.kinds.parts.papers import Reasons, Words


class Threat(Body):
    """What threatens whom, where and when, how sure it is, and what may be done with it. Name no suspect here.

    Write nothing that would tell who the source is.
    """

    against = choice("citizens of the state warned", "a joint business", "a public place or event", "transport")
    threat = Secret
    place = Place.optional
    expected = Text
    advice = Text
    handling = Handling
    restriction = Text.optional
    source = Source
    certainty = Certainty
    until = Date.for_public("until")
    files = File.optional.several


class PublicText(Body):
    """The words for the public, the languages, and how they are made known."""

    text = Text.for_public("words")
    languages = Text.for_public("languages")
    by_whom = Text


class MadeKnown(Body):
    """On which day and by whom the words are made known that all agreed to. Nobody writes them anew here."""

    on = Date.for_public("on")
    by_whom = Text.for_public("by whom")


class Measures(Body):
    """What we have done: who was told, what was closed or guarded. It says nothing of persons."""

    done = Text
    told = Text.optional


PROPOSE = "propose the public version"
AGREED = every("warned", "agrees", since=PROPOSE)

KIND = kind(
    "warning",
    "Warning",
    version=2,
    former=(KIND_1,),
    sentence="Those in danger have been told, and the public reads only the words that we all agreed to.",
    basis="UNTOC art. 27; Vienna Convention on Consular Relations art. 5; agreements between police",
    traits=frozenset({"case"}),
    roles=(one("warning"), many("warned")),
    verbs=(
        begins("warn", Threat, takes="warning", seats="warned", to="in force"),
        may("warning", "warn another as well", Words, at="in force, wording", seats="warned", aside=True),
        may("warning", "bring up to date", Threat, at="in force, wording", aside=True),
        may("warning, warned", "write", Words),
        may("warned", "acknowledge", at="-", to="acknowledged"),
        may("warned", "report what was done", Measures, at="-, acknowledged, acting, agrees, objects", to="acting",
            aside=True),
        may("warning", PROPOSE, PublicText, at="in force, wording", to="wording", persons=2, aside=True),
        may("warned", "agree to the words", at="-, acknowledged, acting, objects, agrees", to="agrees",
            needs=some("warning", "wording")),
        may("warned", "object to the words", Reasons, at="-, acknowledged, acting, agrees", to="objects", aside=True,
            needs=some("warning", "wording")),
        may("warning", "release to the public", MadeKnown, at="wording", to="in force", persons=2, needs=AGREED),
        may("warning", "drop the public version", Reasons, at="wording", to="in force", aside=True),
        may("warning", "lift", Reasons, at="in force, wording", to="lifted", aside=True),
    ),
    phases=(
        phase("lifted", some("warning", "lifted"), ends=True),
        phase("public version agreed", some("warning", "wording"), AGREED),
        phase("public version before those warned", some("warning", "wording")),
        phase("in force, acknowledged by all", no("warned", "-"), rests=True),
        phase("in force, not yet acknowledged by all"),
    ),
    clocks=(
        clock("acknowledge", "warned", "warn", timedelta(hours=1), "acknowledge, report what was done"),
        clock("renew or lift", "warning", "warn", "until", "bring up to date, lift"),
        clock("renew again or lift", "warning", "bring up to date", "until", "bring up to date, lift"),
    ),
)  # fmt: skip
