"""Running Python where nothing is installed but `cbor2` and `cryptography`, and no socket can be opened."""

from __future__ import annotations

import subprocess
import sys
from importlib.metadata import files
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
INSTALLED = ("cbor2", "cryptography", "cffi", "pycparser")
"""The two packages, and what the second one brings with it."""

_START = """
import sys

def watch(event, args):
    if event.startswith("socket."):
        raise OSError("no network here")

sys.addaudithook(watch)
sys.path[:0] = sys.argv.pop(1).split(":")
"""


def site(folder: Path) -> Path:
    """A folder that has these packages and no other, linked from where they are installed."""
    folder.mkdir()
    for package in INSTALLED:
        for file in files(package) or ():
            top = file.parts[0]
            if top != ".." and not (folder / top).exists():
                (folder / top).symlink_to(Path(str(file.locate())).parents[len(file.parts) - 2] if len(file.parts) > 1
                                          else Path(str(file.locate())))  # fmt: skip
    return folder


def run(code: str, *arguments: str, paths: list[Path]) -> subprocess.CompletedProcess[str]:
    """What a process of its own says that sees nothing but the standard library and these folders."""
    command = [sys.executable, "-I", "-S", "-c", _START + code, ":".join(map(str, paths)), *arguments]
    return subprocess.run(command, env={}, capture_output=True, text=True, timeout=100, check=False)
