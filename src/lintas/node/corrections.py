"""Corrections as pages show them: beside what they correct, with how far they have come at every holder of it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from lintas.crypto.errors import CryptoError
from lintas.dossier.correcting import TAKES_BACK, corrections, corrects
from lintas.dossier.graph import Node as GraphNode
from lintas.dossier.position import Position
from lintas.node.deliver import STORED
from lintas.node.holders import holders
from lintas.node.marks import OPENED, Marks
from lintas.node.on_watch import still_asks
from lintas.node.ports import StoredAct
from lintas.node.reading import read
from lintas.node.state import Node
from lintas.wire.errors import Malformed

ARRIVED = frozenset({STORED, OPENED})
"""Marks that rest on a signed receipt for the correction or a signed statement that an officer read it."""


@dataclass(frozen=True, slots=True)
class ShownCorrection:
    """A correction of an act: by which act and since when by its author's claim; cause and words, empty where they are
    not open here. Of our own: `reached`, the mark of each holder of what it corrects, who has `left` the dossier, and
    whether it takes back an alert that still `stands`. No counter finds that any more where the correction has come;
    but holders are asked to take it off lists of their own only once it is stood down.
    """

    by: bytes
    since_ms: int
    cause: str
    text: str
    reached: Mapping[str, str]
    left: tuple[str, ...]
    stands: bool = False


class Corrections:
    """What the acts of one dossier correct."""

    def __init__(self, node: Node, dossier: bytes, marks: Marks) -> None:
        """Looks at every header of the dossier once."""
        self._node, self._marks = node, marks
        self._replica = node.replica(dossier)
        self._now: Position = self._replica.now()
        self._found = corrections(self._now)

    @property
    def corrected(self) -> frozenset[bytes]:
        """The acts that were corrected."""
        return frozenset(self._found)

    def of(self, act: bytes) -> tuple[ShownCorrection, ...]:
        """The corrections of an act, the newest last."""
        return tuple(filter(None, (self._shown(by, act) for by in self._found.get(act, ()))))

    def _shown(self, by: GraphNode, act: bytes) -> ShownCorrection | None:
        row = self._node.store.act(by.act.id)
        if row is None:
            return None
        cause, text = _words(self._node, row)
        shown = ShownCorrection(row.id, by.act.header.time_ms, cause, text, {}, ())
        if row.author != self._node.id:
            return shown
        reached, left = self._reach(row, act)
        stands = cause in TAKES_BACK and still_asks(self._replica, self._now.graph.nodes[act])
        return replace(shown, reached=reached, left=left, stands=stands)

    def _reach(self, row: StoredAct, act: bytes) -> tuple[Mapping[str, str], tuple[str, ...]]:
        code, marks = self._node.federation.code, self._marks.of(row)
        had = holders(self._node, self._now.graph.nodes[act].act)
        here = sorted(map(code, had & self._now.parties))
        return {each: marks[each] for each in here}, tuple(sorted(map(code, had - self._now.parties)))


def _words(node: Node, row: StoredAct) -> tuple[str, str]:
    try:
        said = read(node, row)[1].fields
    except (CryptoError, Malformed):
        return "", ""
    return str(said.get("cause", "")), str(said.get("text", ""))


@dataclass(frozen=True, slots=True)
class OpenCorrection:
    """A correction of ours that has not arrived at everybody: in which dossier, of which act."""

    dossier: bytes
    act: bytes
    correction: ShownCorrection


def open_corrections(node: Node) -> Iterator[OpenCorrection]:
    """Every correction of ours of which a holder has not signed that it is there, or has left, or which takes back an
    alert that was not stood down yet; the oldest first.
    """
    found, marks = list[OpenCorrection](), Marks(node)
    for dossier in node.store.dossiers():
        replica = node.folded(dossier)
        acts = (each.act for each in replica.graph.nodes.values()) if replica else ()
        if any(corrects(act) and act.header.author == node.id for act in acts):
            seen = Corrections(node, dossier, marks)
            shown = ((act, each) for act in seen.corrected for each in seen.of(act))
            found += [OpenCorrection(dossier, act, each) for act, each in shown if _open(each)]
    yield from sorted(found, key=lambda each: (each.correction.since_ms, each.act))


def _open(shown: ShownCorrection) -> bool:
    return bool(shown.left) or shown.stands or any(mark not in ARRIVED for mark in shown.reached.values())
