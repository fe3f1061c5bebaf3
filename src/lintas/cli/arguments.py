"""The command line's grammar, with help that teaches: every command says what it does and shows how it is used."""

from __future__ import annotations

import argparse
from functools import cache

from lintas.cli import exits
from lintas.cli.calendar_command import add_calendar
from lintas.cli.certificate_arguments import add_certificate, add_training
from lintas.cli.chase_command import add_chase
from lintas.cli.console_commands import add_console
from lintas.cli.correction_arguments import add_correct, add_corrections
from lintas.cli.facts_arguments import add_facts
from lintas.cli.given import NODE_VARIABLE, OFFICER_VARIABLE
from lintas.cli.indicators_arguments import add_indicators
from lintas.cli.interchange_arguments import add_export, add_interchange
from lintas.cli.law_arguments import add_law
from lintas.cli.letter_command import add_letter, add_letter_seal
from lintas.cli.officer_arguments import add_officer
from lintas.cli.parsing import Parsers
from lintas.cli.parsing import add as _add
from lintas.cli.parsing import add_json as _json
from lintas.cli.parsing import new as _new
from lintas.cli.picture_command import add_picture
from lintas.cli.recall_arguments import add_recall, add_recalls
from lintas.cli.registry_arguments import disown, entering, registry
from lintas.cli.release_command import add_release
from lintas.cli.search_command import add_search
from lintas.cli.sheet_command import add_sheet
from lintas.cli.text_arguments import add_text
from lintas.cli.upkeep_arguments import add_completion, add_doctor, add_upkeep

_OVERVIEW = """\
Authorities of several states carry a case together, each on a node of its own.
A case is a dossier of signed acts. You act for your authority, and see whose move it is.

  the node      lintas node init, adopt, serve, status, verify, bundle, take;  lintas genesis
                lintas officer add, list, renew, dismiss
  its upkeep    lintas doctor;  lintas node backup, restore, rebuild, recalls, corrections, copies;  lintas completion
  its console   lintas console invite
  who is in it  lintas registry sign, list, desk, deputy, hand-on, show, bundle, propose, assent, admit
  keys          lintas node request, join;  lintas disown
  a case        lintas open, act, release, show, list, search, files, export, letter, sheet, text, calendar
  what is wrong lintas correct;  what must go: lintas recall, hold, erase
  in court      lintas verify FILE        needs no node and no network
  what is what  lintas kinds [KIND [VERB]]
  the law       lintas law assess, show, check, matrix, diff, copy, validate   needs no node
  public facts  lintas facts list, show, take, validate   who chairs, who leads, what was adopted; needs no node
  their tools   lintas indicators FILE    STIX, MISP and CSV; needs no node
                lintas interchange FILE   FollowTheMoney, CASE/UCO, XLSX and more; needs no node
  at a counter  lintas certificate FILE   travel, health and training certificates; needs no node
  training      lintas training list, issue, withdrawn, keys
  a programme   lintas chase, picture
"""

_ENVIRONMENT = f"""\
environment:
  {NODE_VARIABLE}     the node's folder, in place of --node
  {OFFICER_VARIABLE}  the officer's name, in place of --as

exit codes:
"""

_ADDRESS = "http://node.example:8470; mailbox:CODE if that authority keeps its mailbox"
_CODES = "\n".join(f"  {code:<4} {meaning}" for code, meaning in exits.MEANING.items())


