"""`lintas letter` and `lintas node letter-seal`: a request as a paper, and the seal that papers get."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from pathlib import Path

from lintas.cli import exits
from lintas.cli.given import folder_of, said_by
from lintas.cli.output import give, progress
from lintas.cli.parsing import Parsers, add, add_json
from lintas.cli.reach import Reach
from lintas.cli.words import banner

Options = Callable[[argparse.ArgumentParser], None]


def add_letter(commands: Parsers, node: Options, officer: Options) -> None:
    """The grammar of `lintas letter`. `node` and `officer` add what others take as well."""
    command = add(
        commands, "letter", "write a sealed request of yours as a letter",
        "Write a request that you sealed as a formal letter: PDF/A, with the act attached, a code by which the other\n"
        "side finds the act, and the electronic seal of your authority (`lintas node letter-seal`).",
        ["lintas letter 7g2kq3fa r5m2c4de --out request.pdf",
         "lintas letter 7g2kq3fa r5m2c4de --out request.pdf --language th"],
    )  # fmt: skip
    command.add_argument("dossier", metavar="DOSSIER")
    command.add_argument("act", metavar="ACT", help="the act: its id, or the beginning of it")
    command.add_argument("--out", required=True, metavar="FILE", help="the PDF to write")
    command.add_argument("--language", default="", help="the language beside the English labels, as th")
    node(command)
    officer(command)
    add_json(command)


def add_letter_seal(below: Parsers) -> None:
    """The grammar of `lintas node letter-seal`."""
    command = add(
        below, "letter-seal", "bring the seal for letters",
        "Put your authority's certificate for electronic seals, with its key, into the vault of the node. Letters are\n"
        "sealed with it from then on; without one they are signed by hand. Back the vault up afterwards.",
        ["lintas node letter-seal my-ca seal.p12 --passphrase-file passphrase"],
    )  # fmt: skip
    command.add_argument("folder", metavar="DIR")
    command.add_argument("file", metavar="FILE", help="a PKCS#12 file")
    command.add_argument("--passphrase-file", metavar="FILE", help="the file whose first line is its passphrase")
    add_json(command)


def letter(options: argparse.Namespace) -> int:
    """`lintas letter`."""
    path = Path(options.out)
    progress(f"writing {path} ...")
    args = {"dossier": options.dossier, "act": options.act, "path": str(path.absolute()), "language": options.language}
    done = Reach(folder_of(options)).do("letter", said_by(options) | args)
    seal = f"sealed by {done['seal']}" if done["seal"] else "not sealed electronically: sign it by hand"
    page = f"wrote {path}: {done['bytes']:,} bytes, {seal}\n"
    page += f"receipt code {done['code']}: the other side finds the act by it"
    give(options, done, lambda: banner(done["exercise"], page))
    return exits.DONE


def bring_seal(options: argparse.Namespace) -> int:
    """`lintas node letter-seal`."""
    args: dict[str, bytes | str] = {"data": Path(options.file).read_bytes()}
    if options.passphrase_file:
        args |= {"passphrase": Path(options.passphrase_file).read_text(encoding="utf-8").split("\n")[0]}
    done = Reach(Path(options.folder)).do("letter seal", args)
    give(options, done, lambda: f"letters of this node are sealed by {done['seal']}")
    return exits.DONE
