"""Verifying where lintas is not in use: a process with the two packages of a verifier, no network, no node.

The process is started isolated (`python -I`); a gate refuses to import anything but the standard library, lintas and
the packages that a verifier installs, and to open any socket.
"""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

SECONDS_MAX = 60

_GATE = """
import sys

ALLOWED = {"lintas", "cbor2", "_cbor2", "cryptography", "cffi", "_cffi_backend", "pycparser"} | sys.stdlib_module_names


class Gate:
    def find_spec(self, name, path=None, target=None):
        if name.partition(".")[0] not in ALLOWED:
            raise ImportError(f"{name} is not among a verifier's packages")
        return None


def watch(event, args):
    if event.startswith("socket."):
        raise OSError(f"no network here: {event}")


sys.meta_path.insert(0, Gate())
sys.addaudithook(watch)
from lintas.cli.main import main

sys.exit(main(sys.argv[1:]))
"""


def verify(file: Path) -> tuple[int, Any]:
    """The exit code of `lintas verify FILE --json` in such a process, and what it said."""
    command = [sys.executable, "-I", "-c", _GATE, "verify", str(file), "--json"]
    done = subprocess.run(
        command, cwd=file.parent, env={}, stdin=subprocess.DEVNULL, capture_output=True, text=True,
        timeout=SECONDS_MAX, check=False,
    )  # fmt: skip
    try:
        return done.returncode, json.loads(done.stdout)
    except json.JSONDecodeError:
        return done.returncode, {"ok": False, "findings": [], "said": done.stdout + done.stderr}
