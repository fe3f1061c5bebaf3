"""Four states work together: two before browsers, two at the command line, all in one federation."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import pytest
from playwright.sync_api import expect

from tests.browser.founding import AWAY, HERE, OFFICER, THERE, lintas
from tests.browser.people import People, Person
from tests.browser.steps import act, begin, check, done, dossier_id, find, open_dossier, release, stands

pytestmark = [pytest.mark.processes, pytest.mark.slow, pytest.mark.xdist_group("browser"), pytest.mark.timeout(400)]

TARGET: Final = "Kestrel"
THEME: Final = "Rafflesia"
SUSPECT: Final = "Nguyễn Thị Thử (invented)"
"""Whom one desk refers as a victim, and another looks for as a suspect, in other letters."""


@dataclass(frozen=True, slots=True)
class Desk:
    """An officer at the command line of a node, and who answers with that one for what needs two."""

    folder: Path
    second: str = ""

    def act(self, dossier: str, verb: str, *fields: str) -> Any:
        """Do something that everybody may read; it has come to all when this returns."""
        words = [word for each in fields for word in ("--field", each)]
        words += ["--approve", self.second] if self.second else []
        said = ("act", dossier, verb, *words, "--for", "all", "--wait", 20)
        return lintas(*said, "--node", self.folder, "--as", OFFICER)


@pytest.fixture
def desks(nodes: dict[str, Path]) -> list[Desk]:
    """The two who work at the command line."""
    return [Desk(nodes[code]) for code in AWAY]


def test_a_campaign_of_four_states_has_its_results_added_up(lan: Person, intake: Person, desks: list[Desk]) -> None:
    dossier = open_dossier(lan, "campaign", among=(THERE, *AWAY))
    find(intake, dossier)
    for verb in ("join", "agree to the plan"):
        act(intake, "campaign", verb)
        for desk in desks:
            desk.act(dossier, verb)
    stands(lan, "ready")
    act(lan, "campaign", "launch")
    stands(intake, "running")
    act(intake, "campaign", "report", arrests=7, victims_helped=4)
    desks[0].act(dossier, "report", "arrests=2", "victims_helped=30")
    for person in (lan, intake):
        figures = person.page.locator("section[aria-labelledby=totals]")
        expect(figures).to_contain_text("Arrests: 9")
        expect(figures.locator("li", has_text="Arrests: 9")).to_contain_text("ph-pol nothing yet")
    desks[1].act(dossier, "report", "arrests=5", "victims_helped=1")
    stands(lan, "all have reported")
    figures = lan.page.locator("section[aria-labelledby=totals]")
    expect(figures).to_contain_text("Arrests: 14")
    expect(figures).to_contain_text("Victims helped: 35")
    expect(figures.locator("li", has_text="Arrests: 14")).not_to_contain_text("nothing yet")
    lan.shot()


def test_a_bilateral_annual_meeting_stays_invisible_to_all_others(
    people: People, nodes: dict[str, Path], lan: Person, intake: Person
) -> None:
    others = [people.at("id-pol", "dewi", "duty"), people.at("id-pol", "jose", "minister")]

    def known() -> list[Any]:
        """What both see in every list, and their nodes answer whoever works there."""
        seen = list[Any]()
        for person in others:
            for path in (
                "/?tab=intake",
                "/?tab=mine",
                "/?tab=resting",
                f"/search/?q={THEME}&purpose=whatever+there+is",
            ):
                person.open(path)
                seen.append(person.page.locator("main").inner_text())
            for form in ("worklist", "calendar"):
                seen.append(person.page.evaluate(f"fetch('/export/{form}/').then((answer) => answer.text())"))
        for code in AWAY:
            folder = nodes[code]
            by = ("--node", folder, "--as", OFFICER)
            seen += [lintas("list", *by), lintas("search", THEME, "--purpose", "whatever there is", *by)]
        return seen

    before = known()
    meeting = open_dossier(lan, "meeting", body=f"Annual meeting {THEME}", agenda=THEME)
    find(intake, meeting)
    act(lan, "meeting", "circulate the agenda", agenda=THEME)
    done(intake, "circulate the agenda")
    act(intake, "meeting", "agree to the agenda")
    act(intake, "meeting", "hand in a paper", title=THEME, kind_of_paper="country report")
    stands(lan, "agenda agreed")
    act(lan, "meeting", "open the meeting")
    act(lan, "meeting", "close the meeting", text=THEME)
    stands(intake, "closed")
    assert known() == before
    for person in others:
        people.forgive("404")
        answer = person.page.goto(f"{person.root}/dossiers/{meeting}/")
        assert answer
        assert answer.status == 404
    lan.open(f"/search/?q={THEME}&purpose=whatever+there+is")
    expect(lan.page.locator(".hits")).to_contain_text(meeting[:8])


def test_a_withdrawn_alert_reaches_every_holder_and_each_says_so(
    lan: Person, binh: Person, intake: Person, desks: list[Desk]
) -> None:
    dossier = open_dossier(lan, "border_alert", among=(THERE, *AWAY), second=binh)
    find(intake, dossier)
    act(intake, "border_alert", "put on watch")
    for desk in desks:
        desk.act(dossier, "put on watch")
    lan.open(f"/dossiers/{dossier}/")
    stands(lan, "watched")
    act(lan, "border_alert", "stand down")
    stands(intake, "stood down, not yet taken down everywhere")
    act(intake, "border_alert", "confirm that it is taken down")
    desks[0].act(dossier, "confirm that it is taken down", "lists=every counter", "on=2026-11-28")
    stands(lan, "stood down, not yet taken down everywhere")
    expect(lan.page.locator("header.dossier")).to_contain_text("ph-pol")
    desks[1].act(dossier, "confirm that it is taken down", "lists=every counter", "on=2026-11-28")
    stands(lan, "taken down everywhere")
    withdrawn = done(lan, "stand down")
    for code in (THERE, *AWAY):
        expect(withdrawn).to_contain_text(code)
    lan.shot()


def test_an_overlap_is_found_and_nobody_learns_of_the_target(lan: Person, intake: Person, desks: list[Desk]) -> None:
    dossier = open_dossier(lan, "deconfliction", among=(THERE, *AWAY))
    find(intake, dossier)
    act(intake, "deconfliction", "adopt the terms")
    for desk in desks:
        desk.act(dossier, "adopt the terms")
    lan.page.get_by_label("Write a note").fill(f"The target is {TARGET}.")
    lan.press("Keep")
    act(lan, "deconfliction", "probe", place="the old harbour")
    expect(done(intake, "probe")).to_contain_text("the old harbour")
    act(intake, "deconfliction", "overlap", desk="night desk", reached="hotline")
    expect(done(lan, "overlap")).to_contain_text("night desk")
    expect(lan.page.locator("section[aria-labelledby=items]")).to_contain_text("overlap")
    expect(lan.page.locator("main")).to_contain_text(TARGET)
    expect(intake.page.locator("main")).not_to_contain_text(TARGET)
    lan.shot()


def test_an_asset_goes_from_an_informal_enquiry_to_a_shared_return(
    nodes: dict[str, Path], lan: Person, binh: Person, intake: Person
) -> None:
    for code in (HERE, THERE):
        for name in (OFFICER, "dewi"):
            lintas("officer", "add", nodes[code], name)
    prosecutor, court = (Desk(nodes[code], second="dewi") for code in (HERE, THERE))
    grounds, shares = "Money of many victims went there.", ("terms=half each", "ground=sharing", "amount=180000.00 MYR")

    dossier = open_dossier(lan, "asset", grounds=grounds)
    find(intake, dossier)
    stands(lan, "informal enquiry")
    act(intake, "asset", "find", what="account")
    items = lan.page.locator("section[aria-labelledby=items]")
    expect(items).to_contain_text("located")
    prosecutor.act(
        dossier, "request formally", f"grounds={grounds}", "basis=ASEAN MLAT", "offence=fraud; 4 years or more"
    )
    stands(intake, "formally asked")
    for verb in ("restrain", "confiscate"):
        court.act(dossier, verb, "court=an invented court", "scope=all of it")
    court.act(dossier, "value", "value=182000.00 MYR", "on=2026-11-28", "by=the bank")
    expect(lan.page.locator("section[aria-labelledby=totals]")).to_contain_text("Value: 182000.00 MYR")
    expect(items).to_contain_text("confiscated")
    court.act(dossier, "offer to share", *shares)
    done(lan, "offer to share")
    begin(lan, "asset", "agree to share", amount={"amount": "180000.00", "currency": "MYR"}, ground="sharing")
    release(lan, binh, "agree to share")
    expect(intake.page.locator("section[aria-labelledby=items]")).to_contain_text("return agreed")
    lan.open(f"/dossiers/{dossier}/")
    court.act(dossier, "return", *shares)
    expect(items).to_contain_text("returned")
    expect(done(lan, "return")).to_contain_text("180000.00, MYR")
    lan.shot()


def test_who_is_suspect_and_victim_is_in_no_alert_before_non_punishment_was_considered(
    lan: Person, binh: Person, intake: Person
) -> None:
    victim = open_dossier(lan, "victim", person=SUSPECT, other_names="阮氏試", born="1990-05", age="adult")
    alert: dict[str, Any] = {
        "person": "NGUYEN THI THU (INVENTED)",
        "born": "1990",
        "offence": {"name": "fraud", "band": "fine only"},
    }
    open_dossier(lan, "border_alert", sealed=False, **alert)
    check(lan)
    draft = lan.page.url
    expect(lan.page.locator("main")).to_contain_text("may be a victim")
    expect(lan.page.get_by_role("button", name="Answer for it, and ask for approval")).to_have_count(0)
    lan.shot()
    for verb, said in (("record the finding", {"victim": "yes"}), ("consider non-punishment", {})):
        lan.open(f"/dossiers/{victim}/")
        begin(lan, "victim", verb, **said)
        release(lan, binh, verb)
    lan.open(draft.removeprefix(lan.root))
    expect(lan.page.locator("main")).not_to_contain_text("may be a victim")
    release(lan, binh, "alert")
    find(intake, dossier_id(binh))
    expect(done(intake, "alert")).to_contain_text("NGUYEN THI THU")
    lan.shot()
