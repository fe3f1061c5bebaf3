"""Retention: for how long what is here may stay after its dossier ended, and erasing it here when an officer says so.

How long is policy of this authority, by kind, with its source and how sure that is. The clock starts with the newest
act of a dossier that has ended. What is due is listed and never erased by itself; what is under a legal hold is not
due.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from lintas.dossier.header import Act, Form
from lintas.dossier.position import DOSSIER
from lintas.dossier.replica import Replica
from lintas.node.holds import held
from lintas.node.obey import purge
from lintas.node.policy import Period
from lintas.node.recalls import may_be_recalled
from lintas.node.state import Node
from lintas.wire.errors import LintasError

DAY_MS: Final = 24 * 60 * 60 * 1000


class NotErasable(LintasError):
    """What an act said is not erased here by itself, and why."""

    def __init__(self, act: bytes, why: str) -> None:
        self.act = act
        self.why = why


@dataclass(frozen=True, slots=True)
class Due:
    """A dossier whose time is over here: since when in ms since 1970, by which rule, and of which acts there are bodies
    here: ours, which are recalled, and those of others, which are erased here.
    """

    dossier: bytes
    kind: str
    since_ms: int
    period: Period
    ours: tuple[bytes, ...]
    of_others: tuple[bytes, ...]


def due_here(node: Node) -> Iterator[Due]:
    """Every dossier whose time is over, with what of it is still here and not held."""
    for dossier in node.store.dossiers():
        replica = node.folded(dossier)
        period = node.policy.period(replica.kind.name) if replica else None
        if replica is None or period is None or not replica.now().ended(DOSSIER):
            continue
        since_ms = max(found.act.header.time_ms for found in replica.graph.nodes.values()) + period.days * DAY_MS
        here = list(_here(node, dossier)) if node.clock() >= since_ms else []
        if here:
            ours = tuple(act.id for act in here if act.header.author == node.id)
            others = tuple(act.id for act in here if act.header.author != node.id)
            yield Due(dossier, replica.kind.name, since_ms, period, ours, others)


def _here(node: Node, dossier: bytes) -> Iterator[Act]:
    replica = node.replica(dossier)
    for row in node.store.acts(dossier):
        if row.body is not None and row.id in replica.graph and held(node, dossier, row.id) is None:
            act = replica.graph.nodes[row.id].act
            if may_be_recalled(act) and act.header.form is Form.VERB:
                yield act


def erase_here(node: Node, dossier: bytes, acts: Sequence[bytes]) -> tuple[bytes, ...]:
    """Erase what these acts of others said, here and nowhere else; others are told with an ERASED. Commits.

    Raises `NotErasable` or `UnknownDossier`.
    """
    replica = node.replica(dossier)
    targets = [_erasable(node, replica, dossier, each) for each in acts]
    node.commit()
    purge(node, dossier, targets)
    return tuple(each.id for each in targets)


def _erasable(node: Node, replica: Replica, dossier: bytes, identifier: bytes) -> Act:
    act = replica.graph.nodes[identifier].act
    if act.header.author == node.id:
        raise NotErasable(identifier, "it is ours: recall it, so that it goes everywhere")
    if not may_be_recalled(act) or act.header.form is not Form.VERB:
        raise NotErasable(identifier, "it says nothing that is sealed")
    if identifier in node.recalls.gone:
        raise NotErasable(identifier, "it was erased here already")
    if kept := held(node, dossier, identifier):
        raise NotErasable(identifier, f"{kept.officer} holds it: {kept.why}")
    return act
