"""A node's folder: what lies where, how one is made, and the node that is built from it."""

from __future__ import annotations

import os
import secrets
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from lintas.compose import calendars, desk
from lintas.compose import settings as settings_file
from lintas.compose.settings import Settings
from lintas.crypto.ports import Suite
from lintas.crypto.real import RealSuite
from lintas.dossier.authority import Authority, Federation, UnknownAuthority, write_entry
from lintas.kinds import all_kinds
from lintas.node.check_store import check_ports
from lintas.node.ports import Store, Vault
from lintas.node.report import Report
from lintas.node.state import Identity, Node, Ports
from lintas.store.chunks import FolderChunks
from lintas.store.folder import lock
from lintas.store.sqlite import SqliteStore
from lintas.store.vault import SqliteVault
from lintas.wire.errors import LintasError

if TYPE_CHECKING:
    from lintas.store.postgres import PostgresStore

GENESIS, ENTRY, VAULT, STORE, CHUNKS = "genesis.cbor", "entry.cbor", "vault.db", "node.db", "chunks"
SOCKET = desk.SOCKET
SIGNING, RECIPIENT, ISSUING = "identity/signing", "identity/recipient", "identity/issuing"
CODE_CHARACTERS = frozenset("abcdefghijklmnopqrstuvwxyz0123456789-")


class FolderError(LintasError):
    """A node's folder is not in the state that the command needs."""


class NotEmpty(FolderError):
    """A node is made in a folder that has none yet."""

    def __init__(self, folder: str) -> None:
        self.folder = folder


class NoGenesis(FolderError):
    """The node belongs to no federation yet: adopt a genesis first."""

    def __init__(self, folder: str) -> None:
        self.folder = folder


class NotAMember(FolderError):
    """The genesis does not hold this node's own entry, as it is in its folder."""

    def __init__(self, code: str) -> None:
        self.code = code


class OtherGenesis(FolderError):
    """The node belongs to another federation already."""

    def __init__(self, held: str, offered: str) -> None:
        self.held = held
        self.offered = offered


class BadCode(FolderError):
    """A code has 2 to 32 small letters, digits and hyphens."""

    def __init__(self, code: str) -> None:
        self.code = code


class NoKeys(FolderError):
    """The vault holds no identity: it is not this node's, or was lost. Restore the vault's backup."""


class NoDriver(FolderError):
    """The settings choose PostgreSQL, and its driver is not installed: it is the extra `postgres`."""


@dataclass(frozen=True, slots=True)
class Keys:
    """The seeds of an authority, as the vault holds them."""

    signing: bytes
    recipient: bytes
    issuing: bytes


def now_ms() -> int:
    """The clock of a node in service."""
    return time.time_ns() // 1_000_000


def chance(count: int) -> bytes:
    """The entropy of a node in service."""
    return secrets.token_bytes(count)


def make(folder: Path, settings: Settings) -> bytes:
    """Make a node's folder with new keys; the node's entry, to be put into a genesis. Raises `NotEmpty`, `BadCode`."""
    if not 2 <= len(settings.code) <= 32 or not set(settings.code) <= CODE_CHARACTERS:
        raise BadCode(settings.code)
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    if any((folder / name).exists() for name in (VAULT, STORE, settings_file.FILE)):
        raise NotEmpty(str(folder))
    suite, vault = RealSuite(), SqliteVault(folder / VAULT)
    for name in (SIGNING, RECIPIENT, ISSUING):
        vault.put_secret(name, chance(32))
    entry = write_entry(_authority(suite, settings, _keys(vault)), suite.signer(_keys(vault).signing))
    vault.close()
    settings_file.write(folder, settings)
    (folder / ENTRY).write_bytes(entry)
    return entry


def adopt(folder: Path, genesis: bytes) -> Federation:
    """Let the node belong to the federation of a genesis; raises a `FolderError`, or what `Federation` raises."""
    federation = Federation(RealSuite(), genesis)
    settings = settings_file.read(folder)
    suite, vault = RealSuite(), SqliteVault(folder / VAULT)
    ours = _authority(suite, settings, _keys(vault))
    vault.close()
    if federation.authorities.get(ours.id) != ours:
        raise NotAMember(settings.code)
    file = folder / GENESIS
    if file.exists() and file.read_bytes() != genesis:
        raise OtherGenesis(Federation(suite, file.read_bytes()).reg.hex(), federation.reg.hex())
    _write_durably(file, genesis)
    return federation


