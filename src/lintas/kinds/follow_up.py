"""Follow-up: recommendations that each state studies and carries out in its own time, and tasks that stay open.

Every state has a lane of its own for each recommendation. Nobody is late and nothing is counted: a state that does not
take one up says so, or says nothing. What a meeting gave to somebody by name comes back until it is done.
"""

from __future__ import annotations

from lintas.dossier.declare import Item, begins, kind, many, may, one, phase, some
from lintas.dossier.meanings import Body, Date, File, Text
from lintas.kinds.parts.office import hand_over, take_over
from lintas.kinds.parts.papers import Reasons, Words
from lintas.kinds.parts.task import Task, task

OFFER, HAND_OVER = hand_over("keeper")
PROPOSE, TAKE_OVER = take_over("keeper", by="state")


class Source(Body):
    """Of which meeting or evaluation this is the follow-up, on which day it was decided, and the text."""

    source = Text
    on = Date
    text = File.optional


class Recommendation(Body):
    """What is recommended, in the words that were adopted, the paragraph, and to which area it belongs."""

    words = Text
    paragraph = Text.optional
    area = Text.optional


class Step(Body):
    """What was done, where it can be found, and what comes next."""

    text = Text
    where = Text.optional
    next = Text.optional


UNDER_WAY = "studying, accepted, under way"

RECOMMENDATION = Item(
    "recommendation",
    roles=(),
    verbs=(
        may("state", "study it", Words, at="-, not taken up", to="studying", aside=True),
        may("state", "accept it", Words, at="-, studying, not taken up", to="accepted", aside=True),
        may("state", "carry it out", Step, at="-, studying, accepted, not taken up", to="under way", aside=True),
        may("state", "report a step", Step, at=UNDER_WAY),
        may("state", "report it done", Step, at="-, studying, accepted, under way, not taken up", to="done",
            aside=True),
        may("state", "not take it up", Reasons, at="-, studying, accepted, under way", to="not taken up", aside=True),
        may("keeper", "replace the words", Recommendation, at="-, recommended", persons=2, aside=True),
        may("keeper", "record that it was withdrawn", Reasons, at="-, recommended", to="withdrawn", persons=2,
            aside=True),
    ),
    phases=(phase("withdrawn", some("keeper", "withdrawn"), ends=True), phase("recommended", rests=True)),
)  # fmt: skip

KIND = kind(
    "follow_up",
    "Follow-up",
    sentence="I see what each state makes of a recommendation, and what is still owed comes back until it is done.",
    basis="outcome documents of the meeting; ASEAN Charter art. 20",
    traits=frozenset({"programme"}),
    roles=(one("keeper"), many("state")),
    verbs=(
        begins("open the follow-up", Source, takes="keeper", seats="state", to="keeping"),
        may("keeper", "admit", Words, seats="state", aside=True),
        may("state", "leave", Words, leaves=True, aside=True),
        may("keeper", "enter a recommendation", Recommendation, opens="recommendation", to="recommended"),
        may("keeper", "task", Task, opens="task", seats="owner", to="asked"),
        OFFER,
        PROPOSE,
    ),
    phases=(
        phase("tasks open", some("task", "not yet taken up, under way, done")),
        phase("kept", rests=True),
    ),
    items=(RECOMMENDATION, task("keeper"), HAND_OVER, TAKE_OVER),
)  # fmt: skip
