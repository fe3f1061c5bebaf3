"""The grammar of `lintas law`: what the law says of a request, and the upkeep of the register of law."""

from __future__ import annotations

import argparse

from lintas.cli.given import NODE_VARIABLE
from lintas.cli.parsing import Parsers, add, add_json
from lintas.kinds.law_register import CONFIDENCES
from lintas.law.lists import DERIVED_NEEDS, NEEDS

_NEEDS = ", ".join(need for need in NEEDS if need not in DERIVED_NEEDS)


def add_law(commands: Parsers) -> None:
    """`lintas law`, with the commands below it."""
    law = add(
        commands, "law", "which treaty, what it must hold, what may be refused, by when",
        "What the register of law says of a request. It needs no node; of one that is named, the rows in force in its\n"
        "law register come before those that come with lintas. These are where an authority begins: nobody has signed\n"
        "them, and each says how sure it is. It gives no legal advice.",
        (),
    )  # fmt: skip
    below = law.add_subparsers(dest="what", metavar="WHAT", required=True)
    _assess(below)
    _show(below)
    _check(below)
    _matrix(below)
    _diff(below)
    _copy(below)
    _row(below)
    _validate(below)


def _register(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--register", metavar="DIR", help="a folder of files of the register; each comes before ours of its name"
    )
    parser.add_argument(
        "--node", metavar="DIR", help=f"this node's folder (or {NODE_VARIABLE}): what its law register has in force"
    )
    add_json(parser)


def _svg(parser: argparse.ArgumentParser, text: str) -> None:
    parser.add_argument("--svg", metavar="FILE", help=text)


def _assess(below: Parsers) -> None:
    assess = add(
        below, "assess", "an opinion on one request",
        "Which instruments apply and in which order, what the request still lacks, which grounds of refusal the\n"
        "findings bring into play and what cures them, by when what is due, and why, with articles. What is contested\n"
        "is your finding: what nobody enters counts for nothing. Exit code 2 if the question cannot be answered.",
        ["lintas law assess --type extradition --requesting ID --requested SG --date 2025-02-24 \\",
         "    --category corruption_public --penalties 20,7 --finding dual_criminality=true --supplied E_ID,E_FACTS",
         "lintas law assess question.yaml --json"],
    )  # fmt: skip
    assess.add_argument(
        "file", metavar="FILE", nargs="?", help="the question in YAML, JSON or TOML; options come on top"
    )
    assess.add_argument("--case", metavar="ID", help="the case of the file, if it holds several")
    assess.add_argument("--type", help="the type of request, as mla, extradition, asset_freeze")
    assess.add_argument("--requesting", metavar="STATE", help="the state that asks, as VN")
    assess.add_argument("--requested", metavar="STATE", help="the state that is asked")
    assess.add_argument("--date", metavar="DAY", help="the day of the request: its law decides")
    assess.add_argument("--known", metavar="DAY", help="read the register as it stood on this day")
    assess.add_argument("--category", action="append", default=[], metavar="NAME", help="a category of the offence")
    assess.add_argument("--penalties", metavar="YEARS,YEARS", help="the highest penalty there and here; 99 for life")
    assess.add_argument("--transnational", action="store_true", help="the offence is transnational")
    assess.add_argument("--organized-group", action="store_true", help="an organized criminal group took part")
    assess.add_argument("--electronic-evidence", action="store_true", help="electronic evidence is wanted")
    assess.add_argument(
        "--finding", action="append", default=[], metavar="NAME=VALUE", help="true, false, or a day: torture_risk=true"
    )
    assess.add_argument("--need", action="append", default=[], metavar="NAME", help=_NEEDS)
    assess.add_argument("--supplied", action="append", default=[], metavar="CODE,CODE", help="what the request holds")
    _register(assess)


def _show(below: Parsers) -> None:
    show = add(
        below, "show", "what the register says of an instrument, a state or a type of request",
        "Without a name every instrument. An instrument with its timeline, declarations, articles, grounds and\n"
        "contents; a state with its authorities and its law; a type of request with what it must hold.",
        ["lintas law show", "lintas law show ASEAN_MLAT", "lintas law show VN", "lintas law show asset_freeze"],
    )  # fmt: skip
    show.add_argument("name", metavar="NAME", nargs="?")
    _svg(show, "of an instrument: also draw its timeline into this file")
    _register(show)


