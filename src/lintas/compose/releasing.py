"""The command by which acts of ours are given to newcomers."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from lintas.compose import orders
from lintas.compose.arguments import MissingArgument
from lintas.node.plain_data import find_act, read_parties
from lintas.node.release import ReleaseOrder, release
from lintas.node.state import Node

Args = Mapping[str, Any]


def released(node: Node, args: Args) -> Any:
    """Release acts of ours: those chosen, or `all` that everybody was told; raises `MissingArgument` for neither."""
    if not args.get("all") and not args.get("chosen"):
        raise MissingArgument("chosen")
    officers, dossier = orders.officers(node, args), orders.dossier_of(node, args)
    replica = node.replica(dossier)
    done = release(
        node,
        dossier,
        ReleaseOrder(
            parties=read_parties(node, args.get("audience") or "", frozenset()),
            acts=tuple(dict.fromkeys(find_act(replica, str(text)) for text in args.get("chosen") or [])),
            officers=officers,
            because=str(args.get("because") or ""),
            language=str(args.get("language") or "en"),
            purpose=str(args.get("purpose") or ""),
        ),
    )
    code = node.federation.code
    return {
        "dossier": dossier,
        "made": [each.act for each in done.made],
        "released": list(done.acts),
        "left_out": list(done.left_out),
        "to": sorted(code(party) for each in done.made[:1] for party in each.audience),
        "us": code(node.id),
        "exercise": node.federation.exercise,
    }
