"""The keys with which authorities sign, for whoever is to verify without a node: all that each one ever had.

A key that was renewed since it was stolen is named with the time at which its renewal was listed: what is signed with
it may be anybody's, also what claims to be older.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from lintas.crypto.errors import CryptoError
from lintas.dossier.authority import Authority, read_entry
from lintas.node.brought import counts, said
from lintas.node.state import Node
from lintas.wire.errors import Malformed

STOLEN = "stolen"


@dataclass(frozen=True, slots=True)
class SigningKeys:
    """An authority with its signing keys, the present one first; of those that were stolen, since when in ms."""

    authority: Authority
    publics: tuple[bytes, ...]
    stolen: dict[bytes, int] = field(default_factory=dict)


def signing_keys(node: Node) -> Iterator[SigningKeys]:
    """Of every authority that is or was in the federation, by code."""
    federation, stolen = node.federation, dict(_stolen(node))
    everybody = (federation.authority(each) for each in federation.standing.entries)
    for authority in sorted(everybody, key=lambda each: each.code):
        publics = federation.keys(authority.id, former=True)
        yield SigningKeys(authority, publics, {each: stolen[each] for each in publics if each in stolen})


def _stolen(node: Node) -> Iterator[tuple[bytes, int]]:
    """The keys in whose place others were listed since they were stolen, and when."""
    replica = node.register.replica
    if replica is None or node.federation.registry is None:
        return
    now = replica.now()
    for row in node.store.acts(node.federation.registry):
        found = replica.graph.nodes.get(row.id)
        if found is None or not counts(now, found):
            continue
        words = said(node, row)
        if words.get("because") == STOLEN:
            before = _before(node, bytes(words["entry"]))
            yield from ((each, found.act.header.time_ms) for each in before)


def _before(node: Node, entry: bytes) -> tuple[bytes, ...]:
    """The key that the one of this entry took the place of."""
    try:
        authority = read_entry(node.suite, entry)
        keys = node.federation.keys(authority.id, former=True)
    except (Malformed, CryptoError):
        return ()
    at = keys.index(authority.signing) if authority.signing in keys else len(keys)
    return keys[at + 1 : at + 2]
