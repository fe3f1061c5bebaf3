"""Lasting cosignatures (C2SP tlog-cosignature with ML-DSA-44), for evidence that must hold against quantum computers.

They are long, so that they stand on periodic checkpoints only, beside the Ed25519 ones. A log signs its own checkpoints
in this form too, under its origin as the name. What is signed are name, time, origin, size and root; extension lines of
the checkpoint are not. These functions state what was seen and do not check it: a `witness.Witness` does first.
"""

from __future__ import annotations

from typing import Final

from lintas.crypto.errors import BadSignature
from lintas.crypto.ports import Signer, Suite
from lintas.log.checkpoint import Checkpoint, parse_text
from lintas.log.cosignature import TIME_BYTES, TIME_S_MAX
from lintas.log.errors import BadNote, Unsigned
from lintas.log.note import check_name, key_id, parse, signature_line
from lintas.wire.identifiers import HASH_BYTES

KEY_TYPE_LASTING: Final = 6
_LABEL: Final = b"subtree/v1\n\0"
_NAME_BYTES_MAX: Final = 255
_SIZE_BYTES: Final = 8


def lasting_cosignature(signer: Signer, name: str, checkpoint: Checkpoint, time_s: int) -> bytes:
    """The signature line of a lasting signer over a checkpoint; raises `BadNote` for what cannot be signed."""
    if not 0 < time_s <= TIME_S_MAX:
        raise BadNote("time")
    signature = signer.sign(_message(name, checkpoint, time_s))
    stamped = time_s.to_bytes(TIME_BYTES, "big") + signature
    return signature_line(name, key_id(name, KEY_TYPE_LASTING, signer.public), stamped)


def lasting_cosigned_at(suite: Suite, note: bytes, *, name: str, public: bytes) -> int:
    """The time in seconds at which this lasting key signed the note, as it claims; the earliest if it did so twice.

    Raises `Unsigned` if it did not, `BadSignature` if a line is wrong, `BadNote` or `TooLarge` for bad bytes.
    """
    parsed = parse(note)
    checkpoint = parse_text(parsed.text)
    lines = parsed.signed_by(name, key_id(name, KEY_TYPE_LASTING, public))
    if not lines:
        raise Unsigned(name)
    return min(_check_line(suite, name, checkpoint, stamped, public) for stamped in lines)


def _check_line(suite: Suite, name: str, checkpoint: Checkpoint, stamped: bytes, public: bytes) -> int:
    time_s = int.from_bytes(stamped[:TIME_BYTES], "big")
    if not 0 < time_s <= TIME_S_MAX:
        raise BadSignature(public)
    suite.lasting_verify(public, _message(name, checkpoint, time_s), stamped[TIME_BYTES:])
    return time_s


def _message(name: str, checkpoint: Checkpoint, time_s: int) -> bytes:
    """The structure `cosigned_message`, for a whole tree: its first leaf is 0."""
    check_name(name)
    if len(checkpoint.root) != HASH_BYTES:
        raise BadNote("root")
    return b"".join(
        (
            _LABEL,
            _counted(name),
            time_s.to_bytes(TIME_BYTES, "big"),
            _counted(checkpoint.origin),
            bytes(_SIZE_BYTES),
            checkpoint.size.to_bytes(_SIZE_BYTES, "big"),
            checkpoint.root,
        )
    )


def _counted(text: str) -> bytes:
    encoded = text.encode()
    if not 0 < len(encoded) <= _NAME_BYTES_MAX:
        raise BadNote("name")
    return bytes((len(encoded),)) + encoded
