"""Offline proofs (C2SP tlog-proof): that a leaf is in a log which witnesses have seen.

A court needs this file, the act, its salt, and the keys of the log and the witnesses; no node and no network. The extra
data is signed by nobody: it may say where to look, never what to believe.
"""

from __future__ import annotations

import base64
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from lintas.crypto.ports import Suite
from lintas.log.checkpoint import Checkpoint, read
from lintas.log.cosignature import cosigned_by
from lintas.log.errors import BadNote
from lintas.log.merkle import SIZE_MAX, verify_inclusion
from lintas.log.note import decimal, hash_lines, parse_hash_lines, unbase64
from lintas.wire.errors import TooLarge
from lintas.wire.limits import LIMITS

_HEADER: Final = "c2sp.org/tlog-proof@v1"
_EXTRA: Final = "extra "
_INDEX: Final = "index "
_LINE_BYTES_MAX: Final = 64
_BYTES_MAX: Final = 2 * LIMITS.proof_extra_bytes_max + LIMITS.proof_hashes_max * _LINE_BYTES_MAX + LIMITS.note_bytes_max


@dataclass(frozen=True, slots=True)
class Proved:
    """What a proof shows: a checkpoint, and when which witness signed it, in seconds."""

    checkpoint: Checkpoint
    cosigned_s: dict[str, int]


@dataclass(frozen=True, slots=True)
class LogProof:
    """The place of a leaf, its audit path from the leaf upwards, the checkpoint note as issued, and unsigned extra."""

    index: int
    hashes: tuple[bytes, ...]
    note: bytes
    extra: bytes = b""

    def to_bytes(self) -> bytes:
        """The proof as a text file."""
        extra = f"{_EXTRA}{base64.b64encode(self.extra).decode('ascii')}\n" if self.extra else ""
        head = f"{_HEADER}\n{extra}{_INDEX}{self.index}\n{hash_lines(self.hashes)}\n"
        return head.encode() + self.note

    def check(
        self, suite: Suite, leaf_hash: bytes, *, origin: str, public: bytes, witnesses: Mapping[str, bytes], quorum: int
    ) -> Proved:
        """Raises unless the leaf is in the log with this origin and key, and `quorum` of the witnesses signed.

        Raises what `checkpoint.read`, `merkle.verify_inclusion` and `cosignature.cosigned_by` raise.
        """
        checkpoint = read(suite, self.note, origin=origin, public=public)
        verify_inclusion(leaf_hash, self.index, checkpoint.size, self.hashes, checkpoint.root)
        return Proved(checkpoint, cosigned_by(suite, self.note, witnesses, quorum=quorum))


def parse_proof(data: bytes) -> LogProof:
    """The proof in a text file, unverified; raises `BadNote` or `TooLarge`."""
    if len(data) > _BYTES_MAX:
        raise TooLarge("proof", len(data), _BYTES_MAX)
    head, blank, note = data.partition(b"\n\n")
    try:
        lines = head.decode("ascii").split("\n")
    except UnicodeDecodeError:
        raise BadNote("proof") from None
    if not blank or lines.pop(0) != _HEADER:
        raise BadNote("proof")
    extra = _extra(lines.pop(0)) if lines and lines[0].startswith(_EXTRA) else b""
    if not lines or not lines[0].startswith(_INDEX):
        raise BadNote("index")
    index = decimal(lines.pop(0).removeprefix(_INDEX), SIZE_MAX)
    return LogProof(index, parse_hash_lines(lines), note, extra)


def _extra(line: str) -> bytes:
    extra = unbase64(line.removeprefix(_EXTRA), "extra")
    if not extra:
        # Absent extra data has no line.
        raise BadNote("extra")
    if len(extra) > LIMITS.proof_extra_bytes_max:
        raise TooLarge("extra", len(extra), LIMITS.proof_extra_bytes_max)
    return extra
