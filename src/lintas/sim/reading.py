"""Reading and judging the same bytes once: what a message says, and what an act is worth in its own past, are functions
of bytes, and eleven nodes of one process find the same.

The strict reader (`wire.cbor.decode`) is run at the first of them; the others, and the promises, get the value that it
gave; what passes sealed is opened once for whoever has its key, and a line of a note is read once. That a signature
holds follows from key, text and signature: each node asks by which keys it may hold. So it is with the judge
(`Replica.consider`): the verdict on an act follows from the act and from the acts that it saw, which are there wherever
it is judged. Each node still waits for what an act saw, files what it said and shows what follows.

This can hide a reader or a judge whose answer depends on more than its arguments, and a caller that changes what it was
given. So one answer in `LOOKED_AT` that was remembered is found again and compared; one history in `ALONE_EVERY` is
played without any of it; under a wrong rule each judges for itself; and at the end of a history the promises fold and
judge anew what they compare with what nodes show. What is refused by the reader is read each time.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager, nullcontext
from typing import Any, Final

from lintas.crypto import hkdf
from lintas.crypto.real import RealSuite
from lintas.dossier.header import Act
from lintas.dossier.replica import DRAFT_ID, Replica
from lintas.dossier.verdict import Judged
from lintas.log import note
from lintas.sim.mutants.swap import is_something_wrong
from lintas.sync import line
from lintas.wire import cbor
from lintas.wire.limits import LIMITS

REMEMBERED_MAX: Final = 4_096
LOOKED_AT: Final = 64
ALONE_EVERY: Final = 8
"""Of how many seeds one is played in which every node reads and judges for itself."""
_PURE: Final[Sequence[tuple[Any, str]]] = (
    (line, "expand"), (line, "decrypt_once"), (hkdf, "expand"), (note, "parse_line"), (RealSuite, "verify"),
    (RealSuite, "lasting_verify"),
)  # fmt: skip
"""What else is found once, and cannot be changed: a key that is derived, a line of a note, that a signature holds."""
_read_strictly: Final = cbor.decode
_judge_strictly: Final = Replica.consider
_UNKNOWN: Final = object()
Judge = Callable[[Replica, Act], Judged]


class Changed(AssertionError):
    """Somebody changed a value that was read, or the reader gave another for the same bytes."""


class JudgedOtherwise(AssertionError):
    """A node gives an act another verdict than another node did."""


@contextmanager
def once(judge: Judge = Replica.consider) -> Iterator[None]:
    """As long as this is open, bytes that were read before are not read again, nor acts judged that were. `judge`
    judges the others.
    """
    with ExitStack() as stack:
        stack.enter_context(_in_place(cbor, "decode", _reader()))
        for owner, name in _PURE:
            stack.enter_context(_in_place(owner, name, find_once(getattr(owner, name))))
        if not is_something_wrong():
            stack.enter_context(_in_place(Replica, "consider", _judge_once(judge)))
        yield


@contextmanager
def anew() -> Iterator[None]:
    """As long as this is open, every act is judged by whoever folds it; under a wrong rule it is anyway."""
    with nullcontext() if is_something_wrong() else _in_place(Replica, "consider", _judge_strictly):
        yield


@contextmanager
def _in_place(owner: Any, name: str, value: Any) -> Iterator[None]:
    before = getattr(owner, name)
    try:
        setattr(owner, name, value)
        yield
    finally:
        setattr(owner, name, before)


def _reader() -> Callable[..., Any]:
    known: dict[tuple[bytes, int, int, int, tuple[int, ...]], Any] = {}
    hits = 0

    def decode(
        data: bytes,
        *,
        size_max: int,
        depth_max: int = LIMITS.cbor_depth_max,
        items_max: int = LIMITS.cbor_items_max,
        tags: tuple[int, ...] = (),
    ) -> Any:
        nonlocal hits
        key = data, size_max, depth_max, items_max, tags
        before = known.get(key, _UNKNOWN)
        if before is not _UNKNOWN:
            hits += 1
            if hits % LOOKED_AT:
                return before
        found = _read_strictly(data, size_max=size_max, depth_max=depth_max, items_max=items_max, tags=tags)
        if before is not _UNKNOWN:
            if before != found:
                raise Changed()
            return before
        if len(known) >= REMEMBERED_MAX:
            known.clear()
        known[key] = found
        return found

    return decode


def find_once(strictly: Callable[..., Any]) -> Callable[..., Any]:
    """A function of its arguments alone, which remembers what it gave; raises `Changed` if it gives something else."""
    known: dict[tuple[Any, ...], Any] = {}
    hits = 0

    def find(*arguments: Any) -> Any:
        nonlocal hits
        before = known.get(arguments, _UNKNOWN)
        if before is _UNKNOWN:
            if len(known) >= REMEMBERED_MAX:
                known.clear()
            before = known[arguments] = strictly(*arguments)
            return before
        hits += 1
        if hits % LOOKED_AT == 0 and before != strictly(*arguments):
            raise Changed()
        return before

    return find


def _judge_once(judge: Judge) -> Judge:
    known: dict[tuple[int, bytes], Judged] = {}
    hits = 0

    def consider(replica: Replica, act: Act) -> Judged:
        nonlocal hits
        if act.id == DRAFT_ID or act.header.first:
            # What is not sealed yet has no id; and whether a first act is the first one, the replica says.
            return judge(replica, act)
        key = id(replica.kind), act.id
        found = known.get(key)
        if found is None:
            found = known[key] = judge(replica, act)
            return found
        hits += 1
        if hits % LOOKED_AT == 0 and found != judge(replica, act):
            raise JudgedOtherwise()
        return found

    return consider
