"""The grammar of corrections: `lintas correct` and `lintas node corrections`."""

from __future__ import annotations

import argparse
from collections.abc import Callable

from lintas.cli.parsing import Parsers, add, add_json

Options = Callable[[argparse.ArgumentParser], None]
CAUSES = ("error", "acquitted", "withdrawn")


def add_correct(commands: Parsers, node: Options, officers: Options) -> None:
    """The command of case officers. `node` and `officers` add what others take as well."""
    correct = add(
        commands, "correct", "correct what acts of ours said of a person, at everybody who holds it",
        "Correct what acts of yours said: an error, an acquittal, a withdrawal. Everybody who was given them and is\n"
        "still a party is told; every page, export and check shows the correction beside what it corrects.",
        ['lintas correct 7g2kq3fa r5m2c4de --cause acquitted --because "acquitted on appeal on 3 May 2026"'],
    )  # fmt: skip
    correct.add_argument("dossier", metavar="DOSSIER")
    correct.add_argument("acts", metavar="ACT", nargs="+")
    correct.add_argument("--cause", required=True, choices=CAUSES, help="what was wrong")
    correct.add_argument("--because", required=True, metavar="WORDS", help="the correction in words")
    correct.add_argument("--language", default="en", help="the language of these words (en)")
    node(correct)
    officers(correct)
    add_json(correct)


def add_corrections(below: Parsers) -> None:
    """The command of operators, below `lintas node`."""
    listed = add(
        below, "corrections", "corrections of ours that have not come to everybody",
        "Corrections of ours for which a holder of what they correct has not signed a receipt, and holders who have\n"
        "left the dossier and must be told by other ways. It changes nothing.",
        ["lintas node corrections my-ca"],
    )  # fmt: skip
    listed.add_argument("folder", metavar="DIR")
    add_json(listed)
