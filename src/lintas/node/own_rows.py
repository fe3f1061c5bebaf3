"""Our acts on a page of places, with what is in them: read together, and only once one of them is to go."""

from __future__ import annotations

from collections.abc import Sequence

from lintas.node.ports import Place, StoredAct
from lintas.node.state import Node


class OwnRows:
    """Our acts among these places. What others wrote is not read, nor anything where nothing goes to a peer."""

    def __init__(self, node: Node, places: Sequence[Place]) -> None:
        """Nothing read yet."""
        self._node, self._places = node, places
        self._read: dict[int, StoredAct] | None = None

    def at(self, place: Place) -> StoredAct | None:
        """The act at one of the places, which is ours; None if it was lost just now."""
        if self._read is None:
            ours = [each.position for each in self._places if each.author == self._node.id]
            rows = self._node.store.since(ours[0], len(ours), self._node.id)
            self._read = {row.position: row for row in rows}
        return self._read.get(place.position)
