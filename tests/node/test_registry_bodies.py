"""The registry is read body by body: who withholds the body of an act of its own holds up nobody else."""

from __future__ import annotations

import pytest

from lintas.dossier.authority import write_entry
from lintas.dossier.control import Erasure, erasure_fields
from lintas.dossier.header import Form
from lintas.dossier.sealing import Content, write_plain
from lintas.node.export import export
from lintas.node.obey import obey
from lintas.node.recall import NotRecallable, RecallOrder, recall
from lintas.node.verify_export import verify_export
from lintas.sync.link import LinkItem
from tests.node.hostile import draft, errors, give, signed
from tests.support.federation import Chain, Federation3, new_identity

CODES = ("aa-ca", "bb-ca", "cc-pol")


def withheld(fed: Federation3, registry: bytes) -> tuple[LinkItem, bytes]:
    """An act of bb-ca in the registry without its body, and the body."""
    who = new_identity(fed.suite, "bb-pol", Chain("bb-pol"))
    seal, body = write_plain(Content({"entry": write_entry(who.authority, who.signer)}))
    act = signed(fed.nodes["bb-ca"], draft(fed.nodes["bb-ca"], registry, verb="list", seal=seal))
    return LinkItem(act.signed), body


@pytest.mark.parametrize("body", [None, b"another"])
def test_an_act_of_the_registry_without_its_body_is_refused_and_what_others_enter_is_read(body: bytes | None) -> None:
    fed = Federation3.build(CODES, kinds=("registry",))
    registry = fed.found_registry()
    item, right = withheld(fed, registry)
    bb, aa = fed.nodes["bb-ca"], fed.nodes["aa-ca"]
    assert errors(give(bb, aa, [LinkItem(item.signed, body)])) == ["BodyWithheld"]
    who = new_identity(fed.suite, "aa-pol", Chain("aa-pol"))
    fed.act("aa-ca", registry, "list", {"entry": write_entry(who.authority, who.signer)})
    for code in ("aa-ca", "cc-pol"):
        fed.send("aa-ca", "cc-pol")
        assert "aa-pol" in fed.restart(code).federation.codes
    aa = fed.nodes["aa-ca"]
    assert errors(give(bb, aa, [LinkItem(item.signed, right)])) == []
    assert "bb-pol" in aa.federation.codes


def test_an_act_that_came_before_the_first_act_of_the_registry_is_no_way_around() -> None:
    fed = Federation3.build(CODES, kinds=("registry",))
    opened = fed.open("aa-ca", "registry", "found", {}, {"state": CODES})
    fed.send("aa-ca", "bb-ca")
    bb, cc = fed.nodes["bb-ca"], fed.nodes["cc-pol"]
    seal, _ = write_plain(Content({}))
    confirms = signed(bb, draft(bb, opened.dossier, verb="confirm", seal=seal))
    give(bb, cc, [LinkItem(confirms.signed)])
    fed.send("aa-ca", "cc-pol")
    fed.act("cc-pol", opened.dossier, "confirm")
    fed.act("bb-ca", opened.dossier, "confirm")
    fed.settle()
    for node in fed.nodes.values():
        assert node.replica(opened.dossier).now().phase(bytes(16)) == "in force"
        assert not node.register.faults
        assert confirms.act.id not in node.replica(opened.dossier).graph


def test_what_was_said_openly_is_not_taken_back_by_its_author() -> None:
    fed = Federation3.build(CODES, kinds=("registry",))
    registry = fed.found_registry()
    who = new_identity(fed.suite, "bb-pol", Chain("bb-pol"))
    act = fed.act("bb-ca", registry, "list", {"entry": write_entry(who.authority, who.signer)}).act
    fed.settle()
    bb, aa = fed.nodes["bb-ca"], fed.nodes["aa-ca"]
    with pytest.raises(NotRecallable):
        recall(bb, registry, RecallOrder((act,), "it was an error", fed.desks["bb-ca"]))
    seal, body = write_plain(Content({"because": "it was an error"}))
    control = erasure_fields(Erasure((act,)))
    erase = signed(bb, draft(bb, registry, verb="", form=Form.ERASE, control=control, seal=seal))
    assert errors(give(bb, aa, [LinkItem(erase.signed, body)])) == []
    aa.commit()
    obey(aa)
    row = aa.store.act(act)
    assert row
    assert row.body is not None
    assert not aa.recalls.gone


def test_officers_of_what_is_said_openly_name_no_reader_and_anybody_checks_them() -> None:
    fed = Federation3.build(CODES, kinds=("registry",))
    registry = fed.found_registry()
    who = new_identity(fed.suite, "bb-pol", Chain("bb-pol"))
    act = fed.act("bb-ca", registry, "list", {"entry": write_entry(who.authority, who.signer)}).act
    fed.settle()
    report = verify_export(export(fed.nodes["cc-pol"], registry))
    assert not [each for each in report.findings if each.code in {"officer-proof", "too-few-officers"}]
    assert fed.nodes["cc-pol"].store.act(act)
