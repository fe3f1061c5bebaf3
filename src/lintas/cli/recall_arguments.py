"""The grammar of recall and retention: `lintas recall`, `hold`, `erase`, `lintas node recalls` and `copies`."""

from __future__ import annotations

import argparse
from collections.abc import Callable

from lintas.cli.parsing import Parsers, add, add_json

Options = Callable[[argparse.ArgumentParser], None]


def add_recall(commands: Parsers, node: Options, officer: Options, officers: Options) -> None:
    """The commands of case officers. `node`, `officer` and `officers` add what others take as well."""
    recall = add(
        commands, "recall", "take back what acts of ours said, at every node that has it",
        "Take back what acts of yours said. Every node that was given it destroys it and says so, signed; headers,\n"
        "verdicts and phases stay as they are. As many officers answer as for the acts themselves. Why is told,\n"
        "sealed, to those who could read it. It cannot be undone.",
        ['lintas recall 7g2kq3fa r5m2c4de --because "names a person acquitted on appeal" --approve binh'],
    )  # fmt: skip
    hold = add(
        commands, "hold", "keep a dossier, or acts of it, from being erased here",
        "Keep a dossier, or some acts of it, from being erased on this node: a legal hold. Others are not told; they\n"
        "see that this node has not said that it erased. A hold ends at its date or with --lift.",
        ['lintas hold 7g2kq3fa --because "court order 12/2026" --until 2027-06-30',
         "lintas hold 7g2kq3fa --lift"],
    )  # fmt: skip
    erase = add(
        commands, "erase", "erase here what acts of others said",
        "Erase on this node alone what acts of other authorities said, when its time is over here\n"
        "(`lintas node recalls` lists what is due). Others are told that it was erased. It cannot be undone.",
        ["lintas erase 7g2kq3fa r5m2c4de"],
    )  # fmt: skip
    for each, least in ((recall, "+"), (hold, "*"), (erase, "+")):
        each.add_argument("dossier", metavar="DOSSIER")
        each.add_argument("acts", metavar="ACT", nargs=least)
        node(each)
        (officers if each is recall else officer)(each)
        add_json(each)
    recall.add_argument("--because", required=True, metavar="WORDS", help="why, for those who could read it")
    recall.add_argument("--language", default="en", help="the language of these words (en)")
    hold.add_argument("--because", default="", metavar="WORDS", help="why, for this authority's own officers")
    hold.add_argument("--until", default="", metavar="DATE", help="the last day, as 2027-06-30")
    hold.add_argument("--lift", action="store_true", help="end the hold")


def add_recalls(below: Parsers) -> None:
    """The commands of operators, below `lintas node`."""
    listed = add(
        below, "recalls", "recalls not yet answered, what is held, what is due to be erased",
        "Which recalls somebody must still answer, and who is late; what an officer holds here; and of which dossiers\n"
        "the time is over by the table [retention] of the settings. It changes nothing.",
        ["lintas node recalls my-ca"],
    )  # fmt: skip
    copies = add(
        below, "copies", "the copies of the vault, and those that still hold recalled keys",
        "The copies of the vault that `lintas node backup` has written. A copy from before a recall still holds the\n"
        "key: replace it with a new backup, or destroy it and say so. Only then this node says that it has erased.",
        ["lintas node copies my-ca", "lintas node copies my-ca --destroyed /keys/old.vault"],
    )  # fmt: skip
    for each in (listed, copies):
        each.add_argument("folder", metavar="DIR")
        add_json(each)
    copies.add_argument("--destroyed", metavar="FILE", help="this copy is no more, and no copy of it is")
