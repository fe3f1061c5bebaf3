"""The other side asks us for a person."""

from __future__ import annotations

import itertools

from lintas.node import desk
from lintas.node.author import author, open_dossier
from lintas.node.order import Order
from lintas.node.state import Node
from lintas.wire.identifiers import show
from tests.console.stage import OURS

SOUGHT = {
    "person": "Nguyen Invented Seven", "offence": {"name": "murder", "band": "10 years or more"}, "status": "accused",
    "treaty": "the treaty of 1976", "facts": "what happened", "law": "a law",
}  # fmt: skip
_names = itertools.count()


def asked_by_them(node: Node, person: str, verb: str = "request") -> str:
    """The other side asks us for a person; the dossier."""
    roles = ("author", "approver")
    named = [desk.appoint(node, f"seeker{next(_names)}", (role,)) for role in roles]
    officers = tuple(desk.sign_in(node, each.name, each.token, role) for each, role in zip(named, roles, strict=True))
    us = (node.federation.by_code(OURS).id,)
    said = SOUGHT | {"person": person}
    done = open_dossier(node, "extradition", Order("share a draft", said, us, officers[:1], to={"requested": us}))
    author(node, done.dossier, Order(verb, said, us, officers))
    node.commit()
    return show(done.dossier)
