"""A node's folder: what lies where, how one is made, and the node that is built from it."""

from __future__ import annotations

import logging
import os
import secrets
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from lintas.compose import calendars, desk
from lintas.compose import settings as settings_file
from lintas.compose.attachments import open_chunks
from lintas.compose.key_module import open_vault
from lintas.compose.scanning import CommandScanner
from lintas.compose.settings import Settings
from lintas.crypto.ports import Algorithm, Suite
from lintas.crypto.real import RealSuite
from lintas.dossier.authority import UNSHOWN, Authority, Federation, UnknownAuthority, read_entry
from lintas.kinds import all_kinds
from lintas.law.shipped import shipped_files
from lintas.node.check_store import check_ports
from lintas.node.expire import expire
from lintas.node.joining import read_bundle, take_bundle
from lintas.node.key_module import TokenTrouble
from lintas.node.keys import Identity, destroy_old, entry_of, first_identity, identity_of, make_keys, renew, seed_of
from lintas.node.obey import obey
from lintas.node.ports import Store, StoreError, Vault
from lintas.node.register import load, read_acts
from lintas.node.report import Report
from lintas.node.search_index import SearchIndex
from lintas.node.state import Node, Ports
from lintas.node.take_up import take_up
from lintas.store.folder import lock
from lintas.store.mailbox import FolderLetters
from lintas.store.search_sqlite import SqliteSearchIndex, remove
from lintas.store.sqlite import SqliteStore
from lintas.wire.errors import LintasError, Malformed

if TYPE_CHECKING:
    from lintas.store.postgres import PostgresMoment, PostgresStore

log = logging.getLogger(__name__)

GENESIS, ENTRY, VAULT, STORE = "genesis.cbor", "entry.cbor", "vault.db", "node.db"
CONSOLE = "console.db"
"""What the console alone knows, where there is one; it is backed up with the vault."""
SEARCH = "search.db"
"""The search index: in no backup, and made anew where it is not there."""
MAIL = "mail"
"""Where the files lie that are kept in mailboxes for others. They are in no backup: who left them has them."""

SOCKET = desk.SOCKET
NEXT_KEY = "next.key"
"""The seed of the next signing key, in hexadecimal: to be kept apart from this machine."""
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
    """Neither the genesis nor the registry holds this node's own entry, as it is in its folder."""

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


class BadLine(FolderError):
    """A name, a category or an address has characters that cannot be shown."""

    def __init__(self, text: str) -> None:
        self.text = ascii(text)


class NoDriver(FolderError):
    """The settings choose PostgreSQL, and its driver is not installed: it is the extra `postgres`."""


def now_ms() -> int:
    """The clock of a node in service."""
    return time.time_ns() // 1_000_000


def chance(count: int) -> bytes:
    """The entropy of a node in service."""
    return secrets.token_bytes(count)


def make(folder: Path, settings: Settings, *, desk: bool = False, algorithm: Algorithm = Algorithm.ED25519) -> bytes:
    """Make a node's folder with new keys; the node's entry, to be put into a genesis, or listed by a registry desk.

    `desk`: it is to be its state's registry desk. `algorithm`: what it signs with.

    Raises `NotEmpty`, `BadCode`, `BadLine`, `TokenTrouble`.
    """
    if not 2 <= len(settings.code) <= 32 or not set(settings.code) <= CODE_CHARACTERS:
        raise BadCode(settings.code)
    for text in (settings.name, settings.category, settings.address):
        if UNSHOWN.search(text):
            raise BadLine(text)
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    if any((folder / name).exists() for name in (VAULT, STORE, settings_file.FILE)):
        raise NotEmpty(str(folder))
    suite = RealSuite()
    with closing(open_vault(folder / VAULT, settings)) as vault:
        try:
            keys, next_seed = make_keys(suite, vault, chance, algorithm)
        except TokenTrouble:
            # Nobody knows these keys yet: the next try makes others.
            (folder / VAULT).unlink()
            raise
        authority = Authority(
            code=settings.code,
            name=settings.name,
            state=settings.state,
            category=settings.category,
            address=settings.address,
            desk=desk,
            **keys,
        )
        entry = entry_of(suite, vault, authority)
    write_next_key(folder, next_seed)
    settings_file.write(folder, settings)
    (folder / ENTRY).write_bytes(entry)
    return entry


