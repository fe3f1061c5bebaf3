"""Vectors as files: one scenario a file, as JSON.

Bytes are hexadecimal. Where one byte is repeated often, they are a list of pieces: hexadecimal, or `{"byte": "00",
"times": 262144}`, so that a scenario at a large limit is still a small file.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

FOLDER: Final = Path(__file__).resolve().parents[2] / "spec/vectors"
_RUN: Final = re.compile(rb"(.)\1{63,}", re.DOTALL)

ACCEPTED: Final = "accepted"


@dataclass(frozen=True, slots=True)
class Vector:
    """One scenario: `name` is its path below the folder, `rule` the place in `spec/` that decides it."""

    name: str
    scenario: str
    rule: str
    verdict: str
    given: Mapping[str, Any]
    gives: Mapping[str, Any] = field(default_factory=dict)

    def text(self) -> str:
        """The file."""
        parts = {"scenario": self.scenario, "rule": self.rule, "given": shown(self.given), "verdict": self.verdict}
        if self.gives:
            parts["gives"] = shown(self.gives)
        return json.dumps(parts, indent=1, ensure_ascii=False) + "\n"


def shown(value: Any) -> Any:
    """The value as JSON has it."""
    if isinstance(value, bytes):
        return octets(value)
    if isinstance(value, Mapping):
        return {key: shown(each) for key, each in value.items()}
    return [shown(each) for each in value] if isinstance(value, list | tuple) else value


def octets(data: bytes) -> str | list[object]:
    """Bytes as JSON has them."""
    pieces: list[object] = []
    at = 0
    for run in _RUN.finditer(data):
        pieces += [data[at : run.start()].hex()] if run.start() > at else []
        pieces.append({"byte": run[1].hex(), "times": run.end() - run.start()})
        at = run.end()
    if not pieces:
        return data.hex()
    return [*pieces, data[at:].hex()] if at < len(data) else pieces


def read_octets(value: str | list[Any]) -> bytes:
    """The inverse of `octets`."""
    if isinstance(value, str):
        return bytes.fromhex(value)
    parts = (bytes.fromhex(p) if isinstance(p, str) else bytes.fromhex(p["byte"]) * p["times"] for p in value)
    return b"".join(parts)


def files(vectors: Iterable[Vector]) -> dict[str, str]:
    """Every file by its path below the folder; raises `ValueError` where two have one name."""
    found: dict[str, str] = {}
    for vector in vectors:
        path = f"{vector.name}.json"
        if path in found:
            raise ValueError(f"two vectors are called {vector.name}")
        found[path] = vector.text()
    return found


def held(folder: Path) -> dict[str, str]:
    """Every file that is there."""
    return {str(path.relative_to(folder)): path.read_text() for path in sorted(folder.rglob("*.json"))}


def write(folder: Path, vectors: Iterable[Vector]) -> int:
    """Write what differs and take away what is no vector any more; how many files that were."""
    wanted, there = files(vectors), held(folder)
    for path in there.keys() - wanted.keys():
        (folder / path).unlink()
    changed = {path: text for path, text in wanted.items() if there.get(path) != text}
    for path, text in changed.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_text(text)
    return len(changed) + len(there.keys() - wanted.keys())
