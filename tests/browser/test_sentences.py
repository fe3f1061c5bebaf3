"""Each kind keeps its sentence to somebody new: it stands where a dossier is opened, and from there both sides find
their way by the buttons alone. No kind has code here; which are tried in every run is a choice of time.
"""

from __future__ import annotations

from typing import Final

import pytest
from playwright.sync_api import expect

from lintas.dossier.grammar import Kind, Verb
from lintas.dossier.meanings import Link
from lintas.dossier.traits import DIRECTORY, REALTIME
from lintas.kinds import all_kinds
from tests.browser.founding import HERE, THERE
from tests.browser.people import People, Person
from tests.browser.steps import begin, card, done, open_dossier, release, seal

pytestmark = [pytest.mark.processes, pytest.mark.slow, pytest.mark.xdist_group("browser")]

OPENED_HERE: Final = [kind for kind in all_kinds().values() if DIRECTORY not in kind.item.traits]
"""The directory is opened once, at the founding; a line has a page of its own and tests of its own."""
IN_EVERY_RUN: Final = frozenset({"victim"})
ACTS: Final = 3


def _marked(kind: Kind) -> object:
    marks = [pytest.mark.timeout(400)] if kind.name in IN_EVERY_RUN else [pytest.mark.soak, pytest.mark.timeout(600)]
    return pytest.param(kind, marks=marks, id=kind.name)


def test_every_sentence_stands_where_a_dossier_is_opened(people: People) -> None:
    lan = people.at(HERE, "lan", "officer")
    for kind in OPENED_HERE:
        expect(card(lan, kind)).to_contain_text(kind.sentence)
    lan.shot()


@pytest.mark.parametrize("kind", [_marked(kind) for kind in OPENED_HERE if REALTIME not in kind.item.traits])
def test_both_sides_find_their_way_from_the_sentence(people: People, kind: Kind) -> None:
    lan, intake = people.at(HERE, "lan", "officer"), people.at(THERE, "intake", "duty")
    seconds = {HERE: people.at(HERE, "binh", "approver"), THERE: people.at(THERE, "farid", "approver")}
    intake.open("/?tab=intake")
    two = next(verb for verb in kind.item.verbs if verb.begins).persons > 1
    dossier = open_dossier(lan, kind.name, second=seconds[HERE] if two else None)
    lan.open(f"/dossiers/{dossier}/")
    came = intake.page.locator(f"#lines a[href='/dossiers/{dossier}/']").first
    expect(came).to_be_visible()
    came.click()
    acts = list[str]()
    for number in range(ACTS):
        actor, reader = (intake, lan) if number % 2 == 0 else (lan, intake)
        if verb := _next(actor, kind, seconds[actor.node], begun=bool(acts)):
            acts.append(verb)
            done(reader, verb)
    assert acts, "nobody found anything to do"
    lan.shot()
    intake.shot()


def _next(person: Person, kind: Kind, second: Person, *, begun: bool) -> str | None:
    """Press the first button of what takes the matter on, if there is one, and see it through; the verb.

    Where nothing waits for anybody, as in a register, it is the first of what else is open, until something was done.
    """
    section = person.page.locator("section[aria-labelledby=next]")
    verb = _first(kind, section.locator("> .steps button").all_inner_texts())
    if verb is None and not begun and section.locator("details").count():
        section.locator("summary").click()
        verb = _first(kind, section.locator("details .steps button").all_inner_texts())
    if verb is None:
        return None
    begin(person, kind.name, verb)
    person.follow("Check everything")
    if person.page.locator("#approver").count():
        release(person, second, verb)
    else:
        seal(person)
    return verb


def _first(kind: Kind, buttons: list[str]) -> str | None:
    return next((verb for words in buttons if (verb := _verb(kind, words))), None)


def _verb(kind: Kind, words: str) -> str | None:
    """The verb of a button that names nobody else and no other dossier, and by which nobody leaves."""
    found = (verb for types in kind.item.walk() for verb in types[-1].verbs if not (verb.seats or verb.leaves))
    return next((verb.name for verb in found if verb.name.lower() == words.lower() and not _links(verb)), None)


def _links(verb: Verb) -> bool:
    return any(meaning.says(Link) and meaning.required for meaning in verb.says.fields().values())
