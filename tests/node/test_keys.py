"""Keys are renewed by those who were committed to, and an act is believed under the key that its `reg` enters."""

from __future__ import annotations

import io
from dataclasses import replace
from typing import Any

import pytest

from lintas.crypto.errors import BadSignature, CryptoError
from lintas.dossier.admission import admit_act, sign_act
from lintas.dossier.authority import Federation, NotEntered, commitment, write_entry
from lintas.dossier.officers import APPROVER
from lintas.dossier.sealing import wrap_info
from lintas.node import compare
from lintas.node.case import read_case
from lintas.node.check_store import check_store
from lintas.node.container import Container, Writer
from lintas.node.courier import Errand
from lintas.node.export import export
from lintas.node.findings import Severity
from lintas.node.keys import (
    ISSUING,
    LASTING,
    RECIPIENT,
    RECIPIENT_KEPT_MS,
    SIGNING,
    MissingKeys,
    NotTheNextKey,
    destroy_old,
    entry_of,
    identity_of,
    keep,
    renew,
    signer_of,
)
from lintas.node.order import BadBody
from lintas.node.parcels import parcel_for
from lintas.node.reading import read
from lintas.node.state import Node
from lintas.node.verify_export import CASE, verify_export
from lintas.store.memory import MemoryStore
from tests.node.hostile import TERMS, draft
from tests.node.test_line import PACE, go
from tests.support.federation import Chain, Federation3, next_seed

CODES = ("aa-ca", "aa-pol", "bb-ca")


def founded() -> tuple[Federation3, bytes]:
    """A federation with its registry; every node keeps its keys in its vault."""
    fed = Federation3.build(CODES, kinds=("registry", "exchange"))
    for code in CODES:
        chance, node = Chain(code), fed.nodes[code]
        for kind in (SIGNING, ISSUING, RECIPIENT, LASTING):
            keep(fed.suite, node.vault, kind, chance(32))
    return fed, fed.found_registry()


def renewed(fed: Federation3, code: str) -> bytes:
    """The next entry of an authority; its new keys are in its vault."""
    node = fed.nodes[code]
    authority, _ = renew(fed.suite, node.vault, node.entropy, node.identity.authority, next_seed(code))
    return entry_of(fed.suite, node.vault, authority)


def enter(fed: Federation3, registry: bytes, signed: bytes) -> bytes:
    """The registry act of the desk of AA that enters this."""
    done = fed.act("aa-ca", registry, "list", {"entry": signed})
    fed.settle()
    return done.act


@pytest.mark.parametrize("code", ["aa-pol", "aa-ca"])
def test_a_node_uses_its_new_keys_when_the_registry_enters_them(code: str) -> None:
    fed, registry = founded()
    node = fed.nodes[code]
    before, incarnation = node.identity, node.incarnation
    reg = enter(fed, registry, renewed(fed, code))
    assert node.identity.authority.id == before.authority.id
    assert node.identity.signer.public != before.signer.public
    assert node.incarnation != incarnation
    for each in fed.nodes.values():
        assert each.federation.by_code(code) == node.identity.authority
    with pytest.raises(CryptoError):
        fed.open(code, "exchange", "open", TERMS, {"member": ("bb-ca",)})
    fed.desks[code] = fed.officer(code), fed.officer(code, APPROVER)
    opened = fed.open(code, "exchange", "open", TERMS, {"member": ("bb-ca",)})
    fed.settle()
    assert fed.nodes["bb-ca"].replica(opened.dossier).judged[opened.act].act.header.reg == reg
    for other in CODES:
        assert check_store(fed.nodes[other]).ok
        assert check_store(fed.restart(other)).ok
    assert fed.nodes[code].identity.signer.public == node.identity.signer.public


