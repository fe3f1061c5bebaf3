"""A question in between: the asked side needs more before it can go on, and the asking side supplies it.

It is an item of its own, so that the matter keeps its stage, and several questions may be open at once.
"""

from __future__ import annotations

from lintas.dossier.declare import Item, may, phase, some
from lintas.dossier.grammar import Verb
from lintas.dossier.meanings import Body, Date, File, Gateway, Offence, Secret, Text
from lintas.kinds.parts.papers import Reasons

OPEN = "asked, supplemented"
"""The phases in which a question is still open."""


class Missing(Body):
    """What is still needed, each with the article that asks for it, and by when it would help."""

    missing = Text
    article = Text.optional
    by = Date.optional


class Supplement(Body):
    """What was asked for."""

    text = Secret
    offence = Offence
    gateway = Gateway.optional
    files = File.optional.several


def query(asked: str, asking: str, at: str) -> tuple[Verb, Item]:
    """`asked`, standing `at`, may ask for more; `asking` supplies it. Both are roles of what holds the question."""
    opens = may(asked, "ask for more", Missing, at=at, opens="query", to="asked", aside=True)
    answer = some(asking, "supplemented, cannot", since="ask again")
    return opens, Item(
        "query",
        roles=(),
        verbs=(
            may(asking, "supplement", Supplement, at="-, supplemented, cannot", to="supplemented", use="release",
                needs=some(asked, "asked")),
            may(asking, "cannot supplement", Reasons, at="-, supplemented", to="cannot", aside=True),
            may(asked, "ask again", Missing, at="asked", to="asked", needs=answer, aside=True),
            may(asked, "go on", at="asked", to="content", needs=answer),
            may(asked, "drop the question", at="asked", to="dropped", aside=True),
        ),
        phases=(
            phase("settled", some(asked, "content"), ends=True),
            phase("dropped", some(asked, "dropped"), ends=True),
            phase("supplemented", answer),
            phase("asked"),
        ),
    )  # fmt: skip
