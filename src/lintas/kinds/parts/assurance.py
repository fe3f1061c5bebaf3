"""An assurance: what one side undertakes about a person (no death penalty, fair trial) before the other goes on.

The side that seeks it alone finds whether it is sufficient.
"""

from __future__ import annotations

from lintas.dossier.declare import Item, may, no, phase, some
from lintas.dossier.grammar import Verb
from lintas.dossier.meanings import Body, File, Text, choice
from lintas.kinds.parts.papers import Reasons, Words

ASSURED = no("assurance", "sought, given, not given, insufficient")
"""No assurance is open, given and not yet found sufficient, or wanting."""


class Sought(Body):
    """What has to be assured, on which ground, and who has to give it in which form."""

    what = Text
    ground = Text
    by = Text.optional


class Assurance(Body):
    """Who assures what, in which form, for which person, offences and time it holds, and how it will be watched."""

    by = Text
    text = Text
    form = choice("note between governments", "statement of a minister", "undertaking of a prosecutor",
        "decision of a court", "other")  # fmt: skip
    scope = Text
    monitoring = Text
    file = File.optional


def assurance(seeking: str, giving: str, at: str) -> tuple[Verb, Item]:
    """`seeking`, standing `at`, may seek one from `giving`; both are roles of what holds it."""
    opens = may(seeking, "seek an assurance", Sought, at=at, opens="assurance", to="sought", aside=True)
    given = some(giving, "given", since="find insufficient")
    return opens, Item(
        "assurance",
        roles=(),
        verbs=(
            may(giving, "give", Assurance, at="-, given, not given", to="given", persons=2),
            may(giving, "not give", Reasons, at="-, given", to="not given", aside=True),
            may(
                seeking,
                "find insufficient",
                Reasons,
                at="sought, insufficient",
                to="insufficient",
                needs=some(giving, "given, not given"),
                aside=True,
            ),
            may(
                seeking, "find sufficient", Reasons, at="sought, insufficient", to="sufficient", persons=2, needs=given
            ),
            may(seeking, "no longer seek", Reasons, at="sought, insufficient", to="dropped", persons=2, aside=True),
            may(giving, "report on the assurance", Words),
        ),
        phases=(
            phase("sufficient", some(seeking, "sufficient"), ends=True),
            phase("no longer sought", some(seeking, "dropped"), ends=True),
            phase("given", given),
            phase("not given", some(giving, "not given")),
            phase("insufficient", some(seeking, "insufficient")),
            phase("sought"),
        ),
    )
