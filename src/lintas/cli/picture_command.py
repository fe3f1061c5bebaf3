"""`lintas picture`: the regional picture of the figures that states have handed in."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from pathlib import Path
from typing import Any

from lintas.cli import exits
from lintas.cli.given import folder_of, said_by
from lintas.cli.output import give
from lintas.cli.parsing import Parsers, add, add_json
from lintas.cli.reach import Reach
from lintas.cli.words import banner

LEFT_OUT = "left out"


def add_picture(
    commands: Parsers, node: Callable[[argparse.ArgumentParser], None],
    officer: Callable[[argparse.ArgumentParser], None],
) -> None:  # fmt: skip
    """The grammar of `lintas picture`. `node` and `officer` add what others take as well."""
    command = add(
        commands, "picture", "draw the regional picture of returns",
        "Add up the figures that five states or more have handed in, and leave out each figure that would show one\n"
        "state or a few persons, with as many others as it takes that none can be worked out from the totals.",
        ["lintas picture 7g2kq3fa", "lintas picture 7g2kq3fa --pdf picture.pdf --marking official"],
    )  # fmt: skip
    command.add_argument("dossier", metavar="DOSSIER")
    command.add_argument("--pdf", metavar="FILE", help="write it as a paper, with bars and how it was made")
    command.add_argument("--marking", default="", help="the classification that the paper carries on each page")
    node(command)
    officer(command)
    add_json(command)


def picture(options: argparse.Namespace) -> int:
    """`lintas picture`."""
    reach, args = Reach(folder_of(options)), said_by(options) | {"dossier": options.dossier}
    drawn = reach.do("picture", args)
    if options.pdf:
        Path(options.pdf).write_bytes(reach.do("picture paper", args | {"marking": options.marking}))
    give(options, drawn, lambda: banner(drawn["exercise"], page(drawn)))
    return exits.DONE


def page(drawn: dict[str, Any]) -> str:
    """The table in words."""
    table = [["", *(name.replace("_", " ") for name in drawn["columns"])]]
    table += [[row["name"], *(LEFT_OUT if n is None else f"{n:,}" for n in row["figures"])] for row in drawn["rows"]]
    widths = [max(map(len, column)) for column in zip(*table, strict=True)]
    lines = ["  ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True)).rstrip() for line in table]
    unread = f"\nNot in it, since they were not for us: {', '.join(drawn['unread'])}." if drawn["unread"] else ""
    return "\n".join([*lines, f"\nFigures of {drawn['states']} states.{unread}"])
