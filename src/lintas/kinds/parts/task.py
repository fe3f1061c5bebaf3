"""A task that a meeting or an office gives: owned, dated, and open until every owner has said what came of it."""

from __future__ import annotations

from datetime import timedelta

from lintas.dossier.declare import Item, clock, many, may, no, phase, some
from lintas.dossier.meanings import Body, Date, Text
from lintas.kinds.parts.papers import Document, Reasons

OPEN_TASKS = "not yet taken up, under way, done"
"""The phases in which a task is still open."""


class Task(Body):
    """What is to be done by when, and the paragraph that asks for it."""

    task = Text
    by = Date
    paragraph = Text.optional


def task(by: str, starts: str = "task") -> Item:
    """The item; the verb `starts`, done in the role `by`, opens it at `asked` and names its owners."""
    return Item(
        "task",
        roles=(many("owner"),),
        verbs=(
            may("owner", "take up", at="-", to="under way"),
            may("owner", "not take up", Reasons, at="-", to="not taken up", aside=True),
            may("owner", "revise the date", Task, at="under way"),
            may("owner", "report done", Document, at="under way", to="done"),
            may(by, "close", at="-, asked", to="closed", needs=no("owner", "-, under way")),
            may(by, "drop", Reasons, at="-, asked", to="dropped", aside=True),
        ),
        phases=(
            phase("closed", some(by, "closed"), ends=True),
            phase("dropped", some(by, "dropped"), ends=True),
            phase("done", no("owner", "-, under way")),
            phase("under way", some("owner", "under way, done")),
            phase("not yet taken up"),
        ),
        clocks=(
            clock("take up", "owner", starts, timedelta(days=30), "take up, not take up"),
            clock("do", "owner", starts, "by", "report done, not take up, revise the date"),
            clock("do by the revised date", "owner", "revise the date", "by", "report done, revise the date"),
        ),
    )
