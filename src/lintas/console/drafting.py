"""What a draft is about: its verb, where it is done, who could read it, and the order that it becomes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from lintas.compose import orders
from lintas.console.errors import NoSuchVerb
from lintas.console.forms.sections import Section, sections_of
from lintas.console.models import Draft, Officer
from lintas.console.refusals import words
from lintas.dossier.grammar import Item, Kind, Verb
from lintas.dossier.officers import APPROVER, AUTHOR
from lintas.dossier.position import DOSSIER
from lintas.node import author, presence
from lintas.node.cases import lets_in
from lintas.node.order import BadBody, Order, persons_of
from lintas.node.plain_data import find_dossier, find_item, read_fields
from lintas.node.state import Node, UnknownKind
from lintas.wire.errors import LintasError


@dataclass(frozen=True, slots=True)
class Matter:
    """What a draft is about. `seats`: roles in which the verb names others, and whether many hold each. `parties`:
    codes of those who are in the dossier, save us. `everybody`: names by code of all who may be named, save us. `us`:
    code and name, where we may be one of many whom it names: in a dossier that is there, not by the act that opens one.
    """

    kind: Kind
    verb: Verb
    item_name: str
    seats: dict[str, bool]
    parties: tuple[str, ...]
    everybody: dict[str, str]
    us: tuple[str, str] | None

    def sections(self) -> tuple[Section, ...]:
        """The pages of the form."""
        return sections_of(self.verb.says)

    def asks_whom(self) -> bool:
        """Whether there is anybody to be named or chosen."""
        return bool(self.seats or self.parties)


def matter(node: Node, draft: Draft) -> Matter:
    """What the draft is about, as things stand now; raises `UnknownKind`, `NoSuchVerb`, or as `find_dossier`."""
    kind, item, parties = _where(node, draft)
    verb = None if draft.form else item.verb(draft.verb)
    if verb is None:
        raise NoSuchVerb(draft.verb)
    others = [each for each in node.federation.authorities.values() if each.id != node.id and lets_in(kind, each)]
    everybody = {each.code: each.name for each in sorted(others, key=lambda each: each.code)}
    ours = node.identity.authority
    us = (ours.code, ours.name) if draft.dossier else None
    return Matter(kind, verb, item.name, _seats(kind, item, verb), parties, everybody, us)


def _seats(kind: Kind, item: Item, verb: Verb) -> dict[str, bool]:
    """Each role that the verb seats, looked up where the grammar does: in the item that it opens, here, and above."""
    opened = item.child(verb.opens)
    above = next((types for types in kind.item.walk() if types[-1] is item), (item,))
    found = dict[str, bool]()
    for name in verb.seats:
        roles = (each.role(name) for each in (opened, *reversed(above)) if each)
        found[name] = next((role.many for role in roles if role), True)
    return found


def _where(node: Node, draft: Draft) -> tuple[Kind, Item, tuple[str, ...]]:
    if not draft.dossier:
        kind = node.kinds.get(draft.kind)
        if kind is None:
            raise UnknownKind(draft.kind, 0)
        return kind, kind.item, ()
    replica = node.replica(find_dossier(node, draft.dossier))
    now = replica.now()
    parties = tuple(sorted(node.federation.code(party) for party in now.firm if party != node.id))
    return replica.kind, now.type(find_item(now, draft.item)), parties


def dossier_of(node: Node, draft: Draft) -> bytes | None:
    """Where the draft is about to act; None if it opens a dossier."""
    return find_dossier(node, draft.dossier) if draft.dossier else None


def order_of(node: Node, draft: Draft, answering: Sequence[tuple[Officer, str]]) -> Order:
    """The draft as an order of these officers, each in a role; raises what is wrong with it."""
    about = matter(node, draft)
    args: dict[str, Any] = {
        "dossier": draft.dossier, "fields": draft.fields, "to": draft.to, "audience": draft.audience,
        "purpose": draft.purpose, "re": draft.re, "language": draft.language, "as": {"name": draft.officer.name},
    }  # fmt: skip
    at_work = tuple(presence.present(node, officer.name, role) for officer, role in answering)
    item, firm = DOSSIER, frozenset[bytes]()
    if dossier := dossier_of(node, draft):
        now = node.replica(dossier).now()
        item, firm = find_item(now, draft.item), now.firm
    return orders.order(node, args, draft.verb, about.verb, firm, item, about.kind.name, at_work)


def answers(draft: Draft, approver: Officer | None = None) -> list[tuple[Officer, str]]:
    """Who answers for the draft, and in which role; `approver`: who would, where nobody was asked yet."""
    second = draft.approver or approver
    return [(draft.officer, AUTHOR), *([(second, APPROVER)] if second else [])]


def problems_of_values(node: Node, draft: Draft) -> list[tuple[str, str]]:
    """What is wrong with what was given, field by field; what is missing is not."""
    verb = matter(node, draft).verb
    given = {name: value for name, value in draft.fields.items() if "upload" not in str(value)}
    try:
        values = read_fields(node, verb, given)
    except BadBody as error:
        return [(each.field, each.reason) for each in error.problems]
    known = verb.says.fields()
    return [(name, why) for name, value in values.items() if (why := known[name].check(value))]


def problems(node: Node, draft: Draft, answering: Sequence[tuple[Officer, str]]) -> list[tuple[str, str]]:
    """What would be refused if these officers sealed it now: the field, or nothing, and why. Nothing is stored."""
    try:
        order = order_of(node, draft, answering)
        about = matter(node, draft)
        dossier = dossier_of(node, draft) or b""
        author.check_body(node, about.verb, order, dossier, order.audience, (), persons_of(order))
    except BadBody as error:
        return [(each.field, each.reason) for each in error.problems]
    except LintasError as error:
        return [("", words(error))]
    return []


def fields_in_order(node: Node, dossier: str) -> dict[tuple[str, str], list[str]]:
    """The names of the fields of each verb, by item and verb, in the order in which its form asks for them."""
    replica = node.folded(find_dossier(node, dossier))
    types = [each[-1] for each in replica.kind.item.walk()] if replica else []
    return {
        (each.name, verb.name): [name for section in sections_of(verb.says) for name, _ in section.fields]
        for each in types
        for verb in each.verbs
    }
