"""A node's settings: one documented file, each also by an environment variable, read once, passed down.

A setting is a field of `Settings` with its text; the file that `write` makes, the reader and the reference page follow
from the fields. A variable `LINTAS_<NAME>` prevails over the file. What nobody declared is refused in the file, so that
a misspelt name is found; a misspelt variable is what `lintas doctor` looks for.
"""

from __future__ import annotations

import json
import os
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import MISSING, Field, dataclass, field, fields, replace
from pathlib import Path
from typing import Any, Final

from lintas.compose.relays import BadRelay, read_servers
from lintas.compose.settings_tables import TABLES, policy_of
from lintas.node.policy import Policy
from lintas.node.proofs import SHIFT_HOURS
from lintas.store.address import BadStoreAddress, read_address
from lintas.store.s3 import BadBucket, read_bucket
from lintas.sync.line import NEWEST, PLAIN
from lintas.wire.errors import LintasError
from lintas.wire.limits import LIMITS

FILE = "settings.toml"
PREFIX: Final = "LINTAS_"
TEXT, JSON = "text", "json"
OFF, SECOND, ALONE = GLASS = ("off", "second", "alone")
GLASS_MIN_MAX: Final = 240
_OF_POLICY: Final = (
    "tell_opened",
    "recall_days",
    "wire_version_max",
    "search_purpose",
    "transfer_gateway",
    "law_register",
)
"""Settings of one value each that use cases ask for."""
MAIL_DAYS_MAX: Final = LIMITS.mail_ttl_s_max // (24 * 60 * 60)
_KINDS: Final = {"str": str, "int": int, "bool": bool}
_WORDS: Final = {str: "text", int: "a number", bool: "true or false"}


class BadSettings(LintasError):
    """The settings file, or a variable in its place, cannot be used as it is."""

    def __init__(self, file: str, wrong: str) -> None:
        self.file = file
        self.wrong = wrong


def _said(text: str, default: Any = MISSING, group: str = "") -> Any:
    """A field with what it means. `group` heads the fields from here on in the file."""
    return field(default=default, metadata={"text": text, "group": group})