def write_next_key(folder: Path, seed: bytes) -> Path:
    """Write the seed of the next signing key into the folder, for its owner to take away."""
    file = folder / NEXT_KEY
    file.touch(mode=0o600)
    file.write_text(seed.hex() + "\n", encoding="ascii")
    return file


def adopt(folder: Path, genesis: bytes) -> Federation:
    """Let the node belong to the federation of a genesis; raises a `FolderError`, or what `Federation` raises."""
    federation = Federation(RealSuite(), genesis)
    ours = _entry(folder, settings_file.read(folder), RealSuite())
    if federation.authorities.get(ours.id) != ours:
        raise NotAMember(ours.code)
    _check_genesis(folder, federation)
    _write_durably(folder / GENESIS, genesis)
    return federation


def join(folder: Path, data: bytes) -> Federation:
    """Let a new node belong to a federation whose registry lists it.

    Raises `Malformed`, a `FolderError`, a `TrustError`, `StoreLocked`, or what the adapters raise.
    """
    bundle, suite = read_bundle(data), RealSuite()
    federation = Federation(suite, bundle.genesis)
    _check_genesis(folder, federation)
    with at_work(folder) as (settings, given):
        identity = identity_of(suite, given.vault, _entry(folder, settings, suite))
        node = Node(suite, federation, identity, all_kinds(), given, settings.policy)
        take_bundle(node, bundle)
    _write_durably(folder / GENESIS, bundle.genesis)
    return node.federation


def begin_anew(folder: Path, data: bytes, next_key: str) -> tuple[bytes, bytes]:
    """After the vault was lost: the entry of our authority under its next key and new ones, for a registry desk or a
    deputy to list, and the seed of the key after that. The folder is new, of our code; join when the entry is listed.

    Raises `Malformed`, `NotEmpty` where the node is in a federation already, `UnknownAuthority`, `NotTheNextKey`.
    """
    suite, bundle, settings = RealSuite(), read_bundle(data), settings_file.read(folder)
    federation = Federation(suite, bundle.genesis)
    for number, why in read_acts(suite, federation, ((item.signed, item.body) for item in bundle.items)):
        log.warning("act %d of the registry in the bundle: %s", number, why)
    if (folder / GENESIS).exists():
        raise NotEmpty(str(folder))
    now = next((a for a, _ in federation.standing.entries.values() if a.code == settings.code), None)
    if now is None:
        raise UnknownAuthority(settings.code)
    with lock(folder), closing(open_vault(folder / VAULT, settings)) as vault:
        renewed, following = renew(suite, vault, chance, now, seed_of(next_key))
        entry = entry_of(suite, vault, renewed)
    write_next_key(folder, following)
    _write_durably(folder / ENTRY, entry)
    return entry, following


def _check_genesis(folder: Path, federation: Federation) -> None:
    file = folder / GENESIS
    if file.exists() and file.read_bytes() != federation.genesis:
        raise OtherGenesis(Federation(RealSuite(), file.read_bytes()).reg.hex(), federation.reg.hex())


def build(folder: Path) -> tuple[Node, Settings]:
    """The node of a folder; whoever calls holds the folder's lock. Raises `BadSettings` or a `FolderError`."""
    settings = settings_file.read(folder)
    given = adapters(folder, settings, open_store(folder, settings), open_vault(folder / VAULT, settings))
    return build_with(folder, settings, given), settings


def adapters(folder: Path, settings: Settings, store: Store, vault: Vault) -> Ports:
    """What a node in this folder works with, beside its store and its vault."""
    scanner = CommandScanner(settings.scan, settings.scan_s_max) if settings.scan else None
    search = open_search(folder, settings)
    return Ports(store, vault, open_chunks(folder, settings), now_ms, chance, scanner, search)


