"""The grammar of `lintas certificate`."""

from __future__ import annotations

from pathlib import Path

from lintas.cli.parsing import Parsers, add, add_json


def add_certificate(commands: Parsers) -> None:
    """`lintas certificate`."""
    parser = add(
        commands, "certificate", "whether a travel or health certificate holds, offline",
        "Check what a QR code held: an EU digital COVID certificate (HC1:...), an ICAO visible digital seal or a W3C\n"
        "verifiable credential (JSON or JWT), against the signers whose certificates lie in a folder. It asks nobody,\n"
        "and keeps and shows nothing of the traveller.",
        ("lintas certificate code.txt --trust signers/", "lintas certificate - --trust signers/ --at 2026-11-28"),
    )  # fmt: skip
    parser.add_argument("file", metavar="FILE", type=Path, help="what the code held; - reads standard input")
    parser.add_argument("--trust", metavar="DIR", type=Path, required=True, help="certificates (DER or PEM) of signers")
    parser.add_argument("--at", metavar="TIME", help="judge as of then, in UTC: 2026-11-28 or 2026-11-28T12:00")
    add_json(parser)
