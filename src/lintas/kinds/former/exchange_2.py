"""Version 2 of information exchange: questions with times to answer, handling codes, and a way into evidence.

Spontaneous or on request, among any number of authorities. The codes and times are those of the parties; where they
adopted none, the defaults stand. Nothing given here is evidence: it becomes so through a request for legal assistance.
"""

from __future__ import annotations

from datetime import timedelta

from lintas.dossier.declare import Item, begins, clock, every, kind, many, may, no, one, phase, some
from lintas.dossier.meanings import Account, Body, Date, File, Link, Secret, Text, choice
from lintas.kinds.former.exchange_1 import KIND_1
from lintas.kinds.parts.codes import Graded, Lifted
from lintas.kinds.parts.leave import Beyond
from lintas.kinds.parts.office import hand_over, take_over
from lintas.kinds.parts.papers import Linked, Reasons, Refusal, Words
from lintas.kinds.parts.people import Subject

OFFER, HAND_OVER = hand_over("convenor")
PROPOSE, TAKE_OVER = take_over("convenor", by="member")

URGENCY = {"urgent, at hand": timedelta(hours=8), "urgent": timedelta(days=3), "other": timedelta(days=7)}


class Terms(Body):
    """The purpose, the legal basis, and the codes and times that the parties adopt in place of the defaults."""

    purpose = Text
    basis = Text
    rests_on = choice("treaty", "agreement between agencies", "own law of each").optional
    instrument = Link.optional
    crimes = Text.optional
    handling_codes = Text.optional
    evaluation_codes = Text.optional
    times = Text.optional


class Question(Subject):
    """What we want to know about a person, a group or a method, why, and how soon.

    Urgent, at hand: 8 hours; urgent: 3 days; other: 7 days; or the time that the parties adopted,
    and then by which day.
    """

    urgency = choice(*URGENCY, "adopted")
    by = Date.optional
    question = Secret
    purpose = Text
    accounts = Account.optional.several
    files = File.optional.several


class Information(Graded):
    """Information with its handling code and its grades; files with their hashes."""

    accounts = Account.optional.several
    files = File.optional.several
    part = choice("all that we hold", "a part, more to come").optional


class Hold(Reasons):
    """Why the time to answer stands still, such as leave of a judge, and until when we expect it."""

    expected = Date.optional


REQUEST = Item(
    "request",
    roles=(one("asking"), many("asked")),
    verbs=(
        may("asked", "take up", Words, at="-", to="working", aside=True),
        may("asked", "answer in part", Information, at="-, working, on hold, in part", to="in part", aside=True),
        may("asked", "answer", Information, at="-, working, on hold, in part, answered", to="answered"),
        may("asked", "answer after all", Information, at="nothing held, declined", to="answered", aside=True),
        may("asked", "nothing held", at="-, working, on hold", to="nothing held"),
        may("asked", "decline", Refusal, at="-, working, on hold, in part", to="declined", aside=True),
        may("asked", "stop the clock", Hold, at="-, working, in part", to="on hold", aside=True),
        may("asked", "resume", at="on hold", to="working"),
        may("asking", "clarify", Question, at="asked", use="ask"),
        may("asking", "ask another as well", Words, at="asked", seats="asked", aside=True),
        may("asking", "excuse", Words, at="asked", unseats="asked", aside=True),
        may("asking", "withdraw", Reasons, at="asked", to="withdrawn", aside=True),
        may("asking", "close", at="asked", to="closed", needs=no("asked", "-, working, on hold, in part")),
        may("convenor", "close for one that left", Reasons, to="closed", persons=2, aside=True),
    ),
    phases=(
        phase("withdrawn", some("asking", "withdrawn"), ends=True),
        phase("closed", some("asking, convenor", "closed"), ends=True),
        phase("answered", no("asked", "-, working, on hold, in part")),
        phase("partly answered", some("asked", "in part, answered, nothing held, declined")),
        phase("on hold", every("asked", "on hold")),
        phase("waiting"),
    ),
    clocks=(
        clock("answer", "asked", "ask", ("urgency", URGENCY), "answer, nothing held, decline", "stop the clock",
            "resume"),
        clock("answer by the day named", "asked", "ask", "by", "answer, nothing held, decline", "stop the clock",
            "resume"),
    ),
)  # fmt: skip

