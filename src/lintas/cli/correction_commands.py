"""`lintas correct` and `lintas node corrections`."""

from __future__ import annotations

import argparse
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from lintas.cli import exits
from lintas.cli.done_page import MARKS
from lintas.cli.given import folder_of, said_by
from lintas.cli.output import give
from lintas.cli.reach import Reach
from lintas.cli.words import banner, clean, listed, short, when, wrapped

Data = Mapping[str, Any]


def correct(options: argparse.Namespace) -> int:
    """`lintas correct`."""
    args = said_by(options) | {"dossier": options.dossier, "chosen": list(options.acts), "cause": options.cause}
    done = Reach(folder_of(options)).do("correct", args | {"because": options.because, "language": options.language})
    page = (
        f"corrected {len(set(options.acts))} acts of dossier {short(done['dossier'])}, by act {short(done['act'])}\n"
        f"  read by {', '.join((done['us'], *done['readers']))}: everybody who holds what is corrected and is a party\n"
        "  `lintas node corrections` lists those from whom no receipt has come, and those who have left"
    )
    give(options, done, lambda: banner(done["exercise"], page))
    return exits.DONE


def corrections(options: argparse.Namespace) -> int:
    """`lintas node corrections`."""
    data = Reach(Path(options.folder)).do("corrections", {})
    give(options, data, lambda: banner(data["exercise"], "\n".join(_open(data["open"]))))
    return exits.DONE


def _open(found: list[Data]) -> Iterator[str]:
    yield f"corrections of ours that have not come to everybody: {len(found)}"
    for each in found:
        yield f"  {short(each['dossier'])}  act {short(each['act'])}"
        yield wrapped(correction_line(each["correction"]), 6)


def correction_line(found: Data) -> str:
    """A correction in one paragraph: what was wrong, and who has it."""
    said = f": {found['cause']}: {clean(found['text'])}" if found["cause"] else "; the words are not open here"
    parts = [f"CORRECTED {when(found['since_ms'])} by act {short(found['by'])}{said}"]
    if found["reached"]:
        parts.append("; ".join(f"{code}: {MARKS[mark]}" for code, mark in found["reached"].items()))
    if found["left"]:
        parts.append(f"{listed(found['left'])} left the dossier, and must be told by letter")
    if found.get("stands"):
        parts.append("the alert still stands: stand it down, so that each holder says that it is off its lists")
    return ". ".join(parts)
