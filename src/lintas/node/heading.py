"""The header of this authority's next act in a dossier: its place in the chain, and what it has seen."""

from __future__ import annotations

from typing import Any

from lintas.dossier.citing import citations, depth
from lintas.dossier.header import Header
from lintas.dossier.replica import Replica
from lintas.node.keys import MissingKeys
from lintas.node.state import Node
from lintas.wire.identifiers import NULL16, NULL32


def next_header(node: Node, dossier: bytes | None, replica: Replica, **said: Any) -> Header:
    """The header of this authority's next act in the dossier (None: of a first act), without its seal."""
    if node.short_of_keys:
        raise MissingKeys(node.identity.authority.code)
    prev, sequence = _tip(node, replica)
    seen = citations(replica.now(), node.id, prev) if dossier else ()
    past = seen if prev == NULL32 else (prev, *seen)
    return Header(
        dossier=dossier or NULL16,
        author=node.id,
        incarnation=node.incarnation,
        sequence=sequence + 1,
        prev=prev,
        seen=seen,
        depth=depth(replica.graph, past),
        time_ms=node.clock(),
        reg=node.federation.basis(node.id),
        **said,
    )


def _tip(node: Node, replica: Replica) -> tuple[bytes, int]:
    strands = replica.graph.chains.get((node.id, node.incarnation), [])
    if not strands:
        return NULL32, 0
    last = replica.graph.strands[strands[-1]].nodes[-1]
    return last.act.id, last.place
