"""Who comes for each party: the newest list that it gave, wherever in the dossier. No kind is named."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from lintas.dossier.occasions import Delegate
from lintas.dossier.position import DOSSIER
from lintas.node.brought import counts, said
from lintas.node.state import Node


@dataclass(frozen=True, slots=True)
class Delegation:
    """Who comes for a party, as it says; `delegates` None where its newest list is not for us."""

    party: str
    state: str
    delegates: tuple[dict[str, Any], ...] | None


def delegations(node: Node, dossier: bytes) -> tuple[Delegation, ...]:
    """Those of the parties that are still here, by state and code: no state comes before another."""
    replica = node.folded(dossier)
    if replica is None:
        return ()
    now, found = replica.now(), dict[bytes, Delegation]()
    for row in node.store.acts(dossier):
        act = now.graph.nodes.get(row.id)
        if act is None or row.author not in now.parties or not counts(now, act):
            continue
        verb = now.type(act.act.header.item or DOSSIER).verb(act.act.header.verb)
        names = [name for name, each in verb.says.fields().items() if each.says(Delegate)] if verb else []
        if names:
            given = said(node, row).get(names[0]) if row.id not in node.recalls.gone else None
            listed = tuple(each for each in given if Delegate.checks(each) is None) if isinstance(given, list) else None
            found[row.author] = Delegation(node.federation.code(row.author), node.federation.state(row.author), listed)
    return tuple(sorted(found.values(), key=lambda each: (each.state, each.party)))
