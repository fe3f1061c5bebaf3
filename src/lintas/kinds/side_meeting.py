"""A meeting on the side: two or a few meet beside a plenary, call on somebody, or visit: asked for, fixed, and noted.

It is a dossier of its own, so that those who meet alone know of it. Whoever is called on is an authority like any
other: the office of the Secretary-General is one.
"""

from __future__ import annotations

from lintas.dossier.declare import begins, clock, kind, many, may, no, one, phase, some
from lintas.dossier.meanings import Body, Date, File, Link, Secret, Text, choice
from lintas.dossier.occasions import Appointment, Embargo
from lintas.kinds.parts.papers import Reasons, Words
from lintas.kinds.parts.programme import Delegation


class Request(Body):
    """What it is, who would meet whom, on what, beside which meeting, when it would suit us, and by when to answer."""

    sort = choice("sideline meeting", "courtesy call", "consultation with a partner", "delegation visit", "other")
    between = Text
    subject = Secret
    beside = Link.optional
    suits = Appointment.optional.several
    by = Date


class Times(Body):
    """When it would suit us."""

    suits = Appointment.several
    text = Text.optional


class Fixed(Body):
    """When and where, for all: a visit has several entries. With an embargo nobody announces it before that day."""

    sessions = Appointment.several
    arrangements = Text.optional
    embargo = Embargo.optional


class Noted(Body):
    """What was said, in words that all can keep to, and what is left to do."""

    words = Secret
    left_to_do = Text.optional
    file = File.optional


ANSWERED = "accepts, proposes"

KIND = kind(
    "side_meeting",
    "Meeting on the side",
    sentence="I know whom my principal meets beside the plenary, when and where, and what both sides noted.",
    basis="practice beside meetings: courtesy calls, consultations with partners, delegation visits",
    traits=frozenset({"programme"}),
    roles=(one("asking"), many("asked")),
    verbs=(
        begins("ask for a meeting", Request, takes="asking", seats="asked", to="asks"),
        may("asking, asked", "write", Words),
        may("asked", "accept", at="-", to="accepts"),
        may("asked", "accept after all", at="proposes, declines", to="accepts", aside=True),
        may("asked", "propose other times", Times, at="-, accepts, proposes", to="proposes", aside=True),
        may("asked", "decline", Reasons, at="-, accepts, proposes", to="declines", aside=True),
        may("asking", "fix the time", Fixed, at="asks, fixed", to="fixed", needs=some("asked", ANSWERED)),
        may("asking, asked", "name the delegation", Delegation, aside=True),
        may("asking", "put the note", Noted, at="fixed", to="noted"),
        may("asked", "agree to the note", at="accepts, proposes, agrees", to="agrees", needs=some("asking", "noted")),
        may("asking", "close without a note", Words, at="fixed, noted", to="held", aside=True),
        may("asking", "call it off", Reasons, at="asks, fixed", to="off", aside=True),
        may("asked", "leave", Words, leaves=True, aside=True),
    ),
    phases=(
        phase("cancelled", some("asking", "off"), ends=True),
        phase("held", some("asking", "held"), ends=True),
        phase("held, note agreed", some("asking", "noted"), some("asked", "agrees"),
            no("asked", "-, accepts, proposes"), rests=True),
        phase("nobody is left to meet", no("asked", "-, accepts, proposes, agrees"), rests=True),
        phase("note put", some("asking", "noted")),
        phase("fixed", some("asking", "fixed")),
        phase("answered", no("asked", "-")),
        phase("asked for"),
    ),
    clocks=(clock("answer", "asked", "ask for a meeting", "by", "accept, propose other times, decline"),),
)  # fmt: skip
