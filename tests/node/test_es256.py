"""A federation in which one authority signs with ES256: everything of it holds everywhere."""

from __future__ import annotations

import pytest

from lintas.crypto.cose import open1, sign1
from lintas.crypto.errors import WrongAlgorithm
from lintas.crypto.ports import Algorithm, algorithm_of
from lintas.dossier.admission import ACT_KIND, admit_act
from lintas.dossier.authority import write_entry
from lintas.dossier.officers import APPROVER
from lintas.node.export import export
from lintas.node.keys import renew
from lintas.node.verify_export import verify_export
from tests.support.evidence import cosign, faults
from tests.support.federation import Chain, Federation3, next_seed

CODES = ("aa-ca", "aa-pol", "bb-ca")
TERMS = {"purpose": "Stolen boats", "basis": "Agreement of the invented states"}


@pytest.fixture(scope="module")
def fed() -> Federation3:
    return Federation3.build(CODES, kinds=("exchange", "registry"), es256=("aa-ca", "aa-pol"))


def test_acts_messages_cosignatures_and_evidence_hold(fed: Federation3) -> None:
    opened = fed.open("aa-ca", "exchange", "open", TERMS, {"member": ("bb-ca",)})
    fed.settle()
    fed.act("bb-ca", opened.dossier, "adopt the terms")
    fed.settle()
    assert algorithm_of(fed.nodes["aa-ca"].identity.authority.signing) is Algorithm.ES256
    for owner, witness in (("aa-ca", "bb-ca"), ("bb-ca", "aa-ca")):
        cosign(fed, owner, witness)
        report = verify_export(export(fed.nodes[owner], opened.dossier))
        assert faults(report) == set()
        assert report.acts
        assert all(act.proven for act in report.acts)
        assert [(code, lasting) for code, _, lasting in report.witnesses] == [(witness, True)]


def test_an_act_that_claims_another_algorithm_is_refused(fed: Federation3) -> None:
    opened = fed.open("aa-ca", "exchange", "open", TERMS, {"member": ("bb-ca",)})
    row = fed.nodes["aa-ca"].store.act(opened.act)
    assert row is not None
    payload = open1(row.signed, kind=ACT_KIND, size_max=20_000).payload
    admit_act(fed.suite, fed.nodes["bb-ca"].federation, row.signed)
    with pytest.raises(WrongAlgorithm):
        admit_act(fed.suite, fed.nodes["bb-ca"].federation, sign1(fed.suite.signer(bytes(32)), payload, kind=ACT_KIND))


def test_its_keys_are_renewed(fed: Federation3) -> None:
    registry = fed.found_registry()
    node = fed.nodes["aa-pol"]
    before = node.identity.signer.public
    authority, _ = renew(fed.suite, node.vault, Chain("renewed"), node.identity.authority, next_seed("aa-pol"))
    said = {"entry": write_entry(authority, fed.suite.signer(next_seed("aa-pol"), Algorithm.ES256))}
    fed.act("aa-ca", registry, "list", said)
    fed.settle()
    assert node.identity.signer.public == authority.signing != before
    fed.desks["aa-pol"] = fed.officer("aa-pol"), fed.officer("aa-pol", APPROVER)
    opened = fed.open("aa-pol", "exchange", "open", TERMS, {"member": ("bb-ca",)})
    fed.settle()
    assert fed.nodes["bb-ca"].store.act(opened.act) is not None
