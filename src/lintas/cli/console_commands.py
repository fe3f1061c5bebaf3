"""Accounts of the console: who of this authority may sign in, and the way in."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

from lintas.cli import exits
from lintas.cli.output import give
from lintas.cli.parsing import Parsers, add, add_json
from lintas.cli.reach import Reach
from lintas.cli.sentences import CliError
from lintas.cli.words import listed

ROLES = "officer, approver, duty, analyst, minister, operator, auditor"


def add_console(commands: Parsers) -> None:
    """The grammar of `lintas console`."""
    top = add(commands, "console", "who may sign in to the console", "Accounts of the people of this authority.", ())
    below = top.add_subparsers(dest="what", metavar="WHAT", required=True)
    invite = add(
        below, "invite", "make an account, or let its owner in again",
        "Make an account of the console, and a link that its owner opens once, within three days, to choose a\n"
        "password and then a passkey. Give it to nobody else. For an account that is there already: a new link.\n"
        f"Roles: {ROLES}.",
        ["lintas console invite my-ca aisyah --roles officer,approver --shown 'Aisyah (legal assistance)'"],
    )  # fmt: skip
    invite.add_argument("folder", metavar="DIR", help="the node's folder; the node serves")
    invite.add_argument("name", metavar="NAME", help="the officer's name here")
    invite.add_argument("--roles", default="", help="what the officer may do, with commas between")
    invite.add_argument("--shown", default="", help="how colleagues read the name")
    invite.add_argument("--language", default="", help="in which language the console speaks, as vi")
    invite.add_argument("--exercise-password", default="", metavar="WORDS", help="in an exercise alone: the password")
    add_json(invite)


def invite(options: argparse.Namespace) -> int:
    """`lintas console invite`."""
    reach = Reach(Path(options.folder))
    if not reach.serves():
        raise CliError("The node does not serve: accounts are made while it does.", exits.NOT_SET_UP)
    roles = [role.strip() for role in options.roles.split(",") if role.strip()]
    args: dict[str, Any] = {
        "name": options.name, "roles": roles, "shown": options.shown, "language": options.language,
        "exercise_password": options.exercise_password,
    }  # fmt: skip
    done = reach.do("console invite", args)
    page = f"{done['name']} may sign in as {listed(done['roles'])}, after opening this link once:\n  {done['link']}"
    if options.exercise_password:
        page = f"{done['name']} may sign in as {listed(done['roles'])}, at {done['at']}"
    give(options, done, lambda: page)
    return exits.DONE
