"""After a restore from a backup: what came back of what was lost.

Between the backup and the loss this node signed acts that it no longer has. Peers have them. The
digests bring them back (`compare`, `mend`), with their bodies from whoever may read them; until then they are known
only from what peers confirmed. They belong to other
incarnations than those of this node now, so that nothing that is signed meanwhile can stand at their place.
"""

from __future__ import annotations

from dataclasses import dataclass

from lintas.dossier.admission import parse_act
from lintas.dossier.header import Act
from lintas.dossier.header_bytes import dossier_of
from lintas.dossier.sealing import epoch_of
from lintas.node.come_back import compared
from lintas.node.ports import StoredAct
from lintas.node.state import Node
from lintas.wire.identifiers import show

PAGE_ROWS = 64


@dataclass(frozen=True, slots=True)
class Returned:
    """An act of ours that came back: in which dossier, what was done, when, and whether its body came too."""

    act: str
    dossier: str
    verb: str
    time_ms: int
    body: bool


@dataclass(frozen=True, slots=True)
class StillLost:
    """A peer confirmed this act of ours, and it is not here yet."""

    peer: str
    act: str


@dataclass(frozen=True, slots=True)
class ToBeRedone:
    """An act that was signed since, under a key that a DISOWN which came back had disowned: it has no effect."""

    act: str
    dossier: str
    verb: str
    time_ms: int


@dataclass(frozen=True, slots=True)
class Recovery:
    """How far a restored node is. `made` counts the acts that it signed since, `to_be_redone` are those of them that
    have no effect. `uncompared` are the authorities with which no comparison ended since: they may have more.
    """

    acts_at_backup: int
    returned: tuple[Returned, ...]
    lost: tuple[StillLost, ...]
    made: int
    to_be_redone: tuple[ToBeRedone, ...]
    uncompared: tuple[str, ...]


def _lacks_body(row: StoredAct) -> bool:
    return row.body is None and epoch_of(parse_act(row.signed).act) is not None


def _is_disowned(node: Node, act: Act) -> bool:
    replica = node.folded(dossier_of(act))
    found = replica.graph.nodes.get(act.id) if replica else None
    return replica is not None and found is not None and replica.now().disowned(found)


def recovery(node: Node, acts_at_backup: int, restored_ms: int) -> Recovery:
    """What came back since the restore. Times of acts are of this node's own clock, before and after."""
    returned, redo, made, at = list[Returned](), list[ToBeRedone](), 0, acts_at_backup
    while rows := node.store.since(at, PAGE_ROWS, node.id):
        for row in rows:
            act = parse_act(row.signed).act
            said = act.header.verb or act.header.form.name.lower()
            told = show(row.id), show(row.dossier), said, act.header.time_ms
            if act.header.time_ms <= restored_ms:
                returned.append(Returned(*told, body=not _lacks_body(row)))
                continue
            made += 1
            if _is_disowned(node, act):
                redo.append(ToBeRedone(*told))
        at = rows[-1].position + 1
    lost = (StillLost(node.federation.code(p), show(a)) for p, a in sorted(node.lost.items()) if not node.store.act(a))
    others = (peer for peer in node.federation.authorities if peer != node.id and not node.has_ended(peer))
    uncompared = sorted(node.federation.code(peer) for peer in others if not compared(node, peer))
    return Recovery(acts_at_backup, tuple(returned), tuple(lost), made, tuple(redo), tuple(uncompared))
