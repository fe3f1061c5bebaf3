"""The registry at the desk: its ceremony, who is listed, and what a new or changed node asks for, as commands.

A command finds the verb and the item by what an entry says, and gives the order that an officer could give by hand.
"""

from __future__ import annotations

import base64
import binascii
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

from lintas.compose import orders
from lintas.dossier.authority import Authority, read_entry
from lintas.dossier.position import DOSSIER, Position
from lintas.node import author
from lintas.node.disown import disown, due
from lintas.node.joining import NoRegistry, write_bundle
from lintas.node.keys import entry_of, renew
from lintas.node.plain_data import find_act, find_dossier
from lintas.node.register import founder, seats
from lintas.node.state import Node
from lintas.wire.errors import LintasError
from lintas.wire.identifiers import show

Args = Mapping[str, Any]


class NotFounded(LintasError):
    """The registry is founded by another desk, whose act is not here yet."""

    def __init__(self, code: str) -> None:
        self.code = code


class NoSuchCandidate(LintasError):
    """No state is proposed under this code now."""

    def __init__(self, code: str) -> None:
        self.code = code


class BadText(LintasError):
    """Bytes that came as text are not base64."""


def registry(node: Node, args: Args) -> author.Authored:
    """Do one of `DEEDS`; raises what its act raises, `NotFounded`, `NoRegistry` or `NoSuchCandidate`."""
    officers = orders.officers(node, args)
    return DEEDS[str(args["what"])](node, args, officers)


def _sign(node: Node, args: Args, officers: tuple[author.OfficerAtWork, ...]) -> author.Authored:
    federation = node.federation
    if federation.registry is not None:
        return author.author(node, federation.registry, author.Order("confirm", {}, (), officers))
    first = founder(federation)
    if first != node.id:
        raise NotFounded(federation.code(first))
    return author.open_dossier(node, "registry", author.Order("found", {}, (), officers, to=seats(federation)))


def _list(node: Node, args: Args, officers: tuple[author.OfficerAtWork, ...]) -> author.Authored:
    """List an entry: as a new one, or at its item as an amendment or as a renewal of keys."""
    entry = _bytes(args["entry"])
    authority, dossier = read_entry(node.suite, entry), _dossier(node)
    item = node.register.known.item_of(authority.id, node.replica(dossier).now(), node.id)
    fields: dict[str, Any] = {"entry": entry}
    verb = "list"
    if item is not None:
        same = node.federation.authority(authority.id).signing == authority.signing
        verb = "amend" if same else "renew keys"
        fields |= {} if same else {"because": str(args.get("because") or "time")}
    return author.author(node, dossier, author.Order(verb, fields, (), officers, item=item))


def _propose(node: Node, args: Args, officers: tuple[author.OfficerAtWork, ...]) -> author.Authored:
    fields = {"entry": _bytes(args["entry"])}
    return author.author(node, _dossier(node), author.Order("propose a state", fields, (), officers))


def _assent(node: Node, args: Args, officers: tuple[author.OfficerAtWork, ...]) -> author.Authored:
    item, _ = _candidate(node, str(args["code"]))
    return author.author(node, _dossier(node), author.Order("assent", {}, (), officers, item=item))


def _admit(node: Node, args: Args, officers: tuple[author.OfficerAtWork, ...]) -> author.Authored:
    item, authority = _candidate(node, str(args["code"]))
    order = author.Order("admit", {}, (), officers, item=item, to={"state": (authority.id,)})
    return author.author(node, _dossier(node), order)


DEEDS = {"sign": _sign, "list": _list, "propose": _propose, "assent": _assent, "admit": _admit}


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
        "candidates": [_offer(node, now, *each) for each in _candidates(node, now)] if now else [],
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
        "address": authority.address,
        "desk": desk == identifier,
        "in_force": identifier not in node.federation.standing.gone,
        "reg": reg.hex(),
    }


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
    """This node's entry as its settings now say, under new keys where the seed of the next one is given.

    The keys are kept here and used when the registry enters them. `next` is the seed of the key after that.
    """
    now, following = node.identity.authority, b""
    name, category = str(args["name"]), str(args["category"])
    if args.get("next"):
        changed, following = renew(node.suite, node.vault, node.entropy, now, _hexadecimal(args["next"]))
        changed = replace(changed, name=name, category=category)
    else:
        same = (name, category) == (now.name, now.category)
        changed = now if same else now.following(name=name, category=category)
    entry = entry_of(node.suite, node.vault, changed)
    return {"entry": base64.b64encode(entry).decode("ascii"), "next": following.hex()}


def disowned(node: Node, args: Args) -> list[dict[str, Any]]:
    """Disown our old keys, in one dossier or in every one where it is due; `bad` are acts of ours that are not ours.

    Raises `NotSignedIn`, `NoSuchDossier`, `NoSuchAct`, or as `disown`.
    """
    orders.signed_in(node, args)
    found = []
    for dossier in [find_dossier(node, str(args["dossier"]))] if args.get("dossier") else due(node):
        replica, named = node.replica(dossier), [str(each) for each in args.get("bad") or []]
        bad = [act for text in named for act in replica.judged if show(act).startswith(text)]
        if args.get("dossier"):
            bad = [find_act(replica, text) for text in named]
        done = disown(node, dossier, bad)
        found.append({"dossier": done.dossier, "act": done.act, "lost": list(done.lost)})
    return found


def _dossier(node: Node) -> bytes:
    if node.federation.registry is None:
        raise NoRegistry()
    return node.federation.registry


def _now(node: Node) -> Position | None:
    return node.replica(node.federation.registry).now() if node.federation.registry else None


def _candidates(node: Node, now: Position) -> Iterator[tuple[bytes, Authority]]:
    for item in now.items:
        authority = node.register.known.offer(now, item)
        if authority and not now.ended(item):
            yield item, authority


def _candidate(node: Node, code: str) -> tuple[bytes, Authority]:
    now = node.replica(_dossier(node)).now()
    found = [each for each in _candidates(node, now) if each[1].code == code]
    if len(found) != 1:
        raise NoSuchCandidate(code)
    return found[0]


def _bytes(text: Any) -> bytes:
    try:
        return base64.b64decode(str(text), validate=True)
    except binascii.Error:
        raise BadText() from None


def _hexadecimal(text: Any) -> bytes:
    try:
        return bytes.fromhex(str(text))
    except ValueError:
        raise BadText() from None
