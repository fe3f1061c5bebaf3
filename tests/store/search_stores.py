"""Every search index that must keep the contract, and entries for it."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from lintas.node.search_index import Entry, Heading, SearchIndex, Wanted
from lintas.search.folding import key_of, shown
from lintas.search.passages import Passage
from lintas.search.words import read_words
from lintas.store.search_memory import MemorySearchIndex
from lintas.store.search_postgres import PostgresSearchIndex
from lintas.store.search_sqlite import SqliteSearchIndex
from tests.support.postgres import VARIABLE

POSTGRES = "postgres"

INDEXES: dict[str, Callable[[Path], SearchIndex]] = {
    "memory": lambda folder: MemorySearchIndex(),
    "sqlite": lambda folder: SqliteSearchIndex(folder / "search.db"),
    POSTGRES: lambda folder: PostgresSearchIndex(os.environ[VARIABLE]),
}


def entry(position: int, *texts: str, unread: bool = False, withholds: bool = False, **header: Any) -> Entry:
    """An act at a position that says these texts; its header as given, or from its position."""
    given: dict[str, Any] = {
        "kind": "mla",
        "author": b"a" * 16,
        "verb": "say",
        "time_ms": position * 1000,
        "dossier": b"d" * 16,
    }
    made = Heading(position=position, act=act_at(position), **given | header)
    found = tuple(Passage(f"field{n}", "text", shown(text), key_of(text)) for n, text in enumerate(texts))
    return Entry(made, found, unread, withholds)


def act_at(position: int) -> bytes:
    return position.to_bytes(32, "big")


def put(index: SearchIndex, *entries: Entry) -> None:
    """Keep entries, with the cursor behind the last of them."""
    state = index.state()
    upto = max([state.upto, *(each.heading.position + 1 for each in entries)])
    index.put(entries, upto, act_at(upto - 1))


def found(index: SearchIndex, query: str, **filters: Any) -> list[int]:
    """The positions at which a query is found, the newest first."""
    return [each.position for each in matches(index, query, **filters)]


def matches(
    index: SearchIndex, query: str, before: int | None = None, limit: int = 1_000, **filters: Any
) -> Sequence[Heading]:
    return index.matches(Wanted(read_words(query), **filters), before, limit)
