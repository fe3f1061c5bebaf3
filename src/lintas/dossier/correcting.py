"""Which acts of a dossier were corrected by their author, and by which acts: read from headers alone, so that whoever
sees that something was said sees that it was corrected, also where the words of either are sealed.

A correction is the verb `correct`, which every item type has that deals with persons (`safeguards.complete`), citing in
`re` acts of its own author. It moves nothing, and stays open after the matter has ended. What follows from its cause,
which is in its body, follows where that is open: at whoever was given what it corrects.
"""

from __future__ import annotations

from typing import Final

from lintas.dossier.graph import Node
from lintas.dossier.header import Act
from lintas.dossier.position import Position
from lintas.dossier.safeguards import CORRECT

TAKES_BACK: Final = frozenset({"acquitted", "withdrawn"})
"""The causes (`meanings.Correction`) by which an author takes back what it asked for: nobody goes on doing it. An error
leaves it, and is read with it.
"""


def corrections(now: Position) -> dict[bytes, list[Node]]:
    """By the act that was corrected: the acts with effect that correct it, in the order in which they were judged."""
    found: dict[bytes, list[Node]] = {}
    for by in now.graph.nodes.values():
        if corrects(by.act) and now.effect(by):
            for each in by.act.header.re:
                target = now.graph.nodes.get(each)
                if target and target.act.header.author == by.act.header.author:
                    found.setdefault(each, []).append(by)
    return found


def corrects(act: Act) -> bool:
    """Whether the act says that it corrects others."""
    return act.header.verb == CORRECT and bool(act.header.re)
