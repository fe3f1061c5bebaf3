"""A machine whose clock is moved: Python processes read the time of day with what a file adds to it.

What Python says the time is, `time.time` and `time.time_ns`, is moved at every reading, so that a process that runs
sees the clock jump as after a correction by hand. Clocks that only measure go on as they are, and so does the kernel:
times of files are not moved.
"""

from __future__ import annotations

from pathlib import Path

CUSTOMIZE = '''"""Moves the clock of this process by the milliseconds in the file that MOVED_CLOCK names."""
import os
import time

_file, _time_ns = os.environ["MOVED_CLOCK"], time.time_ns


def time_ns():
    with open(_file) as moved:
        return _time_ns() + int(moved.read() or 0) * 1_000_000


time.time_ns = time_ns
time.time = lambda: time_ns() / 1e9
'''

DAY = """
moved=0
a_day_later() {
  moved=$((moved + 86400000))
  echo $moved >"$MOVED_CLOCK.new"
  mv "$MOVED_CLOCK.new" "$MOVED_CLOCK"
}
"""
"""A command for scripts: it is a day later for every process."""


def moved_clock(folder: Path) -> dict[str, str]:
    """What the environment of the processes must have."""
    (folder / "clock").mkdir()
    (folder / "clock" / "sitecustomize.py").write_text(CUSTOMIZE, encoding="utf-8")
    (folder / "clock" / "moved_ms").write_text("0", encoding="utf-8")
    return {"PYTHONPATH": str(folder / "clock"), "MOVED_CLOCK": str(folder / "clock" / "moved_ms")}
