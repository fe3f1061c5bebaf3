"""A simulated disk keeps what a real one would keep, and no more."""

from __future__ import annotations

from lintas.node.ports import WaitingAct
from lintas.sim.disk import Disk


def _waiting(name: bytes) -> WaitingAct:
    return WaitingAct(name.ljust(32, b"."), bytes(16), bytes(16), name, b"a body", None, 0)


def test_what_was_scrubbed_does_not_come_back_with_a_crash() -> None:
    disk, first, second = Disk(), _waiting(b"first"), _waiting(b"second")
    disk.syncs = False
    for act in (first, second):
        with disk.batch() as batch:
            batch.put_waiting(act)
        with disk.batch() as batch:
            batch.drop_waiting([act.id])
        if act is first:
            assert disk.dropped == [first]
            disk.scrub()
            disk.sync()
    assert disk.crash() == 2
    assert disk.dropped == [second]