GIVEN = Item(
    "information",
    roles=(one("giving"), many("receiving")),
    verbs=(
        may("receiving", "acknowledge", at="-", to="acknowledged", aside=True),
        may("receiving", "say what came of it", Words),
        may("giving", "add", Information),
        may("giving", "take back", Reasons, at="given", to="taken back", aside=True),
    ),
    phases=(
        phase("taken back", some("giving", "taken back"), ends=True),
        phase("acknowledged", every("receiving", "acknowledged"), rests=True),
        phase("given", rests=True),
    ),
)

LIFT = Item(
    "lift",
    roles=(one("seeking"), one("provider")),
    verbs=(
        may("provider", "lift", Lifted, at="-, kept", to="lifted", persons=2),
        may("provider", "keep", Refusal, at="-", to="kept"),
        may("seeking", "no longer ask", at="asked", to="withdrawn", aside=True),
        may("convenor", "close for one that left", Reasons, to="closed", persons=2, aside=True),
    ),
    phases=(
        phase("restriction lifted", some("provider", "lifted"), ends=True),
        phase("no longer asked", some("seeking", "withdrawn"), ends=True),
        phase("closed for one that left", some("convenor", "closed"), ends=True),
        phase("restriction kept", some("provider", "kept"), rests=True),
        phase("lift asked"),
    ),
)

OPEN = "waiting, on hold, partly answered, answered"
IN_FORCE = some("convenor", "open")

KIND_2 = kind(
    "exchange",
    "Information exchange",
    version=2,
    former=(KIND_1,),
    sentence="Each of my questions shows whose answer is still due, and what I may do with each answer.",
    basis="UNTOC arts 18(4) and 27; UNCAC art. 48; agreements between agencies",
    traits=frozenset({"case"}),
    roles=(one("convenor"), many("member")),
    verbs=(
        begins("open", Terms, takes="convenor", seats="member", to="open"),
        may("convenor", "change the terms", Terms, at="open", aside=True),
        may("member", "adopt the terms", at="-, adopted", to="adopted", needs=IN_FORCE),
        may("convenor", "invite", Words, at="open", seats="member", aside=True),
        may("convenor", "discharge", Reasons, unseats="member", persons=2, aside=True),
        may("member", "leave", Words, leaves=True, aside=True),
        may("convenor, member", "ask", Question, at="open, adopted", opens="request", takes="asking", seats="asked",
            to="asked", use="ask", needs=IN_FORCE),
        may("convenor, member", "give", Information, at="open, adopted", opens="information", takes="giving",
            seats="receiving", to="given", needs=IN_FORCE),
        may("convenor, member", "ask to lift", Beyond, opens="lift", takes="seeking", seats="provider", to="asked",
            use="ask"),
        may("convenor, member", "formalise", Linked),
        may("convenor", "close", Words, at="open", to="closed", needs=no("request", OPEN), aside=True),
        may("convenor", "file away", at="closed", to="filed", needs=(no("request", OPEN), no("lift", "lift asked")),
            aside=True),
        OFFER,
        PROPOSE,
    ),
    phases=(
        phase("filed away", some("convenor", "filed"), ends=True),
        phase("closed, with a question on its way", some("convenor", "closed"), some("request", OPEN), crossing=True),
        phase("closed", some("convenor", "closed"), rests=True),
        phase("open", every("member", "adopted", since="change the terms"), rests=True),
        phase("nobody else in it", no("member", "-, adopted"), rests=True),
        phase("terms to be adopted"),
    ),
    items=(REQUEST, GIVEN, LIFT, HAND_OVER, TAKE_OVER),
)  # fmt: skip
