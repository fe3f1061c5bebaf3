"""A process that is killed at any moment leaves what it confirmed, and whole batches only."""

from __future__ import annotations

import random
import subprocess
import sys
import time
from pathlib import Path

import pytest

from lintas.node.ports import Inbound, Store
from tests.store.contract.implementations import STORES, claimed, close, prepare
from tests.store.contract.implementations import check as check_all
from tests.store.contract.samples import ALPHA, stored
from tests.store.contract.worker import BATCH_ACTS, MOMENTS, batch_acts

ROOT = Path(__file__).resolve().parents[3]
ROUNDS = 12

pytestmark = pytest.mark.processes


def start(name: str, folder: Path, moment: str) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-m", "tests.store.contract.worker", name, str(folder), moment]
    return subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE)


def confirmed(output: bytes, before: int) -> int:
    """The last size that the worker wrote out whole."""
    lines = output.split(b"\n")[:-1]
    return int(lines[-1]) if lines else before


def check(store: Store, confirmed_size: int) -> int:
    """The size of the store, which holds whole batches and all that was confirmed."""
    size = store.size()
    assert size >= confirmed_size
    assert size % BATCH_ACTS == 0
    assert size - confirmed_size <= BATCH_ACTS
    held = store.since(0, 1_000_000)
    expected = [act for first in range(0, size, BATCH_ACTS) for act in batch_acts(first)]
    assert list(held) == [stored(act, position) for position, act in enumerate(expected)]
    if size:
        assert store.inbound(ALPHA) == Inbound(upto=size)
        assert store.frontier() == b"%d" % size
        assert [each.upto for each in store.evidence()] == list(range(0, size, BATCH_ACTS))
    check_all(store)
    close(store)
    return size


@pytest.mark.parametrize("moment", MOMENTS)
def test_killed_at_a_named_moment(durable: str, moment: str, tmp_path: Path) -> None:
    prepare(durable)
    output, _ = start(durable, tmp_path, moment).communicate(timeout=60)
    assert confirmed(output, 0) == 2 * BATCH_ACTS
    size = check(claimed(STORES[durable](tmp_path)), 2 * BATCH_ACTS)
    assert size == (3 if moment == "after commit" else 2) * BATCH_ACTS


def test_killed_at_random_moments(durable: str, tmp_path: Path) -> None:
    prepare(durable)
    moments = random.Random(5)
    size = 0
    for _ in range(ROUNDS):
        worker = start(durable, tmp_path, "none")
        assert worker.stdout is not None
        first_line = worker.stdout.readline()
        time.sleep(moments.uniform(0, 0.1))
        worker.kill()
        rest, _ = worker.communicate(timeout=60)
        size = check(claimed(STORES[durable](tmp_path)), confirmed(first_line + rest, size))
    assert size >= ROUNDS * BATCH_ACTS
