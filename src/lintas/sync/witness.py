"""Asking a peer to cosign a checkpoint of our log, and its answer.

The request is the body that C2SP tlog-witness has for it: the size at which we think the peer knows our log, the proof
from there, and the checkpoint. The answer states the size that the peer knows now; with signature lines the peer has
cosigned the checkpoint, without one the size asked from was not the one that it knows, and the next request can be made
to fit. A peer that was shown a rewound or forked log refuses instead.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from lintas.dossier.authority import Authority
from lintas.log.checkpoint import parse_text
from lintas.log.errors import WrongOrigin
from lintas.log.merkle import SIZE_MAX
from lintas.log.note import parse
from lintas.log.submission import Submission, parse_submission
from lintas.sync.envelope import FIRST_LABEL
from lintas.wire.limits import LIMITS
from lintas.wire.shape import Fields

COSIGN_KIND: Final = "cosign"
COSIGNED_KIND: Final = "cosigned"
_AT = FIRST_LABEL
_LINE_BYTES_MAX: Final = 4 * 1024
ERA_BYTES: Final = 8
ERA_CHARS: Final = 13
_BASE32: Final = frozenset("abcdefghijklmnopqrstuvwxyz234567")


@dataclass(frozen=True, slots=True)
class Cosigned:
    """The size at which the peer now knows our log, and its signature lines; empty if it did not cosign."""

    size: int
    line: bytes


def origin_of(authority: Authority, era: str = "") -> str:
    """The name of an authority's log; without an era also the name under which it cosigns the logs of others.

    After a restore from a backup a log goes on from fewer acts than others may have cosigned. It is another log from
    there on and has a name of its own: whoever kept the old one sees both, and neither is a rewound or forked one.
    """
    return f"lintas/{authority.code}/{era}" if era else f"lintas/{authority.code}"


def era_of(authority: Authority, note: bytes) -> str:
    """The era of the log of a checkpoint; raises `WrongOrigin` for the log of another, `BadNote` for bad bytes."""
    origin, first = parse_text(parse(note).text).origin, origin_of(authority)
    if origin == first:
        return ""
    era = origin.removeprefix(first + "/")
    if era == origin or not is_era(era):
        raise WrongOrigin(origin, first)
    return era


def is_era(text: str) -> bool:
    """Whether the text is a name for an era: that of 8 random bytes."""
    return len(text) == ERA_CHARS and set(text) <= _BASE32


def cosign_fields(submission: Submission) -> dict[int, object]:
    """The labels of a request."""
    return {_AT: submission.to_bytes()}


def read_cosign(fields: Fields) -> Submission:
    """A request from its labels; raises `BadShape`, `BadNote` or `TooLarge`."""
    return parse_submission(fields.octets(_AT, most=2 * LIMITS.note_bytes_max))


def cosigned_fields(cosigned: Cosigned) -> dict[int, object]:
    """The labels of a reply."""
    return {_AT: cosigned.size, _AT + 1: cosigned.line}


def read_cosigned(fields: Fields) -> Cosigned:
    """A reply from its labels; raises `BadShape`."""
    return Cosigned(fields.uint(_AT, most=SIZE_MAX), fields.octets(_AT + 1, most=_LINE_BYTES_MAX))