@dataclass(frozen=True, slots=True)
class Settings:
    """What a node is and how it behaves. Times in ms. The texts stand at the fields."""

    code: str = _said(
        "What others call this authority: 2 to 32 small letters, digits and hyphens.",
        group="What this node is. Code and state never change; name, category and address by `lintas node request`.",
    )
    name: str = _said("The authority's full name.")
    state: str = _said('ISO 3166-1 alpha-2, or "" for a body that is no state\'s.')
    category: str = _said("What it is, as `central authority`, `police`, `secretariat`.")
    address: str = _said(
        "Where peers reach it, as `https://lintas.example`; `mailbox:CODE` if the node of that authority keeps its "
        "mailbox, and it listens for nobody.",
        group="Where peers reach it, and where it listens.",
    )
    host: str = _said("Where it listens for peers: a name or an address of this machine.", "127.0.0.1")
    port: int = _said("The port for peers.", 8470)
    store: str = _said(
        'Where its acts lie: "" for SQLite in the folder, or `postgresql://USER@HOST/DATABASE` for a database of its '
        "own. Keys and files stay in the folder either way.",
        "",
    )
    chunks: str = _said(
        'Where attachments lie: "" for the folder, or a bucket that speaks S3, as '
        "`s3+https://s3.example/BUCKET/PREFIX?region=eu-central-1`. Its key is in the file s3.key of the folder, or in "
        "LINTAS_S3_ACCESS_KEY and LINTAS_S3_SECRET_KEY.",
        "",
    )
    scan: str = _said(
        "The command that looks through a file for malware, as `clamdscan --no-summary -`: it reads the file on its "
        'standard input; exit code 0 is clean, 1 infected, any other "cannot tell". "" for none.',
        "",
    )
    scan_s_max: int = _said("How many seconds it has for one file.", 300)
    module: str = _said(
        'The library of a hardware module (PKCS#11) with the keys that sign, as `/usr/lib/softhsm/libsofthsm2.so`; "" '
        "where they lie in the vault. Needs the extra `pkcs11`.",
        "",
        group="A hardware module for the keys that sign.",
    )
    token: str = _said("The label of the token in the module.", "")
    key_label: str = _said("What this node's keys are called in the token.", "lintas")
    pin_file: str = _said(
        'The file with the PIN of the token, for this user alone; "" for `lintas-pin` in `$CREDENTIALS_DIRECTORY`.', ""
    )
    idle_ms: int = _said(
        "How often a quiet node looks whether a peer lacks anything.", 2_000, group="How it works. In milliseconds."
    )
    retry_ms_max: int = _said("How long it waits at most before it tries an unreachable peer again.", 5_000)
    checkpoint_ms: int = _said("How often a log that grew is cosigned by the peers.", 60_000)
    tell_opened: bool = _said(
        "Whether the author of an act is told, signed, that an officer here opened it. Never which officer.", True
    )
    transfer_gateway: bool = _said(
        "Whether data of a person leave this state only with a record of what that rests on, as some laws ask.",
        False,
    )
    law_register: str = _said(
        "The law register that this node relies on, by the id of its dossier; its rows in force come before those that "
        "lintas brings along. Empty: those alone.",
        "",
    )
    search_purpose: bool = _said("Whether an officer who searches what acts say must say what for.", False)
    mail_again_ms: int = _said(
        "After how long what was left in a peer's mailbox, and has no receipt, is left once more.", 6 * 60 * 60 * 1000
    )
    mail_days: int = _said(
        "For how many days a file lies in a mailbox at most, be it ours in another's or another's here: 1 to 90.", 30
    )
    mailbox_mib_max: int = _said("How many MiB one mailbox that is kept here holds; a full one says so.", 256)
    mailboxes_mib_max: int = _said("How many MiB all mailboxes that are kept here hold together.", 4_096)
    recall_days: int = _said(
        "After how many days an authority that has not said ERASED counts as late. No instrument that was read sets a "
        "number (not verified); your law or agreement may.",
        30,
    )
    wire_version_max: int = _said(
        "The newest version of the line between nodes that this node speaks: 2 seals requests and replies to the peer, "
        "1 does not. Peers are told. Lower it only while a peer has trouble after an upgrade.",
        NEWEST,
    )
    monitor: str = _said(
        'Where health and metrics are served, as `127.0.0.1:9470`; "" for nowhere. They hold no content, but show who '
        "works with whom: never let the world reach it.",
        "",
        group="What those who run it see.",
    )
    console: str = _said(
        'Where the console is served to the people of this authority, as `127.0.0.1:8480`; "" for nowhere. Needs the '
        "extra `console`. Peers never need to reach it.",
        "",
        group="The console: what officers see in a browser.",
    )
    console_url: str = _said(
        "How their browsers reach it, as `https://lintas.example`: passkeys are bound to this name. Anything but "
        "https is for `localhost` alone.",
        "",
    )
    call_servers: str = _said(
        "STUN and TURN servers for calls by voice and video, separated by blanks, as `stun:stun.example "
        'turns:turn.example:5349?transport=tcp`; "" where the machines of both sides reach each other.',
        "",
    )
    call_relay: bool = _said(
        "Whether calls go by the TURN servers alone, so that the other side learns no address of a machine here.", False
    )
    call_secret_file: str = _said(
        "The file with the secret that the TURN servers share with this node (`static-auth-secret` of coturn), for "
        'this user alone; "" for `lintas-turn` in `$CREDENTIALS_DIRECTORY`.',
        "",
    )
    session_idle_min: int = _said("After how many minutes without a word from the browser somebody is signed out.", 20)
    break_glass: str = _said(
        "Whether an operator may open a dossier by breaking the glass, with a written reason, for a short time, read "
        "only, everybody concerned being told at once: `second` once an approver has agreed, `alone` at once, `off` "
        "never.",
        SECOND,
    )
    break_glass_min: int = _said(f"For how many minutes it is open then: 1 to {GLASS_MIN_MAX}.", 30)
    api_per_min: int = _said("How many requests a minute one token of a program may make of the console.", 600)
    log_format: str = _said("`text`, or `json` for one JSON object a line. No log holds content.", TEXT)
    disk_free_min_mib: int = _said(
        "Below so many MiB free on its disk, `/ready` and `lintas doctor` say so, and it takes acts but no more files.",
        1_024,
    )
    bags: Mapping[str, str] = field(default_factory=dict)
    guests: frozenset[str] = frozenset()
    policy: Policy = field(default_factory=Policy)


