"""Questions that a person must answer before anything goes on: political character, torture, and others.

The requested side opens a question, and a named officer answers it with reasons; its answer can be another one later.
The software counts where a question stands and never decides it. Torture is found in three steps: whether this person
is at risk, whether the assurances are good enough, whether they will be honoured (*Kim* [2021] NZSC 57).
"""

from __future__ import annotations

from lintas.dossier.declare import Item, may, no, phase, some
from lintas.dossier.grammar import Verb
from lintas.dossier.meanings import Body, Secret, Text, choice, codes

CLEARED = no("question", "open, torture asked, risk found, assurances good enough, stands in the way")
"""No question is open or answered against going on."""
AGAINST = some("question", "stands in the way")
"""A question was answered against going on."""

QUESTIONS = codes(
    ("political", "is it a political offence, after taking out what a convention says is none?"),
    ("military", "is it an offence under military law alone?"),
    ("double jeopardy", "was the person judged for it, here, there or in a third state?"),
    ("discrimination", "is the request made, or would the person suffer, for race, religion, nationality, sex, "
        "language, opinion or status?"),
    ("nationality", "is the person a national of ours, and does our law then refuse?"),
    ("fair trial", "would the trial be fair; was it, where it was held in absence?"),
    ("time bar", "is it barred by lapse of time?"),
    ("dual criminality", "is the conduct an offence here?"),
    ("essential interests", "would it harm sovereignty, security, public order or other essential interests?"),
    ("other", "another question, as written beside it"),
)  # fmt: skip


class Question(Body):
    """Which question, under which article, and what gives rise to it."""

    question = QUESTIONS
    article = Text.optional
    why = Text


class Raised(Body):
    """What gives rise to the question, and under which article it is asked."""

    why = Text
    article = Text.optional


class Found(Body):
    """What was found, in which office, on what it rests, and what speaks against it.

    The other side reads it: say nothing here of a claim to asylum, nor what would harm the person or a source.
    """

    found_by = Text
    found = Secret
    rests_on = Secret
    article = Text.optional


class AskedAgain(Body):
    """Why the question is asked again: what came to light, or what changed."""

    why = choice("new facts", "another law", "a decision of a court", "an error")
    text = Text


def finding(finder: str, at: str) -> tuple[tuple[Verb, Verb], Item]:
    """`finder`, a role of what holds the questions, may open one while it stands `at`: two verbs, and the item."""
    opens = (
        may(finder, "open a question", Question, at=at, opens="question", to="open", aside=True),
        may(finder, "open the question of torture", Raised, at=at, opens="question", to="torture open", aside=True),
    )
    return opens, Item(
        "question",
        roles=(),
        verbs=(
            may(finder, "find that it does not stand in the way", Found, at="open", to="cleared", persons=2),
            may(finder, "find no risk", Found, at="torture open", to="safe", persons=2),
            may(finder, "find a risk", Found, at="torture open", to="risk", persons=2),
            may(finder, "find the assurances good enough", Found, at="risk", to="good", persons=2),
            may(finder, "find that they will be honoured", Found, at="good", to="safe", persons=2),
            may(finder, "find that it stands in the way", Found, at="open", to="against", persons=2),
            may(finder, "find that torture stands in the way", Found, at="risk, good", to="unsafe", persons=2),
            may(finder, "ask again", AskedAgain, at="cleared, against", to="open", aside=True),
            may(finder, "ask again of torture", AskedAgain, at="safe, unsafe", to="torture open", aside=True),
        ),
        phases=(
            phase("stands in the way", some(finder, "against, unsafe"), rests=True),
            phase("does not stand in the way", some(finder, "cleared, safe"), rests=True),
            phase("risk found", some(finder, "risk")),
            phase("assurances good enough", some(finder, "good")),
            phase("torture asked", some(finder, "torture open")),
            phase("open"),
        ),
    )
