"""`lintas calendar`: when people of a dossier meet, as a file for a calendar."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from pathlib import Path

from lintas.cli import exits, files
from lintas.cli.given import folder_of, said_by
from lintas.cli.output import give
from lintas.cli.parsing import Parsers, add, add_json
from lintas.cli.reach import Reach


def add_calendar(
    commands: Parsers, node: Callable[[argparse.ArgumentParser], None],
    officer: Callable[[argparse.ArgumentParser], None],
) -> None:  # fmt: skip
    """The grammar of `lintas calendar`. `node` and `officer` add what others take as well."""
    command = add(
        commands, "calendar", "write when people meet, for a calendar",
        "Write the sessions and days of a meeting, and whatever else a dossier says of when people meet, as\n"
        "iCalendar: place, times by the clock there with its zone, and whether in person, hybrid or online. What is\n"
        "under embargo leaves as a time and a reference until that day.",
        ["lintas calendar 7g2kq3fa --out meeting.ics"],
    )  # fmt: skip
    command.add_argument("dossier", metavar="DOSSIER")
    command.add_argument("--out", required=True, metavar="FILE", type=Path, help="the .ics to write")
    node(command)
    officer(command)
    add_json(command)


def calendar(options: argparse.Namespace) -> int:
    """`lintas calendar`."""
    made = Reach(folder_of(options)).do("calendar", said_by(options) | {"dossier": options.dossier})
    files.write(options.out, made["data"].encode())
    given = {"path": str(options.out), "entries": made["entries"], "exercise": made["exercise"]}
    give(options, given, lambda: f"wrote {options.out}: {made['entries']} entries")
    return exits.DONE
