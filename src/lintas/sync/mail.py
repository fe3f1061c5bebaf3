"""Mail: sealed files left for an authority at a node that keeps a mailbox for it, and how their owner collects them.

An authority has one address: a URL, or `mailbox:` and the code of the authority whose node keeps its mailbox. Whoever
leaves a file says for how long it is to be kept, and not who it is: the file alone is what counts, sealed to its owner.
The owner asks with signed requests, one file at a time, and names the files that it has taken and answered, by their
hashes: only those are deleted. So there is no number that an old backup of either side could make wrong.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import Final

from lintas.sync.bag import Outside, read_outside
from lintas.sync.envelope import FIRST_LABEL
from lintas.wire import cbor, shape
from lintas.wire.errors import TooLarge
from lintas.wire.limits import KIB, LIMITS
from lintas.wire.shape import Fields

ADDRESS: Final = "mailbox:"
LEAVE: Final = "leave"
COLLECT_KIND: Final = "collect"
COLLECTED_KIND: Final = "collected"
VERSION: Final = 1
FILE_BYTES_MAX: Final = LIMITS.mail_bytes_max + 64 * KIB
"""A file with a text of that size: chunks, the wrapped key, and the CBOR around them."""

_AT = FIRST_LABEL


@dataclass(frozen=True, slots=True)
class Left:
    """A file that is left: for how many seconds to keep it at most, its bytes, and what they show."""

    ttl_s: int
    file: bytes
    outside: Outside


@dataclass(frozen=True, slots=True)
class Collected:
    """What the owner gets: the file that lies there longest, None if there is none; how many lie there with it."""

    file: bytes | None
    count: int


def host_in(address: str) -> str | None:
    """The code of the authority that keeps the mailbox at this address; None where it is no mailbox."""
    return address.removeprefix(ADDRESS) if address.startswith(ADDRESS) else None


def name_of(file: bytes) -> bytes:
    """What a file is known by: its SHA-256."""
    return hashlib.sha256(file).digest()


def write_left(ttl_s: int, file: bytes) -> bytes:
    """The body of a request to leave a file. It is not signed, so that the mailbox does not learn who asks."""
    return cbor.encode({1: VERSION, 2: ttl_s, 3: file})


def read_left(data: bytes) -> Left:
    """What is left; raises `Malformed`, of which `TooLarge` is one for a file that is too large for a mailbox."""
    fields = shape.read(LEAVE, data, size_max=LIMITS.request_bytes_max)
    fields.uint(1, VERSION, VERSION)
    file = fields.octets(3, most=FILE_BYTES_MAX)
    outside = read_outside(file)
    if outside.text_bytes > LIMITS.mail_bytes_max:
        raise TooLarge(LEAVE, outside.text_bytes, LIMITS.mail_bytes_max)
    return Left(fields.uint(2, 1, LIMITS.mail_ttl_s_max), file, outside)


@dataclass(frozen=True, slots=True)
class Collect:
    """A request for the next file. `taken`: files to be deleted; `held`: files that the owner has and has not answered
    yet, to be passed over and kept, so that a laptop that is closed now gets them again.
    """

    taken: tuple[bytes, ...] = ()
    held: tuple[bytes, ...] = ()


def collect_fields(collect: Collect) -> dict[int, object]:
    """The labels of a request."""
    return {_AT: list(collect.taken), _AT + 1: list(collect.held)}


def read_collect(fields: Fields) -> Collect:
    """A request from its labels; raises `BadShape`."""
    return Collect(fields.ids(_AT, LIMITS.mail_taken_max), fields.ids(_AT + 1, LIMITS.mail_taken_max))


def collected_fields(collected: Collected) -> dict[int, object]:
    """The labels of a reply."""
    return {_AT: collected.file, _AT + 1: collected.count}


def read_collected(fields: Fields) -> Collected:
    """A reply from its labels; raises `BadShape`."""
    file = fields.map.get(_AT)
    return Collected(None if file is None else fields.octets(_AT, most=FILE_BYTES_MAX), fields.uint(_AT + 1))
