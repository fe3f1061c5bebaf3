"""The grammar of `lintas text`, apart from what does it: whoever verifies needs nothing that reads papers."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from pathlib import Path

from lintas.cli.parsing import Parsers, add, add_json

Options = Callable[[argparse.ArgumentParser], None]


def add_text(commands: Parsers, node: Options, officer: Options) -> None:
    """The grammar of `lintas text`. `node` and `officer` add what others take as well."""
    words = "A text that states settle together: its rounds, who holds a bracket, out to Word and in again."
    text = add(commands, "text", "a text with brackets, out to Word and in again", words, ())
    below = text.add_subparsers(dest="what", metavar="WHAT", required=True)
    show = add(
        below, "show", "its rounds, and who still holds a bracket",
        "Every round of the text, and every bracket that a party holds now.",
        ["lintas text show 7g2kq3fa", "lintas text show 7g2kq3fa --item m4xw2abc --json"],
    )  # fmt: skip
    out = add(
        below, "out", "write it for Word, with every bracket",
        "Write the newest round as .docx: each bracket stands in square brackets after the words that it is about,\n"
        "and a comment says why. What the file has of its own stays in it.",
        ["lintas text out 7g2kq3fa --out round-3.docx", "lintas text out 7g2kq3fa --clean --out clean.docx",
         "lintas text out 7g2kq3fa --side-by-side --out all.docx"],
    )  # fmt: skip
    out.add_argument("--out", required=True, metavar="FILE", type=Path, help="the .docx to write")
    out.add_argument("--clean", action="store_true", help="every tracked change made, no bracket, no comment")
    back = add(
        below, "in", "read what came back from Word as brackets",
        "Read a .docx that came back: every tracked change is shown as the bracket that it would be, with its author,\n"
        "and so is what was changed without tracking. Nothing is put: --fields-out writes those that you take, with\n"
        "the brackets that you hold already, as fields for `lintas act`.",
        ["lintas text in 7g2kq3fa back.docx",
         "lintas text in 7g2kq3fa back.docx --take 1,3 --fields-out brackets.json"],
    )  # fmt: skip
    back.add_argument("--take", default="", metavar="NUMBERS", help="which of them, as 1,3 (all)")
    back.add_argument("--fields-out", metavar="FILE", type=Path, help="where to write the fields")
    back.add_argument(
        "--on-behalf", action="store_true", help="they are those of a state without a node, which you enter"
    )
    for each in (out, back):
        which = each.add_mutually_exclusive_group()
        which.add_argument("--language", default="", metavar="TAG", help="which version (that which was tabled)")
        which.add_argument("--side-by-side", action="store_true", help="all versions, in a table")
    for each in (show, out, back):
        each.add_argument("dossier", metavar="DOSSIER")
        each.add_argument("--item", default="", metavar="ID", help="the item, where there are several texts")
    back.add_argument("file", metavar="FILE", type=Path)
    for each in (show, out, back):
        node(each)
        officer(each)
        add_json(each)
