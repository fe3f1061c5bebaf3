"""The regional picture of returns: as plain data for a terminal, and as a paper that is set beside the node."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from lintas.compose import orders
from lintas.interop.cells import write_csv_rows
from lintas.letter.picture import picture_paper
from lintas.node.aside import Aside
from lintas.node.picture import picture
from lintas.node.state import Node

Args = Mapping[str, Any]


def drawn(node: Node, args: Args) -> dict[str, Any]:
    """The picture of a `dossier` as plain data; raises `NoPicture`."""
    orders.signed_in(node, args)
    found = picture(node, orders.dossier_of(node, args))
    return {
        "states": found.states,
        "unread": found.unread,
        "columns": found.table.columns,
        "rows": [{"name": row, "figures": [found.table.value(row, c) for c in found.table.columns]} for row in
                 found.table.rows],
        "exercise": found.exercise,
    }  # fmt: skip


def paper(node: Node, args: Args) -> Aside:
    """The picture of a `dossier` as a PDF; raises `NoPicture`."""
    orders.signed_in(node, args)
    return paper_of(node, orders.dossier_of(node, args), str(args.get("marking") or ""))


def paper_of(node: Node, dossier: bytes, marking: str) -> Aside:
    """The PDF, set beside the node; raises `NoPicture`, `MissingGlyph` or `NoTypesetter`."""
    found, title = picture(node, dossier), node.replica(dossier).kind.title
    sender, time_ms = node.identity.authority.name, node.clock()

    def work() -> bytes:
        return picture_paper(found, title, marking, sender, write_csv_rows, time_ms)

    return Aside(work, lambda node, made: made)
