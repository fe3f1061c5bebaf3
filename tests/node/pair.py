"""Two nodes with one dossier, and the link between them step by step."""

from __future__ import annotations

from lintas.node.batches import take_batch
from lintas.node.deliver import Sent, next_batch, take_receipt
from lintas.node.state import Node
from lintas.sync.link import LinkBatch
from tests.node.hostile import TERMS, federation, shared
from tests.support.federation import Federation3


class Pair:
    """aa and bb share a dossier; everything is delivered."""

    def __init__(self, *codes: str) -> None:
        self.fed: Federation3 = federation(*codes)
        self.dossier = shared(self.fed, "bb-ca")

    @property
    def aa(self) -> Node:
        return self.fed.nodes["aa-ca"]

    @property
    def bb(self) -> Node:
        return self.fed.nodes["bb-ca"]

    def say(self, text: str = "more") -> bytes:
        return self.fed.act("aa-ca", self.dossier, "change the terms", {**TERMS, "crimes": text}).act

    def next(self) -> Sent:
        sent = next_batch(self.aa, self.bb.id)
        assert sent
        return sent

    def take(self, sent: Sent) -> bytes:
        reply = take_batch(self.bb, sent.data)
        self.bb.commit()
        return reply

    def bring(self) -> list[LinkBatch]:
        """Deliver until there is nothing left; the batches that it took."""
        batches = []
        while sent := next_batch(self.aa, self.bb.id):
            take_receipt(self.aa, sent, self.take(sent))
            self.aa.commit()
            batches.append(sent.batch)
            assert len(batches) < 50
        return batches

    def same(self) -> bool:
        ours = [row.id for row in self.aa.store.acts(self.dossier)]
        theirs = [row.id for row in self.bb.store.acts(self.dossier)]
        return sorted(ours) == sorted(theirs) and len(set(ours)) == len(ours)


def items(batches: list[LinkBatch]) -> int:
    return sum(len(batch.items) for batch in batches)
