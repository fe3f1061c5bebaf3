"""Who has answered a recall, who must, and who is late: from the ERASED acts of a dossier alone.

Everybody who was given what is recalled must answer, its author included. An answer is that authority's signed word
that nothing it holds opens the body any more; nobody can look into another's machine. Who has left the dossier since is
not reached by acts in it, and is listed as such.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from lintas.dossier.graph import Node as GraphNode
from lintas.dossier.header import Form
from lintas.dossier.position import Position
from lintas.node.entitled import had
from lintas.node.holds import Hold, held
from lintas.node.recalls import Stage, copies, may_be_recalled, named
from lintas.node.state import Node

DAY_MS: Final = 24 * 60 * 60 * 1000
NOT_OURS, DUE, HELD, IN_COPY, ERASED = "not ours", "due", "held", "in a copy", "erased"


@dataclass(frozen=True, slots=True)
class ShownRecall:
    """The recall of one act: `by` which ERASE, since when by its author's claim. `awaited`: who must still answer, and
    for how many days; `late` who of them for longer than this node's policy says; `left` who is no party any more.
    `here`: how it is at this node; `held`, for its own officers only, by whom, why and until when (ms since 1970).
    `in_copies`: files with copies of the vault that still hold the key.
    """

    by: bytes
    since_ms: int
    days_max: int
    awaited: Mapping[str, int]
    late: tuple[str, ...]
    left: tuple[str, ...]
    here: str
    held: tuple[str, str, int] | None
    in_copies: Mapping[str, int]


class Answers:
    """What the acts of one dossier say of recalls."""

    def __init__(self, node: Node, dossier: bytes) -> None:
        """Reads every act of the dossier once."""
        self._node, self._dossier = node, dossier
        self._now: Position = node.replica(dossier).now()
        self._erases: dict[bytes, GraphNode] = {}
        self._erased: dict[bytes, dict[bytes, int]] = {}
        for found in self._now.graph.nodes.values():
            if found.act.header.form in {Form.ERASE, Form.ERASED} and not self._now.disowned(found):
                self._note(found)

    def _note(self, found: GraphNode) -> None:
        header = found.act.header
        for each in named(found.act):
            if header.form is Form.ERASED:
                self._erased.setdefault(each, {}).setdefault(header.author, header.time_ms)
                continue
            target = self._now.graph.nodes.get(each)
            if target and target.act.header.author == header.author and may_be_recalled(target.act):
                self._erases.setdefault(each, found)

    @property
    def recalled(self) -> Iterable[bytes]:
        """The acts that were recalled."""
        return self._erases

    def erased(self, act: bytes) -> dict[str, int]:
        """Who says that it has erased the act, and when by its own claim."""
        said = self._erased.get(act, {})
        return dict(sorted((self._node.federation.code(party), at_ms) for party, at_ms in said.items()))

    def of(self, act: bytes) -> ShownRecall | None:
        """The recall of an act; None if it was not recalled."""
        erase = self._erases.get(act)
        if erase is None:
            return None
        node, header = self._node, erase.act.header
        target = self._now.graph.nodes[act].act
        missing = had(node, target) - self._erased.get(act, {}).keys()
        days = max(0, node.clock() - header.time_ms) // DAY_MS
        code, here = node.federation.code, sorted(missing & self._now.parties)
        kept = held(node, self._dossier, act) if act not in node.recalls.gone else None
        return ShownRecall(
            by=erase.act.id,
            since_ms=header.time_ms,
            days_max=node.policy.recall_days,
            awaited={code(party): days for party in here},
            late=tuple(code(party) for party in here) if days >= node.policy.recall_days else (),
            left=tuple(sorted(code(party) for party in missing - self._now.parties)),
            here=self._here(act, kept),
            held=(kept.officer, kept.why, kept.until_ms) if kept else None,
            in_copies=dict(self._in_copies(act)),
        )

    def _here(self, act: bytes, kept: Hold | None) -> str:
        gone, target = self._node.recalls.gone.get(act), self._now.graph.nodes[act].act
        if self._node.id not in had(self._node, target):
            return NOT_OURS
        if gone is None or gone.stage is Stage.SHREDDED:
            return HELD if kept else DUE
        return IN_COPY if dict(self._in_copies(act)) else ERASED

    def _in_copies(self, act: bytes) -> Iterator[tuple[str, int]]:
        """The copies of the vault from before the key was destroyed, and when they were made."""
        gone = self._node.recalls.gone.get(act)
        for copy in copies(self._node.vault) if gone and gone.stage is not Stage.SAID else ():
            if gone and copy.count < gone.count:
                yield copy.file, copy.made_ms


@dataclass(frozen=True, slots=True)
class OpenRecall:
    """A recall that not everybody has answered, in the list of a node."""

    dossier: bytes
    act: bytes
    recall: ShownRecall


def open_recalls(node: Node) -> Iterator[OpenRecall]:
    """Every recall known here that somebody must still answer, the oldest first."""
    dossiers = {each.dossier for each in node.recalls.gone.values()} | set(node.recalls.due.values())
    found = []
    for dossier in sorted(each for each in dossiers if node.folded(each)):
        answers = Answers(node, dossier)
        found += [
            OpenRecall(dossier, act, seen) for act in answers.recalled if (seen := answers.of(act)) and seen.awaited
        ]
    yield from sorted(found, key=lambda each: (each.recall.since_ms, each.act))