S3_VARIABLES: Final = frozenset({"LINTAS_S3_ACCESS_KEY", "LINTAS_S3_SECRET_KEY"})
"""The key to a bucket. No setting: it stands in no settings file."""


def plain() -> Iterator[Field[Any]]:
    """The settings of one value each."""
    return (each for each in fields(Settings) if each.name not in {"policy", "bags", "guests"})


def variable(name: str) -> str:
    """The environment variable that stands for a setting."""
    return PREFIX + name.upper()


def variables() -> frozenset[str]:
    """Every environment variable that is read."""
    return frozenset({variable(each.name) for each in plain()} | {name for name, _ in TABLES.values()} | S3_VARIABLES)


def write(folder: Path, settings: Settings) -> None:
    """Write a new settings file, with what each line means."""
    lines = [f"# Each setting also by an environment variable, {PREFIX}NAME, which prevails over this file."]
    for each in plain():
        if each.metadata["group"]:
            lines += ["", f"# {each.metadata['group']}"]
        # A JSON text, number or truth value is one of TOML.
        lines += [f"# {each.metadata['text']}", f"{each.name} = {json.dumps(getattr(settings, each.name))}"]
    empty = {
        "mailboxes": ("of = []",),
        "protected": ("names = []",),
        "barred": ("sha256 = []",),
        "ended": ("with = []",),
        "closed": (f"to = {json.dumps(sorted(settings.policy.closed_to))}",),
        "proofs": ('binding = ["passkey"]', 'duty = ["passkey", "shift"]', f"shift_hours = {SHIFT_HOURS}"),
    }
    for table, (_, text) in TABLES.items():
        lines += ["", f"[{table}]", f"# {text}", *empty.get(table, ())]
    (folder / FILE).write_text("\n".join(lines) + "\n", encoding="utf-8")


def change(folder: Path, name: str, value: str | int | bool) -> None:
    """Set one of the plain settings in the file of a folder, and leave all else in it as it is; durable on return."""
    file = folder / FILE
    lines, line = file.read_text(encoding="utf-8").splitlines(), f"{name} = {json.dumps(value)}"
    tables = next((at for at, each in enumerate(lines) if each.lstrip().startswith("[")), len(lines))
    held = next((at for at in range(tables) if lines[at].partition("=")[0].strip() == name), None)
    lines[tables if held is None else held : tables if held is None else held + 1] = [line]
    part = file.with_suffix(".part")
    with part.open("w", encoding="utf-8") as out:
        out.write("\n".join(lines) + "\n")
        out.flush()
        os.fsync(out.fileno())
    part.replace(file)


