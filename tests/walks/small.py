"""Small kinds to try the walk on: an errand without a fault, and the same with one fault each."""

from __future__ import annotations

from dataclasses import replace

from lintas.dossier.declare import begins, every, kind, many, may, no, one, phase, some
from lintas.dossier.grammar import Item, Kind, Phase, Role, Verb

ROLES = (one("asking"), many("doing"))

BEGIN = begins("ask", takes="asking", seats="doing", to="asked")
DO = may("doing", "do", at="-", to="done", needs=some("asking", "asked"))
CLOSE = may("asking", "close", at="asked", to="closed", needs=every("doing", "done"))
WITHDRAW = may("asking", "withdraw", at="asked", to="withdrawn", needs=no("doing", "done"), aside=True)

IN_VAIN = phase("done in vain", some("asking", "withdrawn"), some("doing", "done"), ends=True, crossing=True)
WITHDRAWN = phase("withdrawn", some("asking", "withdrawn"), ends=True)
CLOSED = phase("closed", some("asking", "closed"), ends=True)
DONE = phase("done", every("doing", "done"))
ASKED = phase("asked")

VERBS = (BEGIN, DO, CLOSE, WITHDRAW)
PHASES = (IN_VAIN, WITHDRAWN, CLOSED, DONE, ASKED)

AGREEMENT = Item(
    "agreement",
    roles=(),
    verbs=(may("doing", "agree", at="-", to="agrees"),),
    phases=(phase("agreed", every("doing", "agrees"), ends=True), phase("open")),
)


def errand(
    verbs: tuple[Verb, ...] = VERBS,
    phases: tuple[Phase, ...] = PHASES,
    roles: tuple[Role, ...] = ROLES,
    items: tuple[Item, ...] = (),
) -> Kind:
    """One asks, two do, and the one closes or withdraws."""
    return kind(
        "errand", "Errand", sentence="It gets done.", basis="none", roles=roles, verbs=verbs, phases=phases, items=items
    )


def faulty() -> dict[str, tuple[Kind, str]]:
    """Kinds of one fault each: by what is wrong, the kind and the fault that the walk must find."""
    eager = may("doing", "do", at="-", to="done", aside=True, needs=some("asking", "asked"))
    refuse = may("doing", "refuse", at="-", to="refused", needs=some("asking", "asked"))
    object_ = may("doing", "object", at="done", to="objects", needs=some("asking", "asked"))
    objected = phase("objected", some("doing", "objects"), rests=True)
    invite = may("asking", "invite", seats="doing", aside=True)
    agree = may("asking", "seek agreement", opens="agreement", to=None, aside=True)
    return {
        "a verb that nobody can do": (errand((*VERBS, may("doing", "undo", at="undone", to="-"))), "dead verb: undo"),
        "a phase that no position has": (
            errand(phases=(phase("half done", some("doing", "half")), *PHASES)),
            "unreachable phase: half done",
        ),
        "a phase that is said to cross and does not": (
            errand(phases=(*PHASES[:3], replace(DONE, crossing=True), ASKED)),
            "arises without crossing: done",
        ),
        "a phase that crosses and does not say so": (
            errand(phases=(replace(IN_VAIN, crossing=False), *PHASES[1:])),
            "arises only by crossing: done in vain",
        ),
        "nobody whose move it is": (errand((BEGIN, eager, CLOSE, WITHDRAW)), "nobody is awaited: asked"),
        "a way without an end": (errand((BEGIN, DO, refuse, CLOSE, WITHDRAW)), "no end or rest ahead: asked"),
        "an end that a newcomer undoes": (
            errand((*VERBS, invite, agree), items=(AGREEMENT,)),
            "an end reopened by an act that saw it: agreed, then open",
        ),
        "an end that a crossing act undoes": (
            errand((*VERBS, object_), (objected, *PHASES)),
            "an end reopened by crossing: closed, then objected",
        ),
        "a table without a last row": (
            errand(phases=(*PHASES, phase("never", some("asking", "never")))),
            "no last row",
        ),
        "an item that nobody opens": (errand(items=(AGREEMENT,)), "never opened: agreement"),
    }
