"""Safety words, written a second time: what the script of a call must show for two certificates.

`python -m tests.console.safety_words` writes the examples beside it.
"""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Any, Final

EXAMPLES: Final = Path(__file__).with_suffix(".json")
LIST: Final = Path(__file__).parents[2] / "src/lintas/console/static/lintas/vendor/words.json"
WORDS, BITS = 4, 11


def safety_words(one: bytes, other: bytes) -> list[str]:
    """Four words for the SHA-256 fingerprints of two certificates, 32 bytes each, in whatever order."""
    data = b"lintas/safety-words/1" + b"".join(sorted((one, other)))
    number = int.from_bytes(hashlib.sha256(data).digest(), "big")
    places = [(number >> (256 - BITS * at)) % (1 << BITS) for at in range(1, WORDS + 1)]
    return [json.loads(LIST.read_text(encoding="utf-8"))[each] for each in places]


def examples() -> list[dict[str, Any]]:
    """Pairs of fingerprints that differ early, late and not at all, with their words."""
    pairs = [(bytes(32), bytes(range(32))), (bytes(31) + b"\xff", bytes(31) + b"\x01"), (b"\x80" * 32, b"\x80" * 32)]
    pairs += [(hashlib.sha256(f"one {at}".encode()).digest(), hashlib.sha256(f"other {at}".encode()).digest())
              for at in range(5)]  # fmt: skip
    return [{"one": one.hex(), "other": other.hex(), "words": safety_words(one, other)} for one, other in pairs]


def text() -> str:
    """The file of examples."""
    return json.dumps(examples(), indent=1) + "\n"


if __name__ == "__main__":
    EXAMPLES.write_text(text(), encoding="utf-8")
