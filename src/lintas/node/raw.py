"""A dossier that is here and not folded: its kind is not known at this node, or its first act is missing.

Its acts are stored and shown as they are, and nobody's deliveries wait for it. Nothing in it was judged, so nothing of
it is served or sent on: who is a party of it now is for a fold to say. Who was ever *named* in it bounds what is taken.
"""

from __future__ import annotations

from collections.abc import Iterable

from lintas.dossier.header import Act


class Raw:
    """The acts of one dossier, by id, in the order in which they came; `kind` is empty if the first act is missing."""

    def __init__(self, kind: str, version: int, acts: Iterable[Act] = ()) -> None:
        """With these acts."""
        self.kind, self.version = kind, version
        self.acts: dict[bytes, Act] = {}
        self.named: set[bytes] = set()
        for act in acts:
            self.add(act)

    def add(self, act: Act) -> None:
        """Take an act; whoever begins a dossier, or is named in it, may act in it."""
        self.acts[act.id] = act
        if act.header.first:
            self.named.add(act.header.author)
        self.named.update(party for _, parties in act.header.to for party in parties)

    def takes(self, act: Act) -> bool:
        """Whether the author was named; without the first act nobody knows, and everybody is taken for named."""
        return not self.kind or act.header.first or act.header.author in self.named
