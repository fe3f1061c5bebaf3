"""The registry as it is shown, and what a node writes for it: its entry, its location, a bundle for who joins."""

from __future__ import annotations

import base64
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from lintas.compose import orders
from lintas.compose.registry import Args, candidates
from lintas.dossier.authority import Authority
from lintas.dossier.location import Location, write_location
from lintas.dossier.position import DOSSIER, Position
from lintas.node.closed import may_know
from lintas.node.directory import Desk
from lintas.node.disown import check_all_here, disown, due
from lintas.node.joining import write_bundle
from lintas.node.keys import entry_of, renew, seed_of
from lintas.node.plain_data import find_act
from lintas.node.register import founder
from lintas.node.state import Node
from lintas.wire.identifiers import show


def shown(node: Node, args: Args) -> dict[str, Any]:
    """The registry as plain data: whether it is in force, who is listed, who is proposed, which acts enter nothing."""
    federation, now = node.federation, _now(node)
    return {
        "exercise": federation.exercise,
        "genesis": federation.reg.hex(),
        "registry": federation.registry.hex() if federation.registry else "",
        "phase": now.phase(DOSSIER) if now else f"not founded: {federation.code(founder(federation))} founds it",
        "awaited": sorted(federation.code(party) for party in now.awaited()) if now else [],
        "entries": sorted((_entry(node, each, now) for each in federation.standing.entries), key=_code_of),
        "desks": sorted((_desk(node, each) for each in node.register.known.desks_in(now)), key=_place) if now else [],
        "candidates": [_offer(node, now, *each) for each in candidates(node, now)] if now else [],
        "faults": [{"act": act, "why": why} for act, why in node.register.faults.items()],
    }


def _code_of(row: Mapping[str, Any]) -> str:
    return str(row["code"])


def _entry(node: Node, identifier: bytes, now: Position | None) -> dict[str, Any]:
    authority, reg = node.federation.standing.entries[identifier]
    desk = node.register.known.desk_of(now, authority.house) if now else node.federation.desks.get(authority.house)
    return {
        "id": identifier,
        "code": authority.code,
        "name": authority.name,
        "state": authority.state,
        "category": authority.category,
        "number": authority.number,
        "address": node.federation.address(identifier),
        "run_by": _run_by(node, identifier, now),
        "desk": desk == identifier,
        "deputy": bool(now and node.register.known.is_deputy(now, authority.house, identifier)),
        "in_force": identifier not in node.federation.standing.gone,
        "reg": reg.hex(),
    }


def _run_by(node: Node, identifier: bytes, now: Position | None) -> str:
    located = node.register.known.locations.newest(identifier, now) if now else None
    return located[1].run_by if located else ""


def _desk(node: Node, desk: Desk) -> dict[str, Any]:
    """A desk, and when it was last tried, as its own registry desk says."""
    says = ("name", "does", "answers", "languages", "contact", "words")
    row = {name: desk.says[name] for name in says if name in desk.says}
    code, state = node.federation.code(desk.authority), node.federation.state(desk.authority)
    return {"authority": code, "state": state, "item": desk.item} | row


def _place(row: Mapping[str, Any]) -> tuple[str, str]:
    return str(row["authority"]), str(row["name"])


def _offer(node: Node, now: Position, item: bytes, authority: Authority) -> dict[str, Any]:
    return {
        "item": item,
        "code": authority.code,
        "state": authority.state,
        "name": authority.name,
        "phase": now.phase(item),
        "awaited": sorted(node.federation.code(party) for party in now.awaited(item)),
    }


def bundle(node: Node, args: Args) -> dict[str, Any]:
    """What a new node begins with, and the hash to compare."""
    data = base64.b64encode(write_bundle(node)).decode("ascii")
    return {"bundle": data, "genesis": node.federation.reg.hex(), "exercise": node.federation.exercise}


def request(node: Node, args: Args) -> dict[str, Any]:
    """This node's entry as its settings now say, under new keys where the seed of the next one is given. Where the
    node is reached is not in it: see `location`.

    The keys are kept here and used when the registry enters them. `next` is the seed of the key after that.
    """
    now, following = node.identity.authority, b""
    name, category = str(args["name"]), str(args["category"])
    if args.get("next"):
        changed, following = renew(node.suite, node.vault, node.entropy, now, seed_of(str(args["next"])))
        changed = replace(changed, name=name, category=category)
    else:
        same = (name, category) == (now.name, now.category)
        changed = now if same else now.following(name=name, category=category)
    entry = entry_of(node.suite, node.vault, changed)
    return {"entry": base64.b64encode(entry).decode("ascii"), "next": following.hex()}


def location(node: Node, args: Args) -> dict[str, Any]:
    """Where this node is reached, as its settings now say, signed for the registry desk."""
    now = _now(node)
    before = node.register.known.locations.newest(node.id, now) if now else None
    number = before[1].number + 1 if before else 1
    signed = write_location(Location(node.id, number, str(args["address"]), str(args["run_by"])), node.identity.signer)
    return {"location": base64.b64encode(signed).decode("ascii")}


def disowned(node: Node, args: Args) -> list[dict[str, Any]]:
    """Disown our old keys, in one dossier or in every one where it is due; `bad` are acts of ours that are not ours.

    `despite_missing`: acts of ours that are not here are abandoned. Without it, none is disowned where one may not be.

    Raises `NotSignedIn`, `NoSuchDossier`, `NoSuchAct`, or as `disown`.
    """
    orders.signed_in(node, args)
    found, despite = [], bool(args.get("despite_missing"))
    dossiers = [orders.dossier_of(node, args)] if args.get("dossier") else due(node)
    for dossier in () if despite else dossiers:
        check_all_here(node, dossier)
    for dossier in dossiers:
        replica, named = node.replica(dossier), [str(each) for each in args.get("bad") or []]
        bad = [act for text in named for act in replica.judged if show(act).startswith(text)]
        if args.get("dossier"):
            bad = [find_act(replica, text) for text in named]
        done = disown(node, dossier, bad, abandoning_what_is_missing=despite)
        if may_know(node, dossier, orders.officer_of(args)):
            found.append({"dossier": done.dossier, "act": done.act, "lost": list(done.lost)})
    return found


def _now(node: Node) -> Position | None:
    return node.replica(node.federation.registry).now() if node.federation.registry else None
