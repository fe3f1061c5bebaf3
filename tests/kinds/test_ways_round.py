"""Ways round the safeguards that somebody might try, each tried with every verb of every kind to which it applies.

They hang on the meanings of fields, so no kind is named here; which verbs are tried follows from the declarations.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from lintas.dossier.grammar import Verb
from lintas.dossier.meanings import BirthDate, File, Meaning, Offence, PersonName
from lintas.dossier.safeguards import ALERT, SEARCH, SERVE, Case, forgotten, stops, use_of
from tests.kinds.samples import FILE, body
from tests.kinds.table import KINDS

EVERY: Mapping[str, Verb] = {
    f"{name}-{path[-1].name}-{verb.name}": verb
    for name, kind in KINDS.items()
    for path in kind.item.walk()
    for verb in path[-1].verbs
}
TODAY = date(2026, 11, 21)
HIDDEN = "Hidden One"
CLEAN = Case(today=TODAY, officers=2, purpose="to find the person", recipients=("XA",))


def these(*uses: str) -> dict[str, Verb]:
    """The verbs that do this with a person's data."""
    return {name: verb for name, verb in EVERY.items() if use_of(verb) in uses}


def having(meaning: Meaning, *uses: str) -> dict[str, Verb]:
    """Of these, or of all, the verbs with a field of this meaning."""
    found = these(*uses) if uses else EVERY
    return {name: v for name, v in found.items() if any(each.says(meaning) for each in v.says.fields().values())}


def filled(verb: Verb, meaning: Meaning, value: Any) -> dict[str, Any]:
    """A body with this value in each field of this meaning."""
    known = {name: each for name, each in verb.says.fields().items() if each.says(meaning)}
    return body(verb.says) | {name: [value] if each.many else value for name, each in known.items()}


def through(verbs: Mapping[str, Verb], fill: Callable[[Verb], dict[str, Any]], words: str, case: Case) -> list[str]:
    """The verbs at which it is not stopped with these words; there must be verbs to try."""
    assert verbs
    return [name for name, v in verbs.items() if not any(words in each.reason for each in stops(v, fill(v), case))]


@pytest.mark.parametrize(
    "written",
    ["\uff50olitical", "poli\u00adtical", "mili\u200btary", "\u00a0racial\u2003", "R\u200dELIGIOUS", "\ufeffmilitary"],
    ids=["full width", "soft hyphen", "no width", "other blanks", "joiner", "byte order mark"],
)
def test_a_forbidden_purpose_is_known_however_it_is_written(written: str) -> None:
    offence = {"name": "fraud", "band": "life", "purpose": written}
    about = these("ask", "release", "search", "alert")
    assert through(about, lambda v: filled(v, Offence, offence), "purpose is refused", CLEAN) == []


@pytest.mark.parametrize(
    "told",
    [{"media": "Image/JPEG"}, {"media": " video/mp4"}, {"media": "application/octet-stream", "name": "a.JPG"},
     {"media": "text/plain", "name": "a.heic "}],
    ids=["capitals", "a blank before", "no type, the name says it", "another type, the name says it"],
)  # fmt: skip
def test_an_image_of_a_child_is_one_whatever_it_is_called(told: dict[str, str]) -> None:
    young = replace(CLEAN, child=lambda says, body: True, officers=1)
    assert through(having(File), lambda v: filled(v, File, {**FILE, **told}), "an image of a child", young) == []


def test_blanks_are_no_purpose_for_an_image_of_a_child() -> None:
    young = replace(CLEAN, child=lambda says, body: True, purpose=" ")
    image = {**FILE, "media": "image/png"}
    assert through(having(File), lambda v: filled(v, File, image), "an image of a child", young) == []


@pytest.mark.parametrize("born", ["2008", "2008-11", "2008-11-22", "2026"])
def test_who_may_still_be_a_child_is_in_no_alert_however_little_is_known_of_the_birthday(born: str) -> None:
    alerts = having(BirthDate, ALERT, SEARCH)
    assert through(alerts, lambda v: filled(v, BirthDate, born), "a child is in no", CLEAN) == []
    grown = through(alerts, lambda v: filled(v, BirthDate, "2008-11-21"), "a child is in no", CLEAN)
    assert grown == list(alerts)


def test_one_with_protection_is_found_under_each_name_and_among_several() -> None:
    hidden = replace(CLEAN, protected=lambda each: each == HIDDEN)
    tried = [
        (
            f"{at}: {name}",
            stops(verb, body(verb.says) | {name: ["Another", HIDDEN] if meaning.many else HIDDEN}, hidden),
        )
        for at, verb in having(PersonName, ALERT, SEARCH, SERVE).items()
        for name, meaning in verb.says.fields().items()
        if meaning.says(PersonName)
    ]
    assert {name.partition(": ")[2] for name, _ in tried} >= {"person", "other_names"}
    assert [name for name, problems in tried if "has protection" not in str(problems)] == []


def test_no_alert_and_no_search_is_one_officers_alone() -> None:
    assert [name for name, verb in these(ALERT, SEARCH).items() if verb.persons < 2] == []


def test_no_verb_of_any_kind_has_forgotten_what_a_person_in_it_needs() -> None:
    assert [f"{name}: {fault}" for name, verb in EVERY.items() if (fault := forgotten(verb))] == []


def test_a_ruling_that_was_taken_back_no_longer_opens_the_gate_and_one_of_several_states_is_enough() -> None:
    deadly = replace(
        CLEAN, recipients=("XB", "XA"), death_for=lambda state, offence: "the law" if state == "XA" else ""
    )
    about = these("ask", "release", "alert")
    assert through(about, lambda v: body(v.says), "decide on release first", deadly) == []
    later = replace(deadly, rulings=("release on the assurance", "refuse"))
    assert through(about, lambda v: body(v.says), "the ruling is: refuse", later) == []
