"""A decision by consensus: one proposes, every one agrees to the words as they now stand, the proposer records it.

Silence is no consent here, nobody is outvoted, and an objection stands until whoever made it agrees. What goes on after
the decision, such as a body that was established, adds its own verbs to `ways` and puts its rows between `gone` and
`open_rows`.
"""

from __future__ import annotations

from lintas.dossier.declare import Item, every, may, no, one, phase, some
from lintas.dossier.grammar import Need, Phase, Verb
from lintas.dossier.meanings import Body, Date, File, Text
from lintas.kinds.parts.papers import Reasons

CHANGED = "change what is proposed"


class Decided(Body):
    """On which day and where it was decided, the source, and the text as decided."""

    on = Date
    where = Text
    source = Text
    text = File.optional


def ways(proposer: str, says: type[Body], by: str, keeper: str, chair: str = "") -> tuple[Verb, ...]:
    """What may be done until it is decided: `by` decide, `proposer` stands at `proposed` and then at `decided`.

    Whoever is in the role `chair`, if there is one, records what all have agreed to where its proposer does not, and
    can do nothing to which a state has not agreed.
    """
    tabled = some(proposer, "proposed")
    recorded = (tabled, agreed(by))
    chairs = (may(chair, "record as chair that all agreed", Decided, at="-", to="decided", persons=2, needs=recorded,
                  aside=True),)  # fmt: skip
    return (
        *(chairs if chair else ()),
        may(proposer, CHANGED, says, at="proposed", aside=True),
        may(by, "agree", at="-, agrees, objects", to="agrees", needs=tabled),
        may(by, "object", Reasons, at="-, agrees", to="objects", needs=tabled, aside=True),
        may(proposer, "record that all agreed", Decided, at="proposed", to="decided", persons=2, needs=agreed(by)),
        may(proposer, "withdraw the proposal", Reasons, at="proposed", to="withdrawn", aside=True),
        may(keeper, "close what its proposer left", Reasons, to="closed", persons=2, needs=tabled, aside=True),
    )


def agreed(by: str) -> Need:
    """Every one of them agrees to the newest words."""
    return every(by, "agrees", since=CHANGED)


def gone(proposer: str, keeper: str) -> tuple[Phase, ...]:
    """The rows of what came to nothing."""
    return (
        phase("closed", some(keeper, "closed"), ends=True),
        phase("withdrawn", some(proposer, "withdrawn"), ends=True),
    )


def open_rows(by: str) -> tuple[Phase, ...]:
    """The rows of what is not decided yet, last of the table."""
    return (
        phase("agreed by all", agreed(by)),
        phase("nobody is left to agree", no(by, "-, agrees, objects"), rests=True),
        phase("objected to", some(by, "objects")),
        phase("proposed"),
    )


def decision(item: str, proposer: str, says: type[Body], by: str, keeper: str, chair: str = "") -> Item:
    """The item; the verb that opens it is the kind's own, takes the role `proposer` and leads to `proposed`."""
    recorders = ", ".join(filter(None, (proposer, chair)))
    return Item(
        item,
        roles=(one(proposer),),
        verbs=ways(proposer, says, by, keeper, chair),
        phases=(
            phase("decided", some(recorders, "decided"), ends=True),
            *gone(proposer, keeper),
            *open_rows(by),
        ),
    )
