"""A federation of one authority, in a folder: it alone founds the registry, lists itself and renews its own keys."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

from lintas.compose import folder as folders
from lintas.compose import registry, registry_pages
from lintas.compose.settings import Settings
from lintas.crypto.ports import Algorithm
from lintas.crypto.real import RealSuite
from lintas.dossier.authority import read_entry, write_genesis
from lintas.node.author import Authored
from lintas.node.desk import appoint
from lintas.node.keys import entry_of
from lintas.node.state import Node
from lintas.store.vault import SqliteVault

NAMES = ("one", "two")


def alone(folder: Path, *, sign: bool = True, lasting: bool = True, algorithm: Algorithm = Algorithm.ED25519) -> Path:
    """The node of an authority that founded the registry; its next key was taken away, to `next.key` beside it.
    Without `lasting`: it was made before there were lasting keys.
    """
    settings = Settings("aa", "Exercise aa", "XX", "police", "http://127.0.0.1:9", disk_free_min_mib=0)
    entry = folders.make(folder, settings, algorithm=algorithm)
    if not lasting:
        older = replace(read_entry(RealSuite(), entry), lasting=b"")
        with closing(SqliteVault(folder / folders.VAULT)) as vault:
            entry = entry_of(RealSuite(), vault, older)
        (folder / folders.ENTRY).write_bytes(entry)
    (folder / folders.NEXT_KEY).rename(folder.with_name("next.key"))
    folders.adopt(folder, write_genesis([entry], exercise=True))
    (folder / "officers").mkdir(mode=0o700)
    with at_work(folder) as node:
        for name in NAMES:
            token = folder / "officers" / f"{name}.token"
            token.touch(mode=0o600)
            token.write_text(appoint(node, name, ("author", "approver")).token)
        if sign:
            do(node, folder, "sign")
    return folder


@contextmanager
def at_work(folder: Path) -> Iterator[Node]:
    """The node; what it did is committed at the end."""
    with folders.at_work(folder) as (settings, given):
        node = folders.build_with(folder, settings, given)
        yield node
        node.commit()


def do(node: Node, folder: Path, what: str, **args: Any) -> Authored:
    """A deed of the registry, by both officers."""
    one, two = ({"name": name, "token": (folder / "officers" / f"{name}.token").read_text()} for name in NAMES)
    return registry.registry(node, {"what": what, "as": one, "approve": [two]} | args)


def renewal(node: Node, next_key: str, **said: str) -> dict[str, Any]:
    """Our entry under its next key, as `lintas node request --renew` gives it."""
    return registry_pages.request(node, {"name": "Exercise aa", "category": "police", "next": next_key} | said)
