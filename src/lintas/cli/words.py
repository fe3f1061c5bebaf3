"""Small things that pages share: times, short ids, wrapped lines, plain data as JSON."""

from __future__ import annotations

import json
import textwrap
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from typing import Any

from lintas.node.plain import is_plain

SHORT = 8
WIDTH = 100
EXERCISE = "EXERCISE  EXERCISE  EXERCISE   nothing here is real"


def when(time_ms: int) -> str:
    """A time in UTC, to the minute: `2026-11-21 20:47`."""
    return datetime.fromtimestamp(time_ms / 1000, UTC).strftime("%Y-%m-%d %H:%M")


def span(length_ms: int) -> str:
    """How long, in the two largest units that say something: `7 h 59 min`, `2 d 3 h`, `40 s`."""
    seconds = abs(length_ms) // 1000
    units = (("d", seconds // 86_400), ("h", seconds // 3_600 % 24), ("min", seconds // 60 % 60), ("s", seconds % 60))
    start = next((at for at, (_, count) in enumerate(units) if count), len(units) - 1)
    return " ".join(f"{count} {unit}" for unit, count in units[start : start + 2] if count) or "0 s"


def short(identifier: str) -> str:
    """The beginning of an id, as people use it; the word `dossier` stays."""
    return identifier[:SHORT]


def grouped(hexadecimal: str) -> str:
    """A hash in groups of four, four groups a line, to be read aloud."""
    groups = [hexadecimal[at : at + 4] for at in range(0, len(hexadecimal), 4)]
    return "\n".join("    " + "  ".join(groups[at : at + 4]) for at in range(0, len(groups), 4))


def quoted(word: str) -> str:
    """A word as a shell takes it: in double quotes where it needs them."""
    return word if word and all(c.isalnum() or c in "-_./,=:@%+" for c in word) else f'"{word}"'


def clean(text: str) -> str:
    """Text that somebody else wrote, without what could move a cursor or turn the line round; line feeds stay."""
    return "\n".join("".join(char if is_plain(char) else "\ufffd" for char in line) for line in text.split("\n"))


def wrapped(text: str, indent: int, first: str = "") -> str:
    """The text in lines of at most `WIDTH`, each indented; `first` stands in the first line's indent."""
    blank = " " * indent
    paragraphs = text.splitlines() or [""]
    lines = [line for paragraph in paragraphs for line in textwrap.wrap(paragraph, WIDTH - indent) or [""]]
    begun = [(blank if number else first.ljust(indent)) + line for number, line in enumerate(lines)]
    return "\n".join(line.rstrip() for line in begun)


def shell(words: Iterable[str], indent: int) -> str:
    """A command as a shell takes it, over as many lines as it needs."""
    lines = [""]
    for word in words:
        if lines[-1] and len(lines[-1]) + len(word) + 3 > WIDTH - indent:
            lines.append("  ")
        lines[-1] += word if not lines[-1].strip() else f" {word}"
    return " \\\n".join(" " * indent + line for line in lines)


def listed(words: Iterable[str], nobody: str = "nobody") -> str:
    """Words with commas, or what to say where there are none."""
    return ", ".join(words) or nobody


def answered_for(officers: Mapping[str, str]) -> Iterable[str]:
    """Officers and how each answered; what is wrong with an answer stands alone."""
    return (f"{each} ({how})" if how else each for each, how in officers.items())


def as_json(value: Any) -> str:
    """Plain data for programs."""
    return json.dumps(value, indent=2, ensure_ascii=False)


def banner(exercise: bool, page: str) -> str:
    """The page, marked at top and bottom where nothing in it is real."""
    return f"{EXERCISE}\n{page}\n{EXERCISE}" if exercise else page
