"""A node compares with a peer and mends itself, as its courier does, step by step."""

from __future__ import annotations

from lintas.node import compare, fetch, mend
from lintas.node.state import Node


def pinged(here: Node, there: Node) -> compare.Compared:
    """One ping and its answer, every dossier being read on both sides."""
    for node in (here, there):
        while compare.read_one(node):
            pass
    request, data = compare.ask(here, there.id)
    return compare.take(here, request, compare.serve(there, data))


def mended(here: Node, there: Node) -> int:
    """Let `here` find and fetch what it lacks of what `there` has; how many acts and bodies it asked for."""
    asked_for = 0
    if pinged(here, there).differs:
        walk = mend.Walk(there.id)
        while asked := walk.ask(here):
            walk.take(here, asked[0], compare.serve_question(there, asked[1]))
        for dossier, acts in walk.missing():
            asked_for += fetched(here, there, dossier, acts)
        walk.ended(here)
    here.commit()
    while found := mend.bodies(here, there.id):
        for dossier, acts in found.items():
            asked_for += fetched(here, there, dossier, acts)
    return asked_for


def fetched(here: Node, there: Node, dossier: bytes, acts: tuple[bytes, ...]) -> int:
    """Fetch these acts; how many they were."""
    wanted, more = len(acts), True
    while more:
        request, data = fetch.ask(here, there.id, dossier, acts)
        taken, more = fetch.take(here, request, fetch.serve(there, data))
        here.commit()
        acts = tuple(act for act in acts if act not in taken.acts)
        more = more and bool(acts)
    return wanted
