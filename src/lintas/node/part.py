"""Which part of a dossier a page shows: the newest acts up to one, and the items where something is still to be done.

Chosen by headers alone, so that of a dossier of ten thousand acts only what is shown is read, opened and checked.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from lintas.dossier.header import Form
from lintas.dossier.position import DOSSIER, Position
from lintas.node.clocks import clocks
from lintas.node.state import Node

PLACES_MAX: Final = 1_024
"""So far behind the newest act of the log it is looked what came; whoever was away longer is brought the whole part."""


@dataclass(frozen=True, slots=True)
class Part:
    """Acts by id, the oldest first, and items. `earlier`: the newest act that lies before them, or empty; `before`: how
    many lie there; `after`: how many came after them. `others`: how many items are left out.
    """

    acts: Sequence[bytes]
    items: Sequence[bytes]
    earlier: bytes = b""
    before: int = 0
    after: int = 0
    others: int = 0


def newest(node: Node, dossier: bytes, acts_max: int, items_max: int, upto: bytes = b"") -> Part:
    """So many acts up to this one, or up to the newest where it is none of them; raises `UnknownDossier`."""
    raw = node.raw(dossier)
    acts = list(raw.acts if raw else node.replica(dossier).graph.nodes)
    end = acts.index(upto) + 1 if upto in acts else len(acts)
    start = max(0, end - acts_max)
    every = (DOSSIER,) if raw else node.replica(dossier).now().items
    items = every if len(every) <= items_max else _items(node.replica(dossier).now(), items_max)
    earlier = acts[start - 1] if start else b""
    return Part(acts[start:end], items, earlier, start, len(acts) - end, len(every) - len(items))


def _items(now: Position, items_max: int) -> Sequence[bytes]:
    """The dossier, then those that are not over, then those that are, the newest of each first; of these so many, in
    the order of the position.
    """
    places = sorted(range(len(now.items)), key=lambda at: (at > 0, now.over(now.items[at]), -at))
    return [now.items[at] for at in sorted(places[:items_max])]


def talk(node: Node, dossier: bytes, threads_max: int, owed_max: int, upto: bytes = b"", since: int = -1) -> Part:
    """So many threads up to this one, or up to the newest, and before them those to which somebody owes an answer, at
    most so many; of these the ones in which something came behind the position `since`. `earlier` and the counts are of
    threads. Raises as `newest`.
    """
    now, threads, came = node.replica(dossier).now(), _threads(node, dossier), behind(node, dossier, since)
    keys = list(threads)
    end = keys.index(upto) + 1 if upto in threads else len(keys)
    start = max(0, end - threads_max)
    early, late = keys[:start], keys[start:end]
    if came is not None:
        early, late = ([key for key in each if not came.isdisjoint(threads[key])] for each in (early, late))
    owed = {clock.item for clock in clocks(node, dossier, ())} if early else frozenset[bytes]()
    waiting = [key for key in early if key in owed]
    waiting = waiting[max(0, len(waiting) - owed_max) :]
    shown = [*waiting, *late]
    return Part(
        [act for key in shown for act in threads[key]],
        [DOSSIER, *(key for key in shown if now.exists(key))],
        keys[start - 1] if start else b"",
        start - len(waiting),
        len(keys) - end,
    )


def behind(node: Node, dossier: bytes, since: int) -> frozenset[bytes] | None:
    """The acts of the dossier that lie behind a position of the node's log; None where that may be all of them."""
    size = node.store.size()
    if since < 0 or size - since > PLACES_MAX:
        return None
    return frozenset(each.id for each in node.store.places(since + 1, PLACES_MAX) if each.dossier == dossier)


def thread(node: Node, dossier: bytes, item: bytes) -> Sequence[bytes]:
    """The acts that were done at an item, and the one that opened it; raises `UnknownDossier`."""
    return _threads(node, dossier).get(item, [])


def _threads(node: Node, dossier: bytes) -> dict[bytes, list[bytes]]:
    """What was said, by the item that it opened or at which it was done; each act of the dossier itself stands alone.
    What nodes do for themselves is no part of it.
    """
    replica, found = node.replica(dossier), dict[bytes, list[bytes]]()
    items = replica.now().records.items
    for act, each in replica.graph.nodes.items():
        header, opened = each.act.header, act[: len(DOSSIER)]
        if header.form is not Form.KEY:
            at = header.item if header.item in items and header.item != DOSSIER else None
            found.setdefault(opened if opened in items else at or act, []).append(act)
    return found
