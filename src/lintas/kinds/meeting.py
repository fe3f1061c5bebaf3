"""A meeting: agenda, papers, drafts with a bracket per state, consensus that the chair records, tasks that stay open.

Nothing is voted on. The chair records consensus when no bracket is left, refers a text to capitals, or opens a silence
procedure; an objection that was on its way leaves the text contested until the chair, having seen it, maintains or
reopens. Who closes a silence beside the chair is settled by the first act. Ministers do not click: the chair's office
records.
"""

from __future__ import annotations

from lintas.dossier.declare import Item, begins, clock, every, kind, many, may, no, one, phase, some
from lintas.dossier.meanings import Body, Date, Link, Place, Text, choice
from lintas.dossier.occasions import Appointment, Embargo
from lintas.kinds.parts.office import hand_over, take_over
from lintas.kinds.parts.on_behalf import Original, on_behalf
from lintas.kinds.parts.papers import Document, Reasons, Words
from lintas.kinds.parts.programme import Delegation, Programme
from lintas.kinds.parts.settling import BESIDE, CONTESTED, DRAFT, UNSETTLED
from lintas.kinds.parts.task import OPEN_TASKS, Task, task
from lintas.kinds.parts.texts import Draft


class Notice(Body):
    """Which body meets, at which level, where and when, with which agenda."""

    body = Text
    place = Place
    held = choice("in person", "hybrid", "online").optional
    opens = Date
    closes = Date.optional
    agenda = Text


class Preparation(Notice):
    """The chair's theme and priorities, what is left from the meeting before, and by when papers are due.

    Its sessions are for calendars; with an embargo, nobody announces them before that day. If another closes silences
    beside the chair, say by which right, and link the row of the register that has the term or the terms of reference.
    """

    theme = Text.optional
    priorities = Text.optional.several
    matters_arising = Text.optional
    meeting_before = Link.optional
    papers_due = Date.optional
    sessions = Appointment.optional.several
    embargo = Embargo.optional
    silence_closed_also_by = choice("chair by term", "Secretariat, by the terms of reference").optional
    register_row = Link.optional


class Paper(Document):
    """What kind of paper it is."""

    kind_of_paper = choice(
        "country report", "delegation list", "position", "concept paper", "report", "programme and seating",
        "speaking notes", "other",
    )  # fmt: skip


class PaperOnBehalf(Paper, Original):
    """A paper of a state that has no node, entered from its original."""


PAPER = Item(
    "paper",
    roles=(one("author"),),
    verbs=(
        may("author", "replace", Document, at="in", to="in"),
        may("author", "take out", Reasons, at="in", to="out", aside=True),
    ),
    phases=(
        phase("taken out", some("author", "out"), ends=True),
        phase("in", rests=True),
    ),
)

OFFER, HAND_OVER = hand_over("chair")
PROPOSE, TAKE_OVER = take_over("chair", by="member")

AGENDA = every("member", "agrees", since="circulate the agenda")

KIND = kind(
    "meeting",
    "Meeting",
    sentence="I see which papers are in, who still holds a bracket, what was agreed, and who owes what after it.",
    basis="ASEAN Charter art. 20: consultation and consensus; terms of reference of the body that meets",
    traits=frozenset({"programme"}),
    roles=(one("chair"), many("member"), many("observer"), one(BESIDE)),
    verbs=(
        begins("convene", Preparation, takes="chair", seats=f"member, observer, {BESIDE}", to="preparing"),
        may("chair", "invite", Words, seats="member, observer", aside=True),
        may("chair", "excuse an observer", Words, unseats="observer", aside=True),
        may("member, observer", "leave", Words, leaves=True, aside=True),
        may("chair", "circulate the agenda", Preparation, at="preparing, agenda out", to="agenda out"),
        may("member", "agree to the agenda", at="-, agrees, objects", to="agrees", needs=some("chair",
            "agenda out, sitting")),
        may("member", "object to the agenda", Reasons, at="-, agrees", to="objects", needs=some("chair", "agenda out"),
            aside=True),
        may("chair", "set the programme", Programme, aside=True),
        may("chair, member, observer", "name the delegation", Delegation, aside=True),
        may("chair, member, observer", "hand in a paper", Paper, opens="paper", takes="author", to="in"),
        may("chair", "enter a paper for another", PaperOnBehalf, opens="paper on behalf", takes="enterer", to="in"),
        may("chair, member", "table", Draft, opens="draft", takes="drafter", to="tabled"),
        may("chair", "open the meeting", at="agenda out", to="sitting", needs=no("member", "objects")),
        may("chair", "task", Task, at="sitting, closed", opens="task", seats="owner", to="asked"),
        may("chair", "close the meeting", Words, at="sitting", to="closed"),
        may("chair", "cancel", Reasons, at="preparing, agenda out", to="cancelled", aside=True),
        OFFER,
        PROPOSE,
    ),
    phases=(
        phase("closed, a text contested", some("chair", "closed"), some("draft", CONTESTED), crossing=True),
        phase("closed, texts not yet settled", some("chair", "closed", since="table"), some("draft", UNSETTLED)),
        phase("closed: a text was on its way", some("chair", "closed"), some("draft", UNSETTLED), crossing=True),
        phase("closed, follow-up open", some("chair", "closed"), some("task", OPEN_TASKS)),
        phase("closed", some("chair", "closed"), ends=True),
        phase("cancelled", some("chair", "cancelled"), ends=True),
        phase("sitting", some("chair", "sitting")),
        phase("agenda objected to", some("member", "objects")),
        phase("agenda agreed", some("chair", "agenda out"), AGENDA),
        phase("agenda out", some("chair", "agenda out")),
        phase("in preparation"),
    ),
    items=(
        DRAFT,
        task("chair"),
        PAPER,
        on_behalf("paper on behalf", PaperOnBehalf, by="member, observer"),
        HAND_OVER,
        TAKE_OVER,
    ),
    clocks=(clock("papers", "member", "circulate the agenda", "papers_due", "hand in a paper"),),
)  # fmt: skip
