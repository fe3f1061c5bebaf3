"""`sleep`, for the commands of a page: what a reader leaves time for by the clock is looked for here.

    python at_rest.py SECONDS

Returns once every node that the shell has started answers at its socket, was answered by each of the others since its
start, owes them nothing, has back what it lost, and saw nothing new for a while; after three times the page's own
seconds at the latest, since a reader goes on then. Nodes that share no line never come to that, and nor do those whose
mail is kept.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from contextlib import closing
from pathlib import Path
from typing import Any

from lintas.compose import desk
from lintas.transport.client import LocalPeer
from lintas.wire.errors import LintasError

LOOK_S = 0.05
QUIET_S = 0.5
SLOWER_MAX = 3
"""A machine of tests may be so much slower than that of a reader."""
SERVES = " node serve "


def main(seconds: float) -> None:
    """Wait until all is at rest, for so long at most."""
    began = changed = time.monotonic()
    seen: list[Any] | None = None
    while (now := time.monotonic()) < began + SLOWER_MAX * seconds:
        found = looked_at(serving())
        if found is None or found != seen:
            seen, changed = found, now
        elif now >= changed + QUIET_S:
            return
        time.sleep(LOOK_S)


def serving() -> list[Path] | None:
    """The folders of the nodes that this shell has started; None while a process of it is not yet what it will be."""
    listed = subprocess.run(
        ("ps", "-eww", "-o", "pid=,ppid=,pgid=,stat=,args="), capture_output=True, text=True, check=True
    )
    rows = [line.split(maxsplit=4) for line in listed.stdout.splitlines()]
    parents = {pid: parent for pid, parent, *_ in rows}
    waiting, pid = set[str](), str(os.getpid())
    while pid in parents:
        waiting.add(pid)
        pid = parents[pid]
    found = list[Path]()
    for pid, parent, group, state, *args in rows:
        if group != str(os.getpgrp()) or pid in waiting or parent == str(os.getpid()) or state.startswith("Z"):
            continue
        command, _, folder = " ".join(args).partition(SERVES)
        if not folder or "lintas.cli" not in command:
            return None
        found.append(Path(folder.split()[0]))
    return found


def looked_at(folders: list[Path] | None) -> list[Any] | None:
    """How much the nodes have; None while one of them has something to do."""
    if folders is None:
        return None
    try:
        nodes = {asked(each, "status")["code"]: (each, asked(each, "vitals")) for each in folders}
    except (LintasError, OSError):
        return None
    if any(busy(folder, vitals, nodes.keys() - {code}) for code, (folder, vitals) in nodes.items()):
        return None
    return [[code, vitals["acts"], vitals["log_size"]] for code, (_, vitals) in sorted(nodes.items())]


def busy(folder: Path, vitals: dict[str, Any], others: set[str]) -> bool:
    """Whether a node waits for something, owes one of the others something, or did not hear it since its start."""
    peers = [each for each in vitals["peers"] if each["code"] in others]
    if vitals["waiting_count"] or any(each["queued"] or each["skew_ms"] is None for each in peers):
        return True
    mark = folder / "restored.json"
    if not mark.exists():
        return False
    restored = json.loads(mark.read_text(encoding="utf-8"))
    said = asked(folder, "recovery", acts=restored["acts"], restored_ms=restored["restored_ms"])
    return bool(said["lost"]) or not others.isdisjoint(said["uncompared"])


def asked(folder: Path, command: str, **args: int) -> Any:
    """What the node of a folder answers."""
    with closing(LocalPeer(folder / desk.SOCKET)) as way:
        return desk.read_answer(way.post(desk.PATH, desk.write_request(command, args)))


if __name__ == "__main__":
    main(float(sys.argv[1]))
