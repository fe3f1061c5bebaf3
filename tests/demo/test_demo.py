"""The demonstration as people run it: three node processes, the whole case, and nothing left behind."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from lintas.demo.play import OPENED

SECONDS_MAX = 300
CLAIMS = (
    "signed by every founder",
    "whom to call at three",
    "added up: .*arrests 12",
    "taken down everywhere",
    "asec knows of no such dossier",
    "8 hours to answer",
    "climbed to the second rung",
    "no act, page or byte of it",
    "two different certified officers",
    "bit for bit",
    "cannot read it",
    "not one is anywhere in the Secretariat's folder",
    "it names the file",
    "it names the act",
    "its disk has no byte",
)
DEMO = (sys.executable, "-u", "-m", "lintas.demo")


def serving(folder: Path) -> list[str]:
    """The processes that serve a node below the folder, by their command lines."""
    found = subprocess.run(["ps", "-eww", "-o", "args"], capture_output=True, text=True, check=True).stdout.splitlines()
    return [line for line in found if f"node serve {folder}" in line]


# What it plays and claims is played by the other; what differs is the end.
@pytest.mark.soak
@pytest.mark.processes
@pytest.mark.timeout(SECONDS_MAX + 30)
def test_headless_every_claim_holds_and_nothing_is_left(short_path: Path) -> None:
    folder = short_path / "d"
    done = subprocess.run(
        [*DEMO, "--headless", "--folder", str(folder)], capture_output=True, text=True, timeout=SECONDS_MAX, check=False
    )
    assert done.returncode == 0, done.stdout[-3000:] + done.stderr
    assert "All hold." in done.stdout
    assert not folder.exists()
    assert serving(folder) == []


@pytest.mark.processes
def test_a_demonstration_that_cannot_start_exits_1_with_the_reason(short_path: Path) -> None:
    folder = short_path / ("long-" * 25)
    done = subprocess.run(
        [*DEMO, "--headless", "--folder", str(folder)], capture_output=True, text=True, timeout=60, check=False
    )
    assert done.returncode == 1
    assert "too long for a socket" in done.stdout
    assert not folder.exists()


@pytest.mark.processes
@pytest.mark.timeout(SECONDS_MAX + 30)
def test_it_stays_up_until_it_is_stopped_and_takes_its_nodes_with_it(short_path: Path) -> None:
    folder, log = short_path / "d", short_path / "log"
    with log.open("w") as out:
        demo = subprocess.Popen([*DEMO, "--folder", str(folder)], stdout=out, stderr=out, start_new_session=True)
    try:
        until = time.monotonic() + SECONDS_MAX
        while "Ctrl-C stops everything" not in log.read_text() and time.monotonic() < until and demo.poll() is None:
            time.sleep(0.2)
        said = log.read_text()
        assert "Ctrl-C stops everything" in said, said[-3000:]
        for claim in CLAIMS:
            assert re.search(rf"checked: .*{claim}", said), claim
        assert len(serving(folder)) == 3
        assert set(re.findall(r"^  lintas show \S+ +# (.*)$", said, re.MULTILINE)) == set(OPENED)
        node = re.search(r"LINTAS_NODE=(\S+) LINTAS_OFFICER=(\S+)", said)
        assert node is not None
        environment = os.environ | {"LINTAS_NODE": node[1], "LINTAS_OFFICER": node[2]}
        for line in re.findall(r"^  (lintas (?:list|show|verify).*?)(?:\s+#.*)?$", said, re.MULTILINE):
            words = [sys.executable, "-m", "lintas.cli", *line.split()[1:]]
            tried = subprocess.run(words, env=environment, capture_output=True, text=True, timeout=60, check=False)
            assert tried.returncode == 0, line + tried.stdout + tried.stderr
    finally:
        demo.send_signal(signal.SIGINT)
        demo.wait(timeout=40)
    assert demo.returncode == 0
    assert serving(folder) == []
    assert not folder.exists()
