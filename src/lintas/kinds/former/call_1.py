"""Version 1 of a call: two or more private offices arrange that their principals speak by voice and video.

What is said in it is kept nowhere: browsers send sound and pictures to each other, and acts carry what they need to
find each other, sealed from one browser to the other (`docs/explanation/calls.md`). The dossier keeps what was
arranged, who called whom, who sat where, and from when to when. A party is *in the call* while somebody of it sits
there, and whoever left may come back until the side that called hangs up: then it is over for all.
"""

from __future__ import annotations

from datetime import timedelta

from lintas.dossier.declare import Item, begins, clock, every, kind, many, may, no, one, phase, some
from lintas.dossier.meanings import Body, CallPlace, CallSignal, LeftPlace, Secret, Text
from lintas.kinds.parts.papers import Reasons, Words


class Arrangement(Body):
    """When our principals speak, in which languages, about what, and how many sit there as what."""

    when = Text
    languages = Text
    subject = Secret
    seats = Text.optional


class Seat(Body):
    """Who sits down: a speaker, an interpreter or a note-taker; an office will do for a name."""

    seat = CallPlace
    signals = CallSignal.optional.several


class Signals(Body):
    """What the browsers of two people tell each other to connect; nobody writes it, and nobody can read it later."""

    signals = CallSignal.several


class Left(Body):
    """Which seat is left, while others of ours stay."""

    seat = LeftPlace


CONNECTION = Item(
    "connection",
    roles=(one("caller"), many("called")),
    verbs=(
        may("called", "answer the call", Seat, at="-", to="in the call"),
        may("called", "come back to the call", Seat, at="declined, left", to="in the call", aside=True),
        may("called", "decline the call", at="-", to="declined"),
        may("caller, called", "take a seat", Seat, at="in the call", to="in the call", aside=True),
        may("caller, called", "connect", Signals, at="in the call", aside=True),
        may("caller, called", "leave a seat", Left, at="in the call", aside=True),
        may("caller, called", "hang up", at="in the call", to="left", aside=True),
    ),
    phases=(
        phase("not answered", some("caller", "left"), no("called", "in the call, left"), ends=True),
        phase("over", some("caller", "left"), ends=True),
        phase("call declined", every("called", "declined"), rests=True),
        phase("left by those who were called", no("called", "-, in the call"), rests=True),
        phase("under way", some("called", "in the call"), rests=True),
        phase("ringing"),
    ),
    clocks=(clock("answer the call", "called", "call", timedelta(minutes=2), "answer the call, decline the call"),),
)
ANSWERED = "agreed, declined"
NEWS = "change the arrangement"

KIND_1 = kind(
    "call",
    "Call",
    sentence="My principal sees and hears theirs, both read the same four words, and nothing that they say is kept.",
    basis="terms of reference of a hotline, or the consent of both sides",
    traits=frozenset({"realtime"}),
    roles=(one("host"), many("guest")),
    verbs=(
        begins("arrange", Arrangement, takes="host", seats="guest", to="arranging"),
        may("guest", "agree", at="-, agreed, declined", to="agreed"),
        may("guest", "propose otherwise", Arrangement, at="-, agreed, declined", aside=True),
        may("guest", "decline", Reasons, at="-, agreed", to="declined", aside=True),
        may("host", NEWS, Arrangement, at="arranging", aside=True),
        may("host", "bring in", Words, at="arranging", seats="guest", persons=2, aside=True),
        may("host, guest", "call", Seat, at="arranging, agreed", opens="connection", takes="caller", seats="called",
            to="in the call", aside=True),
        may("host", "conclude", at="arranging", to="concluded", aside=True),
        may("host", "call off", Reasons, at="arranging", to="called off", aside=True),
    ),
    phases=(
        phase("concluded", some("host", "concluded"), ends=True),
        phase("called off", some("host", "called off"), ends=True),
        phase("declined", every("guest", "declined", since=NEWS), rests=True),
        phase("agreed", every("guest", ANSWERED, since=NEWS), rests=True),
        phase("to be agreed"),
    ),
    items=(CONNECTION,),
)  # fmt: skip
