"""The registry grows out of the genesis; it says whose key is whose, and admission believes nothing else."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from lintas.dossier.admission import SignedAct, parse_act
from lintas.dossier.authority import UnknownAuthority, write_entry
from lintas.dossier.sealing import Content, write_plain
from lintas.node.author import Authored, author
from lintas.node.batches import take_batch
from lintas.node.check_store import check_store
from lintas.node.deliver import greeting
from lintas.node.keys import Identity
from lintas.node.order import BadBody, NotOpen, Order
from lintas.node.policy import Policy
from lintas.node.register import NotOurRegistry
from lintas.node.state import ExchangeEnded
from lintas.sync.link import LinkItem
from tests.node.hostile import TERMS, WORDS, draft, errors, give, signed
from tests.support.federation import Chain, Federation3, new_identity

CODES = ("aa-ca", "bb-ca", "cc-pol")


def founded(*codes: str) -> tuple[Federation3, bytes]:
    fed = Federation3.build(codes or CODES, kinds=("registry", "exchange"))
    return fed, fed.found_registry()


def newcomer(fed: Federation3, code: str, **more: Any) -> Identity:
    return new_identity(fed.suite, code, Chain(f"{code} new"), **more)


def entry(of: Identity) -> dict[str, Any]:
    return {"entry": write_entry(of.authority, of.signer)}


def known(fed: Federation3) -> list[list[str]]:
    return [sorted(node.federation.codes) for node in fed.nodes.values()]


def test_it_is_founded_by_one_confirmed_by_all_and_known_to_every_node() -> None:
    fed, registry = founded()
    for node in fed.nodes.values():
        assert node.federation.registry == registry
        assert node.replica(registry).now().phase(bytes(16)) == "in force"
        assert all(row.body is not None for row in node.store.acts(registry))
        assert check_store(node).ok


def test_who_is_no_desk_holds_it_too_and_cannot_write_in_it() -> None:
    fed, registry = founded("aa-ca", "aa-pol", "bb-ca")
    assert fed.nodes["aa-pol"].has(registry)
    with pytest.raises(NotOpen, match="R4"):
        fed.act("aa-pol", registry, "list", entry(newcomer(fed, "aa-cus")))


def test_an_act_of_the_registry_that_no_desk_signed_is_refused() -> None:
    fed, registry = founded("aa-ca", "aa-pol", "bb-ca")
    police, bb = fed.nodes["aa-pol"], fed.nodes["bb-ca"]
    seal, body = write_plain(Content(entry(newcomer(fed, "aa-cus"))))
    act = signed(police, draft(police, registry, verb="list", seal=seal))
    assert errors(give(police, bb, [LinkItem(act.signed, body)])) == ["RefusedAct"]
    in_its_name = signed(police, draft(fed.nodes["aa-ca"], registry, verb="list", seal=seal))
    assert errors(give(police, bb, [LinkItem(in_its_name.signed, body)])) == ["BadSignature"]
    assert "aa-cus" not in bb.federation.codes


def test_a_desk_lists_a_new_authority_of_its_state_and_every_node_knows_it() -> None:
    fed, registry = founded()
    fed.act("aa-ca", registry, "list", entry(newcomer(fed, "aa-pol")))
    fed.settle()
    assert known(fed) == [["aa-ca", "aa-pol", "bb-ca", "cc-pol"]] * 3
    for code in CODES:
        assert "aa-pol" in fed.restart(code).federation.codes


def test_a_desk_does_not_list_what_is_not_its_own() -> None:
    fed, registry = founded()
    for code, who, why in (
        ("bb-ca", newcomer(fed, "aa-pol"), "registry desk of AA alone"),
        ("aa-ca", newcomer(fed, "aa-pol", known_as=bytes(15) + b"1", number=1), "follows no entry"),
        ("aa-ca", newcomer(fed, "aa-pol", desk=True), "authorities of its own state"),
        ("aa-ca", newcomer(fed, "aa-ca"), "its code is taken"),
    ):
        with pytest.raises(BadBody, match=why):
            fed.act(code, registry, "list", entry(who))
    forged = {"entry": write_entry(newcomer(fed, "aa-pol").authority, newcomer(fed, "bb-pol").signer)}
    with pytest.raises(BadBody, match="cannot be believed"):
        fed.act("aa-ca", registry, "list", forged)


def test_an_entry_that_a_foreign_desk_lists_all_the_same_enters_nothing_at_any_node(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    fed, registry = founded()
    foreign = newcomer(fed, "aa-pol")
    with monkeypatch.context() as careless:
        careless.setattr(fed.nodes["bb-ca"].register, "check", lambda *_: "")
        listed = fed.act("bb-ca", registry, "list", entry(foreign))
    fed.restart("bb-ca")
    fed.settle()
    assert known(fed) == [sorted(CODES)] * 3
    for node in fed.nodes.values():
        assert "alone may enter it" in node.register.faults[listed.act]
        with pytest.raises(UnknownAuthority):
            node.federation.authority(foreign.authority.id)


def test_no_entry_counts_before_every_founder_has_confirmed() -> None:
    fed = Federation3.build(CODES, kinds=("registry",))
    opened = fed.open("aa-ca", "registry", "found", {}, {"state": CODES})
    with pytest.raises(BadBody, match="has yet to confirm"):
        fed.act("aa-ca", opened.dossier, "list", entry(newcomer(fed, "aa-pol")))


def test_nobody_founds_it_but_the_desk_that_must_and_not_twice() -> None:
    fed = Federation3.build(CODES, kinds=("registry",))
    with pytest.raises(NotOurRegistry):
        fed.open("bb-ca", "registry", "found", {}, {"state": CODES})
    with pytest.raises(NotOurRegistry):
        fed.open("aa-ca", "registry", "found", {}, {"state": CODES[:2]})
    fed.found_registry()
    with pytest.raises(NotOurRegistry):
        fed.open("aa-ca", "registry", "found", {}, {"state": CODES})


def test_of_two_forked_registries_neither_comes_into_force() -> None:
    fed = Federation3.build(CODES, kinds=("registry",))
    one = fed.open("aa-ca", "registry", "found", {}, {"state": CODES})
    fed.send("aa-ca", "bb-ca")
    first = fed.nodes["aa-ca"]
    twin = Federation3.build(CODES, kinds=("registry",))
    twin.clock.now_ms = fed.clock.now_ms
    twin.nodes["aa-ca"].entropy(4096)
    twin.restart("aa-ca")
    other = twin.open("aa-ca", "registry", "found", {}, {"state": CODES})
    assert one.dossier != other.dossier
    fed.nodes["aa-ca"] = twin.nodes["aa-ca"]
    fed.send("aa-ca", "cc-pol")
    fed.send("aa-ca", "bb-ca")
    fed.nodes["aa-ca"] = first
    assert [fed.nodes[code].federation.registry for code in CODES] == [one.dossier, one.dossier, other.dossier]
    fed.act("bb-ca", one.dossier, "confirm")
    fed.act("cc-pol", other.dossier, "confirm")
    fed.settle()
    assert not any(node.register.known.in_force(node.replica(d).now()) for node, d in (
        (fed.nodes["aa-ca"], one.dossier), (fed.nodes["bb-ca"], one.dossier), (fed.nodes["cc-pol"], other.dossier)
    ))  # fmt: skip


def test_a_newcomer_reads_the_registry_and_takes_part() -> None:
    fed, registry = founded()
    who = newcomer(fed, "aa-pol")
    fed.act("aa-ca", registry, "list", entry(who))
    fed.settle()
    fed.join(who)
    fed.settle()
    assert known(fed) == [["aa-ca", "aa-pol", "bb-ca", "cc-pol"]] * 4
    opened = fed.open("aa-pol", "exchange", "open", TERMS, {"member": ("bb-ca",)})
    fed.settle()
    stored = fed.nodes["bb-ca"].store.act(opened.act)
    assert stored is not None
    assert stored.body is not None
    assert check_store(fed.nodes["bb-ca"]).ok


def unheard() -> tuple[Federation3, Authored]:
    """An exchange of an authority of which bb-ca has heard from the registry, and cc-pol has not; at bb-ca only."""
    fed, registry = founded()
    who = newcomer(fed, "aa-pol")
    fed.act("aa-ca", registry, "list", entry(who))
    fed.send("aa-ca", "bb-ca")
    fed.join(who, "bb-ca")
    opened = fed.open("aa-pol", "exchange", "open", TERMS, {"member": ("bb-ca", "cc-pol")})
    fed.send("aa-pol", "bb-ca")
    return fed, opened


def test_an_act_whose_registry_act_is_not_here_waits_for_it() -> None:
    fed, opened = unheard()
    fed.act("bb-ca", opened.dossier, "adopt the terms", WORDS | {"text": "yes"})
    cc = fed.nodes["cc-pol"]
    # bb-ca serves the dossier, of whose author cc-pol has not heard; then the registry; the rest follows.
    for _ in range(2):
        fed.send("bb-ca", "cc-pol")
    assert cc.has(opened.dossier)
    assert "aa-pol" in cc.federation.codes
    assert not list(cc.staged)


def test_what_waits_for_the_registry_still_waits_after_a_restart_and_is_then_admitted() -> None:
    fed, opened = unheard()
    fed.act("bb-ca", opened.dossier, "adopt the terms")
    fed.send("bb-ca", "cc-pol")
    assert fed.nodes["cc-pol"].unproven
    cc = fed.restart("cc-pol")
    assert cc.unproven
    assert not cc.has(opened.dossier)
    fed.settle()
    assert cc.has(opened.dossier)
    assert not cc.unproven
    assert cc.store.waiting() == []


def held(fed: Federation3, opened: Authored) -> SignedAct:
    """The first act of an authority of which cc-pol has not heard, with another signature."""
    row = fed.nodes["bb-ca"].store.act(opened.act)
    assert row is not None
    return SignedAct(parse_act(row.signed).act, row.signed[:-64] + bytes(64))


def test_a_forged_copy_of_what_waits_does_not_shut_out_the_true_one() -> None:
    fed, opened = unheard()
    forged, cc = held(fed, opened), fed.nodes["cc-pol"]
    assert errors(give(fed.nodes["bb-ca"], cc, [LinkItem(forged.signed)])) == []
    assert opened.act in cc.unproven
    fed.settle()
    assert cc.has(opened.dossier)
    assert not cc.unproven
    assert check_store(cc).ok


def test_what_waits_for_the_registry_stays_within_the_allowance_of_who_sent_it() -> None:
    fed, _ = founded()
    bb, cc = fed.nodes["bb-ca"], fed.nodes["cc-pol"]
    cc.limits = replace(cc.limits, waiting_acts_max=3)
    dossier = fed.open("bb-ca", "exchange", "open", TERMS, {"member": ("aa-ca",)}).dossier
    acts = [signed(bb, draft(bb, dossier, reg=bytes([number]) * 32)) for number in range(5)]
    assert errors(give(bb, cc, [LinkItem(each.signed) for each in acts])) == ["WaitingFull"] * 2
    assert len(cc.unproven) == 3


def test_a_plain_body_in_a_sealed_kind_is_not_kept() -> None:
    fed, _ = founded()
    bb, cc = fed.nodes["bb-ca"], fed.nodes["cc-pol"]
    dossier = fed.open("bb-ca", "exchange", "open", TERMS, {"member": ("cc-pol",)}).dossier
    fed.settle()
    seal, body = write_plain(Content(WORDS))
    act = signed(bb, draft(bb, dossier, verb="formalise", seal=seal))
    give(bb, cc, [LinkItem(act.signed, body)])
    stored = cc.store.act(act.act.id)
    assert stored is not None
    assert stored.body is None


def test_a_state_is_admitted_by_the_assent_of_all_and_then_enters_its_own() -> None:
    fed, registry = founded()
    who = newcomer(fed, "dd-ca", desk=True)
    proposed = fed.act("bb-ca", registry, "propose a state", entry(who))
    item = proposed.act[:16]
    fed.settle()
    for code in ("aa-ca", "bb-ca"):
        fed.act(code, registry, "assent", item=item)
    fed.settle()
    node = fed.nodes["aa-ca"]
    admit = Order("admit", {}, (), fed.desks["aa-ca"], item=item, to={"state": (who.authority.id,)})
    with pytest.raises(NotOpen, match="needs state"):
        author(node, registry, admit)
    fed.act("cc-pol", registry, "assent", item=item)
    fed.settle()
    other = Order("admit", {}, (), fed.desks["aa-ca"], item=item, to={"state": (newcomer(fed, "ee-ca").authority.id,)})
    with pytest.raises(BadBody, match="all assented to"):
        author(node, registry, other)
    author(node, registry, admit)
    node.commit()
    fed.settle()
    fed.join(who)
    fed.act("dd-ca", registry, "confirm")
    fed.act("dd-ca", registry, "list", entry(newcomer(fed, "dd-pol")))
    fed.settle()
    assert known(fed) == [["aa-ca", "bb-ca", "cc-pol", "dd-ca", "dd-pol"]] * 4
    assert all(check_store(each).ok for each in fed.nodes.values())


def test_a_candidate_is_a_desk_of_a_state_that_is_not_in_yet() -> None:
    fed, registry = founded()
    for who in (
        newcomer(fed, "dd-ca"),
        newcomer(fed, "aa-new", desk=True),
        newcomer(fed, "dd-ca", desk=True, state=""),
    ):
        with pytest.raises(BadBody):
            fed.act("aa-ca", registry, "propose a state", entry(who))


def test_who_is_retired_or_of_a_state_that_left_is_in_force_no_longer() -> None:
    fed, registry = founded()
    listed = fed.act("aa-ca", registry, "list", entry(newcomer(fed, "aa-pol")))
    fed.settle()
    fed.act("aa-ca", registry, "suspend", {"reasons": "an exercise"}, item=listed.act[:16])
    fed.settle()
    assert known(fed) == [sorted(CODES)] * 3
    fed.act("cc-pol", registry, "leave", {"reasons": "an exercise"})
    fed.send("cc-pol", "aa-ca")
    fed.send("cc-pol", "bb-ca")
    assert known(fed)[:2] == [["aa-ca", "bb-ca"]] * 2
    assert fed.nodes["aa-ca"].federation.code(fed.nodes["cc-pol"].id) == "cc-pol"


def test_each_ends_only_its_own_exchange() -> None:
    fed, _ = founded()
    aa, bb, cc = (fed.nodes[code] for code in CODES)
    aa.policy = Policy(ended=frozenset({"BB"}))
    with pytest.raises(ExchangeEnded):
        fed.open("aa-ca", "exchange", "open", TERMS, {"member": ("bb-ca", "cc-pol")})
    with pytest.raises(ExchangeEnded):
        take_batch(aa, greeting(bb, aa.id).data)
    opened = fed.open("bb-ca", "exchange", "open", TERMS, {"member": ("cc-pol",)})
    fed.send("bb-ca", "cc-pol")
    assert cc.has(opened.dossier)
