"""Who may act on a node: officers are let in, listed, renewed and dismissed."""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from lintas.cli import exits
from lintas.cli.given import token_file
from lintas.cli.output import give
from lintas.cli.reach import Reach, need_folder
from lintas.cli.words import banner, listed, when


def add(options: argparse.Namespace) -> int:
    """`lintas officer add`."""
    folder = Path(options.folder)
    need_folder(folder)
    file = token_file(folder, options.name)
    roles = [role.strip() for role in options.roles.split(",") if role.strip()]
    done = Reach(folder).do("appoint", {"name": options.name, "roles": roles})
    file.parent.mkdir(mode=0o700, exist_ok=True)
    file.touch(mode=0o600)
    file.write_text(done["token"] + "\n", encoding="ascii")
    data = {"name": options.name, "pseudonym": done["pseudonym"], "roles": roles, "token_file": str(file)}
    page = (
        f"{options.name} may act here as {listed(roles)}; others see the pseudonym {done['pseudonym']}\n"
        f"the token is in {file}, for its owner's eyes only"
    )
    give(options, data, lambda: page)
    return exits.DONE


def list_officers(options: argparse.Namespace) -> int:
    """`lintas officer list`."""
    folder = Path(options.folder)
    need_folder(folder)
    data = Reach(folder).do("officers", {})
    give(options, data, lambda: banner(data["exercise"], "\n".join(_lines(data)) or "no officer may act here"))
    return exits.DONE


def _lines(data: dict[str, Any]) -> Iterator[str]:
    for each in data["officers"]:
        over = each["until_ms"] < data["now_ms"]
        until = f"{'ENDED' if over else 'until'} {when(each['until_ms'])}"
        yield f"{_who(each)}  {listed(each['roles'])}  {until}  {_passkeys(each['passkeys'])}"
    for each in data["former"]:
        yield f"{_who(each)}  dismissed {when(each['dismissed_ms'])}"


def _who(each: dict[str, Any]) -> str:
    return f"{each['name']:<16}  {each['pseudonym']}"


def _passkeys(count: int) -> str:
    return f"{count} passkey{'' if count == 1 else 's'}" if count else "no passkey"


def renew(options: argparse.Namespace) -> int:
    """`lintas officer renew`."""
    folder = Path(options.folder)
    need_folder(folder)
    data = Reach(folder).do("renew officer", {"name": options.name})
    give(options, data, lambda: f"{options.name} may act here until {when(data['until_ms'])}")
    return exits.DONE


def dismiss(options: argparse.Namespace) -> int:
    """`lintas officer dismiss`."""
    folder = Path(options.folder)
    need_folder(folder)
    data = Reach(folder).do("dismiss officer", {"name": options.name})
    token_file(folder, options.name).unlink(missing_ok=True)
    page = (
        f"{options.name} acts here no more: token, key and shift are destroyed\n"
        f"what {data['pseudonym']} answered for stays, and `lintas officer list` still says who that was"
    )
    give(options, data, lambda: page)
    return exits.DONE
