"""Asking a party of a dossier for the acts that one lacks: repair, and how a newcomer gets what came before it.

Any party may serve headers; bodies and parcels come from their author only. The reply holds acts in an order in which
each comes after what it saw, from the beginning of what the asker's `have` does not cover.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from lintas.sync.envelope import FIRST_LABEL
from lintas.sync.link import LinkItem, item_fields, read_items
from lintas.wire.limits import LIMITS
from lintas.wire.shape import Fields

FETCH_KIND: Final = "fetch"
FETCHED_KIND: Final = "fetched"
_AT = FIRST_LABEL


@dataclass(frozen=True, slots=True)
class Fetch:
    """A request for the acts of a dossier that are not in the past of these tips, the tips themselves included; or for
    these acts and no others, where `acts` names any.
    """

    dossier: bytes
    have: tuple[bytes, ...]
    acts: tuple[bytes, ...] = ()


@dataclass(frozen=True, slots=True)
class Fetched:
    """The acts found; `more` if there are others, to be asked for with newer tips."""

    items: tuple[LinkItem, ...]
    more: bool


def fetch_fields(fetch: Fetch) -> dict[int, object]:
    """The labels of a request."""
    named: dict[int, object] = {_AT + 2: list(fetch.acts)} if fetch.acts else {}
    return {_AT: fetch.dossier, _AT + 1: list(fetch.have)} | named


def read_fetch(fields: Fields) -> Fetch:
    """A request from its labels; raises `BadShape`."""
    most = LIMITS.bundle_items_max
    return Fetch(fields.octets(_AT, 16), fields.ids(_AT + 1, most), fields.ids(_AT + 2, most))


def fetched_fields(fetched: Fetched) -> dict[int, object]:
    """The labels of a reply."""
    return {_AT: [item_fields(item) for item in fetched.items], _AT + 1: fetched.more}


def read_fetched(fields: Fields, bodies: Iterable[bytes]) -> Fetched:
    """A reply from its labels and the bodies beside it; raises `BadShape`."""
    return Fetched(read_items(fields, _AT, bodies), fields.flag(_AT + 1))