def test_a_case_carries_the_registry_so_that_a_court_sees_whose_key_was_whose() -> None:
    fed, registry = founded()
    opened = fed.open("aa-pol", "exchange", "open", TERMS, {"member": ("bb-ca",)})
    fed.settle()
    enter(fed, registry, renewed(fed, "aa-pol"))
    fed.desks["aa-pol"] = fed.officer("aa-pol"), fed.officer("aa-pol", APPROVER)
    fed.act("aa-pol", opened.dossier, "change the terms", TERMS)
    fed.settle()
    for dossier in (opened.dossier, registry):
        for code in CODES[1:]:
            data = export(fed.nodes[code], dossier)
            report = verify_export(data, reg=fed.nodes[code].federation.reg)
            assert [str(each) for each in report.findings if each.severity is not Severity.NOTE] == []
            assert all(act.proven for act in report.acts)
    files = dict(entries(export(fed.nodes["bb-ca"], opened.dossier)))
    case = read_case(files[CASE])
    without = replace(case, registry=case.registry[:-1]).to_bytes()
    codes = {each.code for each in verify_export(rewritten(files | {CASE: without})).findings}
    assert "unknown-author" in codes
    wrong = replace(case, registry=(*case.registry[:-1], (case.registry[-1][0], b"another body"))).to_bytes()
    codes = {each.code for each in verify_export(rewritten(files | {CASE: wrong})).findings}
    assert {"bad-registry-act", "unknown-author"} <= codes


def entries(data: bytes) -> list[tuple[str, bytes]]:
    container = Container(data)
    return [(name, b"".join(container.parts(name))) for name in container.names]


