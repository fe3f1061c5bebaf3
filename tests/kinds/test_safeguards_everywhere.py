"""What no kind can forget, because it hangs on the meanings of fields: tried with every verb of every kind."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from lintas.dossier.body import check
from lintas.dossier.grammar import Verb
from lintas.dossier.meanings import BirthDate, File, PersonName
from lintas.dossier.safeguards import SERVE, Case, listed, stops, use_of
from tests.kinds.samples import FILE, body
from tests.kinds.table import KINDS

VERBS = [
    pytest.param(verb, id=f"{name}-{path[-1].name}-{verb.name}")
    for name, kind in KINDS.items()
    for path in kind.item.walk()
    for verb in path[-1].verbs
]
SERVING = [param for param in VERBS if isinstance(param.values[0], Verb) and use_of(param.values[0]) == SERVE]
ABOUT = [p for p in VERBS if isinstance(p.values[0], Verb) and use_of(p.values[0]) not in {"", SERVE}]

TODAY = date(2026, 11, 21)
CLEAN = Case(today=TODAY, officers=2, purpose="to find the person", recipients=("XA",))
DEADLY = replace(CLEAN, death_for=lambda state, offence: "the law" if state == "XA" else "")
CHILD = "2015-06"


def reasons(verb: Verb, fields: dict[str, object], case: Case) -> str:
    return "; ".join(problem.reason for problem in stops(verb, fields, case))


@pytest.mark.parametrize("verb", VERBS)
def test_a_filled_body_is_well_formed_and_an_empty_one_says_what_is_missing(verb: Verb) -> None:
    assert check(verb, body(verb.says)) == []
    assert check(verb, body(verb.says, optional=True)) == []
    missing = {problem.field for problem in check(verb, {})}
    assert missing == {name for name, meaning in verb.says.fields().items() if meaning.required}
    assert [problem.field for problem in check(verb, {**body(verb.says), "nonsense": 1})] == ["nonsense"]


@pytest.mark.parametrize("verb", VERBS)
def test_nothing_stops_an_act_without_a_concern(verb: Verb) -> None:
    assert stops(verb, body(verb.says), CLEAN) == []


@pytest.mark.parametrize("verb", [param for param in VERBS if param.values[0].persons == 2])  # type: ignore[union-attr]
def test_two_persons_answer_for_what_the_kind_says(verb: Verb) -> None:
    assert "a second person must approve" in reasons(verb, body(verb.says), replace(CLEAN, officers=1))


@pytest.mark.parametrize("verb", ABOUT)
@pytest.mark.parametrize("purpose", ["political", " Racial", "MILITARY", "religious"])
def test_a_forbidden_purpose_is_refused(verb: Verb, purpose: str) -> None:
    fields = {**body(verb.says), "offence": {"name": "fraud", "band": "life", "purpose": purpose}}
    assert "purpose is refused" in reasons(verb, fields, CLEAN)
    assert "name the offence" in reasons(verb, {}, CLEAN)


@pytest.mark.parametrize("verb", ABOUT)
def test_nothing_about_a_person_goes_where_death_is_possible_before_a_ruling(verb: Verb) -> None:
    if use_of(verb) == "search":
        pytest.fail("no kind searches yet: say here whether the gate applies")
    fields = body(verb.says)
    assert "decide on release first" in reasons(verb, fields, DEADLY)
    assert stops(verb, fields, replace(DEADLY, recipients=("XB",))) == []
    for ruling in ("refuse", "assurance first"):
        assert f"the ruling is: {ruling}" in reasons(verb, fields, replace(DEADLY, rulings=(ruling,)))
    done = ("assurance first", "release on the assurance")
    assert stops(verb, fields, replace(DEADLY, rulings=done)) == []
    sanitised = reasons(
        verb, body(verb.says, optional=True) | {"ruling": "sanitise"}, replace(DEADLY, rulings=("sanitise",))
    )
    named = any(meaning.personal for meaning in verb.says.fields().values())
    assert ("leave this out" in sanitised) == named


@pytest.mark.parametrize("verb", ABOUT)
def test_where_our_law_asks_nothing_about_a_person_leaves_without_a_record_of_what_that_rests_on(verb: Verb) -> None:
    asks = replace(CLEAN, gateway=True)
    assert "say on what the transfer to XA rests" in reasons(verb, body(verb.says), asks)
    assert stops(verb, body(verb.says) | {"gateway": "safeguards"}, asks) == []
    assert stops(verb, body(verb.says), replace(asks, recipients=())) == []


@pytest.mark.parametrize("verb", ABOUT)
def test_lists_show_a_child_by_a_pseudonym(verb: Verb) -> None:
    fields = body(verb.says, optional=True)
    known = verb.says.fields()
    hidden = {name for name in fields if known[name].personal}
    shown = listed(fields, verb.says, TODAY, child=True)
    assert {name for name in shown if shown[name] == "child"} == hidden
    assert listed(fields, verb.says, TODAY) == fields
    for name in (name for name in fields if known[name].says(BirthDate)):
        assert listed({**fields, name: CHILD}, verb.says, TODAY)["person"] == "child"


WITH_FILE = [p for p in VERBS if any(m.says(File) for m in p.values[0].says.fields().values())]  # type: ignore[union-attr]


@pytest.mark.parametrize("verb", WITH_FILE)
def test_an_image_of_a_child_needs_a_purpose_and_a_second_person(verb: Verb) -> None:
    known = verb.says.fields()
    image = {**FILE, "media": "image/jpeg"}
    files = {name: [image] if known[name].many else image for name in known if known[name].says(File)}
    fields = {**body(verb.says), **files}
    young = replace(CLEAN, child=lambda says, body: True)
    verb = replace(verb, use="" if use_of(verb) == "alert" else verb.use)
    assert stops(verb, fields, young) == []
    assert "an image of a child" in reasons(verb, fields, replace(young, purpose=""))
    assert "an image of a child" in reasons(verb, fields, replace(young, officers=1))
    assert "may never travel" in reasons(verb, fields, replace(CLEAN, barred=lambda sha256: True))


@pytest.mark.parametrize("verb", ABOUT)
@pytest.mark.parametrize("use", ["search", "alert"])
def test_whoever_has_protection_and_whoever_is_a_child_is_in_no_search_and_no_alert(verb: Verb, use: str) -> None:
    verb = replace(verb, use=use)
    fields = body(verb.says, optional=True)
    assert "a child is in no" in reasons(verb, fields, replace(CLEAN, child=lambda says, body: True))
    if any(meaning.says(PersonName) for meaning in verb.says.fields().values()):
        assert "has protection" in reasons(verb, fields, replace(CLEAN, protected=lambda name: True))


@pytest.mark.parametrize("verb", ABOUT)
def test_who_may_be_a_victim_is_in_no_alert_before_non_punishment_was_considered(verb: Verb) -> None:
    fields, waits = body(verb.says, optional=True), replace(CLEAN, unconsidered=lambda says, said: "person")
    assert "may be a victim" in reasons(replace(verb, use="alert"), fields, waits)
    assert stops(replace(verb, use="release"), fields, waits) == []


@pytest.mark.parametrize("verb", SERVING)
def test_what_is_done_for_a_person_rests_on_a_wish_and_reaches_nobody_whom_the_person_fears(verb: Verb) -> None:
    fields = body(verb.says, optional=True)
    assert stops(verb, fields, CLEAN) == []
    assert stops(verb, fields, replace(CLEAN, child=lambda says, body: True)) == [], (
        "a child needs its consul more than others"
    )
    assert "on whose wish" in reasons(verb, {name: fields[name] for name in fields if name != "wish"}, CLEAN)
    if any(meaning.says(PersonName) for meaning in verb.says.fields().values()):
        assert "no word to the other state" in reasons(verb, fields, replace(CLEAN, protected=lambda name: True))


QUOTAS = [param for param in VERBS if isinstance(param.values[0], Verb) and param.values[0].quota]


@pytest.mark.parametrize("verb", QUOTAS)
def test_what_has_a_quota_stops_when_it_is_used_up(verb: Verb) -> None:
    fields = body(verb.says)
    assert stops(verb, fields, replace(CLEAN, done_today=verb.quota - 1)) == []
    assert "the quota" in reasons(verb, fields, replace(CLEAN, done_today=verb.quota))


@pytest.mark.parametrize("name", KINDS)
def test_whoever_writes_of_persons_can_correct_it_and_decide_on_release_even_after_the_end(name: str) -> None:
    for path in KINDS[name].item.walk():
        about = [verb for verb in path[-1].verbs if use_of(verb)]
        correct, decide = path[-1].verb("correct"), path[-1].verb("decide on release")
        assert bool(correct) == bool(decide) == bool(about)
        if correct and decide:
            authors = {role for verb in about for role in ((verb.takes,) if verb.begins else verb.by)}
            assert set(correct.by) == set(decide.by) == authors
            assert not correct.touches()
            assert not decide.touches()
            assert decide.persons == 2
