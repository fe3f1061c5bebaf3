"""The grammar of `lintas facts`: what is publicly known of bodies, meetings, plans, partners and who leads what."""

from __future__ import annotations

import argparse
from pathlib import Path

from lintas.cli.given import NODE_VARIABLE
from lintas.cli.parsing import Parsers, add, add_json
from lintas.facts.sorts import SORTS


def add_facts(commands: Parsers) -> None:
    """`lintas facts`, with the commands below it."""
    facts = add(
        commands, "facts", "what is publicly known: who chairs what, who leads which area, what was adopted where",
        "Bodies, meetings, texts, plans, instruments, partners, crime areas, leads and terms, each with its source\n"
        "and how sure it is; sources that differ side by side; what was not found. It needs no node; the files of one\n"
        "that is named come over those that come with lintas. Nobody has signed any of it.",
        (),
    )  # fmt: skip
    below = facts.add_subparsers(dest="what", metavar="WHAT", required=True)
    _list(below)
    _show(below)
    _take(below)
    _validate(below)


def _files(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--register", metavar="DIR", type=Path, help="a folder of files over those of the same name")
    parser.add_argument("--node", metavar="DIR", help=f"this node's folder (or {NODE_VARIABLE}): its folder `facts`")
    parser.add_argument("--known", metavar="DAY", help="as the register stood on this day")
    add_json(parser)


def _list(below: Parsers) -> None:
    parser = add(
        below, "list", "what there is, by sort, day and words",
        "A line for each thing. With --on only what may hold on that day; meetings and texts are listed on any day.",
        ["lintas facts list", "lintas facts list --sort lead --on 2026-11-29", "lintas facts list melaka declaration"],
    )  # fmt: skip
    parser.add_argument("words", metavar="WORD", nargs="*", help="what must be in it")
    parser.add_argument("--sort", choices=SORTS, default="", help="one sort alone")
    parser.add_argument("--on", metavar="DAY", help="what holds on this day")
    _files(parser)


def _show(below: Parsers) -> None:
    parser = add(
        below, "show", "all that is known of one thing",
        "Every row with its source, how sure it is and when it was said; what else names it; what was not found of it.",
        ["lintas facts show AMMTC-19", "lintas facts show CYBERCRIME --json"],
    )  # fmt: skip
    parser.add_argument("id", metavar="ID")
    _files(parser)


def _take(below: Parsers) -> None:
    parser = add(
        below, "take", "a row as the fields of an act that begins something",
        "Write what the fields of that act take of a row into a file for `lintas open` and `lintas act --fields`, and\n"
        "say what is left for a person to decide. Nothing is sealed by it.",
        ["lintas facts take COORDINATOR-UK-2024 --kind partnership --verb 'open the partnership' --out fields.json",
         "lintas facts take WILDLIFE --kind bodies --verb 'enter a crime area' --out fields.json"],
    )  # fmt: skip
    parser.add_argument("id", metavar="ID")
    parser.add_argument(
        "--row", metavar="NUMBER", type=int, default=1, help="which of its rows, as `show` has them (1)"
    )
    parser.add_argument("--kind", metavar="KIND", required=True, help="the kind of the act that is to be filled")
    parser.add_argument("--verb", metavar="VERB", required=True, help="its verb")
    parser.add_argument("--out", metavar="FIELDS", type=Path, required=True, help="where to write the fields")
    _files(parser)


def _validate(below: Parsers) -> None:
    parser = add(
        below, "validate", "look for mistakes in files of yours",
        "Read the files of a folder together with those that come with lintas, and list every mistake with what to\n"
        "do. Exit code 1 if there is one.",
        ["lintas facts validate facts"],
    )  # fmt: skip
    parser.add_argument("folder", metavar="DIR", type=Path)
    add_json(parser)
