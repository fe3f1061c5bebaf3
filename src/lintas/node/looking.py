"""An officer looks into a dossier: what is shown, and that it was opened, which its authors are told."""

from __future__ import annotations

from lintas.node import opened
from lintas.node.part import Part
from lintas.node.show import Shown, show
from lintas.node.show_raw import show_raw
from lintas.node.state import Node


def look(node: Node, dossier: bytes, part: Part | None = None) -> Shown:
    """The dossier, or the part of it, as it is shown to an officer here; raises `UnknownDossier`."""
    shown = looked_at(node, dossier, part)
    tell(node, shown)
    return shown


def looked_at(node: Node, dossier: bytes, part: Part | None = None) -> Shown:
    """The same, for whoever tells it (`tell`) before he shows it."""
    raw = node.raw(dossier)
    return show_raw(node, dossier, raw, part) if raw else show(node, dossier, part)


def tell(node: Node, shown: Shown) -> None:
    """An officer opens what is shown."""
    read_here = (node.store.act(act.id) for act in shown.acts if act.says is not None)
    opened.tell(node, shown.id, [(row.author, row.id) for row in read_here if row])
