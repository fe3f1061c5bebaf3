"""Looking through files for malware before an officer of ours opens one, and before one of ours is sent.

Which program looks is a setting; without one nothing is looked through. Nothing here touches the delivery of acts and
chunks: what is scanned is what an officer is about to be given. A file that is not known to be clean is refused, with
what the scanner said; an officer may have it all the same by saying why, and that is kept: evidence may be malware, and
a scanner may be down at night. What was found lies in the vault, is this node's own affair, and counts for a day.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any, Final

from lintas.crypto.manifest import file_id
from lintas.node.aside import Aside
from lintas.node.files import read_file
from lintas.node.ports import Scan
from lintas.node.state import Node
from lintas.wire import cbor, shape
from lintas.wire.errors import LintasError
from lintas.wire.limits import KIB, MIB

log = logging.getLogger(__name__)

CLEAN, INFECTED, UNTOLD = "clean", "infected", "cannot tell"
AGE_MS_MAX: Final = 24 * 60 * 60 * 1000
WHY_CHARS_MAX: Final = 500
_SCAN: Final = "scan/"


class NotClean(LintasError):
    """A file is not known to be clean, and nobody said why it is to be opened or sent all the same."""

    def __init__(self, name: str, verdict: str, said: str) -> None:
        self.name = name
        self.verdict = verdict
        self.said = said


class BadReason(LintasError):
    """The reason for going on despite the scanner has 1 to `WHY_CHARS_MAX` characters."""


@dataclass(frozen=True, slots=True)
class Found:
    """What the scanner found last and when, and which officers went on despite it: name, reason, time in ms."""

    verdict: str = ""
    said: str = ""
    at_ms: int = 0
    despite: tuple[tuple[str, str, int], ...] = ()


def found(node: Node, file: bytes) -> Found:
    """What is known of a file (id)."""
    data = node.vault.secret(_SCAN + file.hex())
    if data is None:
        return Found()
    fields = shape.read("scan", data, size_max=MIB)
    despite = fields.each(4, 1_000, lambda at, entry: _officer(fields, at, entry))
    return Found(fields.text(1, 16), fields.text(2, KIB), fields.uint(3), despite)


def cleared(node: Node, file: Mapping[str, Any], officer: str, despite: str, then: Callable[[Node], Any]) -> Any:
    """What `then` gives, once the file may be handed over: an `Aside` while it is looked through.

    Raises `NotClean`, `BadReason`, or what reading the file raises.
    """
    scanner, chunks, identifier = node.scanner, node.chunks, file_id(file["key"])
    known = found(node, identifier)
    if scanner is None or (known.verdict == CLEAN and node.clock() - known.at_ms < AGE_MS_MAX):
        return then(node)
    if despite:
        _go_on(node, identifier, known, officer, despite)
        return then(node)

    def done(node: Node, scan: Scan) -> Any:
        _keep(
            node, identifier, replace(found(node, identifier), verdict=scan.verdict, said=scan.said, at_ms=node.clock())
        )
        if scan.verdict != CLEAN:
            log.warning("a file was not handed over: the scanner says %s", scan.verdict)
            raise NotClean(str(file["name"]), scan.verdict, scan.said)
        return then(node)

    return Aside(lambda: scanner(read_file(chunks, file)), done)


def may_leave(node: Node, file: Mapping[str, Any]) -> bool:
    """Whether the file may be handed over now, without looking through it first."""
    known = found(node, file_id(file["key"]))
    return node.scanner is None or known.verdict == CLEAN or bool(known.despite)


def _go_on(node: Node, file: bytes, known: Found, officer: str, why: str) -> None:
    if not why.strip() or len(why) > WHY_CHARS_MAX:
        raise BadReason()
    if not known.despite or known.despite[-1][:2] != (officer, why):
        log.warning("officer %s has a file handed over despite the scanner (%s)", officer, known.verdict or "not asked")
        _keep(node, file, replace(known, despite=(*known.despite, (officer, why, node.clock()))))


def _keep(node: Node, file: bytes, known: Found) -> None:
    despite = [list(each) for each in known.despite]
    node.vault.put_secret(
        _SCAN + file.hex(), cbor.encode({1: known.verdict, 2: known.said, 3: known.at_ms, 4: despite})
    )


def _officer(fields: shape.Fields, label: int, entry: object) -> tuple[str, str, int]:
    if type(entry) is not list or len(entry) != 3:
        raise fields.bad(label, "is not [officer, reason, time]")
    return (fields.is_text(label, entry[0], KIB), fields.is_text(label, entry[1], KIB), fields.is_uint(label, entry[2]))
