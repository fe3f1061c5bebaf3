"""What a node needs of the outside: a store, a vault, chunks, other nodes, a clock and chance.

Each port is a few methods. `store` and `transport` implement them; the same contract tests run over every
implementation. Positions are indexes of this node's log: gapless, from 0, in the order of commits. A cursor `upto` is
the number of positions that lie behind it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import Final, Protocol

from lintas.node.key_module import KeyModule
from lintas.wire.errors import LintasError
from lintas.wire.identifiers import NULL16, NULL32

INT_MAX: Final = 2**63 - 1


@dataclass(frozen=True, slots=True)
class NewAct:
    """An admitted act to be stored: signed header, sealed body if this node may hold it, the salt of its leaf."""

    id: bytes
    dossier: bytes
    author: bytes
    signed: bytes
    body: bytes | None
    salt: bytes


@dataclass(frozen=True, slots=True)
class StoredAct(NewAct):
    """An act in the store, with its position in the log."""

    position: int


@dataclass(frozen=True, slots=True)
class Place:
    """Where an act lies in the store, without what is in it."""

    position: int
    id: bytes
    dossier: bytes
    author: bytes


@dataclass(frozen=True, slots=True)
class WaitingAct:
    """An act that cannot be judged yet, and who sent it. `parcel` is the wrapped epoch key that came beside it."""

    id: bytes
    dossier: bytes
    sender: bytes
    signed: bytes
    body: bytes | None
    parcel: bytes | None
    since_ms: int

    @property
    def size_bytes(self) -> int:
        """What it takes of the sender's allowance."""
        return len(self.signed) + len(self.body or b"") + len(self.parcel or b"")


@dataclass(frozen=True, slots=True)
class Inbound:
    """How far we have taken a peer's link: its link epoch, its cursor, and the id of the last act that came."""

    epoch: bytes = NULL16
    upto: int = 0
    anchor: bytes = NULL32


@dataclass(frozen=True, slots=True)
class Outbound:
    """How far a peer has confirmed our link: our link epoch, and our cursor as its receipt states it."""

    epoch: bytes = NULL16
    upto: int = 0


@dataclass(frozen=True, slots=True)
class Evidence:
    """A signed statement of a peer that is no act: a receipt. `upto` is the cursor up to which it tells of acts."""

    kind: str
    peer: bytes
    epoch: bytes
    upto: int
    time_ms: int
    signed: bytes


class Batch(Protocol):
    """What is written together: all of it durable when the block ends, or none of it."""

    def append(self, acts: Sequence[NewAct]) -> int:
        """Store acts behind each other; the position of the first. Raises `AlreadyStored` and writes nothing."""

    def erase_body(self, act: bytes) -> None:
        """Drop the sealed body of an act; its header stays."""

    def put_body(self, act: bytes, body: bytes) -> None:
        """Add the sealed body of an act that was stored without it."""

    def put_waiting(self, act: WaitingAct) -> None:
        """Keep an act that waits; again is no error."""

    def drop_waiting(self, acts: Iterable[bytes]) -> None:
        """Forget acts that wait no longer."""

    def set_inbound(self, peer: bytes, inbound: Inbound) -> None:
        """Move the cursor of what a peer sends us."""

    def set_outbound(self, peer: bytes, outbound: Outbound) -> None:
        """Move the cursor of what a peer has confirmed."""

    def add_evidence(self, evidence: Evidence) -> None:
        """Keep a peer's signed statement."""

    def set_frontier(self, frontier: bytes) -> None:
        """Keep the log's frontier (`log.merkle.Frontier.to_bytes`) as of this batch."""

    def set_checkpoint(self, size: int, note: bytes) -> None:
        """Keep our checkpoint at a size; a later note for the same size, with more cosignatures, replaces it."""

    def set_witnessed(self, origin: str, note: bytes) -> None:
        """Keep the newest checkpoint of another log that we cosigned."""

    def set_speaks(self, peer: bytes, version: int) -> None:
        """Keep the newest version of the wire that a peer says it speaks."""


