"""What a node lost of the registry comes back from anybody, and is read as if it had never been away."""

from __future__ import annotations

from typing import Any

import pytest

from lintas.crypto.errors import BadSignature
from lintas.dossier.admission import parse_act
from lintas.dossier.authority import NotEntered
from lintas.dossier.replica import Replica
from lintas.kinds.registry import KIND
from lintas.node import compare
from lintas.node.keys import ISSUING, RECIPIENT, SIGNING, entry_of, keep, renew
from lintas.node.register import Register
from lintas.sim.disk import Disk
from lintas.store.chunks import MemoryChunks
from lintas.store.vault import MemoryVault
from tests.support.federation import Chain, Federation3, next_seed
from tests.support.mending import mended, pinged

CODES = ("aa-ca", "aa-pol", "bb-ca", "cc-ca")


def founded() -> tuple[Federation3, bytes]:
    """On disks of which a row can rot; every vault has the keys."""
    fed = Federation3.build(CODES, kinds=("registry",), keep=lambda code: (Disk(), MemoryVault(), MemoryChunks()))
    for code in CODES:
        chance, node = Chain(code), fed.nodes[code]
        for kind in (SIGNING, ISSUING, RECIPIENT):
            keep(fed.suite, node.vault, kind, chance(32))
    return fed, fed.found_registry()


def renewed(
    fed: Federation3, registry: bytes, code: str, seed: bytes, item: bytes | None = None
) -> tuple[bytes, bytes]:
    """A desk enters its own next keys: the item of its entry, and the seed of the key after."""
    node = fed.nodes[code]
    authority, following = renew(fed.suite, node.vault, node.entropy, node.identity.authority, seed)
    said: dict[str, Any] = {"entry": entry_of(fed.suite, node.vault, authority)}
    verb, more = ("renew keys", {"because": "time"}) if item else ("list", dict[str, str]())
    done = fed.act(code, registry, verb, said | more, item=item)
    fed.desks[code] = fed.officer(code), fed.officer(code, "approver")
    return item or done.act[:16], following


def test_a_peer_that_missed_several_renewals_of_ours_is_spoken_to_under_the_key_that_it_knows() -> None:
    fed, registry = founded()
    bb, cc = fed.nodes["bb-ca"], fed.nodes["cc-ca"]
    item, following = renewed(fed, registry, "bb-ca", next_seed("bb-ca"))
    renewed(fed, registry, "bb-ca", following, item)
    assert cc.federation.by_code("bb-ca").number == 0
    fed.bring("bb-ca", "cc-ca")
    assert cc.federation.by_code("bb-ca") == bb.identity.authority
    assert bb.speaker(cc.id).public == bb.identity.signer.public
    assert pinged(bb, cc).differs is None


def test_an_authority_that_is_no_party_of_the_registry_compares_it_too() -> None:
    fed, registry = founded()
    pol = fed.nodes["aa-pol"]
    store = pol.store
    assert isinstance(store, Disk)
    assert pol.id not in pol.replica(registry).now().parties
    whole = {row.id for row in store.acts(registry)}
    store.rot(store.size() - 1)
    pol = fed.restart("aa-pol")
    fed.settle()
    assert {row.id for row in store.acts(registry)} < whole
    assert mended(pol, fed.nodes["bb-ca"])
    assert {row.id for row in store.acts(registry)} == whole
    assert all(pinged(pol, fed.nodes[code]).differs is None for code in ("aa-ca", "bb-ca", "cc-ca"))


def test_what_lay_behind_a_hole_in_the_registry_is_read_when_that_is_filled() -> None:
    fed, registry = founded()
    renewed(fed, registry, "bb-ca", next_seed("bb-ca"))
    fed.settle()
    cc = fed.nodes["cc-ca"]
    store, renewal = cc.store, fed.nodes["bb-ca"].identity.authority
    assert isinstance(store, Disk)
    confirm = next(row for row in store.acts(registry) if row.author == cc.id)
    store.rot(confirm.position)
    cc = fed.restart("cc-ca")
    assert cc.federation.by_code("bb-ca") != renewal
    assert mended(cc, fed.nodes["aa-ca"])
    assert cc.federation.by_code("bb-ca") == renewal
    again = fed.restart("cc-ca")
    while compare.read_one(again):
        pass
    assert again.federation.by_code("bb-ca") == renewal


def test_an_act_is_read_only_when_all_of_its_past_was() -> None:
    fed, registry = founded()
    node = fed.nodes["aa-ca"]
    rows = list(node.store.acts(registry))
    federation, replica = node.federation.founded(), Replica(KIND)
    register, late = Register(fed.suite, federation), rows[0]
    for row in rows:
        act = parse_act(row.signed).act
        replica.receive(act)
        register.put(replica, act, None if row is late else row.body)
    assert not any(federation.knows(row.id) for row in rows)
    register.put(replica, parse_act(late.signed).act, late.body)
    assert all(federation.knows(row.id) for row in rows)


def test_what_entered_one_authority_is_no_basis_for_another() -> None:
    fed, registry = founded()
    renewed(fed, registry, "bb-ca", next_seed("bb-ca"))
    bb, cc = fed.nodes["bb-ca"], fed.nodes["cc-ca"]
    reg = bb.federation.basis(bb.id)
    assert bb.federation.as_of(reg, bb.id).authority == bb.identity.authority
    with pytest.raises(NotEntered):
        bb.federation.as_of(reg, cc.id)


def test_a_peer_that_lost_our_renewal_is_spoken_to_under_the_key_that_it_knows_and_gets_the_renewal() -> None:
    """Its receipts say that it has what entered our key; after a restore that is no longer so."""
    fed, registry = founded()
    bb, cc = fed.nodes["bb-ca"], fed.nodes["cc-ca"]
    assert isinstance(cc.store, Disk)
    backup = cc.store.length
    renewed(fed, registry, "bb-ca", next_seed("bb-ca"))
    fed.settle()
    newest = bb.identity.signer.public
    cc.store.restore(backup)
    cc = fed.restart("cc-ca")
    with pytest.raises(BadSignature):
        mended(cc, bb)
    bb.turn_down(cc.id)
    assert bb.speaker(cc.id).public != newest
    assert mended(cc, bb)
    assert cc.federation.by_code("bb-ca") == bb.identity.authority
    with pytest.raises(BadSignature):
        pinged(bb, cc)
    bb.turn_down(cc.id)
    assert bb.speaker(cc.id).public == newest
    assert pinged(bb, cc).differs is None
