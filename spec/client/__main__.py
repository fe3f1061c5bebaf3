"""A second reader of the protocol, written from the pages beside it: it checks the vectors, and shares no code.

    python -m spec.client [FOLDER]

It needs Python, `cbor2` and `cryptography`, and not lintas. A check takes what a vector gives it and returns what comes
out, or raises `Refused` with the name of the verdict. Areas for which there is no check here are counted as skipped.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from spec.client import acts, bags, bodies, cbor, kinds, logs, messages
from spec.client.cbor import Refused

VECTORS = Path(__file__).resolve().parents[1] / "vectors"
Check = Callable[[dict[str, Any]], dict[str, Any]]
CHECKS: dict[str, Check] = {
    "cbor": cbor.check,
    "act": acts.check,
    "kind": kinds.check,
    **bodies.CHECKS,
    **logs.CHECKS,
    **messages.CHECKS,
    **bags.CHECKS,
}
WORDS = frozenset({"note", "origin", "name", "known", "offered", "proof_file", "verb", "kind", "role", "method"})
"""What is text in a vector. Every other text is bytes in hexadecimal."""


def octets(value: Any, name: str = "") -> Any:
    """What JSON holds, with bytes as bytes. A declaration has none."""
    if name == "declaration":
        return value
    if isinstance(value, dict):
        return piece(value) if is_piece(value) else {key: octets(value[key], key) for key in value}
    if isinstance(value, list):
        entries = [octets(each, name) for each in value]
        return b"".join(entries) if any(map(is_piece, value)) else entries
    return bytes.fromhex(value) if isinstance(value, str) and name not in WORDS else value


def is_piece(value: object) -> bool:
    """Whether it stands for one byte many times; a list with such a one is bytes in pieces."""
    return isinstance(value, dict) and value.keys() == {"byte", "times"}


def piece(value: dict[str, Any]) -> bytes:
    """One byte many times."""
    return bytes.fromhex(value["byte"]) * int(value["times"])


def differs(area: str, vector: dict[str, Any]) -> str:
    """What this reader says otherwise than the vector; empty if nothing."""
    try:
        verdict, gives = "accepted", CHECKS[area](octets(vector["given"]))
    except Refused as refused:
        verdict, gives = refused.verdict, {} if refused.label is None else {"label": refused.label}
    if verdict != vector["verdict"]:
        return f"{verdict} in place of {vector['verdict']}"
    expected = octets(vector.get("gives", {}))
    wrong = [name for name, value in gives.items() if name in expected and expected[name] != value]
    return f"another {' and '.join(wrong)}" if wrong else ""


def results(folder: Path) -> Iterator[tuple[str, str | None]]:
    """Each vector with what differs; None where no check is here."""
    for path in sorted(folder.rglob("*.json")):
        name = path.relative_to(folder).as_posix()
        area = name.split("/")[0]
        yield name, differs(area, json.loads(path.read_text(encoding="utf-8"))) if area in CHECKS else None


def main(folder: Path) -> int:
    """Print what differs; 0 if nothing does."""
    found = list(results(folder))
    bad = [(name, wrong) for name, wrong in found if wrong]
    skipped = sum(wrong is None for _, wrong in found)
    for name, wrong in bad:
        print(f"{name}: {wrong}")
    print(f"{len(found) - len(bad) - skipped} agree, {len(bad)} differ, {skipped} skipped")
    return 1 if bad or not found else 0


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]) if len(sys.argv) > 1 else VECTORS))
