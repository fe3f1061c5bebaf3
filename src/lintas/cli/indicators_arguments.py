"""The grammar of `lintas indicators`."""

from __future__ import annotations

import argparse
from pathlib import Path

from lintas.cli.parsing import Parsers, add, add_json

FORMS = ("stix", "misp", "csv", "same")


def add_indicators(commands: Parsers) -> None:
    """`lintas indicators`."""
    parser: argparse.ArgumentParser = add(
        commands, "indicators", "what a file of indicators holds, and the same in another form",
        "Read a file of indicators in STIX 2.1 or MISP form, say what was mended and what has no meaning here, and\n"
        "write what can be looked for in another form. It needs no node, and asks nobody.",
        ("lintas indicators feed.json", "lintas indicators feed.json --to misp --out feed.misp.json"),
    )  # fmt: skip
    parser.add_argument("file", metavar="FILE", type=Path)
    parser.add_argument("--to", choices=FORMS, help="the form to write; `same`: its own, with everything that it held")
    parser.add_argument("--out", metavar="FILE", type=Path, help="where to write it")
    add_json(parser)