@cache
def parser() -> argparse.ArgumentParser:
    """The parser of the whole command line; whoever runs many commands in one process makes it once."""
    top = _new(argparse.ArgumentParser, "lintas", _OVERVIEW, _ENVIRONMENT + _CODES)
    commands = top.add_subparsers(dest="command", metavar="COMMAND", required=True)
    _node(commands)
    _genesis(commands)
    registry(commands, _add, _registry_options, _officers_options)
    disown(commands, _add, _registry_options, _officer_option)
    add_officer(commands)
    add_console(commands)
    _kinds(commands)
    _open(commands)
    _act(commands)
    add_correct(commands, _node_option, _officers_options)
    add_release(commands, _node_option, _officers_options)
    add_picture(commands, _node_option, _officer_option)
    add_calendar(commands, _node_option, _officer_option)
    add_chase(commands, _node_option, _officer_option)
    add_letter(commands, _node_option, _officer_option)
    add_sheet(commands, _node_option, _officer_option)
    add_recall(commands, _node_option, _officer_option, _officers_options)
    _reading(commands)
    add_search(commands, _node_option, _officer_option)
    add_text(commands, _node_option, _officer_option)
    add_law(commands)
    add_facts(commands)
    add_indicators(commands)
    add_interchange(commands)
    add_certificate(commands)
    add_training(commands, _node_option, _officer_option)
    add_doctor(commands)
    add_completion(commands)
    return top


