"""Cosignatures (C2SP tlog-cosignature, v1 with Ed25519): a witness says that it saw a log grow and never shrink or
fork.

A witness signs "cosignature/v1", a time in seconds and the text of the checkpoint. It remembers the newest checkpoint
it signed for each log and signs another only with a proof that it extends that one. It reads no act and learns none.

`Witness.cosign` is pure. Its caller must make reading the known checkpoint, calling this, and storing the new one
durably a single step for each log, and must hand the line out only after that: two threads that start from the same
known checkpoint could otherwise sign two forks.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from lintas.crypto.errors import BadSignature
from lintas.crypto.ports import SIGNATURE_BYTES, Signer, Suite
from lintas.log.checkpoint import Checkpoint, parse_text, read
from lintas.log.errors import BadNote, BadProofLength, Forked, Rewound, TooFewCosignatures, Unsigned, WrongOrigin
from lintas.log.merkle import verify_consistency
from lintas.log.note import Note, key_id, parse, signature_line

KEY_TYPE_COSIGNATURE: Final = 4
TIME_BYTES: Final = 8
TIME_S_MAX: Final = 2**63 - 1


@dataclass(frozen=True, slots=True)
class Witness:
    """A witness called `name`, for the one log with this origin and public key."""

    suite: Suite
    signer: Signer
    name: str
    origin: str
    public: bytes

    def cosign(
        self, known: Checkpoint | None, offered: bytes, proof: Sequence[bytes], *, time_s: int
    ) -> tuple[Checkpoint, bytes]:
        """The checkpoint to remember instead of `known`, and the cosignature line to hand out.

        `known` is what this witness signed last for this log, None if nothing; `offered` a checkpoint note; `proof` the
        consistency proof from the size of `known`, empty when nothing or an empty tree is known; `time_s` the time in
        seconds since 1970.

        Raises what `checkpoint.read` raises, `Rewound`, `Forked`, or a `BadProof`.
        """
        checkpoint = read(self.suite, offered, origin=self.origin, public=self.public)
        extends(known, checkpoint, proof)
        return checkpoint, cosignature(self.signer, self.name, parse(offered).text, time_s)


def extends(known: Checkpoint | None, offered: Checkpoint, proof: Sequence[bytes]) -> None:
    """Raises `WrongOrigin`, `Rewound`, `Forked` or a `BadProof` unless the offered tree is `known` or grew from it."""
    if known is not None:
        if offered.origin != known.origin:
            raise WrongOrigin(offered.origin, known.origin)
        if offered.size < known.size:
            raise Rewound(known.origin, known.size, offered.size)
        if offered.size == known.size and offered.root != known.root:
            raise Forked(known.origin, known.size, known.root, offered.root)
    if known is not None and known.size > 0:
        verify_consistency(known.size, offered.size, known.root, offered.root, proof)
    elif proof:
        # Every tree extends the empty one: a proof here is for a state that this witness does not have.
        raise BadProofLength(len(proof), 0)


def cosignature(signer: Signer, name: str, text: bytes, time_s: int) -> bytes:
    """The cosignature line over a note's text, without any check of it; raises `BadNote` for an impossible time."""
    if not 0 < time_s <= TIME_S_MAX:
        raise BadNote("time")
    signature = signer.sign(_message(text, time_s))
    stamped = time_s.to_bytes(TIME_BYTES, "big") + signature
    return signature_line(name, key_id(name, KEY_TYPE_COSIGNATURE, signer.public), stamped)


def cosigned_at(suite: Suite, note: bytes, *, name: str, public: bytes) -> int:
    """The time in seconds at which this witness signed the note, as it claims; the earliest if it did so twice.

    Raises `Unsigned` if it did not, `BadSignature` if a line is wrong, `BadNote` or `TooLarge` for bad bytes.
    """
    return _time_of(suite, parse(note), name, public)


def cosigned_by(suite: Suite, note: bytes, witnesses: Mapping[str, bytes], *, quorum: int) -> dict[str, int]:
    """Who of the known witnesses (name to public key) signed the note, and when, in seconds.

    One key counts once, whatever the names. A wrong line of a known witness raises `BadSignature`: somebody made it up.
    Raises `TooFewCosignatures` below the quorum.
    """
    parsed = parse(note)
    size = parse_text(parsed.text).size
    found: dict[str, int] = {}
    for name, public in witnesses.items():
        try:
            found[name] = _time_of(suite, parsed, name, public)
        except Unsigned:
            continue
    keys = {witnesses[name] for name in found}
    if len(keys) < quorum:
        raise TooFewCosignatures(size, len(keys), quorum)
    return found


def _time_of(suite: Suite, note: Note, name: str, public: bytes) -> int:
    lines = note.signed_by(name, key_id(name, KEY_TYPE_COSIGNATURE, public))
    if not lines:
        raise Unsigned(name)
    return min(_check_line(suite, note.text, stamped, public) for stamped in lines)


def _check_line(suite: Suite, text: bytes, stamped: bytes, public: bytes) -> int:
    time_s = int.from_bytes(stamped[:TIME_BYTES], "big")
    if len(stamped) != TIME_BYTES + SIGNATURE_BYTES or not 0 < time_s <= TIME_S_MAX:
        raise BadSignature(public)
    suite.verify(public, _message(text, time_s), stamped[TIME_BYTES:])
    return time_s


def _message(text: bytes, time_s: int) -> bytes:
    return b"cosignature/v1\ntime %d\n%b" % (time_s, text)
