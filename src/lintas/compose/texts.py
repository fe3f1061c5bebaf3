"""A text that is being settled, as a paper: what `node.texts` says of it, as plain data, and its brackets for Word."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from typing import Any

from lintas.compose import orders
from lintas.node.plain_data import find_item
from lintas.node.state import Node
from lintas.node.texts import NoText, SharedText, text, texts
from lintas.office.brackets import Bracket

Args = Mapping[str, Any]


def shared_text(node: Node, args: Args) -> SharedText:
    """The text at an `item` of a `dossier`; without one, the only text that there is. Raises as `text`."""
    orders.signed_in(node, args)
    dossier, named = orders.dossier_of(node, args), str(args.get("item") or "")
    if named:
        return text(node, dossier, find_item(node.replica(dossier).now(), named))
    found = texts(node, dossier)
    if len(found) != 1:
        raise NoText()
    return text(node, dossier, found[0])


def brackets_of(held: Iterable[Mapping[str, Any]]) -> list[Bracket]:
    """What parties hold, as it is written beside the words; `held` as plain data of `node.texts.Held`."""
    return [
        Bracket(
            each["label"],
            said["paragraph"],
            said["words"],
            said.get("instead", ""),
            said.get("why", ""),
            _time(each["time_ms"]),
        )
        for each in held
        for said in each["brackets"] or ()
    ]


def _time(time_ms: int) -> str:
    """The time that an act claims, as Word writes it; empty for one that is none."""
    try:
        return datetime.fromtimestamp(time_ms // 1000, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    except (ValueError, OverflowError, OSError):
        return ""