def read(folder: Path, environ: Mapping[str, str] | None = None) -> Settings:
    """The settings of a node's folder; raises `BadSettings`. `environ` is the process's own unless given."""
    file = folder / FILE
    try:
        found = tomllib.loads(file.read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise BadSettings(str(file), "is not there: make the node with `lintas node init`") from None
    except (ValueError, RecursionError) as error:
        # Beside what is no TOML or no text: a number of thousands of digits, brackets nested too deep.
        raise BadSettings(str(file), str(error)) from None
    tables = {name: found.pop(name, {}) for name in TABLES}
    known = {each.name: _KINDS[str(each.type)] for each in plain()}
    for name, value in found.items():
        if name not in known:
            raise BadSettings(str(file), f"knows no setting {name}")
        _check(str(file), name, value, known[name])
    _take_variables(found, tables, os.environ if environ is None else environ)
    needed = (each.name for each in plain() if each.default is MISSING)
    if missing := next((name for name in needed if name not in found), None):
        raise BadSettings(str(file), f"lacks {missing}")
    _check_values(str(file), found)
    for name in ("monitor", "console"):
        if found.get(name):
            address(str(file), found[name], name)
    if found.get("store"):
        try:
            read_address(found["store"])
        except BadStoreAddress as error:
            raise BadSettings(str(file), f"store: {error.why}") from None
    if found.get("chunks"):
        try:
            read_bucket(found["chunks"])
        except BadBucket as error:
            raise BadSettings(str(file), f"chunks: {error.detail}") from None
    try:
        read_servers(found.get("call_servers", ""), relayed=found.get("call_relay", False))
    except BadRelay as error:
        raise BadSettings(str(file), f"call_servers: {error.why}") from None
    bags = tables.pop("bags")
    if not isinstance(bags, dict) or any(type(folder) is not str for folder in bags.values()):
        raise BadSettings(str(file), "bags is not a table of folders by code")
    guests = _guests(file, tables.pop("mailboxes"))
    plain_policy = {name: found[name] for name in _OF_POLICY if name in found}
    # A file of a newer program, or one that was made for it, may name a version that this one does not have.
    plain_policy["wire_version_max"] = min(found.get("wire_version_max", NEWEST), NEWEST)
    policy = replace(_policy(file, tables), **plain_policy)
    return Settings(**found, bags=bags, guests=guests, policy=policy)


def _guests(file: Path, table: Any) -> frozenset[str]:
    codes = table.get("of", []) if isinstance(table, dict) else None
    if not isinstance(codes, list) or any(type(code) is not str for code in codes):
        raise BadSettings(str(file), "mailboxes has no list `of` of codes")
    return frozenset(codes)


def address(file: str, text: str, name: str) -> tuple[str, int]:
    """Host and port of `host:port`, which the setting of this name says; raises `BadSettings`."""
    host, _, port = text.rpartition(":")
    if not host or not (port.isascii() and port.isdigit()) or len(port) > 5 or int(port) >= 1 << 16:
        raise BadSettings(file, f"{name} is {text!r}, and not host:port")
    return host.strip("[]"), int(port)


def _check(where: str, name: str, value: Any, kind: type) -> None:
    if type(value) is not kind or (isinstance(value, int) and value < 0):
        raise BadSettings(where, f"{name} is not {_WORDS[kind]}")


def _check_values(where: str, found: Mapping[str, Any]) -> None:
    """Words that are one of some, and numbers within bounds."""
    if found.get("log_format", TEXT) not in (TEXT, JSON):
        raise BadSettings(where, f"log_format is neither {TEXT} nor {JSON}")
    if found.get("break_glass", SECOND) not in GLASS:
        raise BadSettings(where, f"break_glass is none of {', '.join(GLASS)}")
    if found.get("wire_version_max", NEWEST) < PLAIN:
        raise BadSettings(where, f"wire_version_max is below {PLAIN}")
    for name, most in (("mail_days", MAIL_DAYS_MAX), ("break_glass_min", GLASS_MIN_MAX)):
        if not 1 <= found.get(name, 1) <= most:
            raise BadSettings(where, f"{name} is not from 1 to {most}")


def _take_variables(found: dict[str, Any], tables: dict[str, Any], environ: Mapping[str, str]) -> None:
    for each in plain():
        if (text := environ.get(variable(each.name))) is not None:
            kind = _KINDS[str(each.type)]
            value = text if kind is str else _json(variable(each.name), text)
            _check(f"the variable {variable(each.name)}", each.name, value, kind)
            found[each.name] = value
    for table, (name, _) in TABLES.items():
        if (text := environ.get(name)) is not None:
            tables[table] = _json(name, text)


def _json(name: str, text: str) -> Any:
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        raise BadSettings(f"the variable {name}", f"{text[:64]!r} cannot be read") from None


def _policy(file: Path, tables: Mapping[str, Any]) -> Policy:
    try:
        return policy_of(**tables)
    except (AttributeError, TypeError, ValueError, KeyError) as error:
        raise BadSettings(str(file), f"{', '.join(tables)}: {error}") from None
