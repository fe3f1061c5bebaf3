"""The Secretariat runs the programme: it is let into no case and no consultation, nor learns of one of others."""

from __future__ import annotations

from typing import Any

import pytest

from lintas.dossier.grammar import Kind, Verb
from lintas.dossier.traits import DIRECTORY
from lintas.node import fetch
from lintas.node.cases import WITHOUT_SECRETARIAT, NotForSecretariat
from lintas.node.order import BadBody
from lintas.node.state import UnknownDossier
from tests.kinds.every import every_kind
from tests.kinds.samples import body
from tests.support.federation import Federation3

SECRETARIAT, VN, MY = "xs-asec", "vn-mps", "my-kdn"
KINDS = {name: kind for name, kind in every_kind().items() if DIRECTORY not in kind.item.traits}
WITHOUT = sorted(name for name, kind in KINDS.items() if not WITHOUT_SECRETARIAT.isdisjoint(kind.item.traits))


def federation(*kinds: str) -> Federation3:
    return Federation3.build((SECRETARIAT, VN, MY), kinds=kinds, secretariats=(SECRETARIAT,))


def first(kind: Kind) -> Verb:
    return next(verb for verb in kind.item.verbs if verb.begins)


def opened(fed: Federation3, name: str, *whom: str, readers: tuple[str, ...] = ()) -> bytes:
    """A dossier that Viet Nam opened with these in every role that others take."""
    verb = first(KINDS[name])
    to = {role: whom[:1] if not _many(KINDS[name], role) else whom for role in verb.seats}
    said: dict[str, Any] = body(verb.says)
    return fed.open(VN, name, verb.name, said, to, readers=readers).dossier


def _many(kind: Kind, role: str) -> bool:
    found = kind.item.role(role)
    return found is None or found.many


@pytest.mark.parametrize("name", WITHOUT)
def test_it_is_named_in_no_case_and_in_nothing_that_stays_among_states(name: str) -> None:
    with pytest.raises(NotForSecretariat) as refused:
        opened(federation(name), name, SECRETARIAT)
    assert refused.value.code == SECRETARIAT


@pytest.mark.parametrize("name", WITHOUT)
def test_nor_does_it_open_one_itself(name: str) -> None:
    fed, verb = federation(name), first(KINDS[name])
    said: dict[str, Any] = body(verb.says)
    with pytest.raises(NotForSecretariat):
        fed.open(SECRETARIAT, name, verb.name, said, dict.fromkeys(verb.seats, (VN,)))


def test_it_is_not_brought_into_a_case_later_and_is_named_where_there_is_none() -> None:
    fed = federation("campaign", "exchange", "meeting")
    dossier = opened(fed, "exchange", MY)
    fed.settle()
    invite = next(verb for verb in KINDS["exchange"].item.verbs if verb.seats and not verb.begins)
    (role,) = invite.seats
    with pytest.raises(NotForSecretariat):
        fed.act(VN, dossier, invite.name, body(invite.says), {role: (SECRETARIAT,)})
    meeting = opened(fed, "meeting", MY, SECRETARIAT)
    fed.settle()
    assert fed.nodes[SECRETARIAT].has(meeting)


def test_of_what_others_carry_together_nothing_comes_to_it_and_it_is_answered_as_if_there_were_nothing() -> None:
    fed = federation(*KINDS)
    found = []
    for name in KINDS:
        try:
            found.append(opened(fed, name, MY))
        except BadBody:
            # What data of persons take is tested with the kinds; the rest is enough here.
            continue
    for receiver in (MY, SECRETARIAT):
        fed.bring(VN, receiver)
    secretariat = fed.nodes[SECRETARIAT]
    assert len(found) > len(KINDS) / 2
    assert all(fed.nodes[MY].has(each) for each in found)
    assert (secretariat.store.size(), list(secretariat.store.dossiers()), list(secretariat.store.waiting())) == (
        0,
        [],
        [],
    )
    for dossier in (found[0], bytes(16)):
        _request, data = fetch.ask(secretariat, fed.id(VN), dossier)
        with pytest.raises(UnknownDossier):
            fetch.serve(fed.nodes[VN], data)
