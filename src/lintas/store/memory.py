"""A node's store in memory, for tests and the simulator: the same promises, but for those about disks.

A batch notes what it will do and does it all at its end, so that a raise leaves nothing behind. `snapshot` and
`restore` are a simulated crash or an old backup: what the disk held, and the node that starts from it.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from copy import copy
from dataclasses import dataclass, field, fields, replace
from functools import partial
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
    StoreError,
    StoreFull,
    WaitingAct,
    need_number,
)


@dataclass(slots=True)
class State:
    """Everything in a store. Its values are immutable, so that a copy one level deep is a copy."""

    acts: list[StoredAct] = field(default_factory=list)
    positions: dict[bytes, int] = field(default_factory=dict)
    waiting: dict[bytes, WaitingAct] = field(default_factory=dict)
    inbound: dict[bytes, Inbound] = field(default_factory=dict)
    outbound: dict[bytes, Outbound] = field(default_factory=dict)
    evidence: dict[tuple[bytes, bytes], Evidence] = field(default_factory=dict)
    frontier: list[bytes] = field(default_factory=list)
    checkpoints: dict[int, bytes] = field(default_factory=dict)
    witnessed: dict[str, bytes] = field(default_factory=dict)
    speaks: dict[bytes, int] = field(default_factory=dict)
    size_bytes: int = 0

    def copy(self) -> State:
        """A state that changes apart from this one."""
        copied = State()
        for each in fields(self):
            setattr(copied, each.name, copy(getattr(self, each.name)))
        return copied


class MemoryStore:
    """The port `Store` over a `State`. `size_bytes_max` counts headers and bodies of acts."""

    def __init__(self, *, size_bytes_max: int | None = None) -> None:
        self._state = State()
        self._size_bytes_max = size_bytes_max
        self._writing = threading.Lock()
        self._writer_thread: int | None = None
        self._changing = threading.Lock()

    def snapshot(self) -> State:
        """What is stored now."""
        with self._changing:
            return self._state.copy()

    def restore(self, state: State) -> None:
        """Go back to what was stored then. No batch may be open."""
        with self._writing, self._changing:
            self._state = state.copy()

    @contextmanager
    def batch(self) -> Iterator[Batch]:
        if self._writer_thread == threading.get_ident():
            raise BatchMisused
        with self._writing:
            self._writer_thread = threading.get_ident()
            batch = MemoryBatch(self._state, self._size_bytes_max)
            try:
                yield batch
                with self._changing:
                    batch.carry_out()
            finally:
                batch.close()
                self._writer_thread = None

    def size(self) -> int:
        with self._changing:
            return len(self._state.acts)

    def dossiers(self) -> Sequence[bytes]:
        return list(dict.fromkeys(act.dossier for act in self._acts()))

    def acts(self, dossier: bytes) -> Iterator[StoredAct]:
        return iter([act for act in self._acts() if act.dossier == dossier])

    def act(self, identifier: bytes) -> StoredAct | None:
        with self._changing:
            position = self._state.positions.get(identifier)
            return None if position is None else self._state.acts[position]

    def since(self, position: int, limit: int, author: bytes | None = None) -> Sequence[StoredAct]:
        return self._from(position, limit, author)

    def places(self, position: int, limit: int, author: bytes | None = None) -> Sequence[Place]:
        return [Place(act.position, act.id, act.dossier, act.author) for act in self._from(position, limit, author)]

    def waiting(self) -> Sequence[WaitingAct]:
        with self._changing:
            return sorted(self._state.waiting.values(), key=lambda act: act.since_ms)

    def inbound(self, peer: bytes) -> Inbound:
        with self._changing:
            return self._state.inbound.get(peer, Inbound())

    def outbound(self, peer: bytes) -> Outbound:
        with self._changing:
            return self._state.outbound.get(peer, Outbound())

    def evidence(self, peer: bytes | None = None) -> Iterator[Evidence]:
        with self._changing:
            statements = list(self._state.evidence.values())
        return (each for each in statements if peer is None or each.peer == peer)

    def frontier(self) -> bytes | None:
        with self._changing:
            return self._state.frontier[-1] if self._state.frontier else None

    def checkpoint(self) -> tuple[int, bytes] | None:
        return max(self.checkpoints(), default=None)

    def checkpoints(self) -> Iterator[tuple[int, bytes]]:
        with self._changing:
            return iter(sorted(self._state.checkpoints.items()))

    def witnessed(self, origin: str) -> bytes | None:
        with self._changing:
            return self._state.witnessed.get(origin)

    def speaks(self, peer: bytes) -> int:
        with self._changing:
            return self._state.speaks.get(peer, 0)

    def check_pages(self) -> None:
        """Memory has none."""

    def scrub(self) -> bool:
        """What was dropped is gone."""
        return True

    def _from(self, position: int, limit: int, author: bytes | None) -> list[StoredAct]:
        acts = self._acts()[max(0, position) :]
        return [act for act in acts if author is None or act.author == author][: max(0, limit)]

    def _acts(self) -> list[StoredAct]:
        with self._changing:
            return self._state.acts.copy()


class MemoryBatch:
    """The port `Batch`: a list of what to do to a state at the end. What it will refuse, it refuses at once."""

    def __init__(self, state: State, size_bytes_max: int | None) -> None:
        self._state = state
        self._size_bytes_max = size_bytes_max
        self._size_bytes = state.size_bytes
        self._ids: dict[bytes, int] = {}
        self._steps: list[Callable[[], Any]] = []
        self._failure: StoreError | None = None
        self._open = True

    def append(self, acts: Sequence[NewAct]) -> int:
        first = len(self._state.acts) + len(self._ids)
        new: dict[bytes, int] = {}
        for position, act in enumerate(acts, first):
            if act.id in new or self._is_stored(act.id):
                raise AlreadyStored(act.id)
            new[act.id] = position
        self._take_room(sum(len(act.signed) + len(act.body or b"") for act in acts))
        self._do(lambda: self._append(acts, first))
        self._ids |= new
        return first

    def erase_body(self, act: bytes) -> None:
        self._do(lambda: self._set_body(act, None))

    def put_body(self, act: bytes, body: bytes) -> None:
        if not self._is_stored(act):
            raise NotStored(act)
        self._do(lambda: self._set_body(act, body))

    def put_waiting(self, act: WaitingAct) -> None:
        need_number("since_ms", act.since_ms)
        self._do(lambda: self._put_waiting(act))

    def drop_waiting(self, acts: Iterable[bytes]) -> None:
        for act in list(acts):
            self._do(partial(self._state.waiting.pop, act, None))

    def set_inbound(self, peer: bytes, inbound: Inbound) -> None:
        need_number("upto", inbound.upto)
        self._do(lambda: self._state.inbound.__setitem__(peer, inbound))

    def set_outbound(self, peer: bytes, outbound: Outbound) -> None:
        need_number("upto", outbound.upto)
        self._do(lambda: self._state.outbound.__setitem__(peer, outbound))

    def add_evidence(self, evidence: Evidence) -> None:
        need_number("upto", evidence.upto)
        need_number("time_ms", evidence.time_ms)
        self._do(lambda: self._state.evidence.setdefault((evidence.peer, evidence.signed), evidence))

    def set_frontier(self, frontier: bytes) -> None:
        self._do(lambda: self._state.frontier.__setitem__(slice(None), [frontier]))

    def set_checkpoint(self, size: int, note: bytes) -> None:
        need_number("size", size)
        self._do(lambda: self._state.checkpoints.__setitem__(size, note))

    def set_witnessed(self, origin: str, note: bytes) -> None:
        self._do(lambda: self._state.witnessed.__setitem__(origin, note))

    def set_speaks(self, peer: bytes, version: int) -> None:
        need_number("version", version)
        self._do(lambda: self._state.speaks.__setitem__(peer, version))

    def carry_out(self) -> None:
        """Do what was noted, unless the batch met an error."""
        if self._failure is not None:
            raise self._failure
        for step in self._steps:
            step()
        self._state.size_bytes = self._size_bytes

    def close(self) -> None:
        """Take no more."""
        self._open = False

    def _do(self, step: Callable[[], Any]) -> None:
        if not self._open:
            raise BatchMisused
        self._steps.append(step)

    def _is_stored(self, act: bytes) -> bool:
        return act in self._ids or act in self._state.positions

    def _take_room(self, size_bytes: int) -> None:
        self._size_bytes += size_bytes
        if self._size_bytes_max is not None and self._size_bytes > self._size_bytes_max:
            self._failure = StoreFull(f"{self._size_bytes} bytes of {self._size_bytes_max}")
            raise self._failure

    def _append(self, acts: Sequence[NewAct], first: int) -> None:
        for position, act in enumerate(acts, first):
            self._state.positions[act.id] = position
            self._state.acts.append(
                StoredAct(act.id, act.dossier, act.author, act.signed, act.body, act.salt, position)
            )

    def _set_body(self, identifier: bytes, body: bytes | None) -> None:
        position = self._state.positions.get(identifier)
        if position is not None and (body is None or self._state.acts[position].body is None):
            self._state.acts[position] = replace(self._state.acts[position], body=body)

    def _put_waiting(self, act: WaitingAct) -> None:
        old = self._state.waiting.get(act.id, act)
        body = act.body if old.body is None else old.body
        parcel = act.parcel if old.parcel is None else old.parcel
        self._state.waiting[act.id] = replace(old, body=body, parcel=parcel)
