"""Rows of which sources say different things, side by side: what each says, how sure that is, and who entered it.

No kind is named: an act speaks for another source if its body has the fields `FIELDS`, and of a row every act is shown
that states a source. Which of them is right is not reckoned.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from lintas.node.show import Shown, ShownAct

SOURCE, CONFIDENCE = "source", "confidence"
FIELDS: Final = frozenset({SOURCE, CONFIDENCE})
COUNTED: Final = "counted"


@dataclass(frozen=True, slots=True)
class Row:
    """A row by the name of its item, with the acts that state a source for it, in the order in which they came."""

    name: str
    acts: tuple[ShownAct, ...]


def differing(shown: Shown) -> list[Row]:
    """The rows in what is shown of a dossier for which another source speaks."""
    names = {item.id: item.name for item in shown.items}
    rows: dict[bytes, list[ShownAct]] = {}
    for act in shown.acts:
        if act.verdict == COUNTED and act.effect and act.says and SOURCE in act.says:
            # What opens a row is done above it.
            rows.setdefault(act.id[:16] if act.id[:16] in names else act.item, []).append(act)
    return [
        Row(names.get(item, ""), tuple(acts))
        for item, acts in rows.items()
        if len(acts) > 1 and any((act.says or {}).keys() >= FIELDS for act in acts)
    ]
