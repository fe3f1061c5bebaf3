"""A simulated disk with a node's store on it: a journal of batches, of which a crash loses those that were not synced.

The state follows from the journal, so that an old backup is a length of it. Every batch is synced when it ends, as
the store's contract demands; `syncs` can be switched off by a test that shows what that would do. A row can rot: it is
gone, and its position stays empty. One thread at a time: a reader beside a writer may see half a batch.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from itertools import islice
from threading import Lock, get_ident
from typing import Any

from lintas.node.ports import (
    AlreadyStored,
    Batch,
    BatchMisused,
    Evidence,
    Inbound,
    NewAct,
    NotStored,
    Outbound,
    Place,
    StoredAct,
    StoreFull,
    WaitingAct,
    need_number,
)  # fmt: skip

Step = tuple[str, tuple[Any, ...]]
_NO_INBOUND, _NO_OUTBOUND = Inbound(), Outbound()


@dataclass(slots=True)
class Content:
    """Everything in a store. Its methods are the steps of a journal."""

    acts: list[StoredAct | None] = field(default_factory=list)
    places: list[Place] = field(default_factory=list)
    positions: dict[bytes, int] = field(default_factory=dict)
    by_dossier: dict[bytes, list[int]] = field(default_factory=dict)
    by_author: dict[bytes, list[int]] = field(default_factory=dict)
    waiting: dict[bytes, WaitingAct] = field(default_factory=dict)
    inbound: dict[bytes, Inbound] = field(default_factory=dict)
    outbound: dict[bytes, Outbound] = field(default_factory=dict)
    evidence: dict[tuple[bytes, bytes], Evidence] = field(default_factory=dict)
    frontier: bytes | None = None
    checkpoints: dict[int, bytes] = field(default_factory=dict)
    witnessed: dict[str, bytes] = field(default_factory=dict)
    speaks: dict[bytes, int] = field(default_factory=dict)
    size_bytes: int = 0

    def append(self, acts: Sequence[NewAct]) -> None:
        for act in acts:
            position = len(self.acts)
            self.positions[act.id] = position
            self.by_dossier.setdefault(act.dossier, []).append(position)
            self.by_author.setdefault(act.author, []).append(position)
            self.size_bytes += _size(act)
            row = StoredAct(act.id, act.dossier, act.author, act.signed, act.body, act.salt, position)
            self.acts.append(row)
            self.places.append(Place(position, act.id, act.dossier, act.author))

    def set_body(self, identifier: bytes, body: bytes | None) -> None:
        row = self.row(identifier)
        if row and (body is None or row.body is None):
            self.acts[row.position] = replace(row, body=body)

    def put_waiting(self, act: WaitingAct) -> None:
        old = self.waiting.get(act.id, act)
        body = act.body if old.body is None else old.body
        parcel = act.parcel if old.parcel is None else old.parcel
        self.waiting[act.id] = replace(old, body=body, parcel=parcel)

    def drop_waiting(self, acts: Iterable[bytes]) -> None:
        for act in acts:
            self.waiting.pop(act, None)

    def set_inbound(self, peer: bytes, inbound: Inbound) -> None:
        self.inbound[peer] = inbound

    def set_outbound(self, peer: bytes, outbound: Outbound) -> None:
        self.outbound[peer] = outbound

    def add_evidence(self, evidence: Evidence) -> None:
        self.evidence.setdefault((evidence.peer, evidence.signed), evidence)

    def set_frontier(self, frontier: bytes) -> None:
        self.frontier = frontier

    def set_checkpoint(self, size: int, note: bytes) -> None:
        self.checkpoints[size] = note

    def set_witnessed(self, origin: str, note: bytes) -> None:
        self.witnessed[origin] = note

    def set_speaks(self, peer: bytes, version: int) -> None:
        self.speaks[peer] = version

    def rot(self, position: int) -> None:
        """The row is no more."""
        row = self.acts[position]
        if row is not None:
            self.acts[position] = None
            del self.positions[row.id]
            self.by_dossier[row.dossier].remove(position)
            self.by_author[row.author].remove(position)

    def forget_cursors(self) -> None:
        """What a backup of content leaves out: cursors of others, and acts that wait."""
        self.inbound.clear()
        self.outbound.clear()
        self.waiting.clear()

    def row(self, identifier: bytes) -> StoredAct | None:
        position = self.positions.get(identifier)
        return None if position is None else self.acts[position]


class Disk:
    """The port `Store`. `on_step` is told the named points at which a process can die; it may raise."""

    def __init__(self, on_step: Callable[[str], None] = lambda point: None, size_bytes_max: int | None = None) -> None:
        """Empty."""
        self.content = Content()
        self.syncs = True
        self.dropped: list[WaitingAct | StoredAct] = []
        """What was dropped, and lies on the disk all the same until `scrub`."""
        self.size_bytes_max = size_bytes_max
        self._on_step = on_step
        self._journal: list[list[Step]] = []
        self._synced = 0
        self._writing = Lock()
        self._writer: int | None = None

    # What befalls a disk.

    @property
    def length(self) -> int:
        """How many batches were written: what `restore` can go back to."""
        return len(self._journal)

    def sync(self) -> None:
        """Nothing of what was written until now can be lost by a crash."""
        self._synced = len(self._journal)

    def crash(self) -> int:
        """Lose what was not synced; how many batches that were."""
        lost = len(self._journal) - self._synced
        if lost:
            # What was scrubbed before stays scrubbed: going through the journal again would drop it once more.
            dropped = list(self.dropped)
            self._rewind(self._synced)
            self.dropped = dropped
        return lost

    def restore(self, length: int) -> None:
        """Go back to what a backup holds that was made then."""
        self._rewind(length)
        self.dropped.clear()
        self._carry_out([("forget_cursors", ())])
        self.sync()

    def copy_of(self, other: Disk) -> None:
        """Hold what another disk holds now."""
        self._journal, self._synced = [], 0
        for steps in other._journal:
            self._carry_out(steps)
        self.sync()

    def rot(self, position: int) -> None:
        """Lose a row."""
        self._carry_out([("rot", (position,))])

    def _rewind(self, length: int) -> None:
        kept, self._journal, self.content = self._journal[:length], [], Content()
        for steps in kept:
            self._carry_out(steps)
        self.sync()

    def _carry_out(self, steps: list[Step]) -> None:
        for name, arguments in steps:
            self._leave(name, arguments)
            getattr(self.content, name)(*arguments)
        self._journal.append(steps)

    def _leave(self, name: str, arguments: tuple[Any, ...]) -> None:
        """What a step drops stays on the disk for whoever looks there."""
        if name == "drop_waiting":
            self.dropped += [each for act in arguments[0] if (each := self.content.waiting.get(act))]
        elif name == "set_body" and arguments[1] is None and (row := self.content.row(arguments[0])):
            self.dropped.append(row)

    # The port.

    @contextmanager
    def batch(self) -> Iterator[Batch]:
        if self._writer == get_ident():
            raise BatchMisused
        with self._writing:
            self._on_step("before the acts")
            self._writer, batch = get_ident(), DiskBatch(self.content, self.size_bytes_max)
            try:
                yield batch
                self._on_step("in the batch")
                if batch.failure is not None:
                    raise batch.failure
                self._carry_out(batch.steps)
                if self.syncs:
                    self.sync()
            finally:
                batch.ended, self._writer = True, None
            self._on_step("after the acts")

    def size(self) -> int:
        return len(self.content.acts)

    def dossiers(self) -> Sequence[bytes]:
        here = {dossier: rows[0] for dossier, rows in self.content.by_dossier.items() if rows}
        return sorted(here, key=here.__getitem__)

    def acts(self, dossier: bytes) -> Iterator[StoredAct]:
        return iter(self._at(self.content.by_dossier.get(dossier, [])))

    def act(self, identifier: bytes) -> StoredAct | None:
        return self.content.row(identifier)

    def since(self, position: int, limit: int, author: bytes | None = None) -> Sequence[StoredAct]:
        position, limit = max(0, position), max(0, limit)
        if author is not None:
            rows = self.content.by_author.get(author, [])
            first = bisect_left(rows, position)
            return self._at(rows[first : first + limit])
        if position >= len(self.content.acts):
            return []
        return list(islice(filter(None, self.content.acts[position:]), limit))

    def places(self, position: int, limit: int, author: bytes | None = None) -> Sequence[Place]:
        places = self.content.places
        return [places[row.position] for row in self.since(position, limit, author)]

    def _at(self, positions: Sequence[int]) -> list[StoredAct]:
        return [row for position in positions if (row := self.content.acts[position])]

    def waiting(self) -> Sequence[WaitingAct]:
        return sorted(self.content.waiting.values(), key=lambda act: act.since_ms)

    def inbound(self, peer: bytes) -> Inbound:
        return self.content.inbound.get(peer, _NO_INBOUND)

    def outbound(self, peer: bytes) -> Outbound:
        return self.content.outbound.get(peer, _NO_OUTBOUND)

    def evidence(self, peer: bytes | None = None) -> Iterator[Evidence]:
        return iter([each for each in self.content.evidence.values() if peer is None or each.peer == peer])

    def frontier(self) -> bytes | None:
        return self.content.frontier

    def checkpoint(self) -> tuple[int, bytes] | None:
        return max(self.content.checkpoints.items(), default=None)

    def checkpoints(self) -> Iterator[tuple[int, bytes]]:
        return iter(sorted(self.content.checkpoints.items()))

    def witnessed(self, origin: str) -> bytes | None:
        return self.content.witnessed.get(origin)

    def speaks(self, peer: bytes) -> int:
        return self.content.speaks.get(peer, 0)

    def check_pages(self) -> None:
        """There are none."""

    def scrub(self) -> bool:
        """Nobody reads what was dropped any more."""
        self.dropped.clear()
        return True


class DiskBatch:
    """The port `Batch`: the steps that are carried out together at its end. What it will refuse, it refuses at once."""

    def __init__(self, content: Content, size_bytes_max: int | None) -> None:
        """Empty."""
        self._content, self._size_bytes_max = content, size_bytes_max
        self._new: dict[bytes, int] = {}
        self._size_bytes = content.size_bytes
        self.steps: list[Step] = []
        self.failure: StoreFull | None = None
        self.ended = False

    def append(self, acts: Sequence[NewAct]) -> int:
        first = len(self._content.acts) + len(self._new)
        new = dict[bytes, int]()
        for position, act in enumerate(acts, first):
            if act.id in new or self._is_stored(act.id):
                raise AlreadyStored(act.id)
            new[act.id] = position
        self._size_bytes += sum(map(_size, acts))
        if self._size_bytes_max is not None and self._size_bytes > self._size_bytes_max:
            self.failure = StoreFull(f"{self._size_bytes} bytes of {self._size_bytes_max}")
            raise self.failure
        self._do("append", list(acts))
        self._new |= new
        return first

    def erase_body(self, act: bytes) -> None:
        self._do("set_body", act, None)

    def put_body(self, act: bytes, body: bytes) -> None:
        if not self._is_stored(act):
            raise NotStored(act)
        self._do("set_body", act, body)

    def put_waiting(self, act: WaitingAct) -> None:
        need_number("since_ms", act.since_ms)
        self._do("put_waiting", act)

    def drop_waiting(self, acts: Iterable[bytes]) -> None:
        self._do("drop_waiting", tuple(acts))

    def set_inbound(self, peer: bytes, inbound: Inbound) -> None:
        need_number("upto", inbound.upto)
        self._do("set_inbound", peer, inbound)

    def set_outbound(self, peer: bytes, outbound: Outbound) -> None:
        need_number("upto", outbound.upto)
        self._do("set_outbound", peer, outbound)

    def add_evidence(self, evidence: Evidence) -> None:
        need_number("upto", evidence.upto)
        need_number("time_ms", evidence.time_ms)
        self._do("add_evidence", evidence)

    def set_frontier(self, frontier: bytes) -> None:
        self._do("set_frontier", frontier)

    def set_checkpoint(self, size: int, note: bytes) -> None:
        need_number("size", size)
        self._do("set_checkpoint", size, note)

    def set_witnessed(self, origin: str, note: bytes) -> None:
        self._do("set_witnessed", origin, note)

    def set_speaks(self, peer: bytes, version: int) -> None:
        need_number("version", version)
        self._do("set_speaks", peer, version)

    def _do(self, name: str, *arguments: Any) -> None:
        if self.ended:
            raise BatchMisused
        self.steps.append((name, arguments))

    def _is_stored(self, act: bytes) -> bool:
        return act in self._new or act in self._content.positions


def _size(act: NewAct) -> int:
    return len(act.signed) + len(act.body or b"")
