"""The grammar of `lintas certificate` and `lintas training`, apart from what does it."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from pathlib import Path

from lintas.cli.parsing import Parsers, add, add_json

Options = Callable[[argparse.ArgumentParser], None]


def add_certificate(commands: Parsers) -> None:
    """`lintas certificate`."""
    parser = add(
        commands, "certificate", "whether a travel, health or training certificate holds, offline",
        "Check what a QR code held: an EU digital COVID certificate (HC1:...), an ICAO visible digital seal or a W3C\n"
        "verifiable credential (JSON or JWT), against the signers whose certificates lie in a folder. It asks nobody,\n"
        "and keeps and shows nothing of the traveller.\n\n"
        "A training certificate (what its code held, its JSON or its PDF) is checked against a file of keys (`lintas\n"
        "training keys`), and against lists of withdrawn certificates where the folder has any. What it says is\n"
        "shown, to be held against the paper.",
        ("lintas certificate code.txt --trust signers/", "lintas certificate - --trust signers/ --at 2026-11-28",
         "lintas certificate lan.pdf --trust keys.json"),
    )  # fmt: skip
    parser.add_argument("file", metavar="FILE", type=Path, help="what the code held; - reads standard input")
    trust = "a folder with certificates (DER or PEM) of signers, keys and lists; or one such file"
    parser.add_argument("--trust", metavar="PATH", type=Path, required=True, help=trust)
    parser.add_argument("--at", metavar="TIME", help="judge as of then, in UTC: 2026-11-28 or 2026-11-28T12:00")
    add_json(parser)


def add_training(commands: Parsers, node: Options, officer: Options) -> None:
    """`lintas training`. `node` and `officer` add what others take as well."""
    words = "What this authority certified in courses, as certificates that anybody verifies without a network."
    top = add(commands, "training", "write training certificates that verify offline", words, ())
    below = top.add_subparsers(dest="what", metavar="WHAT", required=True)
    shown = add(
        below, "list", "what was certified in a course, and whether it stands",
        "Every act of ours in the dossier that certifies something to a person.", ["lintas training list 7g2kq3fa"],
    )  # fmt: skip
    issue = add(
        below, "issue", "write the certificate of an act",
        "Write what an act of ours certified as a signed certificate: JSON, or as a paper with a code to scan if the\n"
        "file's name ends in .pdf. The node signs it with the key of its authority.",
        ["lintas training issue 7g2kq3fa r5m2c4de --out lan.pdf",
         "lintas training issue 7g2kq3fa r5m2c4de --out lan.json"],
    )  # fmt: skip
    withdrawn = add(
        below, "withdrawn", "write the signed list of withdrawn certificates",
        "Write which of our certificates no longer stand, signed and complete as of now: give it out again and again.\n"
        "It names acts and no person. `lintas correct` withdraws a certificate.",
        ["lintas training withdrawn vn-ca-withdrawn.json"],
    )  # fmt: skip
    keys = add(
        below, "keys", "write the keys of all authorities for whoever verifies",
        "Write the keys with which the authorities of the federation sign, for whoever checks certificates without a\n"
        "node. The file is not signed: hand it over in person, or read its hash aloud.",
        ["lintas training keys keys.json"],
    )  # fmt: skip
    for each in (shown, issue):
        each.add_argument("dossier", metavar="DOSSIER")
    issue.add_argument("act", metavar="ACT", help="the act: its id, or the beginning of it")
    issue.add_argument("--out", required=True, metavar="FILE", type=Path, help="the .json or .pdf to write")
    for each in (withdrawn, keys):
        each.add_argument("file", metavar="FILE", type=Path, help="the file to write")
    for each in (shown, issue, withdrawn, keys):
        node(each)
        add_json(each)
    for each in (shown, issue, withdrawn):
        officer(each)
