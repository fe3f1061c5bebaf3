"""A node's settings: one documented file, read once, passed down."""

from __future__ import annotations

import json
import tomllib
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from lintas.node.policy import Policy
from lintas.store.address import BadAddress, read_address
from lintas.wire.errors import LintasError

FILE = "settings.toml"
_WORDS = {int: "a number", bool: "true or false", str: "text"}


class BadSettings(LintasError):
    """The settings file cannot be used as it is."""

    def __init__(self, file: str, wrong: str) -> None:
        self.file = file
        self.wrong = wrong


@dataclass(frozen=True, slots=True)
class Settings:
    """`address` is where peers reach this node; `host` and `port` where it listens. Times in ms.

    `store` is the address of a PostgreSQL database (see `store.address`), or empty for SQLite in the folder.
    `idle_ms`: how often a quiet node looks whether a peer lacks anything. `retry_ms_max`: how long it waits at most
    before it tries an unreachable peer again. `checkpoint_ms`: how often a grown log is cosigned. `tell_opened`:
    whether authors are told that an officer here opened what they sent.
    """

    code: str
    name: str
    state: str
    category: str
    address: str
    host: str = "127.0.0.1"
    port: int = 8470
    store: str = ""
    idle_ms: int = 2_000
    retry_ms_max: int = 5_000
    checkpoint_ms: int = 60_000
    tell_opened: bool = True
    policy: Policy = field(default_factory=Policy)


def write(folder: Path, settings: Settings) -> None:
    """Write a new settings file, with what each line means."""
    say = json.dumps  # A JSON string is a TOML basic string.
    text = f"""# What this node is. Changing these four makes it another authority: do not.
code = {say(settings.code)}
name = {say(settings.name)}
state = {say(settings.state)}        # ISO 3166-1 alpha-2, or "" for a body that is no state's
category = {say(settings.category)}

# Where peers reach it, and where it listens.
address = {say(settings.address)}
host = {say(settings.host)}
port = {settings.port}

# Where its acts lie: "" for SQLite in this folder, or "postgresql://USER@HOST/DATABASE" for a database of its own.
# Keys and files stay in this folder either way.
store = {say(settings.store)}

# In milliseconds.
idle_ms = {settings.idle_ms}
retry_ms_max = {settings.retry_ms_max}
checkpoint_ms = {settings.checkpoint_ms}

# Whether the author of an act is told, signed, that an officer here opened it. Never which officer.
tell_opened = {str(settings.tell_opened).lower()}

[death]
# By state: offences for which its law allows death, "*" for every offence. Data of persons then wait for a ruling.
# What is not listed is not known: the law register does not answer this yet.

[protected]
names = []      # persons who seek or have protection: never searched for, never in an alert

[barred]
sha256 = []     # files that may never travel, by their hash in hexadecimal
"""
    (folder / FILE).write_text(text, encoding="utf-8")


def read(folder: Path) -> Settings:
    """The settings of a node's folder; raises `BadSettings`."""
    file = folder / FILE
    try:
        found = tomllib.loads(file.read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise BadSettings(str(file), "is not there: make the node with `lintas node init`") from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise BadSettings(str(file), str(error)) from None
    tell_opened = found.get("tell_opened", True)
    policy = _policy(file, found.pop("death", {}), found.pop("protected", {}), found.pop("barred", {}))
    known: dict[str, type] = dict.fromkeys(("port", "idle_ms", "retry_ms_max", "checkpoint_ms"), int)
    known |= dict.fromkeys(("code", "name", "state", "category", "address", "host", "store"), str)
    known["tell_opened"] = bool
    for name, value in found.items():
        if name not in known:
            raise BadSettings(str(file), f"knows no setting {name}")
        if type(value) is not known[name] or (isinstance(value, int) and value < 0):
            raise BadSettings(str(file), f"{name} is not {_WORDS[known[name]]}")
    if missing := next((name for name in ("code", "name", "state", "category", "address") if name not in found), None):
        raise BadSettings(str(file), f"lacks {missing}")
    if found.get("store"):
        try:
            read_address(found["store"])
        except BadAddress as error:
            raise BadSettings(str(file), f"store: {error.why}") from None
    return Settings(**found, policy=replace(policy, tell_opened=tell_opened))


def _policy(file: Path, death: dict[str, Any], protected: dict[str, Any], barred: dict[str, Any]) -> Policy:
    try:
        return Policy(
            death={state: tuple(map(str, offences)) for state, offences in death.items()},
            protected=frozenset(map(str, protected.get("names", []))),
            barred=frozenset(bytes.fromhex(digest) for digest in barred.get("sha256", [])),
        )
    except (TypeError, ValueError) as error:
        raise BadSettings(str(file), f"death, protected or barred: {error}") from None
