"""What the registry says of this node, against its settings, its folder and its vault."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

from lintas.compose import folder as folders
from lintas.compose.finding import FAULT, NOTE, WARNING, Finding
from lintas.compose.settings import Settings
from lintas.crypto.real import RealSuite
from lintas.dossier.authority import Authority, Federation
from lintas.kinds import all_kinds
from lintas.node.keys import Identity, MissingKeys, identity_of, renewal_asked
from lintas.node.ports import Store, StoreError, Vault
from lintas.node.register import Register, load
from lintas.store.looking import SeenStore
from lintas.wire.errors import Malformed


def check_registry(
    folder: Path, settings: Settings, identity: Identity, federation: Federation, vault: Vault
) -> Iterator[Finding]:
    """What the registry in the folder says of its own authority. `federation` is that of the genesis."""
    yield from _next_key(folder)
    try:
        with closing(SeenStore(folder / folders.STORE)) as store:
            yield from compare(folder, settings, identity, federation, store, vault)
    except (StoreError, Malformed) as error:
        what = f"the registry cannot be read: {error}"
        yield Finding("unreadable-registry", FAULT, what, f"lintas node verify {folder} names what is wrong in it")


def compare(
    folder: Path, settings: Settings, identity: Identity, federation: Federation, store: Store, vault: Vault
) -> Iterator[Finding]:
    """The registry in a store against settings and vault; raises `StoreError` or `Malformed`."""
    federation = federation.founded()
    register = load(RealSuite(), federation, all_kinds(), store)
    us = identity.authority.id
    listed = federation.standing.entries.get(us)
    if listed is None:
        what = "neither the genesis nor the registry holds this authority"
        yield Finding("not-listed", FAULT, what, "let the registry desk of your state list it")
        return
    if us in federation.standing.gone:
        yield Finding(
            "not-in-force", WARNING, "the registry has this authority suspended or retired, or its state has left",
            "peers answer us no more; ask the registry desk of your state",
        )  # fmt: skip
    yield from _keys(listed[0], vault)
    if not listed[0].lasting:
        yield Finding(
            "no-lasting-key", NOTE, "our entry names no lasting key: what our log shows, and what we cosign, rests on "
            "Ed25519 alone, which quantum computers may break", "renew the keys: docs/how-to/renew-keys.md",
        )  # fmt: skip
    yield from _settings(folder, settings, listed[0], federation.address(us))
    yield from _office(folder, register, listed[0])


def _keys(ours: Authority, vault: Vault) -> Iterator[Finding]:
    try:
        identity_of(RealSuite(), vault, ours)
    except MissingKeys:
        yield Finding(
            "keys-superseded", FAULT, f"the registry has our entry {ours.number}, whose keys are not in the vault",
            "restore a newer backup of the vault; if there is none, renew the keys with the next one, in a new folder: "
            "docs/how-to/keep-the-registry-desk.md",
        )  # fmt: skip
    if renewal_asked(RealSuite(), vault, ours):
        yield Finding(
            "renewal-waits", WARNING, "new keys were made here, and the registry does not have them yet",
            "bring the entry that `lintas node request` wrote to the registry desk; then back up the vault",
        )  # fmt: skip


def _next_key(folder: Path) -> Iterator[Finding]:
    if (folder / folders.NEXT_KEY).exists():
        yield Finding(
            "next-key-here", WARNING,
            f"{folder / folders.NEXT_KEY} is on this machine, beside the keys that it replaces",
            "take it away from the machine, to a safe place: who steals both is this authority for good",
        )  # fmt: skip


def _settings(folder: Path, settings: Settings, ours: Authority, address: str) -> Iterator[Finding]:
    if (settings.name, settings.category) != (ours.name, ours.category):
        yield Finding(
            "entry-differs", WARNING, f"the settings say {settings.name!r}, {settings.category!r}; the registry says "
            f"{ours.name!r}, {ours.category!r}",
            f"lintas node request {folder} FILE, and let your registry desk list it; or put the settings back",
        )  # fmt: skip
    if settings.address != address:
        yield Finding(
            "moved", FAULT, f"the settings say that this node is at {settings.address}; peers look for it at {address}",
            f"lintas node move {folder} FILE, and let your registry desk list it; or put the setting back",
        )  # fmt: skip


def _office(folder: Path, register: Register, ours: Authority) -> Iterator[Finding]:
    """What a registry desk has left undone."""
    known, replica = register.known, register.replica
    if replica is None:
        if ours.id in known.federation.desks.values():
            yield Finding(
                "no-registry", NOTE, "the registry was not founded yet, or is not here: no key can be renewed",
                f"each founder's desk does it once: lintas registry sign --node {folder}",
            )  # fmt: skip
        return
    now = replica.now()
    if known.desk_of(now, ours.house) != ours.id:
        return
    if ours.id in known.federation.desks.values() and known.confirmed.newest(ours.id, now) is None:
        yield Finding(
            "not-confirmed", WARNING, "we have not signed the registry: until all have, nothing is entered in it",
            f"lintas registry sign --node {folder}",
        )  # fmt: skip
    others = (a for a, _ in known.federation.standing.entries.values() if a.house == ours.house and a.id != ours.id)
    if ours.state and any(others) and next(known.deputies.all(ours.house, now), None) is None:
        yield Finding(
            "no-deputy", WARNING, "nobody can enter our next key if this vault is lost: we have no deputy",
            f"lintas registry deputy CODE --node {folder}, with another authority of our state",
        )  # fmt: skip
