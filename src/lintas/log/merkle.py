"""Merkle tree hashes and proofs (RFC 9162 section 2.1), with SHA-256.

A `Frontier` is all that a log needs in order to grow: the roots of its complete subtrees, one for each bit that is set
in its size. Proofs are made from the leaf hashes, which the log keeps, and verified from nothing but their arguments.

The specification leaves open whether something can be proved about an empty tree. Here it cannot: `verify_consistency`
from size 0 raises `NothingToProve`. Two trees of one size are consistent if the roots are equal and the proof is empty.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from lintas.log.errors import BadProofHash, BadProofLength, BadProofSize, NothingToProve, RootMismatch
from lintas.wire.errors import Malformed
from lintas.wire.identifiers import ACT_BYTES, HASH_BYTES

EMPTY_ROOT: Final = hashlib.sha256(b"").digest()
SALT_BYTES: Final = 16
SIZE_MAX: Final = 2**63 - 1
_SIZE_BYTES: Final = 8


class BadFrontier(Malformed):
    """The bytes are not a serialised frontier."""

    def __init__(self, size: int) -> None:
        self.size = size


def leaf(salt: bytes, act_id: bytes) -> bytes:
    """The leaf hash of an act: SHA-256(0x00 || SHA-256(salt || act id)).

    The salt, 16 random bytes for each leaf, is shown to the parties of the dossier only: a witness that guesses an act
    cannot find it in the log. Raises `ValueError` for other lengths.
    """
    if len(salt) != SALT_BYTES or len(act_id) != ACT_BYTES:
        raise ValueError(f"a salt of {SALT_BYTES} bytes and an id of {ACT_BYTES}, not {len(salt)} and {len(act_id)}")
    return leaf_hash(hashlib.sha256(salt + act_id).digest())


def leaf_hash(entry: bytes) -> bytes:
    """The hash of a leaf that holds this entry."""
    return hashlib.sha256(b"\x00" + entry).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    """The hash of an inner node."""
    return hashlib.sha256(b"\x01" + left + right).digest()


@dataclass(frozen=True, slots=True)
class Frontier:
    """A tree of `size` leaves, by the roots of its complete subtrees, largest first. Appending gives a new one."""

    size: int = 0
    roots: tuple[bytes, ...] = ()

    def append(self, leaf_hash: bytes) -> Frontier:
        """The tree with one more leaf; as many hashes as the size has trailing one bits."""
        roots = list(self.roots)
        node = leaf_hash
        bits = self.size
        while bits & 1:
            node = node_hash(roots.pop(), node)
            bits >>= 1
        roots.append(node)
        return Frontier(self.size + 1, tuple(roots))

    def extend(self, leaf_hashes: Iterable[bytes]) -> Frontier:
        """The tree with these leaves after its own."""
        frontier = self
        for hash_ in leaf_hashes:
            frontier = frontier.append(hash_)
        return frontier

    def root(self) -> bytes:
        """The root hash, 32 bytes."""
        if not self.roots:
            return EMPTY_ROOT
        node = self.roots[-1]
        for left in reversed(self.roots[:-1]):
            node = node_hash(left, node)
        return node

    def to_bytes(self) -> bytes:
        """The size as 8 bytes, big-endian, and the roots, largest first."""
        return self.size.to_bytes(_SIZE_BYTES, "big") + b"".join(self.roots)

    @classmethod
    def from_bytes(cls, data: bytes) -> Frontier:
        """The inverse of `to_bytes`; raises `BadFrontier`."""
        size = int.from_bytes(data[:_SIZE_BYTES], "big")
        count = size.bit_count()
        if len(data) != _SIZE_BYTES + count * HASH_BYTES or size > SIZE_MAX:
            raise BadFrontier(len(data))
        starts = range(_SIZE_BYTES, len(data), HASH_BYTES)
        return cls(size, tuple(data[start : start + HASH_BYTES] for start in starts))


def inclusion_proof(leaf_hashes: Sequence[bytes], index: int, size: int) -> list[bytes]:
    """The audit path of leaf `index` in the tree of the first `size` leaves, from the leaf upwards.

    Raises `BadProofSize` if there is no such leaf or not so many. Hashes `size` leaves at most.
    """
    if not 0 <= index < size <= len(leaf_hashes):
        raise BadProofSize(index, size)
    path = []
    first, last = 0, size
    while last - first > 1:
        middle = first + _split(last - first)
        if index < middle:
            path.append(_root(leaf_hashes, middle, last))
            last = middle
        else:
            path.append(_root(leaf_hashes, first, middle))
            first = middle
    return path[::-1]


def consistency_proof(leaf_hashes: Sequence[bytes], old: int, new: int) -> list[bytes]:
    """The proof that the tree of the first `new` leaves begins with that of the first `old`; empty if they are equal.

    Raises `BadProofSize` if the sizes do not fit, `NothingToProve` if `old` is 0.
    """
    if not 0 <= old <= new <= len(leaf_hashes):
        raise BadProofSize(old, new)
    if old == 0:
        raise NothingToProve(new)
    path = []
    first, last = 0, new
    while last != old:
        middle = first + _split(last - first)
        if old <= middle:
            path.append(_root(leaf_hashes, middle, last))
            last = middle
        else:
            path.append(_root(leaf_hashes, first, middle))
            first = middle
    if first > 0:
        # The old tree ends inside this one, so its last complete subtree is not known to the verifier.
        path.append(_root(leaf_hashes, first, last))
    return path[::-1]


def verify_inclusion(leaf_hash: bytes, index: int, size: int, proof: Sequence[bytes], root: bytes) -> None:
    """Raises a `BadProof` unless the tree of `size` leaves with this root has this leaf at `index`."""
    _need_hashes((leaf_hash, root, *proof))
    if not 0 <= index < size:
        raise BadProofSize(index, size)
    inner = (index ^ (size - 1)).bit_length()
    _need_length(proof, inner + (index >> inner).bit_count())
    node = _climb(leaf_hash, proof[:inner], index)
    for sibling in proof[inner:]:
        node = node_hash(sibling, node)
    _need_root(size, root, node)


def verify_consistency(old: int, new: int, old_root: bytes, new_root: bytes, proof: Sequence[bytes]) -> None:
    """Raises a `BadProof` unless the tree of `new` leaves and `new_root` begins with that of `old` and `old_root`."""
    _need_hashes((old_root, new_root, *proof))
    if not 0 <= old <= new:
        raise BadProofSize(old, new)
    if old == 0:
        raise NothingToProve(new)
    if old == new:
        _need_length(proof, 0)
        _need_root(old, new_root, old_root)
        return
    # The last complete subtree of the old tree: its height, and its place among those of its height.
    height = (old & -old).bit_length() - 1
    place = (old - 1) >> height
    inner = ((old - 1) ^ (new - 1)).bit_length() - height
    whole = old == 1 << height
    _need_length(proof, inner + (place >> inner).bit_count() + (not whole))
    seed, path = (old_root, proof) if whole else (proof[0], proof[1:])
    before, after = seed, _climb(seed, path[:inner], place)
    for step, sibling in enumerate(path[:inner]):
        if place >> step & 1:
            before = node_hash(sibling, before)
    for sibling in path[inner:]:
        before, after = node_hash(sibling, before), node_hash(sibling, after)
    _need_root(old, old_root, before)
    _need_root(new, new_root, after)


def _climb(node: bytes, siblings: Sequence[bytes], place: int) -> bytes:
    """Towards the root, with a sibling on the left where the bit of the place is set."""
    for step, sibling in enumerate(siblings):
        node = node_hash(sibling, node) if place >> step & 1 else node_hash(node, sibling)
    return node


def _split(size: int) -> int:
    """The largest power of two below the size, which is 2 at least."""
    return 1 << (size - 1).bit_length() - 1


def _root(leaf_hashes: Sequence[bytes], first: int, last: int) -> bytes:
    return Frontier().extend(leaf_hashes[place] for place in range(first, last)).root()


def _need_hashes(hashes: Iterable[bytes]) -> None:
    for hash_ in hashes:
        if len(hash_) != HASH_BYTES:
            raise BadProofHash(len(hash_))


def _need_length(proof: Sequence[bytes], expected: int) -> None:
    if len(proof) != expected:
        raise BadProofLength(len(proof), expected)


def _need_root(size: int, claimed: bytes, computed: bytes) -> None:
    if claimed != computed:
        raise RootMismatch(size, claimed, computed)
