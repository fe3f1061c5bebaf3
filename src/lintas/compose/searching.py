"""The command behind `lintas search`: what an officer at this machine finds in the acts that this node can read."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from lintas.compose import orders
from lintas.node.aside import Aside
from lintas.node.search import Asked, Everything, Found, search
from lintas.node.state import Node

HITS = 20
_TEXTS = ("kind", "party", "author", "since", "until", "meaning", "order", "after", "purpose")


def searched(node: Node, args: Mapping[str, Any]) -> Aside:
    """A page of hits. Whoever signs in with a token sees every dossier of the node, as with `list` and `show`.

    Raises `NotSignedIn`, or what `search` raises.
    """
    orders.signed_in(node, args)
    given: dict[str, Any] = {name: str(args[name]) for name in _TEXTS if name in args}
    asked = Asked(str(args["words"]), **given, limit=int(args.get("limit", HITS)))
    return search(node, asked, Everything()).ending(_shown)


def _shown(node: Node, found: Found) -> dict[str, Any]:
    return {
        "exercise": node.federation.exercise,
        "count": found.count,
        "more": found.more,
        "kinds": found.kinds,
        "hits": found.hits,
        "after": found.after,
        "behind": found.behind,
    }
