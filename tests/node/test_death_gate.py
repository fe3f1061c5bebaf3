"""Data of persons go where the law allows death, or where nobody verified that it does not, only after a ruling."""

from __future__ import annotations

from dataclasses import replace

import pytest

from lintas.law.shipped import shipped_files
from lintas.node.death_gate import death_gate
from lintas.node.order import BadBody
from lintas.node.state import Node
from tests.support.federation import Federation3

READ = """
state = "{state}"
recorded = 2026-11-01
[[death]]
words = {words}
article = "an Act"
confidence = "{confidence}"
source = ["{source}"]
"""


def node(law: str = "", *, exercise: bool = False, confidence: str = "high", source: str = "DEPOSITARY") -> Node:
    """A node in earnest that knows this of death in the law of XA's neighbour AU, and what is shipped of all others."""
    found = Federation3.build(("vn-ca", "my-ca", "au-ca"), exercise=exercise, kinds=("exchange",)).nodes["vn-ca"]
    files = dict(shipped_files())
    if law:
        said = READ.format(state="AU", words=law, confidence=confidence, source=source)
        files["laws/AU.toml"] = said.encode()
    found.policy = replace(found.policy, law=files)
    return found


def test_what_a_row_lists_holds_data_up_however_sure_it_is_and_says_how_sure() -> None:
    why = death_gate(node())("MY", "drug trafficking")
    assert why.startswith("the law of MY allows death for this (Abolition of Mandatory Death Penalty Act 2023")
    assert why.endswith("RECALLED, NOT VERIFIED)")
    assert "allows death" in death_gate(node(exercise=True))("MY", "drug trafficking")


@pytest.mark.parametrize(
    ("state", "offence"),
    [("MY", "fraud"), ("AU", "murder"), ("XX", "fraud"), ("MY", "gi\u1ebft ng\u01b0\u1eddi"), ("MY", "")],
)
def test_what_nobody_verified_holds_data_up_in_earnest_and_says_what_to_do(state: str, offence: str) -> None:
    why = death_gate(node())(state, offence)
    assert why.startswith(f"whether the law of {state} allows death for this is not verified (")
    assert why.endswith("death_found in the settings names nobody who found it")
    assert death_gate(node(exercise=True))(state, offence) == ""
    found = node()
    found.policy = replace(found.policy, death_found={state: "A. Lawyer, 2026-11-28: the Act"})
    assert death_gate(found)(state, offence) == ""


def test_a_row_that_was_read_in_its_source_suffices_and_a_lead_does_not() -> None:
    assert death_gate(node("[]"))("AU", "murder") == ""
    assert death_gate(node("[]"))("AU", "gi\u1ebft ng\u01b0\u1eddi") == ""
    assert death_gate(node('["drug"]'))("AU", "fraud") == ""
    assert "not verified" in death_gate(node('["drug"]'))("AU", "gi\u1ebft ng\u01b0\u1eddi")
    assert "not verified" in death_gate(node('["drug"]'))("AU", " ")
    assert "A LEAD, NOT VERIFIED" in death_gate(node("[]", confidence="low"))("AU", "murder")
    assert "RECALLED, NOT VERIFIED" in death_gate(node("[]", source="MEM"))("AU", "murder")


def test_a_node_without_a_register_goes_by_its_settings_alone() -> None:
    bare = node()
    bare.policy = replace(bare.policy, law={}, death={"MY": ("drug",)})
    assert death_gate(bare)("MY", "drugs") == "the law of MY allows death for this (the settings of this node)"
    assert death_gate(bare)("MY", "fraud") == ""


def test_a_ruling_on_record_lets_data_go_to_where_nobody_verified_the_law() -> None:
    fed = Federation3.build(("vn-ca", "my-ca", "au-ca"), exercise=False, kinds=("exchange",))
    fed.nodes["vn-ca"].policy = replace(fed.nodes["vn-ca"].policy, law=shipped_files())
    asked = {"urgency": "other", "question": "Who?", "purpose": "to find", "offence": {"name": "fraud", "band": "life"}}
    dossier = fed.open("vn-ca", "exchange", "open", {"purpose": "x", "basis": "x"}, {"member": ("au-ca",)}).dossier
    with pytest.raises(BadBody, match="whether the law of AU allows death for this is not verified"):
        fed.act("vn-ca", dossier, "ask", asked, {"asked": ("au-ca",)}, readers=("au-ca",))
    ruling = {"ruling": "release on the assurance", "reasons": "Australia gave its assurance in writing"}
    fed.act("vn-ca", dossier, "decide on release", ruling, {}, readers=("au-ca",))
    fed.act("vn-ca", dossier, "ask", asked, {"asked": ("au-ca",)}, readers=("au-ca",))
