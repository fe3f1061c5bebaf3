"""The rulings on release that stand in a dossier, as far as this node can read them."""

from __future__ import annotations

from lintas.crypto.errors import CryptoError
from lintas.dossier.meanings import Decision
from lintas.dossier.position import Position
from lintas.node.reading import read
from lintas.node.state import Node


def rulings_on_record(node: Node, dossier: bytes, past: Position) -> tuple[str, ...]:
    """What this authority's own acts in the view ruled on release, oldest first; not those still to be stored."""
    acts = []
    for (item, name), track in past.records.marks.items():
        verb = past.type(item).verb(name)
        decides = [field for field, meaning in verb.says.fields().items() if meaning.says(Decision)] if verb else []
        for marks in track.newest(past.vector) if decides else ():
            acts += [(m.act.header.depth, m.act.id, decides) for m in marks if m.act.header.author == node.id]
    found: list[str] = []
    for _, identifier, fields in sorted(acts):
        stored = node.store.act(identifier)
        try:
            content = read(node, stored)[1] if stored else None
        except CryptoError:
            continue
        found += [str(content.fields[f]) for f in fields if content and f in content.fields]
    return tuple(found)
