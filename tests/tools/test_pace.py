"""`tools.pace` tells what a time is on this machine, and never less than the time itself."""

from __future__ import annotations

import subprocess
import sys

import pytest


@pytest.mark.processes
def test_a_time_here_is_that_time_or_more() -> None:
    said = subprocess.run([sys.executable, "-m", "tools.pace", "80"], capture_output=True, text=True, check=True)
    assert int(said.stdout) >= 80
