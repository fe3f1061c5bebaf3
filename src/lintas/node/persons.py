"""How few persons suffice to answer for an order, where nobody has answered yet."""

from __future__ import annotations

from contextlib import suppress
from typing import Final

from lintas.dossier.grammar import Verb
from lintas.node.author import check_body
from lintas.node.order import BadBody, Order
from lintas.node.state import Node

PERSONS_MAX: Final = 2
"""More persons than so many no safeguard asks for."""


def fewest_persons(
    node: Node, verb: Verb, order: Order, dossier: bytes, audience: tuple[bytes, ...], rulings: tuple[str, ...]
) -> int:
    """How few persons suffice for what the order says in the dossier, empty where it opens one; raises `BadBody` where
    no number does.
    """
    most = max(verb.persons, PERSONS_MAX)
    for fewer in range(max(verb.persons, 1), most):
        with suppress(BadBody):
            check_body(node, verb, order, dossier, audience, rulings, fewer)
            return fewer
    check_body(node, verb, order, dossier, audience, rulings, most)
    return most
