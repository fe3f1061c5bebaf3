"""Which acts of a dossier their author has disowned, by which act, and who rested on them without knowing.

A DISOWN takes the effect of what it covers (`spec/fold.md` 4.2), also where others had received and cited it already.
Those acts are told apart: whoever reads them should know that somebody acted on what the author did not do.
"""

from __future__ import annotations

from dataclasses import dataclass

from lintas.dossier.graph import Node
from lintas.dossier.position import Position


@dataclass(frozen=True, slots=True)
class Disowning:
    """By which act an act was disowned, and whose acts rest on it that had not seen that."""

    by: Node
    received: frozenset[bytes]


def disowned_acts(now: Position) -> dict[bytes, Disowning]:
    """By the act that was disowned: by which act, the first that says so, and who had received and cited it."""
    acts, found = list(now.graph.nodes.values()), dict[bytes, Disowning]()
    for disavowal in now.disowning():
        for lost in acts:
            header = lost.act.header
            if disavowal.covers(header.author, header.reg) and lost.act.id not in disavowal.good:
                had = (each.act.header.author for each in acts if each.saw(lost) and not each.saw(disavowal.by))
                found.setdefault(lost.act.id, Disowning(disavowal.by, frozenset(had) - {header.author}))
    return found
