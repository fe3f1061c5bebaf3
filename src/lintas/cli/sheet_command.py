"""`lintas sheet`: the words for the public that were agreed and made known, as a paper for the press."""

from __future__ import annotations

import argparse
from pathlib import Path

from lintas.cli import exits
from lintas.cli.given import folder_of, said_by
from lintas.cli.letter_command import Options
from lintas.cli.output import give, progress
from lintas.cli.parsing import Parsers, add, add_json
from lintas.cli.reach import Reach
from lintas.cli.words import banner


def add_sheet(commands: Parsers, node: Options, officer: Options) -> None:
    """The grammar of `lintas sheet`. `node` and `officer` add what others take as well."""
    command = add(
        commands, "sheet", "write the words for the public as a sheet",
        "Write the words that all have agreed to, and that were made known, as a sheet for the press: PDF/A, with the\n"
        "day, who makes them known, the languages, the last day and a code. Nothing else of the dossier is in it.",
        ["lintas sheet 7g2kq3fa --out sheet.pdf"],
    )  # fmt: skip
    command.add_argument("dossier", metavar="DOSSIER")
    command.add_argument("--out", required=True, metavar="FILE", help="the PDF to write")
    node(command)
    officer(command)
    add_json(command)


def sheet(options: argparse.Namespace) -> int:
    """`lintas sheet`."""
    path = Path(options.out)
    progress(f"writing {path} ...")
    args = {"dossier": options.dossier, "path": str(path.absolute())}
    done = Reach(folder_of(options)).do("sheet", said_by(options) | args)
    seal = f"sealed by {done['seal']}" if done["seal"] else "not sealed electronically"
    page = f"wrote {path}: {done['bytes']:,} bytes, {seal}\ncode {done['code']}: who holds the sheet reads it out"
    give(options, done, lambda: banner(done["exercise"], page))
    return exits.DONE
