"""What is entered for a state that has no node, from its original; the state confirms it once it has one."""

from __future__ import annotations

from lintas.dossier.declare import Item, may, one, phase, some
from lintas.dossier.meanings import Body
from lintas.kinds.parts.papers import Reasons, Words


def for_another(name: str, says: type[Body]) -> Item:
    """The item; the verb that opens it is the kind's own, takes the role *entering* and leads to `entered`.

    Only the authority that is asked can confirm: who enters something says for whom, and no third party may.
    """
    return Item(
        name,
        roles=(one("entering"), one("for whom it was entered")),
        verbs=(
            may("entering", "replace", says, at="entered"),
            may("entering", "ask to confirm", Words, at="entered", seats="for whom it was entered", aside=True),
            may("for whom it was entered", "confirm as ours", at="-, not ours, confirmed", to="confirmed"),
            may("for whom it was entered", "say that it is not ours", Reasons, at="-, confirmed", to="not ours",
                aside=True),
            may("entering", "take out", Reasons, at="entered", to="out", aside=True),
        ),
        phases=(
            phase("taken out", some("entering", "out"), ends=True),
            phase("not theirs", some("for whom it was entered", "not ours"), rests=True),
            phase("confirmed", some("for whom it was entered", "confirmed", since="replace"), rests=True),
            phase("to be confirmed", some("for whom it was entered", "-, confirmed")),
            phase("not confirmed", rests=True),
        ),
    )  # fmt: skip
