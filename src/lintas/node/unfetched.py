"""Acts of others with files that may not be here: whom to ask for them, and when.

An act is looked at once its body is here, be it now or at a start; whoever may not read it does not ask. An author that
refuses a chunk may have lost it, and get it back: its act is asked for again after a while that doubles up to a day.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from lintas.dossier.header import Act
from lintas.node.again import is_due
from lintas.node.lacking import RETRY_MS_MAX, RETRY_MS_MIN


@dataclass(slots=True)
class Fetching:
    """A file that is being fetched. All its chunks before `at` were seen to be here."""

    file: Mapping[str, Any]
    at: int = 0


@dataclass(slots=True)
class Wanted:
    """An act whose files are wanted; which they are is None until its body was read. `refusals` since it was due."""

    act: Act
    files: list[Fetching] | None = None
    refusals: int = 0
    due_ms: int = 0
    wait_ms: int = RETRY_MS_MIN

    def is_due(self, now_ms: int) -> bool:
        """Whether its files are to be asked for now."""
        return is_due(now_ms, self.due_ms, self.wait_ms)


class Unfetched:
    """The acts with files, by their author, until all of their chunks were seen to be here."""

    def __init__(self, us: bytes) -> None:
        """None known."""
        self._us = us
        self._of: dict[bytes, dict[bytes, Wanted]] = {}

    def note(self, act: Act) -> None:
        """The act is here with its body."""
        if act.header.attachments and act.header.author != self._us:
            self._of.setdefault(act.header.author, {})[act.id] = Wanted(act)

    def drop(self, act: Act) -> None:
        """Its files are here, or not wanted any more."""
        self._of.get(act.header.author, {}).pop(act.id, None)

    def next(self, author: bytes, now_ms: int) -> Wanted | None:
        """The oldest act of the author whose files are to be asked for now."""
        return next((each for each in self._of.get(author, {}).values() if each.is_due(now_ms)), None)

    def holds(self, wanted: Wanted) -> bool:
        """Whether it is still wanted."""
        return self._of.get(wanted.act.header.author, {}).get(wanted.act.id) is wanted

    def authors(self) -> frozenset[bytes]:
        """The authors of which there is something to be asked, be it now or later."""
        return frozenset(author for author, acts in self._of.items() if acts)

    def refused(self, author: bytes, act: bytes, now_ms: int) -> None:
        """The author does not give a chunk of the first file now: the others are asked for before it. Once it gives
        none of them, its act is due again later.
        """
        wanted = self._of.get(author, {}).get(act)
        if wanted is None or not wanted.is_due(now_ms):
            return
        if wanted.files:
            wanted.files = [*wanted.files[1:], wanted.files[0]]
        wanted.refusals += 1
        if wanted.refusals >= len(wanted.files or ()):
            wanted.refusals, wanted.due_ms = 0, now_ms + wanted.wait_ms
            wanted.wait_ms = min(RETRY_MS_MAX, 2 * wanted.wait_ms)
