"""`lintas chase`: reminders of what is still to come in a programme, and a form for a state without a node."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from pathlib import Path

from lintas.cli import exits
from lintas.cli.given import folder_of, said_by
from lintas.cli.output import give
from lintas.cli.parsing import Parsers, add, add_json
from lintas.cli.reach import Reach
from lintas.cli.words import banner, clean

Options = Callable[[argparse.ArgumentParser], None]
_BETWEEN = "\n" + "-" * 40 + "\n"


def add_chase(commands: Parsers, node: Options, officer: Options) -> None:
    """The grammar of `lintas chase`. `node` and `officer` add what others take as well."""
    command = add(
        commands, "chase", "write reminders in a programme, and forms for states without a node",
        "Write what is still to come in the dossier of a programme as a text for each party. With --state, the text\n"
        "for a state that has no node, and with --out a form for Word: what comes back is entered for it with its\n"
        "original. Cases have no reminders.",
        ["lintas chase 7g2kq3fa", 'lintas chase 7g2kq3fa --state "Timor-Leste" --out paper.docx'],
    )  # fmt: skip
    command.add_argument("dossier", metavar="DOSSIER")
    command.add_argument("--state", default="", metavar="NAME", help="a state that has no node, by its name")
    command.add_argument("--verb", default="", metavar="VERB", help="which form, where there are several")
    command.add_argument("--out", metavar="FILE", type=Path, help="the .docx to write")
    node(command)
    officer(command)
    add_json(command)


def chase(options: argparse.Namespace) -> int:
    """`lintas chase`."""
    args = {"dossier": options.dossier, "state": options.state, "verb": options.verb}
    args |= {"path": str(options.out.absolute())} if options.out else {}
    done = Reach(folder_of(options)).do("chase", said_by(options) | args)
    texts = [clean_lines(each["text"]) for each in done["reminders"]] or ["Nothing is to come from anybody."]
    wrote = f"\n\nwrote {done['path']}" if done["path"] else ""
    give(options, done, lambda: banner(done["exercise"], _BETWEEN.join(texts) + wrote))
    return exits.DONE


def clean_lines(text: str) -> str:
    """The text, of which each line is safe to show."""
    return "\n".join(map(clean, text.splitlines()))
