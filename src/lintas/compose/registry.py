"""What is done in the registry at the desk: its ceremony, who and what is listed, who is admitted, as commands.

A command finds the verb and the item by what an entry says, and gives the order that an officer could give by hand.
"""

from __future__ import annotations

import base64
import binascii
from collections.abc import Iterator, Mapping
from typing import Any

from lintas.compose import orders
from lintas.compose.arguments import BadArgument
from lintas.dossier.authority import Authority, read_entry
from lintas.dossier.location import is_location, whose_location
from lintas.dossier.position import Position
from lintas.node import author
from lintas.node.joining import NoRegistry
from lintas.node.order import OfficerAtWork, Order
from lintas.node.register import founder, seats
from lintas.node.state import Node
from lintas.wire.errors import LintasError

Args = Mapping[str, Any]


class NotFounded(LintasError):
    """The registry is founded by another desk, whose act is not here yet."""

    def __init__(self, code: str) -> None:
        self.code = code


class NoSuchCandidate(LintasError):
    """No state is proposed under this code now."""

    def __init__(self, code: str) -> None:
        self.code = code


class NoSuchDesk(LintasError):
    """We list no open desk of this name for this authority."""

    def __init__(self, code: str, name: str) -> None:
        self.code = code
        self.name = name


def registry(node: Node, args: Args) -> author.Authored:
    """Do one of `DEEDS`; raises `BadArgument`, what its act raises, `NotFounded`, `NoRegistry` or `NoSuchCandidate`."""
    officers, deed = orders.officers(node, args), DEEDS.get(str(args["what"]))
    if deed is None:
        raise BadArgument("what", f"one of {', '.join(DEEDS)}")
    return deed(node, args, officers)


def _sign(node: Node, args: Args, officers: tuple[OfficerAtWork, ...]) -> author.Authored:
    federation = node.federation
    if federation.registry is not None:
        return author.author(node, federation.registry, Order("confirm", {}, (), officers))
    first = founder(federation)
    if first != node.id:
        raise NotFounded(federation.code(first))
    return author.open_dossier(node, "registry", Order("found", {}, (), officers, to=seats(federation)))


def _list(node: Node, args: Args, officers: tuple[OfficerAtWork, ...]) -> author.Authored:
    """List an entry or a location: as a new one, or at its item as a change. A deputy enters its desk's next key."""
    said = _entry(args)
    if is_location(said):
        return _place(node, said, officers)
    authority, dossier = read_entry(node.suite, said), dossier_here(node)
    now, known = node.replica(dossier).now(), node.register.known
    fields, because = {"entry": said}, {"because": str(args.get("because") or "time")}
    if known.desk_of(now, authority.house) == authority.id != node.id:
        return author.author(node, dossier, Order("renew the desk's keys", fields | because, (), officers))
    item = known.item_of(authority.id, now, node.id)
    if item is None:
        return author.author(node, dossier, Order("list", fields, (), officers))
    same = node.federation.authority(authority.id).signing == authority.signing
    verb = "amend" if same else "renew keys"
    return author.author(node, dossier, Order(verb, fields | ({} if same else because), (), officers, item=item))


def _place(node: Node, said: bytes, officers: tuple[OfficerAtWork, ...]) -> author.Authored:
    dossier = dossier_here(node)
    item = node.register.known.node_item(whose_location(said), node.replica(dossier).now(), node.id)
    verb = "move the node" if item else "place a node"
    return author.author(node, dossier, Order(verb, {"location": said}, (), officers, item=item))


def _desk(node: Node, args: Args, officers: tuple[OfficerAtWork, ...]) -> author.Authored:
    """List a desk of an authority, change what is said of it, or with `close` close it, for these reasons."""
    dossier, authority, name = dossier_here(node), node.federation.by_code(str(args["code"])).id, str(args["name"])
    now, known = node.replica(dossier).now(), node.register.known
    item = known.desk_item(authority, name, now, node.id)
    if args.get("close"):
        if item is None:
            raise NoSuchDesk(str(args["code"]), name)
        said: dict[str, Any] = {"reasons": str(args["close"])}
        return author.author(node, dossier, Order("close the desk", said, (), officers, item=item))
    before = known.desks.newest((authority, name), now)
    said = dict(before[1].says) if before else {"authority": authority, "name": name}
    said |= {each: args[each] for each in ("does", "answers", "languages", "contact") if args.get(each)}
    verb = "change the desk" if item else "list a desk"
    return author.author(node, dossier, Order(verb, said, (), officers, item=item))


def _deputy(node: Node, args: Args, officers: tuple[OfficerAtWork, ...]) -> author.Authored:
    to = {"deputy": (node.federation.by_code(str(args["code"])).id,)}
    return author.author(node, dossier_here(node), Order("name a deputy", {}, (), officers, to=to))


def _hand_on(node: Node, args: Args, officers: tuple[OfficerAtWork, ...]) -> author.Authored:
    to = {"state": (node.federation.by_code(str(args["code"])).id,)}
    fields = {"entry": _entry(args), "because": "time"}
    return author.author(node, dossier_here(node), Order("hand on the office", fields, (), officers, to=to))


def _propose(node: Node, args: Args, officers: tuple[OfficerAtWork, ...]) -> author.Authored:
    fields = {"entry": _entry(args)}
    return author.author(node, dossier_here(node), Order("propose a state", fields, (), officers))


def _assent(node: Node, args: Args, officers: tuple[OfficerAtWork, ...]) -> author.Authored:
    item, _ = _candidate(node, str(args["code"]))
    return author.author(node, dossier_here(node), Order("assent", {}, (), officers, item=item))


def _admit(node: Node, args: Args, officers: tuple[OfficerAtWork, ...]) -> author.Authored:
    item, authority = _candidate(node, str(args["code"]))
    order = Order("admit", {}, (), officers, item=item, to={"state": (authority.id,)})
    return author.author(node, dossier_here(node), order)


DEEDS = {"sign": _sign, "list": _list, "propose": _propose, "assent": _assent, "admit": _admit,
         "desk": _desk, "deputy": _deputy, "hand-on": _hand_on}  # fmt: skip


def dossier_here(node: Node) -> bytes:
    """The registry; raises `NoRegistry`."""
    if node.federation.registry is None:
        raise NoRegistry()
    return node.federation.registry


def candidates(node: Node, now: Position) -> Iterator[tuple[bytes, Authority]]:
    """The candidacies that are open, each with the entry that it is about."""
    for item in now.items:
        authority = node.register.known.offer(now, item)
        if authority and not now.ended(item):
            yield item, authority


def _candidate(node: Node, code: str) -> tuple[bytes, Authority]:
    now = node.replica(dossier_here(node)).now()
    found = [each for each in candidates(node, now) if each[1].code == code]
    if len(found) != 1:
        raise NoSuchCandidate(code)
    return found[0]


def _entry(args: Args) -> bytes:
    try:
        return base64.b64decode(str(args["entry"]), validate=True)
    except binascii.Error:
        raise BadArgument("entry", "base64") from None
