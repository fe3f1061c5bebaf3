"""What makes histories cheap changes nothing that is in them."""

from __future__ import annotations

import gc
from dataclasses import replace
from types import FrameType
from weakref import ref

import pytest

from lintas.crypto.errors import BadSignature
from lintas.crypto.real import RealSuite
from lintas.dossier.header import Act
from lintas.dossier.replica import Replica
from lintas.dossier.verdict import Judged
from lintas.node.state import Node
from lintas.sim import reading
from lintas.sim.collector import together
from lintas.sim.mutants.swap import is_something_wrong, swapped
from lintas.sim.profile import QUIET
from lintas.sim.reading import ALONE_EVERY, LOOKED_AT, Changed, JudgedOtherwise
from lintas.sim.world import World
from lintas.wire import cbor
from lintas.wire.errors import Malformed, TooLarge
from tests.dossier.acts import Acts, B

BYTES = cbor.encode({1: b"said", 2: [3]})
TINY = replace(QUIET, nodes=3, acts=4, kinds=1, span_ms=3_000, renewals=0.2)


def read(size_max: int = 100) -> dict[int, list[int]]:
    value: dict[int, list[int]] = cbor.decode(BYTES, size_max=size_max)
    return value


def test_the_same_bytes_are_read_once_within_the_same_bounds_and_as_ever_afterwards() -> None:
    before = cbor.decode
    with reading.once():
        assert read() is read()
        with pytest.raises(TooLarge):
            read(size_max=3)
        for _ in range(2):
            with pytest.raises(Malformed):
                cbor.decode(b"\xff", size_max=100)
    assert cbor.decode is before
    assert read() == {1: b"said", 2: [3]}
    assert read() is not read()


def test_that_a_signature_holds_is_found_once_and_that_it_does_not_each_time() -> None:
    suite, strictly, asked = RealSuite(), RealSuite.verify, list[bytes]()

    def count(public: bytes, message: bytes, signature: bytes) -> None:
        asked.append(message)
        suite.verify(public, message, signature)

    verify = reading.find_once(count)
    signer, other = suite.signer(bytes(32)), suite.signer(bytes(31) + b"\x01")
    signature = signer.sign(b"said")
    for _ in range(LOOKED_AT):
        verify(signer.public, b"said", signature)
    assert asked == [b"said"]
    verify(signer.public, b"said", signature)
    assert asked == [b"said", b"said"], "one in a few is found again"
    for public, message in ((signer.public, b"unsaid"), (other.public, b"said")):
        for _ in range(2):
            with pytest.raises(BadSignature):
                verify(public, message, signature)
    assert asked[2:] == [b"unsaid", b"unsaid", b"said", b"said"]
    with reading.once():
        assert RealSuite.verify is not strictly
        with pytest.raises(BadSignature):
            suite.verify(other.public, b"said", signature)
    assert RealSuite.verify is strictly


def test_what_is_found_otherwise_the_second_time_is_noticed() -> None:
    found = iter((1, 2))
    find = reading.find_once(lambda: next(found))
    assert [find() for _ in range(LOOKED_AT)] == LOOKED_AT * [1]
    with pytest.raises(Changed):
        find()


def test_an_act_is_judged_once_and_who_would_judge_it_otherwise_is_found() -> None:
    acts, strictly, judged, why = Acts(), Replica.consider, list[bytes](), "a judge"
    said = acts.add(B, [acts.first])

    def judge(replica: Replica, act: Act) -> Judged:
        judged.append(act.id)
        return replace(strictly(replica, act), why=why)

    with reading.once(judge):
        one, other = acts.replica(), acts.replica()
        assert one.judged == other.judged
        assert judged.count(said.id) == 1
        assert judged.count(acts.first.id) == 2, "whether a first act is the first one, each replica says"
        with reading.anew():
            assert acts.replica().judged[said.id].why == ""
        why = "another judge"
        for _ in range(LOOKED_AT - 2):
            assert acts.replica().judged[said.id].why == "a judge"
        with pytest.raises(JudgedOtherwise):
            acts.replica()
    assert Replica.consider is strictly
    with swapped((Replica, "copy", Replica.copy)), reading.once(judge):
        assert Replica.consider is strictly, "under a wrong rule each judges for itself"


@pytest.mark.slow
@pytest.mark.parametrize(("seed", "real"), [(1, False), (3, False), (5, False), (7, True)])
def test_a_history_is_the_same_event_by_event_where_each_node_reads_and_judges_for_itself(
    seed: int, *, real: bool
) -> None:
    profile = replace(TINY, nodes=4, acts=14, loss=0.2, crash=0.2, restore=0.1, sealed=1.0, files=0.3, releases=0.2)
    profile = replace(profile, real=real)
    one, alone = World(seed, profile), World(seed, profile)
    one.alone, alone.alone = False, True
    assert one.run() == alone.run() == []
    assert one.fingerprint() == alone.fingerprint()
    assert one.truth.trace == alone.truth.trace
    assert one.truth.status == alone.truth.status


def test_in_one_of_a_few_histories_each_node_reads_and_judges_for_itself() -> None:
    strictly, found = (cbor.decode, Replica.consider), list[bool]()
    for seed in range(ALONE_EVERY + 1):
        world = World(seed, replace(TINY, acts=0, renewals=0.0))
        world.agenda.after(1, lambda: found.append((cbor.decode, Replica.consider) == strictly))
        assert world.run() == []
    assert [number for number, alone in enumerate(found) if alone] == [0, ALONE_EVERY]


def test_whoever_changes_what_was_read_is_found() -> None:
    def change() -> None:
        with reading.once():
            read()[2].append(4)
            for _ in range(LOOKED_AT):
                read()

    with pytest.raises(Changed):
        change()


def test_the_collector_rests_for_a_history_and_goes_on_after_it() -> None:
    with together():
        assert not gc.isenabled()
    assert gc.isenabled()


def test_a_history_that_ended_keeps_what_is_true_and_frees_its_nodes_at_once() -> None:
    world, nodes = World(1, replace(TINY, loss=0.2, renewals=0.0)), list[ref[Node]]()
    heal = world._heal

    def note() -> None:
        heal()
        nodes.extend(ref(host.node) for host in world.hosts if host.node)

    world._heal = note  # type: ignore[method-assign]
    gc.collect()
    gc.disable()
    try:
        assert world.run() == []
        assert nodes
        assert [each() for each in nodes] == [None] * len(nodes)
        assert not any(type(each) is FrameType and "lintas" in each.f_code.co_filename for each in gc.get_objects())
    finally:
        gc.enable()
    done = world.agenda.done
    world.agenda.until(world.agenda.now_ms + 60_000)
    assert world.agenda.done == done, "nothing was left to come"
    assert world.truth.acts


@pytest.mark.slow
def test_a_founded_federation_is_copied_and_no_history_changes_what_the_next_begins_with() -> None:
    one, other, third = World(0, TINY), World(3, TINY), World(0, TINY)
    assert one.founded is other.founded
    assert one.founded is not None
    before = one.founded.fingerprint()
    assert one.run() == other.run() == third.run() == []
    assert one.fingerprint() == third.fingerprint() != other.fingerprint()
    assert one.founded.fingerprint() == before
    assert one.hosts[0].disk.content is not one.founded.hosts[0].disk.content


@pytest.mark.slow
def test_under_a_wrong_rule_a_federation_is_founded_anew() -> None:
    right = World(0, TINY).founded
    assert not is_something_wrong()
    with swapped((Replica, "copy", Replica.copy)):
        assert is_something_wrong()
        assert World(0, TINY).founded is not right
    assert World(0, TINY).founded is right
