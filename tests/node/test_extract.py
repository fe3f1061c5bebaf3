"""What of a dossier may leave for another tool: nothing that was taken back, is protected, or is bound by a code."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from lintas.dossier import entities as form
from lintas.dossier.traits import PROTECTED
from lintas.node.disown import disown
from lintas.node.extract import CHILD, HIDDEN, Extract, Purpose, extract
from lintas.sync.link import LinkItem
from tests.node.hostile import draft, federation, give, shared, signed, stored
from tests.node.recalling import rest, taken_back
from tests.node.test_disown import VICTIM, theft
from tests.support.federation import Federation3

OFFENCE = {"name": "fraud", "band": "4 years or more"}
TOLD = {
    "person": "Nguyen Van Mau", "other_names": ["Mau"], "others": ["Somchai Sample"], "born": "1980-05-17",
    "document": "B1234567", "accounts": ["123-456"], "information": "Where the money went", "handling": "H0",
    "source": "A", "certainty": "1", "offence": OFFENCE,
}  # fmt: skip


def given(fed: Federation3, dossier: bytes, code: str = "aa-ca", **more: Any) -> bytes:
    """Somebody gives information to bb, or to aa."""
    to = "bb-ca" if code == "aa-ca" else "aa-ca"
    said = {name: value for name, value in (TOLD | more).items() if value is not None}
    act = fed.act(code, dossier, "give", said, {"receiving": (to,)}, readers=(to,)).act
    fed.settle()
    return act


def told(**more: Any) -> tuple[Federation3, bytes, bytes]:
    fed = federation()
    dossier = shared(fed)
    return fed, dossier, given(fed, dossier, **more)


def taken(fed: Federation3, dossier: bytes, code: str = "bb-ca", purpose: Purpose = Purpose.OWN) -> Extract:
    found = extract(fed.nodes[code], dossier, purpose)
    ids = [each.id for each in found.held.entities]
    assert len(ids) == len(set(ids))
    assert all({bond.one, bond.other} <= set(ids) for bond in found.held.bonds)
    return found


def whys(found: Extract, verb: str = "give") -> list[str]:
    return [str(each.why) for each in found.left_out if each.verb == verb]


def names(found: Extract) -> set[str]:
    return {name for each in found.held.of(form.PERSON) for name in each.all(form.NAME)}


def test_an_act_gives_entities_with_who_said_it_when_and_under_which_code() -> None:
    fed, dossier, _ = told()
    found = taken(fed, dossier)
    person = next(each for each in found.held.of(form.PERSON) if each.first(form.NAME) == "Nguyen Van Mau")
    assert dict(person.says) | {} == {
        form.NAME: "Nguyen Van Mau", form.OTHER_NAME: "Mau", form.BORN: "1980-05-17", form.DOCUMENT: "B1234567",
        form.EXERCISE: "EXERCISE", form.MARKING: "none stated", form.SAID_BY: "aa-ca",
        form.SAID_AT: person.first(form.SAID_AT), form.HANDLING: "H0: may be used only to prevent and fight crime",
        form.SOURCE: "A: the source is reliable in every case", form.CERTAINTY: "1: accurate without any reservation",
    }  # fmt: skip
    act = next(each for each in found.held.of(form.ACT) if each.first(form.VERB) == "give")
    assert "offence: fraud; 4 years or more" in act.all(form.SAYS)
    assert {bond.relation for bond in found.held.bonds if bond.other == act.id} == {form.NAMED_IN, form.MADE}
    assert {each.first(form.CODE) for each in found.held.of(form.ORGANISATION)} == {"aa-ca", "bb-ca", "cc-ca"}
    assert found.held.entities[0].sort == form.EXPORT
    assert whys(found) == ["information is for nobody's lists"]
    assert "Where the money went" not in repr(found)
    assert taken(fed, dossier) == found


def test_what_is_sealed_to_others_is_left_out_and_said() -> None:
    fed, dossier, _ = told()
    found = taken(fed, dossier, "cc-ca")
    assert names(found) == set()
    assert whys(found) == ["its words are not open to us"]
    assert any("not open to us" in line for line in found.held.entities[0].all(form.LEFT_OUT))


def test_what_was_recalled_or_corrected_is_left_out() -> None:
    fed, dossier, act = told()
    fed.act("aa-ca", dossier, "correct", {"cause": "acquitted", "text": "It was another"}, re=(act,))
    fed.settle()
    found = taken(fed, dossier)
    assert (names(found), whys(found)) == (set(), ["its author corrected it"])
    other = given(fed, dossier, person="Another Sample", others=["Third Sample"])
    assert names(taken(fed, dossier)) == {"Another Sample", "Third Sample"}
    taken_back(fed, dossier, other, code="aa-ca")
    fed.settle()
    assert names(taken(fed, dossier)) == set()
    rest(fed)
    found = taken(fed, dossier)
    assert whys(found) == ["its author corrected it", "its author recalled it"]


def test_of_a_dossier_with_a_child_a_pseudonym_leaves_and_no_words() -> None:
    fed, dossier, _ = told(born="2015")
    given(fed, dossier, person="Another Sample", others=["Third Sample"])
    found = taken(fed, dossier)
    assert names(found) == {CHILD}
    assert found.held.of(form.ACCOUNT, form.PLACE, form.FILE) == ()
    text = repr(found)
    for word in ("Nguyen", "Another Sample", "B1234567", "123-456", "2015", "fraud", "stolen at sea"):
        assert word not in text, word
    assert len(whys(found)) == 2


def test_what_told_of_the_child_may_be_gone_and_still_no_name_leaves() -> None:
    fed, dossier, act = told(born="2015")
    given(fed, dossier, person="Nguyen Van Mau", born=None, document="B1234567")
    taken_back(fed, dossier, act, code="aa-ca")
    rest(fed)
    fed.restart("bb-ca")
    for code in ("aa-ca", "bb-ca"):
        found = taken(fed, dossier, code)
        assert names(found) == {CHILD}
        assert "Nguyen" not in repr(found)
        assert "B1234567" not in repr(found)


def test_who_is_protected_here_is_in_no_file_not_even_by_words() -> None:
    fed, dossier, _ = told()
    given(fed, dossier, person="Another Sample", others=["Third Sample"], restriction="as nguyen van mau is looked for")
    node = fed.nodes["bb-ca"]
    node.policy = replace(node.policy, protected=frozenset({"Nguyen Van Mau"}))
    found = taken(fed, dossier)
    assert names(found) == {HIDDEN}
    assert "mau" not in repr(found).casefold()
    assert len(whys(found)) == 2


@pytest.mark.parametrize(
    ("handling", "allowed"),
    [
        ("H0", {Purpose.OWN, Purpose.PASSED_ON, Purpose.EVIDENCE}),
        ("H1", {Purpose.OWN, Purpose.PASSED_ON}),
        ("H2", {Purpose.OWN, Purpose.EVIDENCE}),
        ("H3", {Purpose.OWN}),
        ("adopted", {Purpose.OWN}),
    ],
)
def test_a_code_binds_what_others_gave_and_its_author_is_free(handling: str, allowed: set[Purpose]) -> None:
    fed, dossier, _ = told(handling=handling)
    theirs = {purpose for purpose in Purpose if names(taken(fed, dossier, "bb-ca", purpose))}
    ours = {purpose for purpose in Purpose if names(taken(fed, dossier, "aa-ca", purpose))}
    assert (theirs, ours) == (allowed, set(Purpose))
    barred = Purpose.PASSED_ON if handling != "H1" else Purpose.EVIDENCE
    if handling != "H0":
        assert whys(taken(fed, dossier, "bb-ca", barred)) == [f"it carries {handling}: ask its author for leave"]


def test_of_a_kind_that_protects_a_pseudonym_leaves_and_no_words() -> None:
    fed = Federation3.build(["aa-ca", "bb-ca"], kinds=["victim"])
    assert PROTECTED in fed.kinds["victim"].item.traits
    said = {"person": "Somchai Sample", "age": "adult", "language": "th", "needs": "A doctor", "offence": OFFENCE}
    opened = fed.open("aa-ca", "victim", "refer", said, {"caring": ("bb-ca",)}).dossier
    fed.settle()
    found = taken(fed, opened)
    assert names(found) == {HIDDEN}
    for word in ("Somchai", "A doctor", "fraud", "language"):
        assert word not in repr(found), word
    assert len(found.held.of(form.ACT)) == 1


def test_what_has_no_effect_stays() -> None:
    fed, dossier, _ = told()
    theirs, bb = fed.nodes["cc-ca"], fed.nodes["bb-ca"]
    give(theirs, bb, [LinkItem(signed(theirs, draft(theirs, dossier, verb="close")).signed)])
    assert whys(taken(fed, dossier), "close") == ["it has no effect"]


def test_what_was_made_with_a_stolen_key_stays() -> None:
    fed, dossier, _, bad = theft()
    victim, bb = fed.nodes[VICTIM], fed.nodes["bb-ca"]
    give(bb, victim, [stored(bb, bad)])
    disown(victim, dossier, [bad])
    victim.commit()
    fed.settle()
    assert whys(taken(fed, dossier), "leave") == ["its author says that it was made with a stolen key"]
