"""The grammar of `lintas export` and `lintas interchange`."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Final

from lintas.cli.parsing import Parsers, add, add_json

FORMS: Final = ("ftm", "case", "stix", "misp", "csv", "xlsx")
"""As `interop.forms` has them, which is loaded when one is written."""


def add_export(commands: Parsers) -> argparse.ArgumentParser:
    """`lintas export`, of which the node and the officer are still to be asked."""
    parser: argparse.ArgumentParser = add(
        commands, "export", "write a dossier as a file: for a court, or for a tool of others",
        "Write a dossier with everything that proves it into one file, which `lintas verify` checks without a node.\n"
        "With --form: what it says of persons, accounts, places and files, for a tool of others. What may not leave\n"
        "stays, and this command says what and why.",
        ("lintas export 7g2kq3fa case.zip", "lintas export 7g2kq3fa case.ftm.json --form ftm"),
    )  # fmt: skip
    parser.add_argument("dossier", metavar="DOSSIER")
    parser.add_argument("file", metavar="FILE")
    parser.add_argument(
        "--form", choices=FORMS, help="FollowTheMoney, CASE/UCO, STIX 2.1, MISP, CSV or XLSX, where its fields allow it"
    )
    return parser


def add_interchange(commands: Parsers) -> None:
    """`lintas interchange`."""
    parser: argparse.ArgumentParser = add(
        commands, "interchange", "what a file of another tool holds, and its fields for an act",
        "Read a file in FollowTheMoney, CASE/UCO, STIX, MISP, CSV or XLSX form, say what it holds, what was mended\n"
        "and what has no meaning here. With --kind and --verb: write what fits the fields of that act into a file\n"
        "that `lintas open` and `lintas act` take with --fields. Nothing is sealed by it. It needs no node.",
        ("lintas interchange theirs.ftm.json",
         "lintas interchange theirs.xlsx --kind exchange --verb ask --about 2 --out fields.json"),
    )  # fmt: skip
    parser.add_argument("file", metavar="FILE", type=Path)
    parser.add_argument("--kind", metavar="KIND", default="", help="the kind of the act that is to be filled")
    parser.add_argument("--verb", metavar="VERB", default="", help="its verb")
    parser.add_argument("--item", metavar="ITEM", default="", help="the sort of item, where several have such a verb")
    parser.add_argument(
        "--about", metavar="NUMBER", type=int, default=0, help="the person whom it is about (the first)"
    )
    parser.add_argument(
        "--take", metavar="NUMBER", type=int, action="append", default=[], help="take this one; again for more (all)"
    )
    parser.add_argument("--out", metavar="FIELDS", type=Path, help="where to write the fields")
    add_json(parser)