def rewritten(files: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    writer = Writer(out)
    for name, data in files.items():
        writer.add(name, [data])
    writer.close()
    return out.getvalue()


def test_what_was_wrapped_to_an_old_key_still_opens_until_that_key_is_destroyed() -> None:
    fed, registry = founded()
    opened = fed.open("bb-ca", "exchange", "open", TERMS, {"member": ("aa-pol",)})
    node = fed.nodes["aa-pol"]
    # On its way when the key changes: bb-ca wraps to the key that it knows.
    fed.act("aa-ca", registry, "list", {"entry": renewed(fed, "aa-pol")})
    fed.send("aa-ca", "aa-pol")
    with pytest.raises(BadSignature):
        # The receipt is under a key of which bb-ca has not heard.
        fed.send("bb-ca", "aa-pol")
    row = node.store.act(opened.act)
    assert row is not None
    assert read(node, row)[1].fields == TERMS
    fed.settle()
    sent = fed.nodes["bb-ca"].store.act(opened.act)
    assert sent is not None
    assert fed.nodes["bb-ca"].store.outbound(node.id).upto > sent.position
    now_ms = node.clock()
    assert destroy_old(fed.suite, node.vault, node.identity, now_ms) == 0
    assert destroy_old(fed.suite, node.vault, node.identity, now_ms + RECIPIENT_KEPT_MS) == 0
    assert destroy_old(fed.suite, node.vault, node.identity, now_ms + RECIPIENT_KEPT_MS + 1) == 1
    assert identity_of(fed.suite, node.vault, node.identity.authority).older_seeds == ()


def test_a_parcel_is_for_the_key_in_force_and_for_no_former_one() -> None:
    fed, registry = founded()
    node = fed.nodes["aa-pol"]
    former = node.identity.recipient_seed
    fed.act("aa-ca", registry, "list", {"entry": renewed(fed, "aa-pol")})
    fed.settle()
    bb = fed.nodes["bb-ca"]
    dossier = fed.open("bb-ca", "exchange", "open", TERMS, {"member": ("aa-pol",)}).dossier
    first, epoch = next(iter(bb.replica(dossier).graph.nodes.values())).act, bb.epoch(dossier, dossier)
    assert epoch
    parcel, info = parcel_for(bb, first, epoch, node.id), wrap_info(dossier, dossier, bb.id, node.id)
    assert parcel
    assert fed.suite.unwrap(node.identity.recipient_seed, parcel, info) == epoch.key
    with pytest.raises(CryptoError):
        fed.suite.unwrap(former, parcel, info)


def test_a_renewal_without_the_committed_key_enters_nothing() -> None:
    fed, registry = founded()
    node, thief = fed.nodes["aa-pol"], Chain("thief")
    stolen = node.identity.authority.following()
    with pytest.raises(NotTheNextKey):
        renew(fed.suite, node.vault, thief, node.identity.authority, thief(32))
    key = fed.suite.signer(thief(32))
    for wrong, why in (
        (replace(stolen, signing=key.public), "not the one it was committed to"),
        (replace(stolen, next_key=commitment(key.public)), "the lasting key, and the commitment"),
        (replace(stolen, lasting=bytes(1312)), "the lasting key, and the commitment"),
        (replace(stolen, state="BB"), "registry desk of BB alone"),
        (replace(stolen, desk=True), "its id, code, state"),
    ):
        signer = key if wrong.signing == key.public else node.identity.signer
        with pytest.raises(BadBody, match=why):
            fed.act("aa-ca", registry, "list", {"entry": write_entry(wrong, signer)})


def test_a_renewal_does_not_take_the_lasting_key_away() -> None:
    fed, registry = founded()
    node = fed.nodes["aa-pol"]
    then, _ = renew(fed.suite, node.vault, node.entropy, node.identity.authority, next_seed("aa-pol"))
    signer = signer_of(fed.suite, node.vault, then.signing)
    assert signer
    with pytest.raises(BadBody, match="without one again"):
        fed.act("aa-ca", registry, "list", {"entry": write_entry(replace(then, lasting=b""), signer)})


def old_act(fed: Federation3, node: Node, reg: bytes) -> bytes:
    """An act that a thief signs with the old key of aa-pol."""
    dossier = fed.open("bb-ca", "exchange", "open", TERMS, {"member": ("aa-pol",)}).dossier
    fed.settle()
    return sign_act(fed.suite.signer(Chain("aa-pol")(32)), draft(node, dossier, reg=reg)).signed


def test_the_old_key_signs_nothing_under_the_act_that_replaced_it_or_a_later_one() -> None:
    fed, registry = founded()
    reg = enter(fed, registry, renewed(fed, "aa-pol"))
    bb, node = fed.nodes["bb-ca"], fed.nodes["aa-pol"]
    with pytest.raises(BadSignature):
        admit_act(fed.suite, bb.federation, old_act(fed, node, reg))
    item = reg[:16]
    moved = node.identity.authority.following(name="Another name")
    said: dict[str, Any] = {"entry": entry_of(fed.suite, node.vault, moved)}
    amended = fed.act("aa-ca", registry, "amend", said, item=item)
    fed.settle()
    with pytest.raises(BadSignature):
        admit_act(fed.suite, bb.federation, old_act(fed, node, amended.act))
    tested = fed.act("aa-ca", registry, "suspend", {"reasons": "an exercise"}, item=item)
    fed.settle()
    with pytest.raises(NotEntered):
        admit_act(fed.suite, bb.federation, old_act(fed, node, tested.act))
    # What rests on the genesis was signed when the key was good, as far as its own past says: a DISOWN lifts it.
    assert admit_act(fed.suite, bb.federation, old_act(fed, node, bb.federation.reg)).act.header.author == node.id


def test_an_authority_changes_its_name_and_keeps_its_keys() -> None:
    fed, registry = founded()
    node = fed.nodes["aa-pol"]
    named = node.identity.authority.following(name="Another name")
    enter(fed, registry, entry_of(fed.suite, node.vault, named))
    assert {each.federation.by_code("aa-pol").name for each in fed.nodes.values()} == {"Another name"}
    assert node.identity.signer.public == named.signing


def test_new_keys_are_not_entered_by_an_amendment_which_one_officer_may_do() -> None:
    fed, registry = founded()
    item = enter(fed, registry, entry_of(fed.suite, fed.nodes["aa-pol"].vault, fed.nodes["aa-pol"].identity.authority))
    said = {"entry": renewed(fed, "aa-pol")}
    with pytest.raises(BadBody, match="by renewing keys"):
        fed.act("aa-ca", registry, "amend", said, item=item[:16], persons=1)
    fed.act("aa-ca", registry, "renew keys", said | {"because": "time"}, item=item[:16])


def test_a_desk_cannot_list_an_older_entry_again_nor_one_that_skips() -> None:
    fed, registry = founded()
    node = fed.nodes["aa-pol"]
    second = node.identity.authority.following(category="ministry")
    third = second.following(name="Third name")
    for wrong, why in ((third, "entry 1 is next"), (replace(second, known_as=b"", number=0), "entry 1 is next")):
        with pytest.raises(BadBody, match=why):
            enter(fed, registry, entry_of(fed.suite, node.vault, wrong))
    reg = enter(fed, registry, entry_of(fed.suite, node.vault, second))
    item = reg[:16]
    fed.act("aa-ca", registry, "amend", {"entry": entry_of(fed.suite, node.vault, third)}, item=item)
    for old in (second, Federation(fed.suite, fed.genesis).by_code("aa-pol")):
        with pytest.raises(BadBody, match="entry 3 is next"):
            fed.act("aa-ca", registry, "amend", {"entry": entry_of(fed.suite, node.vault, old)}, item=item)
    # The newest may be said again, as `restore` does.
    fed.act("aa-ca", registry, "amend", {"entry": entry_of(fed.suite, node.vault, third)}, item=item)
    fed.settle()
    assert {each.federation.by_code("aa-pol").number for each in fed.nodes.values()} == {2}


def test_a_node_whose_new_keys_are_not_in_its_vault_signs_nothing() -> None:
    fed, registry = founded()
    node = fed.nodes["aa-pol"]
    other = Federation3.build(CODES, kinds=("registry",)).nodes["aa-pol"]
    authority, _ = renew(fed.suite, other.vault, Chain("elsewhere"), node.identity.authority, next_seed("aa-pol"))
    enter(fed, registry, entry_of(fed.suite, other.vault, authority))
    with pytest.raises(MissingKeys):
        fed.open("aa-pol", "exchange", "open", TERMS, {"member": ("bb-ca",)})


def test_a_node_that_started_again_knows_every_key_that_an_authority_ever_had() -> None:
    fed, registry = founded()
    node = fed.nodes["aa-pol"]
    had = [node.identity.signer.public]
    next_key = next_seed("aa-pol")
    item: bytes | None = None
    for number in range(2):
        authority, next_key = renew(fed.suite, node.vault, node.entropy, node.identity.authority, next_key)
        said: dict[str, Any] = {"entry": entry_of(fed.suite, node.vault, authority)}
        verb, more = ("renew keys", {"because": "time"}) if number else ("list", dict[str, str]())
        done = fed.act("aa-ca", registry, verb, said | more, item=item)
        item = item or done.act[:16]
        fed.settle()
        had.append(node.identity.signer.public)
    for each in (fed.nodes["bb-ca"], fed.restart("bb-ca")):
        assert each.federation.keys(node.id, former=True) == tuple(reversed(had))


@pytest.mark.parametrize("twice", [False, True])
def test_a_desk_that_lost_its_own_renewal_is_believed_and_gets_it_back(*, twice: bool) -> None:
    """The content is from before the renewal and the vault from after it, as the page about backups wants it."""
    fed, registry = founded()
    aa, bb = fed.nodes["aa-ca"], fed.nodes["bb-ca"]
    assert isinstance(aa.store, MemoryStore)
    backup = aa.store.snapshot()
    lost = {enter(fed, registry, renewed(fed, "aa-ca"))}
    if twice:
        following = keep(fed.suite, aa.vault, SIGNING, b"a key that was made and never entered!!!"[:32])
        assert following != aa.identity.authority.signing
    key = aa.identity.signer.public
    aa.store.restore(backup)
    aa.forget()
    aa.turn_keys()
    aa = fed.restart("aa-ca")
    assert aa.identity.signer.public != key
    errand = Errand(bb.identity.authority, PACE)
    while compare.read_one(bb):
        pass
    for _ in range(12):
        go(errand, aa, bb)
    assert lost <= {row.id for row in aa.store.acts(registry)}
    assert aa.identity.signer.public == key
    assert aa.turned_down == {}
    assert aa.speaker(bb.id).public == key
