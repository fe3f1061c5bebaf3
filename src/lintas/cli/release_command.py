"""`lintas release`: what of our earlier acts a newcomer gets."""

from __future__ import annotations

import argparse
from collections.abc import Callable

from lintas.cli import exits
from lintas.cli.given import folder_of, said_by
from lintas.cli.output import give
from lintas.cli.parsing import Parsers, add, add_json
from lintas.cli.reach import Reach
from lintas.cli.words import banner, listed, short, wrapped

Options = Callable[[argparse.ArgumentParser], None]


def add_release(commands: Parsers, node: Options, officers: Options) -> None:
    """The grammar. `node` and `officers` add what others take as well."""
    command = add(
        commands, "release", "give a newcomer what acts of ours said before it came",
        "Give a party that came later, or came back, what acts of yours said before. Without it, it reads from when\n"
        "it came. Every party sees what was given to whom; as many officers answer as for the acts themselves. Only\n"
        "the author of an act releases it. --all leaves out what was sealed to some parties only: name such acts.",
        ["lintas release 7g2kq3fa --to th-ca --all --approve binh",
         "lintas release 7g2kq3fa --to th-ca --act r5m2c4de --act k3q7tz2a --approve binh"],
    )  # fmt: skip
    command.add_argument("dossier", metavar="DOSSIER")
    command.add_argument("--to", action="append", required=True, metavar="CODE", help="the newcomer; may be repeated")
    which = command.add_mutually_exclusive_group(required=True)
    which.add_argument("--all", action="store_true", help="all that every party was told at its time")
    which.add_argument("--act", action="append", default=[], metavar="ID", help="this act; may be repeated")
    command.add_argument("--because", default="", metavar="WORDS", help="why, for those who receive it")
    command.add_argument("--language", default="en", help="the language of these words (en)")
    command.add_argument("--purpose", default="", help="why images of a child may be seen, where there are any")
    node(command)
    officers(command)
    add_json(command)


def release(options: argparse.Namespace) -> int:
    """`lintas release`."""
    said = {
        "dossier": options.dossier,
        "audience": ",".join(options.to),
        "chosen": list(options.act),
        "all": options.all,
    }
    words = {"because": options.because, "language": options.language, "purpose": options.purpose}
    done = Reach(folder_of(options)).do("release", said_by(options) | said | words)
    lines = [
        f"released {len(done['released'])} acts of dossier {short(done['dossier'])} to {listed(done['to'])}, by act "
        + listed(map(short, done["made"])),
        "  they come to it with the next round of its node; every party sees what was given to whom",
    ]
    if left_out := done["left_out"]:
        acts = listed(map(short, left_out))
        lines.append(wrapped(f"left out, since only some parties were told: {acts}. Name them with --act", 4, "  "))
    give(options, done, lambda: banner(done["exercise"], "\n".join(lines)))
    return exits.DONE
