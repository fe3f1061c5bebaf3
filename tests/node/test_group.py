"""Groups of jobs: after each, also after one that wrote nothing, what is due is carried out."""

from __future__ import annotations

from collections.abc import Sequence
from weakref import ref

import pytest

from lintas.node.author import author
from lintas.node.group import AGAIN_MS, Groups
from lintas.node.holds import Hold, hold
from lintas.node.ports import StoreError, StoreFull, WaitingAct
from lintas.node.recalls import Copy, destructions, forget_copy, put_copy
from lintas.node.state import Node, UnknownDossier
from lintas.sim.disk import Disk
from lintas.store.chunks import MemoryChunks
from lintas.store.memory import MemoryStore
from lintas.store.vault import MemoryVault
from tests.node.hostile import TERMS, shared
from tests.node.recalling import WORDS, erased_by, taken_back, told
from tests.support.federation import Federation3

MINUTE_MS = 60_000
"""Less than the time after which a node looks for acts that wait in vain, which would hide the rest."""


def test_what_was_held_until_now_is_carried_out_after_a_job_that_writes_nothing() -> None:
    fed, dossier, one, _ = told()
    aa = fed.nodes["aa-ca"]
    groups = Groups(aa)
    hold(aa, Hold(dossier, one, "an officer", "a court asks", aa.clock(), aa.clock() + 10 * MINUTE_MS))
    taken_back(fed, dossier, one)
    fed.settle()
    groups.run([lambda node: None])
    assert not groups.commit()
    assert erased_by(aa, dossier, one) == []
    fed.clock.now_ms += 11 * MINUTE_MS
    groups.run([lambda node: None])
    assert groups.commit(), "who has to be told is told"
    assert erased_by(aa, dossier, one) == ["aa-ca"]
    groups.run([lambda node: None])
    assert not groups.commit()


def test_a_refusal_holds_nothing_of_what_it_was_raised_in() -> None:
    class Megabytes:
        """What a peer sent."""

    sent = list[ref[Megabytes]]()

    def refuse(node: Node) -> None:
        body = Megabytes()
        sent.append(ref(body))
        raise UnknownDossier(bytes(16))

    groups = Groups(told()[0].nodes["aa-ca"])
    (outcome,) = groups.run([refuse])
    assert isinstance(outcome.refusal, UnknownDossier)
    assert sent[0]() is None, "freed at once, and not when the collector comes by"


class Silent(Disk):
    """A disk that can be full, and then does not answer either."""

    silent = False

    def waiting(self) -> Sequence[WaitingAct]:
        if self.silent:
            raise StoreError()
        return super().waiting()


def full() -> tuple[Node, Silent, Groups]:
    """A node of which the next commit fails, since its disk is full."""
    keep = lambda code: (Silent(), MemoryVault(), MemoryChunks())  # noqa: E731
    fed = Federation3.build(("aa-ca", "bb-ca"), keep=keep, kinds=("exchange",))
    dossier = shared(fed, "bb-ca")
    fed.settle()
    node = fed.nodes["aa-ca"]
    assert isinstance(node.store, Silent)
    node.store.size_bytes_max = node.store.content.size_bytes
    groups = Groups(node)
    groups.run([lambda node: author(node, dossier, fed.order("aa-ca", "change the terms", TERMS, readers=("bb-ca",)))])
    return node, node.store, groups


def test_after_a_commit_that_failed_a_node_reads_its_store_anew_once() -> None:
    node, _, groups = full()
    with pytest.raises(StoreFull):
        groups.commit()
    read = node.register
    groups.run([lambda node: None])
    assert node.register is read


def test_where_the_store_did_not_answer_then_it_is_read_before_the_next_group() -> None:
    node, disk, groups = full()
    disk.silent = True
    with pytest.raises(StoreError):
        groups.commit()
    disk.silent, read = False, node.register
    groups.run([lambda node: None])
    assert node.register is not read
    assert node.frontier.size == disk.size()


def test_a_recall_that_finds_no_room_is_tried_again_after_a_while_and_not_after_every_job() -> None:
    fed, dossier, one, _ = told()
    aa = fed.nodes["aa-ca"]
    groups, read = Groups(aa), {id(aa.register): aa.register}
    groups.commit()
    taken_back(fed, dossier, one)
    fed.settle()
    kept = aa.store
    assert isinstance(kept, MemoryStore)
    aa.store = MemoryStore(size_bytes_max=1)
    aa.store.restore(kept.snapshot())
    fed.clock.step_ms = 0
    for _ in range(20):
        groups.run([lambda node: None])
        assert not groups.commit()
        read[id(aa.register)] = aa.register
    assert len(read) <= 3, "after the try, before the next group, and no more"
    roomy = MemoryStore()
    roomy.restore(aa.store.snapshot())
    aa.store = roomy
    groups.run([lambda node: None])
    assert not groups.commit()
    fed.clock.now_ms += AGAIN_MS
    groups.run([lambda node: None])
    assert groups.commit()
    assert erased_by(aa, dossier, one) == ["aa-ca"]


class Counted(MemoryVault):
    """A vault that counts how often it is asked for the names of something."""

    asked = 0

    def secrets(self, prefix: str) -> Sequence[str]:
        self.asked += 1
        return super().secrets(prefix)


def test_a_recall_that_waits_for_a_copy_of_the_vault_is_tried_after_what_is_written_and_else_once_in_a_while() -> None:
    keep = lambda code: (MemoryStore(), Counted(), MemoryChunks())  # noqa: E731
    fed = Federation3.build(("aa-ca", "bb-ca"), keep=keep, kinds=("exchange",))
    dossier = shared(fed, "bb-ca")
    one = fed.act("bb-ca", dossier, "adopt the terms", WORDS).act
    fed.settle()
    aa, vault = fed.nodes["aa-ca"], fed.nodes["aa-ca"].vault
    assert isinstance(vault, Counted)
    put_copy(vault, Copy("/one", 1, destructions(vault)))
    groups = Groups(aa)
    taken_back(fed, dossier, one)
    fed.settle()
    groups.run([lambda node: None])
    groups.commit()
    fed.clock.step_ms = vault.asked = 0
    for _ in range(20):
        groups.run([lambda node: None])
        assert not groups.commit()
    assert vault.asked == 0, "reading changes nothing"
    groups.run([lambda node: author(node, dossier, fed.order("aa-ca", "change the terms", TERMS, readers=("bb-ca",)))])
    assert groups.commit()
    assert vault.asked, "after what was written"
    forget_copy(vault, "/one")
    fed.clock.now_ms += AGAIN_MS
    groups.run([lambda node: None])
    assert groups.commit(), "what was waited for comes from elsewhere"
    assert erased_by(aa, dossier, one) == ["aa-ca"]
