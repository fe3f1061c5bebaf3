"""The law that a node goes by: rows in force of its register over the shipped ones, each state its own law alone."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from lintas.law.shipped import shipped_files
from lintas.node.adopted import law_of
from lintas.node.order import BadBody
from lintas.wire.identifiers import show
from tests.support.federation import Federation3
from tests.support.treaties import treaty

SG, VN, MY = "sg-ca", "vn-ca", "my-ca"
TREATY = treaty("EXT_MY_VN", "extradition", "MY", "VN")
DEATH = """
state = "VN"
recorded = 2026-11-01
[[death]]
words = ["fraud"]
article = "an exercise"
confidence = "high"
source = ["DEPOSITARY"]
"""


def row(path: str, rows: str) -> dict[str, str]:
    return {"instrument": "x", "row": "as the file says", "source": "gazette", "confidence": "reported by the state",
        "file": path, "rows": rows}  # fmt: skip


class Registered:
    """A law register that VN keeps, on which the three rely."""

    def __init__(self) -> None:
        self.fed = Federation3.build((SG, VN, MY), kinds=("law_register", "exchange"))
        self.dossier = self.fed.open(VN, "law_register", "open", {"text": "ours"}, {"state": (SG, MY)}).dossier
        self.fed.settle()
        for node in self.fed.nodes.values():
            node.policy = replace(node.policy, law=shipped_files(), law_register=show(self.dossier))

    def do(self, code: str, verb: str, said: object = None, item: bytes | None = None, **to: tuple[str, ...]) -> bytes:
        done = self.fed.act(code, self.dossier, verb, {"reasons": "read"} if said is None else said, to, item=item)
        self.fed.settle()
        return done.act

    def enter(self, owner: str, path: str, rows: str) -> bytes:
        """Enter a row, have the two others check it, put it in force."""
        checkers = tuple(code for code in (SG, VN, MY) if code != owner)
        item = self.do(owner, "enter", row(path, rows), checker=checkers)[:16]
        for code in checkers:
            self.do(code, "check", item=item)
        self.do(owner, "put in force", {}, item=item)
        return item


@pytest.fixture
def ours() -> Registered:
    return Registered()


def test_a_row_counts_once_two_have_checked_it_and_until_it_is_repealed(ours: Registered) -> None:
    path = "instruments/EXT_MY_VN.toml"
    item = ours.do(VN, "enter", row(path, TREATY), checker=(SG, MY))[:16]
    ours.do(SG, "check", item=item)
    assert law_of(ours.fed.nodes[MY]).rows == ()
    ours.do(MY, "check", item=item)
    ours.do(VN, "put in force", {}, item=item)
    for node in ours.fed.nodes.values():
        (adopted,) = law_of(node).rows
        assert (adopted.path, adopted.owner, adopted.checked, adopted.disputed) == (path, VN, (MY, SG), ())
        assert adopted.source.startswith(f"adopted on {adopted.adopted_on}: entered by vn-ca (act ")
        assert "EXT_MY_VN" in law_of(node).register.instruments
    ours.do(SG, "dispute", item=item)
    assert law_of(ours.fed.nodes[MY]).rows[0].source.endswith("DISPUTED by sg-ca")
    ours.do(VN, "repeal", row(path, TREATY), item=item)
    assert law_of(ours.fed.nodes[MY]).rows == ()


def test_an_amendment_counts_only_once_it_is_put_in_force(ours: Registered) -> None:
    item = ours.enter(VN, "instruments/EXT_MY_VN.toml", TREATY)
    ours.do(
        VN, "amend what is in force", row("instruments/EXT_MY_VN.toml", TREATY.replace("any offence", "all")), item=item
    )

    def scope() -> str:
        return law_of(ours.fed.nodes[SG]).register.instruments["EXT_MY_VN"].scope.text

    assert scope() == "any offence"
    ours.do(SG, "check", item=item)
    ours.do(MY, "check", item=item)
    ours.do(VN, "put in force", {}, item=item)
    assert scope() == "all"


def test_a_state_enters_its_own_law_and_no_other(ours: Registered) -> None:
    ours.enter(SG, "laws/VN.toml", DEATH)
    law = law_of(ours.fed.nodes[MY])
    assert law.rows == ()
    assert "the law of VN is entered by an authority of VN alone" in law.faults[0]
    assert law.register.death("VN", "fraud", date(2026, 11, 21)) is None
    ours.enter(VN, "laws/VN.toml", DEATH)
    assert law_of(ours.fed.nodes[MY]).register.death("VN", "Fraud", date(2026, 11, 21))


@pytest.mark.parametrize(("path", "rows", "why"), [
    ("instruments/EXT_MY_VN.toml", TREATY.replace("any offence", '"'), "cannot be read"),
    ("instruments/EXT_MY_VN.toml", TREATY.replace("DEPOSITARY", "HEARSAY"), "HEARSAY"),
    ("states.toml", DEATH, "only files of"),
])  # fmt: skip
def test_a_row_that_would_leave_a_mistake_in_the_register_is_left_out_and_told(
    ours: Registered, path: str, rows: str, why: str
) -> None:
    ours.enter(VN, path, rows)
    law = law_of(ours.fed.nodes[SG])
    assert law.rows == ()
    assert why in law.faults[0]
    assert len(law.register.instruments) == len(law_of(ours.fed.nodes[MY]).register.instruments) > 70


def test_a_register_on_which_we_do_not_rely_changes_nothing(ours: Registered) -> None:
    ours.enter(VN, "laws/VN.toml", DEATH)
    node = ours.fed.nodes[MY]
    node.policy = replace(node.policy, law_register="")
    assert law_of(node).rows == ()
    node.policy = replace(node.policy, law_register="00" * 16)
    assert law_of(node).faults == (f"the law register {'00' * 16} is not here",)


def test_what_a_state_entered_of_its_own_law_holds_up_data_of_a_person_on_the_way_to_it(ours: Registered) -> None:
    asked = {"urgency": "other", "question": "Who?", "purpose": "to find", "offence": {"name": "fraud", "band": "life"}}
    dossier = ours.fed.open(MY, "exchange", "open", {"purpose": "x", "basis": "x"}, {"member": (VN, SG)}).dossier
    ours.fed.settle()
    ours.fed.act(MY, dossier, "ask", asked, {"asked": (VN,)}, readers=(VN,))
    ours.enter(VN, "laws/VN.toml", DEATH)
    with pytest.raises(
        BadBody, match=r"the law of VN allows death for this \(an exercise; read in the source\): decide on release"
    ):
        ours.fed.act(MY, dossier, "ask", asked, {"asked": (VN,)}, readers=(VN,))
    ours.fed.act(MY, dossier, "ask", asked, {"asked": (SG,)}, readers=(SG,))
    murder = asked | {"offence": {"name": "Murder", "band": "life"}}
    with pytest.raises(BadBody, match=r"the law of SG allows death for this .*RECALLED, NOT VERIFIED"):
        ours.fed.act(MY, dossier, "ask", murder, {"asked": (SG,)}, readers=(SG,))
    node = ours.fed.nodes[MY]
    node.policy = replace(node.policy, law={})
    ours.fed.act(MY, dossier, "ask", murder, {"asked": (SG,)}, readers=(SG,))


def test_a_dossier_that_is_no_register_of_the_law_is_not_taken_for_one(ours: Registered) -> None:
    ours.fed.nodes[SG].policy = replace(ours.fed.nodes[SG].policy, law_register="zzzz")
    assert law_of(ours.fed.nodes[SG]).faults == ("the law register zzzz is not here",)
    other = ours.fed.open(VN, "exchange", "open", {"purpose": "p", "basis": "b"}, {"member": (SG, MY)}).dossier
    ours.fed.settle()
    ours.fed.nodes[SG].policy = replace(ours.fed.nodes[SG].policy, law_register=show(other))
    assert law_of(ours.fed.nodes[SG]).faults == (f"{show(other)} is no register of the law",)