class Store(Protocol):
    """The acts, evidence, cursors and log of one node."""

    def batch(self) -> AbstractContextManager[Batch]:
        """The one write lock; committed durably when the block ends, undone when it raises. Raises `StoreFull`."""

    def size(self) -> int:
        """How many acts are stored: the next position."""

    def dossiers(self) -> Sequence[bytes]:
        """Every dossier, in the order of its first act here."""

    def acts(self, dossier: bytes) -> Iterator[StoredAct]:
        """The acts of a dossier, by position."""

    def act(self, identifier: bytes) -> StoredAct | None:
        """One act by its id."""

    def since(self, position: int, limit: int, author: bytes | None = None) -> Sequence[StoredAct]:
        """At most `limit` acts from this position on, of one author or of all, by position."""

    def places(self, position: int, limit: int, author: bytes | None = None) -> Sequence[Place]:
        """Where at most `limit` acts of one author or of all lie from this position on; no content is read."""

    def waiting(self) -> Sequence[WaitingAct]:
        """The acts that wait, oldest first."""

    def inbound(self, peer: bytes) -> Inbound:
        """The cursor of what the peer sends us; the beginning if it never sent."""

    def outbound(self, peer: bytes) -> Outbound:
        """The cursor of what the peer has confirmed; the beginning if it never did."""

    def evidence(self, peer: bytes | None = None) -> Iterator[Evidence]:
        """The statements of one peer or of all, in the order in which they were kept."""

    def frontier(self) -> bytes | None:
        """The log's frontier as of the last batch that set it."""

    def checkpoint(self) -> tuple[int, bytes] | None:
        """Our newest checkpoint: size and note."""

    def checkpoints(self) -> Iterator[tuple[int, bytes]]:
        """All our checkpoints, by size."""

    def witnessed(self, origin: str) -> bytes | None:
        """The newest checkpoint of another log that we cosigned."""

    def speaks(self, peer: bytes) -> int:
        """The newest version of the wire that a peer says it speaks; 0 if it never said anything."""

    def check_pages(self) -> None:
        """Look at the database itself, whatever lies in it; raises a `StoreError` that names what is damaged."""

    def scrub(self) -> bool:
        """Let the bytes of what was dropped leave the disk, as far as the store can; whether they have, or it is to be
        asked again. Not within a batch.
        """


@dataclass(frozen=True, slots=True)
class Epoch:
    """An epoch key: whose it is, in which dossier, and to whom it was given. `key` is None once it was destroyed."""

    dossier: bytes
    id: bytes
    author: bytes
    members: tuple[bytes, ...]
    key: bytes | None


class Vault(Protocol):
    """Keys, apart from content, so that content can be backed up many times and keys only once."""

    @property
    def module(self) -> KeyModule | None:
        """The hardware module with the keys that sign, where there is one."""

    def secret(self, name: str) -> bytes | None:
        """A secret by name."""

    def secrets(self, prefix: str) -> Sequence[str]:
        """The names of the secrets that begin so, in order."""

    def put_secret(self, name: str, value: bytes) -> None:
        """Keep a secret, durable on return; another value under the same name replaces it."""

    def put_epochs(self, epochs: Sequence[Epoch]) -> None:
        """Keep epoch keys, durable on return; again is no error."""

    def change(
        self, put: Mapping[str, bytes], drop: Iterable[str] = (), destroy: Iterable[tuple[bytes, bytes]] = ()
    ) -> None:
        """Put secrets, drop secrets, and destroy the keys of epochs (dossier, id): all of it durable on return, or
        none. What is not there is passed over.
        """

    def epoch(self, dossier: bytes, identifier: bytes) -> Epoch | None:
        """One epoch by its id."""

    def epochs(self, dossier: bytes) -> Sequence[Epoch]:
        """All epochs known in a dossier, in the order in which they were kept."""


