"""The port of the search index: what of acts may be found, apart from the acts, and made anew from them at any time.

The index follows the log by position: what lies behind its cursor `upto` was looked at, and the id of the last act
behind it (`tip`) tells whether it is still the same log. `form` names what follows from the program and the settings:
how text is folded, which kinds are known, who is protected. Where either differs, the index begins anew.

What the index holds is in the clear and no copy of it is ever made: it is in no backup. What is recalled leaves it
before anybody says so. One thread writes while others look, and one may drop an act while another is about to write
what it read of it before: an index that was told to drop an act keeps no word of it any more, for as long as it is
open.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Final, Protocol

from lintas.search.passages import Passage
from lintas.search.words import Word

DOSSIERS_MAX: Final = 10_000
"""To so many dossiers a look into the index is narrowed down; SQLite takes 32,766 values at once."""


@dataclass(frozen=True, slots=True)
class IndexState:
    """How far the index is. `scrubs`: something was dropped, or was to be, and a `scrub` is due."""

    form: str = ""
    upto: int = 0
    tip: bytes = b""
    scrubs: bool = False


@dataclass(frozen=True, slots=True)
class Heading:
    """What the header of an act says, by which hits are narrowed down and shown. `named`: the author, and whom the act
    seats or unseats. `time_ms`: since 1970, by the author's claim. `language`: of the words, as the body says.
    """

    position: int
    act: bytes
    dossier: bytes
    kind: str
    author: bytes
    verb: str
    time_ms: int
    language: str = ""
    named: frozenset[bytes] = frozenset()


@dataclass(frozen=True, slots=True)
class Entry:
    """An act in the index. `unread`: its body is not here, or not yet.
    `withholds`: no words of its dossier are kept, neither those that are there nor any that come.
    """

    heading: Heading
    passages: tuple[Passage, ...] = ()
    unread: bool = False
    withholds: bool = False


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is looked for: acts in which every word stands in some passage, of this meaning where one is given. `party`:
    only dossiers in which it was ever named. `dossiers`: only these, `DOSSIERS_MAX` at most; None for any. Times in ms
    since 1970, `until_ms` not included.
    """

    words: tuple[Word, ...]
    kind: str = ""
    party: bytes = b""
    author: bytes = b""
    since_ms: int | None = None
    until_ms: int | None = None
    meaning: str = ""
    dossiers: frozenset[bytes] | None = None


class IndexKeeper(Protocol):
    """Whoever keeps the index of a node level with its log, beside the node, in moments when the node rests."""

    def note(self, acts: int) -> None:
        """So many acts were committed, or bodies of acts that were there: to be kept when the node rests."""

    def hurry(self) -> None:
        """Something was dropped, and a `scrub` is due: now."""

    def level(self) -> None:
        """Returns when all that was committed before is in the index. It waits, though not without end where the index
        cannot be written; never called on the thread of the node.
        """


class SearchIndex(Protocol):
    """The search index of one node. What goes wrong is raised as a `StoreError`."""

    def state(self) -> IndexState:
        """How far it is."""

    def begin(self, form: str) -> None:
        """Forget everything, and be of this form."""

    def put(self, entries: Sequence[Entry], upto: int, tip: bytes) -> None:
        """Keep entries in place of what was kept of the same acts, without words of those that were dropped, and move
        the cursor, all or nothing. It need not be durable on return, but the cursor never covers what is not kept.
        """

    def unread(self) -> Sequence[bytes]:
        """The acts that were kept as unread."""

    def drop(self, acts: Collection[bytes]) -> bool:
        """Let the words of these acts leave the index; whether they, and all that was dropped before, have left its
        files as well. If not, it is to be asked again after a `scrub`. It does not wait long; what is not there is
        passed over.
        """

    def scrub(self) -> None:
        """Let the bytes of what was dropped leave the files, as far as the store can. It writes the index anew, and
        takes as long; others look meanwhile.
        """

    def matches(self, wanted: Wanted, before: int | None, limit: int) -> Sequence[Heading]:
        """At most `limit` acts that match, the newest first, from below this position on. `named` is not filled in."""

    def passages(self, positions: Collection[int]) -> Mapping[int, tuple[Passage, ...]]:
        """What the acts at these positions say; nothing of those of which it is not kept."""

    def check(self) -> None:
        """Look at the index itself; raises a `StoreError` that names what is damaged."""

    def close(self) -> None:
        """End its use."""
