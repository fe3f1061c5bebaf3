"""The convenor's office between nodes, where acts cross: who holds it, who is a party, and who is given what then."""

from __future__ import annotations

import pytest

from lintas.node.order import NotOpen
from lintas.node.show import show
from tests.node.hostile import TERMS, federation, shared
from tests.node.test_release import reads
from tests.support.federation import Federation3

pytestmark = pytest.mark.slow

CODES = ("aa-ca", "bb-ca", "cc-ca")


def convenor(fed: Federation3, dossier: bytes) -> set[str]:
    """Who convenes, as each node that has the dossier sees it; one name if they agree."""
    found = set()
    for code in CODES:
        replica = fed.nodes[code].replica(dossier)
        found |= {fed.nodes[code].federation.code(party) for party in replica.now().held(bytes(16), "convenor")}
    return found


def assented(fed: Federation3, dossier: bytes, by: str = "bb-ca") -> bytes:
    """bb proposes to take the office over from aa, and everybody but aa has assented, to bb's knowledge; the item."""
    item = fed.act(by, dossier, "propose a take-over", {"reasons": "not heard of since May"}).act[:16]
    fed.bring("bb-ca", "cc-ca")
    for code in ("bb-ca", "cc-ca"):
        fed.act(code, dossier, "assent", item=item)
    fed.bring("cc-ca", "bb-ca")
    return item


def test_the_holder_wakes_up_and_hands_over_while_it_is_being_taken_over() -> None:
    """aa, back from leave, hands the chair to cc, who takes it; bb has taken it with everybody's assent meanwhile."""
    fed = federation()
    dossier = shared(fed)
    offer = fed.act("aa-ca", dossier, "offer to hand over", {}, {"successor": ("cc-ca",)}).act[:16]
    item = assented(fed, dossier)
    fed.bring("aa-ca", "cc-ca")
    fed.act("cc-ca", dossier, "take over", item=offer)
    fed.act("bb-ca", dossier, "take the office", item=item)
    fed.settle()
    assert convenor(fed, dossier) == {"bb-ca"}
    with pytest.raises(NotOpen):
        fed.act("cc-ca", dossier, "invite", {"text": "x"}, {"member": ("dd-ca",)})
    fed.act("bb-ca", dossier, "invite", {"text": "x"}, {"member": ("dd-ca",)})
    fed.settle()
    assert "dd-ca" in show(fed.nodes["cc-ca"], dossier).parties


def test_a_discharge_by_the_holder_that_crosses_the_take_over_takes_nobody_s_seat() -> None:
    """aa wants to be rid of cc while bb takes the chair with cc's assent: cc stays, and goes on reading."""
    fed = federation()
    dossier = shared(fed)
    item = assented(fed, dossier)
    fed.act("bb-ca", dossier, "take the office", item=item)
    fed.act("aa-ca", dossier, "discharge", {"reasons": "it assents to anything"}, {"member": ("cc-ca",)})
    fed.settle()
    for code in ("bb-ca", "cc-ca"):
        assert show(fed.nodes[code], dossier).parties == ("bb-ca", "cc-ca")
    said = fed.act("bb-ca", dossier, "change the terms", TERMS, readers=("cc-ca",)).act
    fed.settle()
    assert reads(fed, said, "cc-ca")
    assert show(fed.nodes["cc-ca"], dossier).newcomers == ()


def test_whom_the_deposed_holder_took_in_meanwhile_is_no_party_and_gets_nothing() -> None:
    """aa invites dd while bb takes the chair: to bb and cc, dd never was a party; the new holder may take it in."""
    fed = federation()
    dossier = shared(fed)
    item = assented(fed, dossier)
    fed.act("bb-ca", dossier, "take the office", item=item)
    fed.act("aa-ca", dossier, "invite", {"text": "quick"}, {"member": ("dd-ca",)}, readers=("dd-ca",))
    fed.settle()
    for code in ("bb-ca", "cc-ca"):
        assert "dd-ca" not in show(fed.nodes[code], dossier).parties
    said = fed.act("bb-ca", dossier, "change the terms", TERMS, readers=("cc-ca",)).act
    fed.settle()
    assert fed.nodes["dd-ca"].store.act(said) is None
    fed.act("bb-ca", dossier, "invite", {"text": "properly"}, {"member": ("dd-ca",)})
    fed.settle()
    assert "dd-ca" in show(fed.nodes["dd-ca"], dossier).parties
    assert not reads(fed, said, "dd-ca")


def test_one_that_is_dead_and_has_not_left_blocks_a_take_over_and_one_that_left_does_not() -> None:
    fed = federation()
    dossier = shared(fed, "bb-ca", "cc-ca", "dd-ca")
    fed.act("dd-ca", dossier, "leave", {"text": "we have no part in it"})
    fed.settle()
    item = fed.act("bb-ca", dossier, "propose a take-over", {"reasons": "not heard of since May"}).act[:16]
    fed.act("bb-ca", dossier, "assent", item=item)
    with pytest.raises(NotOpen):
        fed.act("bb-ca", dossier, "take the office", item=item)
    fed.bring("bb-ca", "cc-ca")
    fed.act("cc-ca", dossier, "assent", item=item)
    fed.bring("cc-ca", "bb-ca")
    fed.act("bb-ca", dossier, "take the office", item=item)
    fed.settle()
    assert convenor(fed, dossier) == {"bb-ca"}
