"""A witness: it sees a log grow, and says so only while the log neither shrinks nor forks.

It remembers the newest checkpoint that it signed for each log and signs another only with a proof that it extends that
one. It reads no act and learns none.

`Witness.cosign` is pure. Its caller must make reading the known checkpoint, calling this, and storing the new one
durably a single step for each log, and must hand the lines out only after that: two threads that start from the same
known checkpoint could otherwise sign two forks.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from lintas.crypto.ports import Suite
from lintas.log.both import LogKey, LogSigner, cosign_both, read_both
from lintas.log.checkpoint import Checkpoint
from lintas.log.errors import BadProofLength, Forked, Rewound, WrongOrigin
from lintas.log.merkle import verify_consistency


@dataclass(frozen=True, slots=True)
class Witness:
    """A witness called `name`, for the one log with this origin and key."""

    suite: Suite
    signer: LogSigner
    name: str
    origin: str
    key: LogKey

    def cosign(
        self, known: Checkpoint | None, offered: bytes, proof: Sequence[bytes], *, time_s: int
    ) -> tuple[Checkpoint, bytes]:
        """The checkpoint to remember instead of `known`, and the cosignature lines to hand out.

        `known` is what this witness signed last for this log, None if nothing; `offered` a checkpoint note; `proof` the
        consistency proof from the size of `known`, empty when nothing or an empty tree is known; `time_s` the time in
        seconds since 1970.

        Raises what `read_both` raises, `Rewound`, `Forked`, or a `BadProof`.
        """
        checkpoint = read_both(self.suite, offered, origin=self.origin, key=self.key)
        extends(known, checkpoint, proof)
        return checkpoint, cosign_both(self.signer, self.name, checkpoint, time_s)


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
