"""What a log can be caught at, and what a proof can lack."""

from __future__ import annotations

from lintas.wire.errors import LintasError, Malformed


class LogError(LintasError):
    """A log, or a proof about it, does not hold."""


class BadProof(LogError):
    """A Merkle proof does not show what it should."""


class BadProofSize(BadProof):
    """The sizes or the index do not fit each other."""

    def __init__(self, first: int, size: int) -> None:
        self.first = first
        self.size = size


class BadProofLength(BadProof):
    """The proof has more or fewer hashes than its sizes ask for."""

    def __init__(self, hashes: int, expected: int) -> None:
        self.hashes = hashes
        self.expected = expected


class BadProofHash(BadProof):
    """A hash is not 32 bytes."""

    def __init__(self, size: int) -> None:
        self.size = size


class RootMismatch(BadProof):
    """The proof leads to another root."""

    def __init__(self, size: int, claimed: bytes, computed: bytes) -> None:
        self.size = size
        self.claimed = claimed
        self.computed = computed


class NothingToProve(BadProof):
    """The older tree is empty: every tree extends it, so that a proof would show nothing."""

    def __init__(self, size: int) -> None:
        self.size = size


class Rewound(LogError):
    """The log offers a smaller tree than it has shown before."""

    def __init__(self, origin: str, known_size: int, offered_size: int) -> None:
        self.origin = origin
        self.known_size = known_size
        self.offered_size = offered_size


class Forked(LogError):
    """The log shows two roots for one size. Both checkpoints together prove it to anybody."""

    def __init__(self, origin: str, size: int, known_root: bytes, offered_root: bytes) -> None:
        self.origin = origin
        self.size = size
        self.known_root = known_root
        self.offered_root = offered_root


class BadNote(Malformed):
    """The bytes are not a signed note, or its text is not of the kind expected."""

    def __init__(self, why: str) -> None:
        self.why = why


class WrongOrigin(LogError):
    """The checkpoint is another log's."""

    def __init__(self, origin: str, expected: str) -> None:
        self.origin = origin
        self.expected = expected


class Unsigned(LogError):
    """No line of the note is a signature by this name and key."""

    def __init__(self, name: str) -> None:
        self.name = name


class HalfSigned(LogError):
    """Of the two signatures that go together, one is not there: that of the key which `lacks` names."""

    def __init__(self, name: str, lacks: str) -> None:
        self.name = name
        self.lacks = lacks


class TooFewCosignatures(LogError):
    """Fewer witnesses than the quorum have signed the checkpoint."""

    def __init__(self, size: int, found: int, quorum: int) -> None:
        self.size = size
        self.found = found
        self.quorum = quorum