def _check(below: Parsers) -> None:
    check = add(
        below, "check", "compare worked cases with the answers",
        "Answer the cases of a file and compare each with what it expects: a line for each case, then how many\n"
        "passed. Exit code 1 if one failed. YAML needs the extra `yaml`; JSON and TOML need nothing.",
        ["lintas law check cases.yaml"],
    )  # fmt: skip
    check.add_argument("file", metavar="FILE")
    _register(check)


def _matrix(below: Parsers) -> None:
    matrix = add(
        below, "matrix", "who can ask whom, under what",
        "A table of all pairs of states: rows ask, columns are asked. Unless you say otherwise: fraud by an organized\n"
        "group across borders, ten years, today.",
        ["lintas law matrix --type extradition", "lintas law matrix --type mla --states VN,MY,TH --date 2020-01-01"],
    )  # fmt: skip
    matrix.add_argument("--type", required=True, help="the type of request")
    matrix.add_argument("--states", metavar="STATE,STATE", help="which states (all of the register)")
    matrix.add_argument("--date", metavar="DAY", help="by the law of this day (today)")
    matrix.add_argument("--category", action="append", default=[], metavar="NAME", help="of the offence (fraud)")
    _svg(matrix, "also draw the table into this file")
    matrix.add_argument("--years", type=float, default=10.0, help="the highest penalty in both states (10)")
    _register(matrix)


def _diff(below: Parsers) -> None:
    diff = add(
        below, "diff", "what changed since a day",
        "What changed since a day, in law and in the register, each with how sure it is. With --register also what\n"
        "that folder has otherwise than the register that comes with lintas.",
        ["lintas law diff --since 2025-01-01", "lintas law diff --since 2026-11-01 --register law"],
    )  # fmt: skip
    diff.add_argument("--since", metavar="DAY", required=True)
    diff.add_argument("--until", metavar="DAY", help="the last day (no end)")
    _register(diff)


def _copy(below: Parsers) -> None:
    copy = add(
        below, "copy", "copy a file of the register, to change it",
        "Write the file of an instrument, of a state's law, or of states, vocabulary, requests or typical, into a\n"
        "folder of your own. What you change there comes before what lintas brings along, wherever you name the\n"
        "folder with --register.",
        ["lintas law copy UNTOC law", "lintas law copy VN law", "lintas law copy states law"],
    )  # fmt: skip
    copy.add_argument(
        "name", metavar="NAME", help="the id of an instrument, the code of a state, or the name of another file"
    )
    copy.add_argument("folder", metavar="DIR")
    add_json(copy)


def _row(below: Parsers) -> None:
    row = add(
        below, "row", "make a file of yours a row for a law register",
        "Look for mistakes in a file of a folder, and write the fields with which `lintas act` enters it into a law\n"
        "register, or amends it there. It counts at a node that relies on that register once it is in force.",
        ["lintas law row law instruments/EXT_BN_TL.toml row.json",
         "lintas law row law laws/VN.toml row.json --confidence 'read in the original'"],
    )  # fmt: skip
    row.add_argument("folder", metavar="DIR", help="a folder of files of the register")
    row.add_argument("path", metavar="PATH", help="one of them: instruments/ID.toml, or laws/STATE.toml of your state")
    row.add_argument("fields", metavar="FILE", help="the file of fields to write")
    row.add_argument("--confidence", choices=CONFIDENCES, default=CONFIDENCES[-1], help="how sure you are of it")
    add_json(row)


def _validate(below: Parsers) -> None:
    validate = add(
        below, "validate", "look for mistakes in files of the register",
        "Read the files of a folder together with the register that comes with lintas, and list every mistake with\n"
        "what to do. Exit code 1 if there is one.",
        ["lintas law validate law"],
    )  # fmt: skip
    validate.add_argument("folder", metavar="DIR")
    add_json(validate)
