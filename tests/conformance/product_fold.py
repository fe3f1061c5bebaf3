"""What the fold of lintas says to the vectors, and a second fold that was written from `spec/fold.md` alone."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from lintas.dossier.declaration import LABEL
from lintas.dossier.grammar import Kind
from lintas.dossier.header import Act
from lintas.dossier.header_bytes import read_act
from lintas.dossier.position import DOSSIER
from lintas.dossier.replica import Replica
from lintas.dossier.verdict import Judged, Verdict
from lintas.wire import cbor
from lintas.wire.identifiers import digest
from tests.model import second_members
from tests.model.second_fold import SecondFold
from tools.vectors.files import read_octets
from tools.vectors.silence_vectors import SILENCE
from tools.vectors.story import COUNCIL

Given = Mapping[str, Any]
Gives = dict[str, Any]
KINDS = {"kind/council": COUNCIL, "kind/silence": SILENCE}


def acts_of(given: Given) -> dict[str, Act]:
    return {each["name"]: read_act(read_octets(each["payload"])) for each in given["acts"]}


def kind(given: Given) -> Gives:
    return {"hash": digest(LABEL, cbor.encode(given["declaration"])).hex()}


def word(judged: Judged | None) -> str:
    """The verdict in one line."""
    if judged is None:
        return "waits"
    return judged.verdict.value if judged.verdict is Verdict.COUNTED else f"{judged.verdict.value} {judged.rule}"


def fold(given: Given) -> Gives:
    """By the product, in three orders of arrival; raises `AssertionError` where the order matters."""
    found = [_fold(given, order) for order in (list, reversed, lambda acts: sorted(acts, key=lambda act: act.id))]
    assert found[0] == found[1] == found[2]
    return found[0]


def _fold(given: Given, order: Callable[[list[Act]], Iterable[Act]]) -> Gives:
    acts, replica = acts_of(given), Replica(KINDS[given["kind"]])
    for act in order(list(acts.values())):
        replica.receive(act)
    verdicts = {name: word(replica.judged.get(act.id)) for name, act in acts.items()}
    if not replica.tips():
        return {"verdict": verdicts[given["act"]], "verdicts": verdicts}
    now = replica.now()
    lost = [n for n, act in acts.items() if act.id in replica.graph and not now.effect(replica.graph.nodes[act.id])]
    verdict = verdicts[given["act"]]
    here = {n: replica.graph.nodes[act.id] for n, act in acts.items() if act.id in replica.graph}
    known = {n: letters(p for p in now.parties if now.knew(node, p)) for n, node in here.items()}
    released = {n: letters(now.released(node)) for n, node in here.items()}
    given_to = {"known": known, "released": released}
    return {
        "verdict": verdict,
        "verdicts": verdicts,
        **shown(KINDS[given["kind"]], now, acts),
        "without_effect": sorted(lost),
        **given_to,
    }


def letters(parties: Iterable[bytes]) -> str:
    """Each party as its letter."""
    return "".join(sorted(chr(party[0]) for party in parties))


def second(given: Given) -> Gives:
    """By the second fold."""
    acts, other = acts_of(given), SecondFold(KINDS[given["kind"]])
    for act in acts.values():
        other.receive(act)
    known = {**other.judged, **other.refused}
    verdicts = {name: word(known.get(act.id)) for name, act in acts.items()}
    if not other.judged:
        return {"verdict": verdicts[given["act"]], "verdicts": verdicts}
    lost = [name for name, act in acts.items() if act.id in other.judged and not other.now().effect(act.id)]
    verdict, now = verdicts[given["act"]], other.now()
    here = {name: act.id for name, act in acts.items() if act.id in other.judged}
    knows = {name: letters(second_members.known(now, act)) for name, act in here.items()}
    released = {name: letters(second_members.released(now, act)) for name, act in here.items()}
    given_to = {"known": knows, "released": released}
    return {
        "verdict": verdict,
        "verdicts": verdicts,
        **shown(KINDS[given["kind"]], now, acts),
        "without_effect": sorted(lost),
        **given_to,
    }


def shown(kind: Kind, view: Any, acts: Mapping[str, Act]) -> Gives:
    """What a view shows."""
    roles = {role.name for types in kind.item.walk() for role in types[-1].roles}
    own = {role.name for role in kind.item.roles}
    items = {"dossier": DOSSIER} | {name: act.item for name, act in acts.items() if act.item in view.items}
    authors = {act.header.author for act in acts.values()} | view.parties
    return {
        "parties": sorted(party.hex() for party in view.parties),
        "phase": _name(view.phase(DOSSIER)),
        "phases": {name: _name(view.phase(item)) for name, item in items.items()},
        "lanes": {
            f"{name}/{role}/{chr(party[0])}": " ".join(sorted(view.lane(item, role, party)))
            for name, item in items.items()
            for role in (own if name == "dossier" else roles)
            for party in authors
        },
    }


def _name(phase: Any) -> str:
    return phase if isinstance(phase, str) else phase.name


AREAS: dict[str, Callable[[Given], Gives]] = {"kind": kind, "fold": fold}
