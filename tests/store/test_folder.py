from __future__ import annotations

import multiprocessing
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from lintas.node.ports import StoreLocked
from lintas.store.folder import lock

HOLD = """
import pathlib, sys
from lintas.store.folder import lock
held = lock(pathlib.Path(sys.argv[1]))
import os, time
if sys.argv[2] == "fork":
    if os.fork() == 0:
        os.write(1, b"held\\n")
        time.sleep(60)
        os._exit(0)
else:
    os.write(1, b"held\\n")
sys.stdin.read()
"""


def holder(folder: Path, *, forks: bool = False) -> subprocess.Popen[bytes]:
    """A process that holds the lock until it is told or killed, perhaps with a child that lives on for a minute."""
    command = [sys.executable, "-c", HOLD, str(folder), "fork" if forks else "alone"]
    process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, start_new_session=True)
    assert process.stdout is not None
    assert process.stdout.readline() == b"held\n"
    return process


def test_a_folder_is_held_once_until_it_is_released(tmp_path: Path) -> None:
    with lock(tmp_path) as held:
        assert held.folder == tmp_path
        for _ in range(2):
            with pytest.raises(StoreLocked) as caught:
                lock(tmp_path)
            assert caught.value.folder == str(tmp_path)
    for _ in range(2):
        again = lock(tmp_path)
        again.release()
        again.release()


def test_two_folders_are_held_apart(tmp_path: Path) -> None:
    (tmp_path / "other").mkdir()
    with lock(tmp_path), lock(tmp_path / "other"):
        pass


@pytest.mark.processes
def test_another_process_is_kept_out_until_the_holder_ends(tmp_path: Path) -> None:
    process = holder(tmp_path)
    with pytest.raises(StoreLocked):
        lock(tmp_path)
    process.communicate(timeout=30)
    lock(tmp_path).release()


@pytest.mark.processes
@pytest.mark.parametrize("forks", [False, True])
def test_a_killed_holder_leaves_no_lock_even_if_its_child_lives(tmp_path: Path, forks: bool) -> None:
    process = holder(tmp_path, forks=forks)
    try:
        process.kill()
        process.wait(30)
        lock(tmp_path).release()
    finally:
        if forks:
            os.killpg(process.pid, signal.SIGKILL)
        process.communicate(timeout=30)


@pytest.mark.processes
def test_a_forked_worker_does_not_release_the_lock_of_its_parent(tmp_path: Path) -> None:
    with lock(tmp_path):
        worker = multiprocessing.get_context("fork").Process(target=time.sleep, args=(0,))
        worker.start()
        worker.join(30)
        with pytest.raises(StoreLocked):
            lock(tmp_path)
