"""The body of a request to a witness (C2SP tlog-witness, add-checkpoint): a size, a consistency proof, a checkpoint.

The answer is signature lines, which `witness.Witness.cosign` makes. Carrying both, and the status codes, are the
transport's.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from lintas.log.errors import BadNote
from lintas.log.merkle import SIZE_MAX
from lintas.log.note import decimal, hash_lines, parse_hash_lines
from lintas.wire.errors import TooLarge
from lintas.wire.limits import LIMITS

_OLD: Final = "old "
_LINE_BYTES_MAX: Final = 64
_BYTES_MAX: Final = LIMITS.proof_hashes_max * _LINE_BYTES_MAX + LIMITS.note_bytes_max


@dataclass(frozen=True, slots=True)
class Submission:
    """A checkpoint note offered to a witness that is thought to know the log at `old_size`."""

    old_size: int
    hashes: tuple[bytes, ...]
    note: bytes

    def to_bytes(self) -> bytes:
        """The body of the request."""
        return f"{_OLD}{self.old_size}\n{hash_lines(self.hashes)}\n".encode() + self.note


def parse_submission(data: bytes) -> Submission:
    """The parts of a request's body; raises `BadNote` or `TooLarge`."""
    if len(data) > _BYTES_MAX:
        raise TooLarge("submission", len(data), _BYTES_MAX)
    head, blank, note = data.partition(b"\n\n")
    try:
        old, *lines = head.decode("ascii").split("\n")
    except UnicodeDecodeError:
        raise BadNote("submission") from None
    if not blank or not old.startswith(_OLD):
        raise BadNote("submission")
    return Submission(decimal(old.removeprefix(_OLD), SIZE_MAX), parse_hash_lines(lines), note)
