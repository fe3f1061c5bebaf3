"""The search index in memory: for tests, and as the plain statement of what the others must do. It reads every text."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace

from lintas.node.search_index import Entry, Heading, IndexState, Wanted
from lintas.search.passages import Passage


class MemorySearchIndex:
    """The port `SearchIndex` in a dictionary."""

    def __init__(self) -> None:
        self._state, self._entries = IndexState(), dict[int, Entry]()
        self._withheld, self._dropped = set[bytes](), set[bytes]()

    def state(self) -> IndexState:
        return self._state

    def begin(self, form: str) -> None:
        self._state = IndexState(form)
        self._entries, self._withheld = {}, set()

    def put(self, entries: Sequence[Entry], upto: int, tip: bytes) -> None:
        self._withheld |= {each.heading.dossier for each in entries if each.withholds}
        self._entries |= {each.heading.position: each for each in entries}
        self._strike()
        self._state = replace(self._state, upto=upto, tip=tip)

    def _strike(self) -> None:
        """Let no word be there that may not be kept."""
        for position, each in self._entries.items():
            if each.heading.dossier in self._withheld or each.heading.act in self._dropped:
                self._entries[position] = replace(each, passages=())

    def unread(self) -> Sequence[bytes]:
        return [each.heading.act for _, each in sorted(self._entries.items()) if each.unread]

    def drop(self, acts: Collection[bytes]) -> bool:
        self._dropped.update(acts)
        self._strike()
        return True

    def scrub(self) -> None:
        """Nothing lies in files."""

    def matches(self, wanted: Wanted, before: int | None, limit: int) -> Sequence[Heading]:
        named = {each.heading.dossier for each in self._entries.values() if wanted.party in each.heading.named}
        found = [
            replace(each.heading, named=frozenset())
            for position, each in sorted(self._entries.items(), reverse=True)
            if (before is None or position < before)
            and (not wanted.party or each.heading.dossier in named)
            and _fits(each, wanted)
        ]
        return found[:limit]

    def passages(self, positions: Collection[int]) -> Mapping[int, tuple[Passage, ...]]:
        held = {at: self._entries[at].passages for at in positions if at in self._entries}
        return {at: found for at, found in held.items() if found}

    def check(self) -> None:
        """Nothing in memory can be damaged."""

    def close(self) -> None:
        """Nothing is open."""


def _fits(each: Entry, wanted: Wanted) -> bool:
    heading, keys = each.heading, [p.key for p in each.passages if wanted.meaning in ("", p.meaning)]
    return (
        wanted.kind in ("", heading.kind)
        and (wanted.dossiers is None or heading.dossier in wanted.dossiers)
        and wanted.author in (b"", heading.author)
        and (wanted.since_ms is None or heading.time_ms >= wanted.since_ms)
        and (wanted.until_ms is None or heading.time_ms < wanted.until_ms)
        and all(any(word.found_in(key) for key in keys) for word in wanted.words)
    )
