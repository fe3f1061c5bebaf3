"""The fold of a node of the model: thin over the acts that the whole world has made, or a whole fold of its own.

A verdict depends on the act and its past alone, so nodes may share the work. Whether the real fold does so too is
checked by giving each node a `Replica` as well, fed in the node's own order (`watch`).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from lintas.dossier.header import Act
from lintas.dossier.verdict import Judged, Verdict
from tests.model.second_fold import SecondFold
from tests.model.second_view import View


class NodeFold:
    """The acts that one node knows, judged by a fold that knows at least those."""

    def __init__(self, book: SecondFold, own: SecondFold | None, watch: Any = None) -> None:
        self.book, self.own, self.watch = book, own, watch
        self.known: set[bytes] = set()
        self.refused: set[bytes] = set()
        self.waiting: dict[bytes, Act] = {}
        self.odd: list[str] = []

    @property
    def fold(self) -> SecondFold:
        return self.own or self.book

    def receive(self, act: Act) -> list[Judged]:
        """Take an act; the verdicts that it and those that waited for it get here."""
        if act.id in self.known or act.id in self.refused or act.id in self.waiting:
            return []
        self.waiting[act.id] = act
        news: list[Judged] = []
        if self.own is not None:
            news = self.own.receive(act)
            for judged in news:
                self.file(judged)
        else:
            while ready := [one for one in self.waiting.values() if self.complete(one)]:
                for one in ready:
                    judged = self.book.judged.get(one.id) or self.book.refused[one.id]
                    news.append(judged)
                    self.file(judged)
        self.compare(act, news)
        return news

    def complete(self, act: Act) -> bool:
        return all(named in self.known or named in self.refused for named in act.header.past)

    def file(self, judged: Judged) -> None:
        self.waiting.pop(judged.act.id, None)
        (self.refused if judged.verdict is Verdict.REFUSED else self.known).add(judged.act.id)

    def compare(self, act: Act, news: list[Judged]) -> None:
        """Verdicts of the book, of this node's own fold and of the real one must be one."""
        told = {judged.act.id: key(judged) for judged in news}
        if self.own is not None:
            book = {x: key(self.book.judged.get(x) or self.book.refused[x]) for x in told}
            self.note(told, book)
        if self.watch is not None:
            self.note({judged.act.id: key(judged) for judged in self.watch.receive(act)}, told)

    def note(self, one: Mapping[bytes, object], other: Mapping[bytes, object]) -> None:
        for act in sorted(set(one) | set(other)):
            if one.get(act) != other.get(act):
                self.odd.append(f"verdict of {act.hex()[:8]}: {one.get(act)} and {other.get(act)}")

    def preview(self, act: Act) -> Judged:
        return self.fold.preview(act)

    def view(self, ids: Iterable[bytes]) -> View:
        return self.fold.view(ids)

    def now(self) -> View:
        return self.fold.view_of(frozenset(self.known))

    def tips(self) -> list[bytes]:
        """The acts that no other known act has in its past, by id."""
        pasts = self.fold.pasts
        return sorted(self.known.difference(*(pasts[one] for one in self.known)))


def key(judged: Judged) -> tuple[str, str, str]:
    rule = "" if judged.verdict is Verdict.REFUSED else judged.rule
    return judged.verdict.value, rule, judged.role
