"""The command `lintas`: reads the line, does what it says, and turns every refusal into a sentence and an exit code."""

from __future__ import annotations

import argparse
import importlib
import os
import sys
from collections.abc import Callable, Mapping, Sequence

from lintas.cli import exits
from lintas.cli.arguments import parser
from lintas.cli.sentences import CliError, explain
from lintas.cli.words import as_json, wrapped
from lintas.wire.errors import LintasError

Command = Callable[[argparse.Namespace], int]


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; the exit code is one of `exits`."""
    options = parser().parse_args(arguments)
    name = " ".join(word for word in (options.command, getattr(options, "what", "")) if word)
    try:
        code = load(name)(options)
        sys.stdout.flush()
        return code
    except LintasError as error:
        return _refused(options, error)
    except BrokenPipeError:
        return _cut_off()
    except OSError as error:
        why = error.strerror or str(error)
        return _refused(options, CliError(f"{error.filename or 'A file'}: {why}.", exits.FILE_TROUBLE))
    except KeyboardInterrupt:
        return exits.INTERRUPTED


def _cut_off() -> int:
    """Whoever read the output wanted no more of it. What is still to be written is not tried again at the end."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    return exits.CUT_OFF


def _refused(options: argparse.Namespace, error: LintasError) -> int:
    told = explain(error)
    if getattr(options, "json", False):
        facts = {name: value if isinstance(value, int | str) else str(value) for name, value in told.facts.items()}
        print(as_json({"error": told.error, "sentence": told.sentence, "facts": facts, "exit": told.code}))
    else:
        print(wrapped(told.sentence, 8, "lintas: "), file=sys.stderr)
    return told.code


COMMANDS: Mapping[str, tuple[str, str]] = {
    "node init": ("node_commands", "init"),
    "node adopt": ("node_commands", "adopt"),
    "node serve": ("node_commands", "serve"),
    "node status": ("node_commands", "status"),
    "node verify": ("node_commands", "verify"),
    "node bundle": ("bag_commands", "bundle"),
    "node take": ("bag_commands", "take"),
    "node backup": ("upkeep_commands", "backup"),
    "node restore": ("upkeep_commands", "restore"),
    "node rebuild": ("upkeep_commands", "rebuild"),
    "node change-store": ("upkeep_commands", "change_store"),
    "node doctor": ("doctor_command", "doctor"),
    "console invite": ("console_commands", "invite"),
    "completion": ("completion", "completion"),
    "doctor": ("doctor_command", "doctor"),
    "node request": ("registry_commands", "request"),
    "node move": ("registry_commands", "move"),
    "node join": ("registry_commands", "join"),
    "disown": ("registry_commands", "disown"),
    "registry sign": ("registry_commands", "sign"),
    "registry list": ("registry_commands", "list_entry"),
    "registry propose": ("registry_commands", "propose"),
    "registry assent": ("registry_commands", "assent"),
    "registry admit": ("registry_commands", "assent"),
    "registry desk": ("registry_commands", "desk"),
    "registry deputy": ("registry_commands", "assent"),
    "registry hand-on": ("registry_commands", "hand_on"),
    "registry show": ("registry_commands", "show"),
    "registry bundle": ("registry_commands", "bundle"),
    "officer add": ("officer_commands", "add"),
    "officer list": ("officer_commands", "list_officers"),
    "officer renew": ("officer_commands", "renew"),
    "officer dismiss": ("officer_commands", "dismiss"),
    "genesis": ("node_commands", "genesis"),
    "kinds": ("kinds_command", "kinds"),
    "open": ("acting", "open_dossier"),
    "act": ("acting", "act"),
    "show": ("showing", "show"),
    "correct": ("correction_commands", "correct"),
    "node corrections": ("correction_commands", "corrections"),
    "release": ("release_command", "release"),
    "recall": ("recall_commands", "recall"),
    "hold": ("recall_commands", "hold"),
    "erase": ("recall_commands", "erase"),
    "node recalls": ("recall_commands", "recalls"),
    "node copies": ("recall_commands", "copies"),
    "list": ("reading", "list_dossiers"),
    "search": ("search_command", "search"),
    "files": ("reading", "files"),
    "export": ("reading", "export"),
    "picture": ("picture_command", "picture"),
    "calendar": ("calendar_command", "calendar"),
    "letter": ("letter_command", "letter"),
    "sheet": ("sheet_command", "sheet"),
    "node letter-seal": ("letter_command", "bring_seal"),
    "text show": ("text_command", "show"),
    "text out": ("text_command", "out"),
    "text in": ("text_command", "in_"),
    "verify": ("verifying", "verify"),
    "certificate": ("certificate_command", "certificate"),
    "chase": ("chase_command", "chase"),
    "training list": ("training_commands", "listed"),
    "training issue": ("training_commands", "issue"),
    "training withdrawn": ("training_commands", "withdrawn"),
    "training keys": ("training_commands", "keys"),
    "indicators": ("indicators_command", "indicators"),
    "interchange": ("interchange_command", "interchange"),
    "facts list": ("facts_commands", "list_"),
    "facts show": ("facts_commands", "show"),
    "facts take": ("facts_commands", "take"),
    "facts validate": ("facts_commands", "validate"),
    "law assess": ("law_commands", "assess"),
    "law check": ("law_commands", "check"),
    "law matrix": ("law_commands", "matrix"),
    "law diff": ("law_commands", "diff"),
    "law copy": ("law_commands", "copy"),
    "law row": ("law_commands", "row"),
    "law show": ("law_commands", "show"),
    "law validate": ("law_commands", "validate"),
}
"""Each command with its module here and its function. A module is loaded when it is needed: acting on a node that
serves takes little of lintas, and verifying takes no server."""


def load(name: str) -> Command:
    """The function of a command."""
    module, function = COMMANDS[name]
    found: Command = getattr(importlib.import_module(f"lintas.cli.{module}"), function)
    return found