def build(folder: Path) -> tuple[Node, Settings]:
    """The node of a folder; whoever calls holds the folder's lock. Raises `BadSettings` or a `FolderError`."""
    settings = settings_file.read(folder)
    given = adapters(folder, open_store(folder, settings), SqliteVault(folder / VAULT))
    return build_with(folder, settings, given), settings


def adapters(folder: Path, store: Store, vault: Vault) -> Ports:
    """What a node in this folder works with, beside its store and its vault."""
    return Ports(store, vault, FolderChunks(folder / CHUNKS), now_ms, chance)


def open_store(folder: Path, settings: Settings) -> SqliteStore | PostgresStore:
    """The store that the settings choose, claimed where processes elsewhere might; raises `StoreLocked` at once."""
    if not settings.store:
        return SqliteStore(folder / STORE)
    store = open_postgres(settings)
    try:
        store.claim(settings.code)
    except BaseException:
        store.close()
        raise
    return store


def open_postgres(settings: Settings) -> PostgresStore:
    """The store at the address in the settings, not yet claimed; raises `NoDriver`."""
    try:
        from lintas.store.postgres import PostgresStore
    except ModuleNotFoundError:
        raise NoDriver() from None
    return PostgresStore(settings.store)


def build_with(folder: Path, settings: Settings, given: Ports) -> Node:
    """The node of a folder on these adapters; raises as `build` and `BadCalendar`."""
    suite = RealSuite()
    federation, identity = _known(folder, settings, suite, given.vault)
    policy = replace(settings.policy, calendars=calendars.read_all(folder))
    return Node(suite, federation, identity, all_kinds(), given, policy)


@contextmanager
def at_work(folder: Path) -> Iterator[tuple[Settings, Ports]]:
    """Settings and adapters of a folder, locked for as long as it takes, and closed at the end.

    Raises `BadSettings`, `StoreLocked`, or what the adapters raise.
    """
    settings = settings_file.read(folder)
    with lock(folder), closing(open_store(folder, settings)) as store, closing(SqliteVault(folder / VAULT)) as vault:
        yield settings, adapters(folder, store, vault)


def check(folder: Path, settings: Settings, given: Ports) -> Report:
    """What is wrong with the store in a folder, also where no node can be made of it any more.

    Raises `NoGenesis`, `NotAMember` or `NoKeys`.
    """
    suite = RealSuite()
    federation, identity = _known(folder, settings, suite, given.vault)
    return check_ports(suite, federation, identity, all_kinds(), given)


def _known(folder: Path, settings: Settings, suite: Suite, vault: Vault) -> tuple[Federation, Identity]:
    """The federation of a folder, and the node's identity in it."""
    if not (folder / GENESIS).exists():
        raise NoGenesis(str(folder))
    federation = Federation(suite, (folder / GENESIS).read_bytes())
    return federation, identity_of(settings, federation, suite, vault)


def identity_of(settings: Settings, federation: Federation, suite: Suite, vault: Vault) -> Identity:
    """Who the node speaks for in a federation; raises `NoKeys` or `NotAMember`."""
    keys = _keys(vault)
    try:
        entered = federation.authority(_authority(suite, settings, keys).id)
    except UnknownAuthority:
        raise NotAMember(settings.code) from None
    return Identity(entered, suite.signer(keys.signing), keys.recipient, suite.signer(keys.issuing))


def _keys(vault: Vault) -> Keys:
    found = [vault.secret(name) for name in (SIGNING, RECIPIENT, ISSUING)]
    if None in found:
        raise NoKeys()
    return Keys(*(seed for seed in found if seed is not None))


def _authority(suite: Suite, settings: Settings, keys: Keys) -> Authority:
    return Authority(
        settings.code,
        settings.name,
        settings.state,
        settings.category,
        suite.signer(keys.signing).public,
        suite.recipient_public(keys.recipient),
        suite.signer(keys.issuing).public,
        settings.address,
    )


def _write_durably(file: Path, data: bytes) -> None:
    part = file.with_suffix(".part")
    with part.open("wb") as out:
        out.write(data)
        out.flush()
        os.fsync(out.fileno())
    part.replace(file)
