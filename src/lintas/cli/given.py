"""What was given on the command line, read into the plain arguments of a command: fields, files, parties, officers."""

from __future__ import annotations

import argparse
import json
import mimetypes
import os
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from lintas.cli import exits
from lintas.cli.sentences import CliError
from lintas.cli.words import quoted

NODE_VARIABLE, OFFICER_VARIABLE = "LINTAS_NODE", "LINTAS_OFFICER"
OFFICERS = "officers"
NAME_CHARACTERS = frozenset("abcdefghijklmnopqrstuvwxyz0123456789._-")


def folder_of(options: argparse.Namespace) -> Path:
    """The node's folder, from --node or the environment; raises `CliError`."""
    named = options.node or os.environ.get(NODE_VARIABLE)
    if not named:
        raise CliError(f"Which node? Name its folder with --node DIR, or in the variable {NODE_VARIABLE}.")
    return Path(named)


def said_by(options: argparse.Namespace) -> dict[str, Any]:
    """Who gives the command and who approves, each with the token from the node's folder."""
    name = options.officer or os.environ.get(OFFICER_VARIABLE)
    if not name:
        raise CliError(f"Who are you? Name the officer with --as NAME, or in the variable {OFFICER_VARIABLE}.")
    folder = folder_of(options)
    found: dict[str, Any] = {"as": _signed(folder, name)}
    if approving := getattr(options, "approve", None):
        found["approve"] = [_signed(folder, each) for each in approving]
    return found


def named(options: argparse.Namespace) -> list[str]:
    """The options that a next command needs as well, where the environment does not say them."""
    words = [f"--node {quoted(options.node)}"] * bool(options.node)
    return words + [f"--as {options.officer}"] * bool(options.officer)


def token_file(folder: Path, name: str) -> Path:
    """Where an officer's token lies; raises `CliError` for a name that is no file name."""
    if not name or not set(name) <= NAME_CHARACTERS or name.startswith("."):
        raise CliError(f"{name!r} is no name for an officer: use small letters, digits, dots, hyphens.")
    return folder / OFFICERS / f"{name}.token"


def _signed(folder: Path, name: str) -> dict[str, str]:
    file = token_file(folder, name)
    try:
        return {"name": name, "token": file.read_text(encoding="ascii").strip()}
    except FileNotFoundError:
        raise CliError(
            f"No officer {name!r} here, for there is no {file}. Add one with `lintas officer add`.", exits.NOT_SIGNED_IN
        ) from None
    except (OSError, UnicodeDecodeError) as error:
        raise CliError(f"The token in {file} cannot be read: {error}.", exits.NOT_SIGNED_IN) from None


def order_of(options: argparse.Namespace) -> dict[str, Any]:
    """The arguments that opening and acting share."""
    return said_by(options) | {
        "verb": options.verb or "",
        "to": _parties(options.to),
        "audience": ",".join(options.readers),
        "fields": _fields(options),
        "take": list(options.take),
        "language": options.language,
        "purpose": options.purpose,
    }


def _parties(entries: Iterable[str]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for entry in entries:
        role, codes = _pair(entry, "--to", "role=code,code")
        found.setdefault(role, []).extend(code.strip() for code in codes.split(",") if code.strip())
    return found


def _fields(options: argparse.Namespace) -> dict[str, Any]:
    """The file of fields first; what is given by name is added, and said twice it becomes a list."""
    found = _from_file(options.fields) if options.fields else {}
    given: dict[str, list[Any]] = {}
    for entry in options.field:
        name, value = _pair(entry, "--field", "name=value")
        given.setdefault(name, []).append(value)
    for entry in options.file:
        name, path = _pair(entry, "--file", "name=PATH")
        given.setdefault(name, []).append(_file(Path(path)))
    return found | {name: values if len(values) > 1 else values[0] for name, values in given.items()}


def _from_file(name: str) -> dict[str, Any]:
    try:
        found = json.loads(Path(name).read_text(encoding="utf-8"), parse_float=str)
    except OSError as error:
        raise CliError(f"The file {name} cannot be read: {error.strerror}.", exits.FILE_TROUBLE) from None
    except (ValueError, RecursionError) as error:
        raise CliError(f"The file {name} is not JSON: {error}.") from None
    if not isinstance(found, dict):
        raise CliError(f'The file {name} does not hold fields: write {{"name": "value"}}.')
    return found


def _file(path: Path) -> dict[str, str]:
    if not path.is_file():
        raise CliError(f"There is no file {path}.", exits.FILE_TROUBLE)
    media, _ = mimetypes.guess_type(path.name)
    return {"path": str(path.absolute()), "media": media or "application/octet-stream"}


def _pair(entry: str, option: str, form: str) -> tuple[str, str]:
    name, sign, value = entry.partition("=")
    if not sign or not name.strip():
        raise CliError(f"{option} {entry!r} is not written as {form}.")
    return name.strip(), value
