"""What is entered on behalf of a state that has no node: from its original, marked so until that state confirms it.

Whoever entered it answers for that and for nothing more: it is the word of that state only once an authority of the
state says so, which it can as soon as it has a node and is a party. The one that entered it asks, or the state says
itself that it was entered for it; nobody else confirms it or says that it is not theirs. The fold cannot read for which
state it is, so several may come to be asked, each stands for itself alone, and pages tell who is of that state. For the
same reason no act of a member alone takes a bracket away: the chair looks at who said it, and lifts it.
"""

from __future__ import annotations

from typing import Final

from lintas.dossier.declare import Item, many, may, one, phase, some
from lintas.dossier.grammar import NOT_OURS, Phase, Verb
from lintas.dossier.meanings import Body, File, Text
from lintas.dossier.occasions import OnBehalf
from lintas.kinds.parts.papers import Reasons, Words
from lintas.kinds.parts.texts import Brackets

THEIRS: Final = "for whom it was entered"
"""The role of those who are asked whether it is theirs, or say that it was entered for them."""
NOT_THEIRS: Final = "not theirs"
CONFIRMED: Final = "confirmed"
TO_BE_CONFIRMED: Final = "to be confirmed"
NOT_CONFIRMED: Final = "not confirmed"


class Original(Body):
    """For which state, what it sent, and how that came: a note, an e-mail, a telephone call that was written down."""

    on_behalf_of = OnBehalf
    original = File
    came = Text.optional


class BracketsOnBehalf(Brackets, Original):
    """Every bracket that the state holds now."""


class Lifted(Body):
    """What the state sent by which it lifts its brackets, unless it said so here itself."""

    original = File.optional
    came = Text.optional


def ways(enterer: str, by: str, at: str) -> tuple[Verb, ...]:
    """How a state makes it its own: `enterer`, standing `at`, asks an authority, or one of those in the roles `by`
    says that it was entered for it.
    """
    return (
        may(enterer, "ask to confirm", Words, at=at, seats=THEIRS, aside=True),
        may(by, "say that it was entered for us", takes=THEIRS, needs=some(enterer, at), aside=True),
        may(THEIRS, "confirm as ours", at=f"-, confirmed, {NOT_OURS}", to="confirmed"),
        may(THEIRS, "say that it is not ours", Reasons, at="-, confirmed", to=NOT_OURS, aside=True),
        may(THEIRS, "say that it was not entered for us", at="-", leaves=True, aside=True),
    )


def rows(since: str = "", *, rests: bool = True) -> tuple[Phase, ...]:
    """The last rows of the table of what was entered: whether the state made it its own. `since`: what says it anew;
    `rests`: nobody has to do anything about it.
    """
    return (
        phase(NOT_THEIRS, some(THEIRS, NOT_OURS), rests=rests),
        phase(CONFIRMED, some(THEIRS, "confirmed", since=since), rests=rests),
        phase(TO_BE_CONFIRMED, some(THEIRS, "-, confirmed")),
        phase(NOT_CONFIRMED, rests=rests),
    )


def on_behalf(name: str, says: type[Body], by: str) -> Item:
    """What is entered with words of the kind `says`, which hold those of `Original`; the states are in the roles `by`.

    The verb that opens it is the kind's own, takes the role *enterer* and leads to `in`.
    """
    return Item(
        name,
        roles=(one("enterer"), many(THEIRS)),
        verbs=(
            may("enterer", "replace", says, at="in", to="in"),
            *ways("enterer", by, at="in"),
            may("enterer", "take out", Reasons, at="in", to="out", aside=True),
        ),
        phases=(phase("taken out", some("enterer", "out"), ends=True), *rows(since="replace")),
    )


HELD: Final = "-, held"
"""Where the chair stands while the brackets are held: whoever came to chair since they were entered stands at `-`."""

BRACKETS_ON_BEHALF = Item(
    "brackets on behalf",
    roles=(many(THEIRS),),
    verbs=(
        *ways("chair", "member", at=HELD),
        may(THEIRS, "lift as ours", at="confirmed", to="lifts", aside=True),
        may("chair", "lift for the state", Lifted, at=HELD, to="lifted"),
    ),
    phases=(
        phase("lifted", some("chair", "lifted"), ends=True),
        phase("to be lifted", some(THEIRS, "lifts")),
        *rows(rests=False),
    ),
)
IN_BRACKETS: Final = f"to be lifted, {NOT_THEIRS}, {CONFIRMED}, {TO_BE_CONFIRMED}, {NOT_CONFIRMED}"
"""The phases in which brackets of a state without a node stand."""
