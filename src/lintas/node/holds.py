"""Legal holds: what an officer of this authority has said must stay, who, why and until when.

A hold is this node's own affair: it stops the carrying out of a recall and the lists of what is due to be erased here,
and no other node is told of it. They see that no ERASED came. It lies in the vault, which outlives the content.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from lintas.node.state import Node
from lintas.wire import cbor, shape
from lintas.wire.errors import LintasError

_HOLD: Final = "hold/"
_RECORD_BYTES_MAX: Final = 16 * 1024
WHY_CHARS_MAX: Final = 2_000


class NoSuchHold(LintasError):
    """Nothing is held there."""


class HoldUnclear(LintasError):
    """A hold says why, and ends at a time that is still to come."""

    def __init__(self, why: str) -> None:
        self.why = why


@dataclass(frozen=True, slots=True)
class Hold:
    """What is held: a dossier, or one act of it (empty: all of it); by which officer of ours, why, from and until when
    in ms since 1970.
    """

    dossier: bytes
    act: bytes
    officer: str
    why: str
    since_ms: int
    until_ms: int


def hold(node: Node, put: Hold) -> None:
    """Hold it from now on, durably; again changes the words and the time. Raises `HoldUnclear`."""
    if not put.why.strip() or len(put.why) > WHY_CHARS_MAX:
        raise HoldUnclear(f"say why, in {WHY_CHARS_MAX} characters at most")
    if put.until_ms <= node.clock():
        raise HoldUnclear("it would have ended already")
    node.recalls.again(0, put.dossier)
    node.vault.put_secret(
        _name(put.dossier, put.act), cbor.encode({1: put.officer, 2: put.why, 3: put.since_ms, 4: put.until_ms})
    )


def lift(node: Node, dossier: bytes, act: bytes) -> None:
    """Hold it no longer; raises `NoSuchHold`."""
    if node.vault.secret(_name(dossier, act)) is None:
        raise NoSuchHold()
    node.vault.change({}, [_name(dossier, act)])
    node.recalls.again(0, dossier)


def held(node: Node, dossier: bytes, act: bytes) -> Hold | None:
    """The hold that keeps an act here now, if there is one: on the act itself, or on its dossier."""
    for name in (_name(dossier, act), _name(dossier, b"")):
        found = _read(node, name)
        if found and node.clock() < found.until_ms:
            return found
    return None


def holds(node: Node) -> Iterator[Hold]:
    """Every hold, also those whose time is over."""
    for name in node.vault.secrets(_HOLD):
        if found := _read(node, name):
            yield found


def _name(dossier: bytes, act: bytes) -> str:
    return f"{_HOLD}{dossier.hex()}/{act.hex()}"


def _read(node: Node, name: str) -> Hold | None:
    kept = node.vault.secret(name)
    if kept is None:
        return None
    fields = shape.read("legal hold", kept, size_max=_RECORD_BYTES_MAX)
    dossier, _, act = name.removeprefix(_HOLD).partition("/")
    said = fields.text(1, 256), fields.text(2, WHY_CHARS_MAX), fields.uint(3), fields.uint(4)
    return Hold(bytes.fromhex(dossier), bytes.fromhex(act), *said)
