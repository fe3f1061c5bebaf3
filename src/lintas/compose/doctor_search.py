"""What is wrong with a node's search index: it can be made anew at any time, so nothing here is a fault."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Final

from lintas.compose import folder as folders
from lintas.compose.finding import NOTE, WARNING, Finding
from lintas.compose.indexer import PASSED_ACTS_MAX
from lintas.node.ports import StoreError
from lintas.store.database import connect

BEHIND_ACTS_MAX: Final = 2 * PASSED_ACTS_MAX
"""So many acts are never left for when the node rests."""


def check_search(folder: Path) -> Iterator[Finding]:
    """Whether the index in a folder is there and whole."""
    path = folder / folders.SEARCH
    if not path.exists():
        yield Finding("no-search-index", NOTE, "there is no search index", "nothing: it is made when the node serves")
        return
    try:
        with closing(connect(path, ("query_only=ON",))) as connection:
            damage = [text for (text,) in connection.execute("PRAGMA quick_check(1)") if text != "ok"]
    except (sqlite3.DatabaseError, StoreError) as error:
        damage = [str(error)]
    if damage:
        yield _damaged(folder, damage[0])


def examine_search(behind: int | None) -> Iterator[Finding]:
    """What a node in service says: how many acts its index lacks; None where it cannot be read."""
    if behind is None:
        yield _damaged(Path("DIR"), "the node cannot read it")
    elif behind > BEHIND_ACTS_MAX:
        yield Finding(
            "search-behind", WARNING, f"the search index lacks {behind:,} acts: they are not found yet",
            "wait, if the node was upgraded or just started; else its log says why it is behind",
        )  # fmt: skip


def _damaged(folder: Path, why: str) -> Finding:
    return Finding(
        "search-damaged", WARNING, f"the search index is damaged: {why}",
        f"stop the node; lintas node rebuild {folder} --search makes it anew from the acts, and nothing is lost",
    )  # fmt: skip
