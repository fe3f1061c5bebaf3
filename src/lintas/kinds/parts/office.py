"""An office of one that must never be lost: it is handed over by its holder, or taken over with everybody's assent.

`hand_over` and `take_over` each give the verb that opens the item, and the item. The successor stands where the holder
stood, on every item; so it also finds, and may take back, an offer that the holder left open. Only at an item that the
holder opened while the office passed it stands nowhere yet: verbs of an office at items it opens start from `-` too.
"""

from __future__ import annotations

from lintas.dossier.declare import Item, every, many, may, no, one, phase, some
from lintas.dossier.grammar import Verb
from lintas.kinds.parts.papers import Reasons


def hand_over(role: str, item: str = "hand-over") -> tuple[Verb, Item]:
    """The holder offers the office to another party, one at a time; the office passes when that party takes it."""
    offer = may(
        role, "offer to hand over", opens=item, seats="successor", to="offers", needs=no(item, "offered"), aside=True
    )
    return offer, Item(
        item,
        roles=(one("successor"),),
        verbs=(
            may("successor", "take over", at="-", to="taken over", takes=role),
            may("successor", "turn down", Reasons, at="-", to="turned down", aside=True),
            may(role, "take back the offer", at="-, offers", to="taken back", aside=True),
        ),
        phases=(
            phase("taken over", some("successor", "taken over"), ends=True),
            phase("turned down", some("successor", "turned down"), ends=True),
            phase("taken back", some(role, "taken back"), ends=True),
            phase("offered"),
        ),
    )


def take_over(role: str, by: str, item: str = "take-over") -> tuple[Verb, Item]:
    """Where the holder has fallen silent: one of `by` proposes to take the office, every party but the holder assents.

    A party assents once in the term of a holder,
    so that two take-overs of one term cannot both have everybody's assent.
    """
    propose = may(
        by,
        "propose a take-over",
        Reasons,
        opens=item,
        takes="proposer",
        convokes="asked",
        save=role,
        to="proposed",
        aside=True,
    )
    agreed = every("asked", "assents")
    return propose, Item(
        item,
        roles=(one("proposer"), many("asked")),
        verbs=(
            may("asked", "assent", at="-", to="assents", once=role),
            may("proposer", "take the office", at="proposed", to="taken", takes=role, deposes=True, needs=agreed),
            may("proposer", "drop", at="proposed", to="dropped", aside=True),
        ),
        phases=(
            phase("taken over", some("proposer", "taken"), ends=True),
            phase("dropped", some("proposer", "dropped"), ends=True),
            phase("assented to by all", agreed),
            phase("proposed"),
        ),
    )