class Chunks(Protocol):
    """Sealed chunks of attachments and the lists of their manifests, each known by the hash of its bytes and kept with
    its file (32 bytes, `crypto.manifest.file_id`), so that a whole file goes at once and without its key.

    Several threads may use it at a time.
    """

    def put(self, file: bytes, address: bytes, ciphertext: bytes) -> None:
        """Keep a chunk, durable on return. Raises `StoreFull`."""

    def get(self, file: bytes, address: bytes) -> bytes | None:
        """A chunk of that file, if it is here."""

    def has(self, file: bytes, address: bytes) -> bool:
        """Whether the chunk of that file is here."""

    def drop(self, file: bytes) -> None:
        """Remove all chunks of a file, durable on return; none is no error."""


@dataclass(frozen=True, slots=True)
class Scan:
    """What a scanner made of a file: `clean`, `infected` or `cannot tell`, and what it said."""

    verdict: str
    said: str


class Scanner(Protocol):
    """Looks through a file for malware."""

    def __call__(self, parts: Iterable[bytes]) -> Scan:
        """The verdict, within the scanner's own time. What reading the parts raises goes on; nothing else is raised."""


@dataclass(frozen=True, slots=True)
class Letter:
    """A file in a mailbox: whose, its SHA-256, its size; when it came and until when it is kept, in ms since 1970."""

    owner: bytes
    name: bytes
    size_bytes: int
    came_ms: int
    ends_ms: int


class Letters(Protocol):
    """What lies in the mailboxes that this node keeps for others."""

    def put(self, letter: Letter, file: bytes) -> None:
        """Keep a file, durable on return. Raises `StoreFull`."""

    def listed(self) -> Sequence[Letter]:
        """All that lies there, in the order in which it came."""

    def get(self, letter: Letter) -> bytes | None:
        """A file, if it is here."""

    def drop(self, letters: Iterable[Letter]) -> None:
        """Delete files, durable on return; what is not here is passed over."""


class Peer(Protocol):
    """The way to another node: one signed request, one signed reply."""

    def post(self, path: str, body: bytes) -> bytes:
        """The body of the reply. Raises `Unreachable` or `PeerRefused`."""


class Clock(Protocol):
    """The time, as this node knows it."""

    def __call__(self) -> int:
        """Milliseconds since 1970-01-01T00:00Z."""


class Entropy(Protocol):
    """Chance."""

    def __call__(self, count: int) -> bytes:
        """So many random bytes, fit for keys."""


class StoreError(LintasError):
    """The store could not do what was asked."""


class AlreadyStored(StoreError):
    """An act with this id is in the store already."""

    def __init__(self, act: bytes) -> None:
        self.act = act


class StoreFull(StoreError):
    """There is no room left; nothing of the batch was written."""

    def __init__(self, detail: str) -> None:
        self.detail = detail


class StoreLocked(StoreError):
    """Another process holds this node's folder."""

    def __init__(self, folder: str) -> None:
        self.folder = folder


class NotStored(StoreError):
    """No act with this id is in the store."""

    def __init__(self, act: bytes) -> None:
        self.act = act


class OutOfRange(StoreError):
    """A number is negative, or takes more than 63 bits."""

    def __init__(self, what: str, value: int) -> None:
        self.what = what
        self.value = value


class BatchMisused(StoreError):
    """A batch was used after its end, or opened inside another one of the same thread."""


def need_number(what: str, value: int) -> int:
    """The number itself, if every store can hold it; else raises `OutOfRange`. A peer may claim any 64 bits."""
    if not 0 <= value <= INT_MAX:
        raise OutOfRange(what, value)
    return value


class PeerError(LintasError):
    """Another node could not be asked, or did not do what was asked."""


class Unreachable(PeerError):
    """No connection, or it broke, or it took longer than allowed. To be tried again."""

    def __init__(self, address: str, detail: str) -> None:
        self.address = address
        self.detail = detail


class PeerRefused(PeerError):
    """The other node answered that it will not. `status` is the HTTP status, `body` the start of what it said."""

    def __init__(self, address: str, status: int, body: bytes) -> None:
        self.address = address
        self.status = status
        self.body = body[:1024]
