"""How fast this machine is, as a ratio to the one for which the times in `tools.check` and `.ci/run` are written.

    .venv/bin/python -m tools.pace 80          prints what 80 seconds are here: 160 where work takes twice as long

Whether the checks have grown is a question about the checks; how long they take is one about the machine too. The same
fixed work, done side by side with them on as many processors, takes the machine out of the answer. It is the work that
the tests are made of: the interpreter, the small structures that acts are made of, hashes, and programs that start.
"""

from __future__ import annotations

import hashlib
import json
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor

WORKERS = 2
"""As many as the tests have."""

REFERENCE_S = 1.65
"""Seconds of `measure` where the times were written: two cores, Debian's CPython 3.11, nothing else running."""

_ROUNDS = 120
_STARTS = 15
_WORK = "from tools.pace import work; work()"


def work() -> None:
    """The fixed work of one worker but for the programs that it starts; it holds nothing of lintas, which changes."""
    for each in range(_ROUNDS):
        rows = [{"id": number, "name": f"row {number * each}", "of": [number, str(number)]} for number in range(2_000)]
        rows.sort(key=lambda row: str(row["name"]))
        text = json.dumps(rows)
        chain = hashlib.sha256(text.encode())
        for row in json.loads(text):
            chain.update(repr(sorted(row.items(), key=str)).encode())


def measure() -> float:
    """Seconds that the work takes here, done by all workers at once."""
    start = time.monotonic()
    with ThreadPoolExecutor(WORKERS) as pool:
        list(pool.map(lambda _: _worker(), range(WORKERS)))
    return time.monotonic() - start


def ratio() -> float:
    """What a second of the reference machine is here, in seconds; never less than one: no promise is tightened."""
    return max(1.0, measure() / REFERENCE_S)


def _worker() -> None:
    for code in (_WORK, *["import asyncio, email.message, sqlite3"] * _STARTS):
        subprocess.run([sys.executable, "-c", code], check=True)


if __name__ == "__main__":
    print(round(int(sys.argv[1]) * ratio()))
