"""What the model's nodes say to each other. Each message names its sender."""

from __future__ import annotations

from dataclasses import dataclass

from lintas.dossier.header import Act
from tests.model.store import ActKey, Cipher, EpochKey


@dataclass(frozen=True, slots=True)
class Item:
    """A header, with the body for members of its audience, and the wrapped epoch key beside a KEY act."""

    act: Act
    cipher: Cipher | None = None
    wrap: EpochKey | None = None


@dataclass(frozen=True, slots=True)
class Batch:
    """The sender's own acts at the places after `after` up to `upto` of its log (core decision 10)."""

    sender: bytes
    epoch: int
    after: int
    upto: int
    items: tuple[tuple[int, Item], ...]


@dataclass(frozen=True, slots=True)
class Receipt:
    """Everything up to `upto` of the link is durable here, and these headers are admitted (core decision 9)."""

    sender: bytes
    epoch: int
    upto: int
    tips: tuple[bytes, ...]


@dataclass(frozen=True, slots=True)
class Digest:
    """A hash over the set of acts that the sender has."""

    sender: bytes
    hash: int


@dataclass(frozen=True, slots=True)
class Have:
    """The acts that the sender has."""

    sender: bytes
    ids: frozenset[bytes]


@dataclass(frozen=True, slots=True)
class Want:
    """Acts that the sender misses."""

    sender: bytes
    ids: frozenset[bytes]


@dataclass(frozen=True, slots=True)
class Acts:
    """Headers, by whomever."""

    sender: bytes
    acts: tuple[Act, ...]


@dataclass(frozen=True, slots=True)
class AskBodies:
    """Acts whose body the sender cannot open."""

    sender: bytes
    ids: frozenset[bytes]


@dataclass(frozen=True, slots=True)
class Parcel:
    """A body and its key, to somebody who may have them."""

    sender: bytes
    act: bytes
    cipher: Cipher
    key: ActKey


@dataclass(frozen=True, slots=True)
class Wrap:
    """An epoch key, to a member of its audience."""

    sender: bytes
    epoch: bytes
    key: EpochKey


Message = Batch | Receipt | Digest | Have | Want | Acts | AskBodies | Parcel | Wrap
