"""What is entered on behalf of a state that has no node: from its original, marked so until that state confirms it.

Whoever entered it answers for that and for nothing more: it is the word of that state only once an authority of the
state says so, which it can as soon as it has a node and is a party. The fold cannot read for which state it is, so no
act of a member alone takes a bracket away: the chair looks at who said it, and lifts it.
"""

from __future__ import annotations

from lintas.dossier.declare import Item, may, one, phase, some
from lintas.dossier.grammar import NOT_OURS
from lintas.dossier.meanings import Body, File, Text
from lintas.dossier.occasions import OnBehalf
from lintas.kinds.parts.papers import Document, Reasons
from lintas.kinds.parts.texts import Brackets


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


IN_BRACKETS = "held for a state without a node, confirmed by the state, to be lifted"
"""The phases in which brackets of a state without a node stand."""


def paper_on_behalf(says: type[Document], by: str) -> Item:
    """A paper, entered with words of the kind `says`; those in the roles `by` may say that it is theirs."""
    return Item(
        "paper on behalf",
        roles=(one("enterer"),),
        verbs=(
            may("enterer", "replace", says, at="in", to="in"),
            may(by, "confirm as ours", at=f"-, confirmed, {NOT_OURS}", to="confirmed", aside=True),
            may(by, "say that it is not ours", Reasons, at="-, confirmed", to=NOT_OURS, aside=True),
            may("enterer", "take out", Reasons, at="in", to="out", aside=True),
        ),
        phases=(
            phase("taken out", some("enterer", "out"), ends=True),
            phase("said to be not theirs", some(by, NOT_OURS), rests=True),
            phase("confirmed by the state", some(by, "confirmed", since="replace"), rests=True),
            phase("not confirmed by the state", rests=True),
        ),
    )


BRACKETS_ON_BEHALF = Item(
    "brackets on behalf",
    roles=(),
    verbs=(
        may("member", "confirm as ours", at=f"-, {NOT_OURS}", to="confirmed", aside=True),
        may("member", "say that it is not ours", Reasons, at="-, confirmed", to=NOT_OURS, aside=True),
        may("member", "lift as ours", at="confirmed", to="lifts", aside=True),
        may("chair", "lift for the state", Lifted, at="-, held", to="lifted"),
    ),
    phases=(
        phase("lifted", some("chair", "lifted"), ends=True),
        phase("to be lifted", some("member", "lifts")),
        phase("confirmed by the state", some("member", "confirmed")),
        phase("held for a state without a node"),
    ),
)
