"""The header of an act: what every party of the dossier sees, signs and keeps for ever.

Labels and shapes are those of `spec/act.md`. A header holds no personal data: words and files lie in the sealed body,
of which it holds a hash and a commitment to the key. What a node stores and passes on are the bytes that were signed;
a header is decoded from them and never written again.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import IntEnum

from lintas.wire.identifiers import NULL16, NULL32

VERSION = 1


class Form(IntEnum):
    """What an act is: a verb of the kind, or one of the few things that every dossier knows (label 11)."""

    VERB = 0
    KEY = 1
    FORK = 2
    DISOWN = 3
    ERASE = 4
    ERASED = 5
    RELEASE = 6


@dataclass(frozen=True, slots=True)
class Seal:
    """How the body is sealed: labels 12 to 15. `epoch` is null in the act that begins the epoch.

    A body that is not sealed has neither epoch nor commitment (both empty here); its hash still binds it.
    """

    epoch: bytes
    commitment: bytes
    body_hash: bytes
    body_bytes: int

    @property
    def plain(self) -> bool:
        """Whether the body is not sealed."""
        return not self.epoch


@dataclass(frozen=True, slots=True)
class Beacon:
    """The newest checkpoint of another's log that the author had seen: evidence of *not before* (label 10)."""

    log: bytes
    size: int
    root: bytes
    time_ms: int


@dataclass(frozen=True, slots=True)
class Header:
    """A decoded header. `time_ms` is the author's claim in ms since 1970 and is never used for validity or order."""

    dossier: bytes
    author: bytes
    incarnation: int
    sequence: int
    prev: bytes
    seen: tuple[bytes, ...]
    depth: int
    time_ms: int
    reg: bytes
    form: Form = Form.VERB
    verb: str = ""
    item: bytes | None = None
    to: tuple[tuple[str, tuple[bytes, ...]], ...] = ()
    re: tuple[bytes, ...] = ()
    seal: Seal | None = None
    beacon: Beacon | None = None
    retention: int = 0
    attachments: tuple[bytes, ...] = ()
    control: Mapping[int, object] | None = None

    @property
    def first(self) -> bool:
        """Whether the act claims to open its dossier."""
        return self.dossier == NULL16

    @property
    def chain(self) -> tuple[bytes, int]:
        """The chain that the act is in: author and incarnation."""
        return self.author, self.incarnation

    @property
    def past(self) -> tuple[bytes, ...]:
        """The acts that this one names as seen, its own predecessor first."""
        return self.seen if self.prev == NULL32 else (self.prev, *self.seen)


@dataclass(frozen=True, slots=True)
class Act:
    """A header with the id that its bytes give it."""

    id: bytes
    header: Header

    @property
    def item(self) -> bytes:
        """The id of the item that this act opens, if its verb opens one; of the dossier, for its first act."""
        return self.id[:16]
