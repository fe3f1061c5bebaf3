"""Joining: the bundle with which a new node begins, the genesis and the whole registry, and what a node makes of one.

Everything in a bundle is signed by those who made it; who hands it over is trusted with nothing but completeness. What
must be compared by voice is the hash of the genesis. Peers and their addresses stand in the registry.
"""

from __future__ import annotations

from dataclasses import dataclass

from lintas.dossier.authority import TrustError
from lintas.node.receive import receive
from lintas.node.state import Node
from lintas.sync.link import LinkItem, bodies_of, item_fields, read_items
from lintas.wire import cbor
from lintas.wire.errors import LintasError
from lintas.wire.limits import LIMITS, MIB
from lintas.wire.shape import Fields

VERSION = 1
BUNDLE_BYTES_MAX = 64 * MIB
_BUNDLE = "bundle to join with"
_ENTRIES_OF_AN_ACT = 6
"""A registry may be as large as a dossier: of each act a list of three, and its body."""


class NotListed(TrustError):
    """The registry does not list this node's authority as its own entry has it."""

    def __init__(self, code: str) -> None:
        self.code = code


class NoRegistry(LintasError):
    """The federation has no registry yet: the founders' desks sign it first."""


@dataclass(frozen=True, slots=True)
class Bundle:
    """A genesis, and the acts of the registry in an order in which each comes after what it saw."""

    genesis: bytes
    items: tuple[LinkItem, ...]


def write_bundle(node: Node) -> bytes:
    """What a new node needs; raises `NoRegistry`."""
    registry = node.federation.registry
    if registry is None:
        raise NoRegistry()
    items = [LinkItem(row.signed, row.body) for row in node.store.acts(registry)]
    listed = [item_fields(item) for item in items]
    return cbor.encode({1: VERSION, 2: node.federation.genesis, 3: listed, 4: bodies_of(items)})


def read_bundle(data: bytes) -> Bundle:
    """The bundle in these bytes, nothing in it verified; raises `Malformed`."""
    items_max = LIMITS.dossier_acts_max * _ENTRIES_OF_AN_ACT
    fields = Fields(_BUNDLE, cbor.decode(data, size_max=BUNDLE_BYTES_MAX, items_max=items_max))
    if fields.uint(1) != VERSION:
        raise fields.bad(1, f"version {fields.uint(1)} is not known here")
    genesis = fields.octets(2, most=LIMITS.bundle_bytes_max)
    bodies = fields.each(4, LIMITS.dossier_acts_max, fields.is_octets)
    return Bundle(genesis, read_items(fields, 3, bodies, LIMITS.dossier_acts_max))


def take_bundle(node: Node, bundle: Bundle) -> None:
    """Take the registry into a new node, durable on return; raises `NotListed`."""
    receive(node, node.id, bundle.items, asked=True)
    ours = node.identity.authority
    if node.federation.authorities.get(node.id) != ours:
        node.forget()
        raise NotListed(ours.code)
    node.commit()
