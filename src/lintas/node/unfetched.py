"""Chunks of files that acts of others name and that may not be here: what to ask each author for, and when.

An act is looked at once its body is here, be it now or at a start; whoever may not read it does not ask. An author that
refuses a chunk may have lost it, and get it back: its acts are asked for again after a while that doubles up to a day.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from lintas.dossier.header import Act
from lintas.node.lacking import RETRY_MS_MAX, RETRY_MS_MIN


@dataclass(frozen=True, slots=True)
class Missing:
    """A chunk that is not here yet: of which act, and whom to ask."""

    act: bytes
    author: bytes
    address: bytes


@dataclass(slots=True)
class _Wanted:
    addresses: tuple[bytes, ...]
    due_ms: int = 0
    wait_ms: int = RETRY_MS_MIN


class Unfetched:
    """The acts with files, by their author, until all their chunks were seen to be here."""

    def __init__(self, us: bytes) -> None:
        """None known."""
        self._us = us
        self._of: dict[bytes, dict[bytes, _Wanted]] = {}

    def note(self, act: Act) -> None:
        """The act is here with its body."""
        if act.header.attachments and act.header.author != self._us:
            self._of.setdefault(act.header.author, {})[act.id] = _Wanted(act.header.attachments)

    def drop(self, act: Act) -> None:
        """Its chunks are not wanted any more."""
        self._of.get(act.header.author, {}).pop(act.id, None)

    def missing(self, author: bytes, has: Callable[[bytes], bool], now_ms: int, most: int) -> tuple[Missing, ...]:
        """At most so many chunks to ask the author for now, oldest acts first."""
        acts, found = self._of.get(author, {}), list[Missing]()
        for act, wanted in list(acts.items()):
            addresses = [address for address in wanted.addresses if not has(address)]
            if not addresses:
                del acts[act]
            elif wanted.due_ms <= now_ms:
                found += [Missing(act, author, address) for address in addresses]
            if len(found) >= most:
                break
        return tuple(found[:most])

    def refused(self, lacking: Missing, now_ms: int) -> None:
        """The author does not give the chunk now; its act is due again later."""
        wanted = self._of.get(lacking.author, {}).get(lacking.act)
        if wanted and wanted.due_ms <= now_ms:
            wanted.due_ms = now_ms + wanted.wait_ms
            wanted.wait_ms = min(RETRY_MS_MAX, 2 * wanted.wait_ms)
