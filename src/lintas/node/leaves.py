"""The log's leaves with every complete subtree above them, so that a proof costs hashes by the height, not by the size.

`log.merkle` makes one proof from all leaves; an export wants a proof for each of its acts. What is made here is the
same, byte for byte (RFC 9162 section 2.1). Memory: two hashes for each leaf.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from lintas.log.errors import BadProofSize, LogError, NothingToProve
from lintas.log.merkle import EMPTY_ROOT, leaf, node_hash
from lintas.node.ports import Store

PAGE_ROWS: Final = 64


class LeafMissing(LogError):
    """The store lacks the act at this position of the log: nothing can be proved of what comes behind it."""

    def __init__(self, position: int) -> None:
        self.position = position


class Leaves:
    """The leaves of a log that grows."""

    def __init__(self, hashes: Iterable[bytes] = ()) -> None:
        """With these leaf hashes."""
        self._levels: list[list[bytes]] = [[]]
        for hash_ in hashes:
            self.append(hash_)

    @property
    def size(self) -> int:
        """How many there are."""
        return len(self._levels[0])

    def append(self, hash_: bytes) -> None:
        """Add a leaf hash, and the subtrees that it completes."""
        level, place, found = 0, self.size, hash_
        self._levels[0].append(found)
        while place & 1:
            found = node_hash(self._levels[level][place - 1], found)
            level, place = level + 1, place >> 1
            if level == len(self._levels):
                self._levels.append([])
            self._levels[level].append(found)

    def catch_up(self, store: Store) -> None:
        """Add the leaves of the acts that were stored since; raises `LeafMissing`."""
        while rows := store.since(self.size, PAGE_ROWS):
            for row in rows:
                if row.position != self.size:
                    # A proof over other leaves than those of our checkpoints would make us look like a liar.
                    raise LeafMissing(self.size)
                self.append(leaf(row.salt, row.id))

    def root(self, size: int) -> bytes:
        """The root of the tree of the first `size` leaves; raises `BadProofSize`."""
        if not 0 <= size <= self.size:
            raise BadProofSize(size, self.size)
        return self._span(0, size) if size else EMPTY_ROOT

    def inclusion(self, index: int, size: int) -> list[bytes]:
        """As `merkle.inclusion_proof`."""
        if not 0 <= index < size <= self.size:
            raise BadProofSize(index, size)
        path, first, last = list[bytes](), 0, size
        while last - first > 1:
            middle = first + _split(last - first)
            if index < middle:
                path.append(self._span(middle, last))
                last = middle
            else:
                path.append(self._span(first, middle))
                first = middle
        return path[::-1]

    def consistency(self, old: int, new: int) -> list[bytes]:
        """As `merkle.consistency_proof`."""
        if not 0 <= old <= new <= self.size:
            raise BadProofSize(old, new)
        if old == 0:
            raise NothingToProve(new)
        path, first, last = list[bytes](), 0, new
        while last != old:
            middle = first + _split(last - first)
            if old <= middle:
                path.append(self._span(middle, last))
                last = middle
            else:
                path.append(self._span(first, middle))
                first = middle
        if first > 0:
            path.append(self._span(first, last))
        return path[::-1]

    def _span(self, first: int, last: int) -> bytes:
        """The root over these leaves; `first` is a multiple of the least power of two that is not below their count."""
        count = last - first
        if count & (count - 1) == 0:
            level = count.bit_length() - 1
            return self._levels[level][first >> level]
        middle = first + _split(count)
        return node_hash(self._span(first, middle), self._span(middle, last))


def leaves_of(store: Store) -> Leaves:
    """All leaves of the acts in the store; raises `LeafMissing`."""
    leaves = Leaves()
    leaves.catch_up(store)
    return leaves


def _split(count: int) -> int:
    """The largest power of two below the count, which is 2 at least."""
    return 1 << (count - 1).bit_length() - 1
