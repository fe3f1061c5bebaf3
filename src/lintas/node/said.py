"""What acts of a dossier said of things, to be asked for the newest that has effect in a view.

*Newest* is deepest, and of equally deep acts the one with the lower id: the same at every node, in whichever order the
acts came.
"""

from __future__ import annotations

from bisect import insort
from collections.abc import Iterator
from typing import Generic, TypeVar

from lintas.dossier.graph import Node
from lintas.dossier.view import View

K = TypeVar("K")
V = TypeVar("V")


class Said(Generic[K, V]):
    """By thing, the acts about it, the newest first, and what each said."""

    def __init__(self) -> None:
        """Nothing yet."""
        self._by: dict[K, list[tuple[Node, V]]] = {}

    def __iter__(self) -> Iterator[K]:
        return iter(self._by)

    def add(self, thing: K, node: Node, value: V) -> None:
        """File what an act said."""
        insort(self._by.setdefault(thing, []), (node, value), key=_rank)

    def ever(self, thing: K) -> Iterator[tuple[Node, V]]:
        """All that was said of it, the newest first, whether it has effect or not."""
        return iter(self._by.get(thing, ()))

    def all(self, thing: K, view: View) -> Iterator[tuple[Node, V]]:
        """What was said of it with effect in the view, the newest first."""
        return (each for each in self._by.get(thing, ()) if view.effect(each[0]))

    def newest(self, thing: K, view: View) -> tuple[Node, V] | None:
        """What was said last with effect in the view."""
        return next(self.all(thing, view), None)


def _rank(said: tuple[Node, object]) -> tuple[int, bytes]:
    act = said[0].act
    return -act.header.depth, act.id
