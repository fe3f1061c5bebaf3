"""Where a dossier stands, as lists and calendars need it."""

from __future__ import annotations

from collections import defaultdict

from lintas.node.ports import Chunks, Store, Vault
from lintas.node.standing import news, standing
from lintas.store.chunks import MemoryChunks
from lintas.store.memory import MemoryStore
from lintas.store.vault import MemoryVault
from tests.node.hostile import TERMS, shared
from tests.node.test_clocks import asked, clock
from tests.support.federation import Federation3


def test_every_time_that_is_owed_is_told_in_order_with_who_owes_it() -> None:
    fed, dossier, _ = asked(urgency="urgent, at hand")
    assert standing(fed.nodes["aa-ca"], dossier).owed == ()
    fed.settle()
    theirs = [clock(fed, "aa-ca", dossier, owes).due_ms for owes in ("bb-ca", "cc-pol")]
    assert standing(fed.nodes["aa-ca"], dossier).owed == tuple(sorted((due_ms, False) for due_ms in theirs if due_ms))
    assert len(standing(fed.nodes["aa-ca"], dossier).owed) == 2
    own = (clock(fed, "bb-ca", dossier).due_ms, True)
    assert own in standing(fed.nodes["bb-ca"], dossier).owed


class Counting(MemoryVault):
    """A vault that counts how often it is asked for a secret."""

    asked = 0

    def secret(self, name: str) -> bytes | None:
        self.asked += 1
        return super().secret(name)


def test_the_officers_are_looked_up_once_for_all_acts_of_a_page() -> None:
    vaults = defaultdict[str, Counting](Counting)

    def keep(code: str) -> tuple[Store, Vault, Chunks]:
        return MemoryStore(), vaults[code], MemoryChunks()

    fed = Federation3.build(("aa-ca", "bb-ca"), keep=keep, kinds=("exchange",))
    dossier, counts = shared(fed, "bb-ca"), set[int]()
    for _ in range(2):
        fed.act("aa-ca", dossier, "change the terms", TERMS)
        before = vaults["aa-ca"].asked
        told = [each for each in news(fed.nodes["aa-ca"], 0, 100)[0] if each.verb == "change the terms"]
        assert {each.officers for each in told} == {("officer 1", "officer 2")}
        counts.add(vaults["aa-ca"].asked - before)
    assert len(counts) == 1, "as many officers, and one act more"
