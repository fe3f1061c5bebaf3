"""How the node is, for who runs it: its status, and what troubles there are with each peer. No content, no names."""

from __future__ import annotations

from typing import Any

from lintas.console.asking import ask, service
from lintas.node.plain_data import plain
from lintas.node.status import status


def vitals() -> dict[str, Any]:
    """The status; each peer with the `error` that its line has, and for how many seconds: `failing_s`."""
    seen: dict[str, Any] = plain(ask(status))
    troubles = {each.code: (each.error, int(each.failing_s())) for each in service().couriers}
    for peer in seen["peers"]:
        peer["error"], peer["failing_s"] = troubles.get(peer["code"], ("", 0))
    return seen
