"""The main jobs of an analyst and of an operator: the others are met with legal assistance and on the line."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.browser.founding import HERE, THERE
from tests.browser.people import People
from tests.browser.steps import act, done, open_dossier, stands

pytestmark = [pytest.mark.processes, pytest.mark.slow, pytest.mark.xdist_group("browser"), pytest.mark.timeout(400)]


def test_an_analyst_sees_whose_answer_is_due_and_finds_the_answer_again(people: People) -> None:
    analyst, intake = people.at(HERE, "analyst", "analyst"), people.at(THERE, "intake", "duty")
    intake.open("/?tab=intake")
    dossier = open_dossier(analyst, "exchange")
    intake.page.locator(f"#lines a[href='/dossiers/{dossier}/']").first.click()
    act(intake, "exchange", "adopt the terms")
    stands(analyst, "open")
    act(analyst, "exchange", "ask", question="Who holds the account?")
    due = analyst.page.locator("section[aria-labelledby=clocks]")
    expect(due).to_contain_text(f"answer {THERE}")
    done(intake, "ask")
    act(intake, "exchange", "answer", restriction="ask Kestrel first")
    expect(done(analyst, "answer")).to_contain_text("Kestrel")
    expect(due).to_contain_text("kept")
    analyst.page.keyboard.press("Control+k")
    analyst.page.keyboard.type("kestrel")
    analyst.page.keyboard.press("Enter")
    analyst.shot()
    expect(analyst.page.locator(".hits")).to_contain_text(dossier[:8])


def test_an_operator_sees_how_the_node_is_and_no_case(people: People) -> None:
    lan, operator = people.at(HERE, "lan", "officer"), people.at(HERE, "operator", "operator", app=True)
    dossier = open_dossier(lan, "exchange")
    operator.open("/")
    expect(operator.page.get_by_role("heading", name="Node")).to_be_visible()
    peer = operator.page.locator("tr", has_text=THERE)
    expect(peer).to_contain_text("none")
    operator.follow("Officers", "nav")
    expect(operator.page.locator("main")).to_contain_text("lan")
    operator.shot()
    people.forgive("404")
    answer = operator.page.goto(f"{operator.root}/dossiers/{dossier}/")
    assert answer
    assert answer.status == 404