def open_search(folder: Path, settings: Settings) -> SearchIndex:
    """The search index, beside the store that the settings choose; whoever calls has the claim on that."""
    if not settings.store:
        return SqliteSearchIndex(folder / SEARCH)
    from lintas.store.search_postgres import PostgresSearchIndex

    # From before the acts were carried over: no recall would reach it.
    remove(folder / SEARCH)
    return PostgresSearchIndex(settings.store)


@contextmanager
def closing_search(given: Ports) -> Iterator[None]:
    """Close the search index at the end of the block."""
    try:
        yield
    finally:
        if given.search is not None:
            given.search.close()


def letters(folder: Path) -> FolderLetters:
    """What lies in the mailboxes that the node of this folder keeps."""
    return FolderLetters(folder / MAIL)


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


def postgres_now(settings: Settings) -> PostgresMoment:
    """The store at the address in the settings as of this moment, also while the node serves; raises `NoDriver`."""
    try:
        from lintas.store.postgres import PostgresMoment
    except ModuleNotFoundError:
        raise NoDriver() from None
    return PostgresMoment(settings.store)


def build_with(folder: Path, settings: Settings, given: Ports) -> Node:
    """The node of a folder on these adapters; raises as `build` and `BadCalendar`."""
    suite = RealSuite()
    federation, identity = _known(folder, settings, suite, given.vault)
    policy = replace(settings.policy, calendars=calendars.read_all(folder), law=shipped_files())
    node = Node(suite, federation, identity, all_kinds(), given, policy)
    if node.id not in node.federation.standing.entries:
        raise NotAMember(settings.code)
    if destroy_old(suite, given.vault, node.identity, given.clock()):
        node.identity = identity_of(suite, given.vault, node.identity.authority)
    # Before anything is served: a restore or a crash may have left what is to go, an older program what waits.
    obey(node)
    take_up(node)
    expire(node)
    node.commit()
    return node


@contextmanager
def at_work(folder: Path) -> Iterator[tuple[Settings, Ports]]:
    """Settings and adapters of a folder, locked for as long as it takes, and closed at the end.

    Raises `BadSettings`, `StoreLocked`, or what the adapters raise.
    """
    settings = settings_file.read(folder)
    with (
        lock(folder),
        closing(open_store(folder, settings)) as store,
        closing(open_vault(folder / VAULT, settings)) as vault,
    ):
        given = adapters(folder, settings, store, vault)
        with closing_search(given):
            yield settings, given


def check(folder: Path, settings: Settings, given: Ports) -> Report:
    """What is wrong with the store in a folder, also where no node can be made of it any more.

    Raises `NoGenesis`, `NotAMember` or `MissingKeys`.
    """
    suite = RealSuite()
    federation, identity = _known(folder, settings, suite, given.vault)
    with suppress(StoreError, Malformed):
        # A registry that cannot be read is told by the check itself.
        load(suite, federation, all_kinds(), given.store)
    return check_ports(suite, federation, identity, all_kinds(), given)


def _known(folder: Path, settings: Settings, suite: Suite, vault: Vault) -> tuple[Federation, Identity]:
    """The federation of a folder, and the node's identity in it."""
    if not (folder / GENESIS).exists():
        raise NoGenesis(str(folder))
    federation = Federation(suite, (folder / GENESIS).read_bytes())
    return federation, identity_in(folder, settings, suite, vault)


def identity_in(folder: Path, settings: Settings, suite: Suite, vault: Vault) -> Identity:
    """Who the node speaks for, by its first entry; raises `MissingKeys` or `NotAMember`."""
    return first_identity(suite, vault, _entry(folder, settings, suite))


def _entry(folder: Path, settings: Settings, suite: Suite) -> Authority:
    """The node's first entry; raises `NotAMember` where the settings speak of another authority."""
    ours = read_entry(suite, (folder / ENTRY).read_bytes())
    if (ours.code, ours.state) != (settings.code, settings.state):
        raise NotAMember(settings.code)
    return ours


def _write_durably(file: Path, data: bytes) -> None:
    part = file.with_suffix(".part")
    with part.open("wb") as out:
        out.write(data)
        out.flush()
        os.fsync(out.fileno())
    part.replace(file)