def _node_option(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--node", metavar="DIR", help=f"the node's folder (or {NODE_VARIABLE})")


def _despite_option(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--despite-scan", default="", metavar="REASON", help="go on with a file that the scanner did not find clean"
    )


def _officer_option(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--as", dest="officer", metavar="NAME", help=f"the officer who asks (or {OFFICER_VARIABLE})")


def _keys(parser: argparse.ArgumentParser) -> None:
    """How and where the keys of a new node are made."""
    parser.add_argument("--es256", action="store_true", help="sign with ES256 in place of Ed25519")
    parser.add_argument(
        "--module", default="", metavar="LIBRARY", help="make the keys that sign in this PKCS#11 module"
    )
    parser.add_argument("--token", default="", metavar="LABEL", help="the label of the token in it")
    parser.add_argument("--pin-file", default="", metavar="FILE", help="the file with the token's PIN")


def _node(commands: Parsers) -> None:
    node = _add(commands, "node", "make, serve and check a node", "Operate a node. It lives in one folder.", ())
    below = node.add_subparsers(dest="what", metavar="WHAT", required=True)
    init = _add(
        below, "init", "make a node in a new folder",
        "Make a node: its folder, its keys, its settings, and its entry for the genesis of a federation.",
        ['lintas node init my-ca --code my-ca --name "Central Authority (EXERCISE)" --state MY \\',
         '    --category "central authority" --address http://127.0.0.1:8471 --port 8471'],
    )  # fmt: skip
    init.add_argument("folder", metavar="DIR")
    init.add_argument("--code", required=True, help="what others call it: small letters, digits, hyphens")
    init.add_argument("--name", required=True, help="the authority's full name")
    init.add_argument("--state", default="", help="ISO 3166-1 alpha-2; leave it out for a body that is no state's")
    init.add_argument("--category", required=True, help="what it is, as `central authority`, `police`, `secretariat`")
    init.add_argument("--address", required=True, help=f"where peers reach it, as {_ADDRESS}")
    init.add_argument("--desk", action="store_true", help="it is to be its state's registry desk")
    init.add_argument("--host", default="127.0.0.1", help="where it listens (127.0.0.1)")
    init.add_argument("--port", type=int, default=8470, help="where it listens (8470)")
    _keys(init)
    _json(init)
    adopt = _add(
        below, "adopt", "let the node belong to a federation",
        "Let the node belong to the federation of a genesis. Compare the hash that is printed with the other\n"
        "authorities, by voice: whoever accepts another file is in another federation.",
        ["lintas node adopt my-ca genesis.cbor"],
    )  # fmt: skip
    adopt.add_argument("folder", metavar="DIR")
    adopt.add_argument("genesis", metavar="GENESIS")
    _json(adopt)
    entering(below, _add, _json)
    serve = _add(
        below, "serve", "run the node until it is stopped",
        "Run the node: take what peers bring, bring them what they are owed, answer officers at this machine.\n"
        "It ends on Ctrl-C or SIGTERM; everything that it accepted is durable at any moment.",
        ["lintas node serve my-ca"],
    )  # fmt: skip
    serve.add_argument("folder", metavar="DIR")
    for name, short, text in (
        ("status", "how the node is", "How the node is: its acts, its log, what each peer has confirmed."),
        ("verify", "check everything that the node holds",
         "Check every act, body, file, receipt and checkpoint that the node holds. Exit code 1 if something is not\n"
         "what it claims to be."),
    ):  # fmt: skip
        each = _add(below, name, short, text, [f"lintas node {name} my-ca"])
        each.add_argument("folder", metavar="DIR")
        _json(each)
    add_upkeep(below)
    add_recalls(below)
    for more in (add_corrections, add_letter_seal, _bags):
        more(below)


def _bags(below: Parsers) -> None:
    bundle = _add(
        below, "bundle", "write what a peer is owed as a sealed file",
        "Write what a peer is owed, and what this node asks it for, into a file that only the peer can open: for\n"
        "nodes without a line. Carry it there; what comes back is taken with `lintas node take`.",
        ["lintas node bundle my-ca /media/stick/to-my-ca.bag --node vn-ca"],
    )  # fmt: skip
    bundle.add_argument("peer", metavar="PEER", help="the code of the authority that it is for")
    bundle.add_argument("file", metavar="FILE", help="the file to write")
    take = _add(
        below, "take", "take a peer's sealed file",
        "Take a file that a peer wrote for this node, and write the one to carry back, with receipts and answers.\n"
        "A file that comes again, late or out of order does no harm.",
        ["lintas node take /media/stick/to-my-ca.bag --node my-ca"],
    )  # fmt: skip
    take.add_argument("file", metavar="FILE")
    take.add_argument("--reply", metavar="FILE", help="the file to write for the way back (FILE with .reply behind it)")
    for each in (bundle, take):
        _node_option(each)
        _json(each)


def _registry_options(parser: argparse.ArgumentParser) -> None:
    _node_option(parser)
    _json(parser)


def _officers_options(parser: argparse.ArgumentParser) -> None:
    _officer_option(parser)
    parser.add_argument("--approve", action="append", default=[], metavar="NAME", help="a second officer who answers")


def _genesis(commands: Parsers) -> None:
    genesis = _add(
        commands, "genesis", "make the founding file of a federation",
        "Make the genesis of a federation from the entries of its founders (entry.cbor in each node's folder).\n"
        "Its hash is printed in groups, to be read aloud: all rests on everybody having the same file.",
        ["lintas genesis genesis.cbor vn-ca/entry.cbor my-ca/entry.cbor --exercise"],
    )  # fmt: skip
    genesis.add_argument("file", metavar="FILE", help="the file to write")
    genesis.add_argument("entries", metavar="ENTRY", nargs="+", help="the founders' entries")
    genesis.add_argument("--exercise", action="store_true", help="nothing in it is real: every page and export says so")
    _json(genesis)


def _kinds(commands: Parsers) -> None:
    kinds = _add(
        commands, "kinds", "what may be done, and which fields it takes",
        "What kinds of cooperation there are; what may be done in one; which fields an act takes.",
        ["lintas kinds", "lintas kinds mla", 'lintas kinds mla "ask for more"'],
    )  # fmt: skip
    kinds.add_argument("kind", metavar="KIND", nargs="?")
    kinds.add_argument("verb", metavar="VERB", nargs="?")
    _json(kinds)


def _order(parser: argparse.ArgumentParser) -> None:
    _node_option(parser)
    _officer_option(parser)
    parser.add_argument("--approve", action="append", default=[], metavar="NAME", help="a second officer who answers")
    parser.add_argument("--to", action="append", default=[], metavar="ROLE=CODE,CODE", help="whom the act seats")
    parser.add_argument(
        "--for", dest="readers", action="append", default=[], metavar="CODE,CODE", help="who may read it, or all"
    )
    parser.add_argument("--field", action="append", default=[], metavar="NAME=VALUE", help="again for a list")
    parser.add_argument("--file", action="append", default=[], metavar="NAME=PATH", help="a file, sealed in chunks")
    parser.add_argument("--fields", metavar="FILE", help="a JSON file of fields")
    _despite_option(parser)
    parser.add_argument(
        "--take", action="append", default=[], metavar="DOSSIER/ACT", help="take fields over from that act"
    )
    parser.add_argument("--language", default="en", help="the language of what is said (en)")
    parser.add_argument("--purpose", default="", help="why, where a safeguard asks for it")
    parser.add_argument(
        "--wait", type=int, default=0, metavar="SECONDS", help="wait until every party's receipt is here"
    )
    _json(parser)


def _open(commands: Parsers) -> None:
    opened = _add(
        commands, "open", "open a dossier",
        "Open a dossier. `lintas kinds KIND` says how it begins, `lintas kinds KIND VERB` which fields that takes.",
        ['lintas open mla --to requested=my-ca --for my-ca --take 7g2kq3fa/r5m2c4de \\',
         '    --field details="records of one account" --field measures=records ...'],
    )  # fmt: skip
    opened.add_argument("kind", metavar="KIND")
    opened.add_argument("verb", metavar="VERB", nargs="?")
    _order(opened)


def _act(commands: Parsers) -> None:
    act = _add(
        commands, "act", "do something in a dossier",
        "Do something in a dossier. `lintas show DOSSIER` lists what is open to you, each with its command.",
        ["lintas act 7g2kq3fa acknowledge --for all --field by=2026-12-01",
         'lintas act 7g2kq3fa deliver --approve binh --for my-ca --fields delivery.json --file files=statement.xml',
         'lintas act 7g2kq3fa "go on" --item query --for all'],
    )  # fmt: skip
    act.add_argument("dossier", metavar="DOSSIER", help="its id, or the beginning of it")
    act.add_argument("verb", metavar="VERB")
    act.add_argument("--item", metavar="ID", help="the item: its id, the beginning of it, or what it is")
    act.add_argument("--re", action="append", default=[], metavar="ACT", help="an act that this one answers")
    _order(act)


def _reading(commands: Parsers) -> None:
    show = _add(
        commands, "show", "where a dossier stands, who did what, what is open to you",
        "Where a dossier stands: phase, whose move it is, times owed, every act with who could read it and how far\n"
        "it has got, and what is open to you with the exact command.",
        ["lintas show 7g2kq3fa", "lintas show 7g2kq3fa --json"],
    )  # fmt: skip
    show.add_argument("dossier", metavar="DOSSIER")
    found = _add(commands, "list", "the dossiers of this node", "The dossiers of this node, and whose move it is.",
                 ["lintas list", "lintas list --json"])  # fmt: skip
    files = _add(
        commands, "files", "write a dossier's files into a folder",
        "Write every file of a dossier that this node may read into a folder, each checked against its hash. What an\n"
        "earlier command wrote, whole or in part, is not written again.",
        ["lintas files 7g2kq3fa evidence"],
    )  # fmt: skip
    files.add_argument("dossier", metavar="DOSSIER")
    files.add_argument("folder", metavar="FOLDER")
    _despite_option(files)
    export = add_export(commands)
    for each in (show, found, files, export):
        _node_option(each)
        _officer_option(each)
        _json(each)
    verify = _add(
        commands, "verify", "check an exported dossier, without a node",
        "Check an exported dossier: every act, signature, officer, file, receipt and the log. Needs no node and no\n"
        "network. Exit code 1 if something is not what it claims to be; it says what.",
        ["lintas verify case.zip", "lintas verify case.zip --json"],
    )  # fmt: skip
    verify.add_argument("file", metavar="FILE")
    _json(verify)
