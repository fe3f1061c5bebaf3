"""Exit codes. They are part of the interface: scripts rely on them, so that a code is never used for something else."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

DONE: Final = 0
NOT_VERIFIED: Final = 1
USAGE: Final = 2
NOT_SEALED: Final = 3
NO_SUCH_THING: Final = 4
NO_NODE: Final = 5
NOT_SIGNED_IN: Final = 6
NOT_SET_UP: Final = 7
FILE_TROUBLE: Final = 8
OTHER: Final = 9
INTERRUPTED: Final = 130
CUT_OFF: Final = 141

MEANING: Final[Mapping[int, str]] = MappingProxyType(
    {
        DONE: "done",
        NOT_VERIFIED: "`verify`, `certificate`, `rebuild --look`, `doctor` or `law` found that something does not hold",
        USAGE: "the command was not written as it must be",
        NOT_SEALED: "the act is not open now, or cannot be sealed as it is; nothing was stored or sent",
        NO_SUCH_THING: "there is no such dossier, item, act, kind or authority here",
        NO_NODE: "the node does not answer, or another process holds its folder",
        NOT_SIGNED_IN: "no officer of this name signed in, or the officer may not do this",
        NOT_SET_UP: "the node's folder is not in the state that the command needs",
        FILE_TROUBLE: "a file cannot be read or written, or the disk is full or damaged",
        OTHER: "anything else that lintas refused to do",
        INTERRUPTED: "interrupted from the keyboard",
        CUT_OFF: "whatever read the output ended before it was all written, as `head` does",
    }
)
