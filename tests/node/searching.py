"""What the tests of search share: nodes that have an index, brought level at will."""

from __future__ import annotations

from collections.abc import Container
from dataclasses import replace
from typing import Any

from lintas.node.aside import at_once
from lintas.node.indexing import catch_up
from lintas.node.search import Asked, Everything, Found, search
from lintas.node.search_index import IndexState
from lintas.node.state import Node
from lintas.store.search_memory import MemorySearchIndex
from tests.node.hostile import federation
from tests.support.federation import Federation3

EVERYTHING = Everything()


class Slow(MemorySearchIndex):
    """An index whose files still hold what was dropped until it is scrubbed."""

    scrubbed = True

    def state(self) -> IndexState:
        return replace(super().state(), scrubs=not self.scrubbed)

    def drop(self, acts: object) -> bool:
        had = any(each.passages for each in self._entries.values() if each.heading.act in acts)  # type: ignore[operator]
        super().drop(acts)  # type: ignore[arg-type]
        self.scrubbed = self.scrubbed and not had
        return self.scrubbed

    def scrub(self) -> None:
        self.scrubbed = True


class Beside:
    """Whoever keeps an index, and counts how often there was no time to wait."""

    hurried = 0

    def note(self, acts: int) -> None:
        """There is time."""

    def hurry(self) -> None:
        self.hurried += 1

    def level(self) -> None:
        """It has no time for that."""


def with_indexes(fed: Federation3 | None = None) -> Federation3:
    """Give each node an index."""
    fed = fed or federation()
    for node in fed.nodes.values():
        node.search = MemorySearchIndex()
    return fed


def look(node: Node, words: str, visible: Container[bytes] = EVERYTHING, **more: Any) -> Found:
    """What is found, with the index brought level first."""
    assert node.search is not None
    catch_up(node, node.search)
    found = at_once(node, search(node, Asked(words, **more), visible))
    assert isinstance(found, Found)
    return found


def acts(node: Node, words: str, visible: Container[bytes] = EVERYTHING, **more: Any) -> list[bytes]:
    """The acts in which they are found, the newest first."""
    return [hit.act for hit in look(node, words, visible, order="newest", **more).hits]


def protecting(node: Node, *names: str) -> None:
    """Let the settings of a node protect these persons."""
    node.policy = replace(node.policy, protected=frozenset(names))
