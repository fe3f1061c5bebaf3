"""A text that the members of a meeting settle under its chair: rounds, brackets, and the three ways to a decision.

Consensus is recorded where nobody stands against it; *ad referendum* every member endorses; under silence nobody
objects. A member that can live with the text and not with all of it annexes its position: the text is adopted, and the
position stands beside it. What was on its way when the text was settled leaves it contested.

A silence is closed by the chair, or by whom the first act of the meeting names beside it: the chair by term, or the
Secretariat where terms of reference say so. That one settles what the chair asked, and opens, takes back and answers
nothing. Nobody leaves that seat, since what its holder closed would open again.
"""

from __future__ import annotations

from lintas.dossier.declare import Item, clock, every, may, no, one, phase, some
from lintas.kinds.parts.on_behalf import BRACKETS_ON_BEHALF, IN_BRACKETS, BracketsOnBehalf
from lintas.kinds.parts.papers import Reasons
from lintas.kinds.parts.texts import (
    Brackets,
    NationalPosition,
    Outcome,
    Published,
    Revision,
    Silence,
    Version,
)

DONE = "consensus, adopted, maintained"
BESIDE = "chair by term or secretariat"
"""The role of who may close a silence beside the chair."""
CLOSERS = f"chair, {BESIDE}"
SETTLED = some(CLOSERS, DONE, since="reopen")
OPEN = no(CLOSERS, DONE, since="reopen")
NEWEST = "object, put in brackets, withdraw, revise, take back, reopen"
OVERTAKEN = no(CLOSERS, DONE, since=NEWEST)
UNDER_SILENCE = some("chair", "silence")
TABLED = some("drafter", "tabled")
IN_ROOM = (some("chair", "-, reopened"), OPEN)
AGAINST = (no("member", "bracket, objects"), no("brackets on behalf", IN_BRACKETS))

DRAFT = Item(
    "draft",
    roles=(one("drafter"),),
    verbs=(
        may("drafter", "revise", Revision, at="tabled", to="tabled", needs=OPEN),
        may("chair, member", "bring it in another language", Version, needs=TABLED, aside=True),
        may("drafter", "withdraw", Reasons, at="tabled", to="withdrawn", needs=OPEN, aside=True),
        may("member", "put in brackets", Brackets, at="-, content, endorses, annexed, objects, bracket", to="bracket",
            needs=IN_ROOM, aside=True),
        may("member", "lift the bracket", at="bracket", to="content"),
        may("member", "annex a national position", NationalPosition,
            at="-, content, endorses, annexed, objects, bracket", to="annexed", aside=True),
        may("member", "annex none", at="annexed", to="content", aside=True),
        may("member", "endorse", at="-, content, endorses, annexed", to="endorses",
            needs=some("chair", "ad referendum")),
        may("member", "object", Reasons, at="-, content, endorses, annexed", to="objects",
            needs=(some("chair", "silence, ad referendum"), OPEN), aside=True),
        may("member", "drop the objection", at="objects", to="content"),
        may("chair", "enter brackets for another", BracketsOnBehalf, at="-, reopened", opens="brackets on behalf",
            to="held", needs=OPEN, aside=True),
        may("chair", "record consensus", Outcome, at="-, reopened", to="consensus", needs=(OPEN, TABLED, *AGAINST)),
        may("chair", "refer to capitals", Silence, at="-, reopened", to="ad referendum", needs=(OPEN, *AGAINST)),
        may("chair", "open silence", Silence, at="-, reopened", to="silence", needs=(OPEN, *AGAINST)),
        may("chair", "adopt ad referendum", Outcome, at="ad referendum", to="adopted",
            needs=(TABLED, every("member", "endorses, annexed", since="revise"))),
        may(CLOSERS, "adopt", Outcome, at="-, silence, adopted", to="adopted",
            needs=(UNDER_SILENCE, OPEN, TABLED, *AGAINST)),
        may("chair", "take back", at="ad referendum, silence", to="reopened", needs=OPEN),
        may("chair", "reopen", Reasons, at=f"{DONE}, silence, reopened", to="reopened", needs=(SETTLED, OVERTAKEN)),
        may("chair", "maintain", Outcome, at=f"{DONE}, silence, reopened", to="maintained", needs=(SETTLED, OVERTAKEN)),
        may("chair", "make public", Published, at=f"{DONE}, silence", needs=SETTLED),
    ),
    phases=(
        phase("adopted, national positions annexed", some(CLOSERS, DONE, since=NEWEST), some("member", "annexed"),
            ends=True),
        phase("adopted, objection answered", some("chair", "maintained", since=NEWEST), ends=True, crossing=True),
        phase("adopted", some(CLOSERS, "consensus, adopted", since=NEWEST), ends=True),
        phase("contested: a withdrawal was on its way", some("drafter", "withdrawn"), SETTLED, crossing=True),
        phase("withdrawn", some("drafter", "withdrawn"), ends=True),
        phase("contested: an objection was on its way", SETTLED, some("member", "objects, bracket"), crossing=True),
        phase("contested: another act was on its way", SETTLED, crossing=True),
        phase("in brackets", some("member", "bracket")),
        phase("in brackets of a state without a node", some("brackets on behalf", IN_BRACKETS)),
        phase("objected to", some("member", "objects")),
        phase("under silence", UNDER_SILENCE),
        phase("ad referendum", some("chair", "ad referendum")),
        phase("clean"),
    ),
    items=(BRACKETS_ON_BEHALF,),
    clocks=(
        clock("close the silence", "chair", "open silence", "until", "adopt, take back"),
        clock("answer from the capital", "member", "refer to capitals", "until",
            "endorse, object, annex a national position"),
        clock("make public", "chair", "record consensus", "embargo", "make public, reopen"),
    ),
)  # fmt: skip

CONTESTED = (
    "contested: a withdrawal was on its way, contested: an objection was on its way, "
    "contested: another act was on its way"
)
UNSETTLED = (
    f"{CONTESTED}, in brackets, in brackets of a state without a node, objected to, under silence, ad referendum, clean"
)
