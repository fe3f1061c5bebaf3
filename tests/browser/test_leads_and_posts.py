"""What offices decide together before their own pages: who leads an area, an initiative, a post at the Secretariat."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Final

import pytest
from playwright.sync_api import expect

from lintas.kinds import all_kinds
from tests.browser.founding import HERE, THERE, lintas
from tests.browser.people import People, Person
from tests.browser.steps import SEALED, act, begin, capital, done, find, open_dossier, release, sections, stands

pytestmark = [pytest.mark.processes, pytest.mark.slow, pytest.mark.xdist_group("browser")]

AREA: Final = "trafficking in wildlife and timber"
WHERE: Final = "Prep meeting of senior officials"
BOAST: Final = "Two courses for 60 rangers, one project on ivory at ports"


def at_item(person: Person, kind: str, item: str, verb: str, approver: Person | None = None, /, **said: Any) -> None:
    """An act at this item of the dossier that is open, where several are alike; with a binh person if need be."""
    page, dossier = person.page, person.page.url
    button = page.locator(f"form[action*='/do/{item}']").get_by_role(
        "button", name=capital(verb), exact=True, include_hidden=True
    )
    button.wait_for(state="attached")
    if not button.is_visible():
        page.locator("details > summary").first.click()
    button.click()
    expect(page.locator("ol.tasks, [name=nonce]").first).to_be_attached()
    sections(person, all_kinds()[kind], verb, said)
    if approver:
        release(person, approver, verb)
    else:
        if not page.url.endswith("/check/"):
            person.follow("Check everything")
        person.press("Seal and send")
        expect(page.locator("main")).to_contain_text(SEALED)
    person.open(dossier.split(person.root)[1])


def items(person: Person, name: str) -> list[str]:
    """The beginnings of the ids of the items of this name, as the page lists them."""
    rows = person.page.locator("section[aria-labelledby=items] li").filter(has_text=name)
    return [each.locator("code").inner_text() for each in rows.all()]


def ends(person: Person, item: str) -> str:
    """Where an item stands, as the page says it."""
    row = person.page.locator("section[aria-labelledby=items] li").filter(has_text=item)
    return row.locator("strong").inner_text()


class Rival:
    """The desk of our own state for the area, at the command line."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.officer = folder, "rival-desk"
        lintas("officer", "add", folder, self.officer)

    def act(self, dossier: str, verb: str, *words: str, **fields: str) -> str:
        """Something that everybody may read; the act's id."""
        said = [word for name, value in fields.items() for word in ("--field", f"{name}={value}")]
        done = lintas("act", dossier, verb, *words, *said, "--for", "all", "--node", self.folder, "--as", self.officer)
        return str(done["act"])


def test_an_offer_to_lead_is_decided_and_handed_over(
    nodes: dict[str, Path], lan: Person, intake: Person, binh: Person
) -> None:
    register, rival = open_dossier(lan, "bodies"), Rival(nodes[HERE])
    find(intake, register)
    rival.act(register, "admit", "--to", f"state={HERE}", text="the state that keeps the register")
    area = rival.act(register, "enter a crime area", area=AREA, bodies="SOMTC", from_day="2026-01-01", source="minutes")
    for verb in ("admit", "enter a crime area"):
        done(intake, verb)
    act(intake, "bodies", "offer to lead", courses=BOAST)
    expect(done(lan, "offer to lead")).to_contain_text(BOAST)
    (theirs,) = items(lan, "offer to lead")
    term = {"programme": "Patrols", "from_day": "2027-01-01", "to_day": "2029-01-01", "results": "Nine seizures"}
    ours = rival.act(register, "offer to lead", "--item", area[:10], **term)[:8]
    expect(intake.page.locator("section[aria-labelledby=items]")).to_contain_text(ours)
    # Side by side, with their records, and nothing that puts one before the other.
    assert {ends(intake, each) for each in (theirs, ours)} == {"offered"}
    expect(intake.page.locator("section[aria-labelledby=totals]")).to_have_count(0)
    expect(intake.page.locator(".timeline")).to_contain_text("Nine seizures")

    decided = {"on": "2026-11-20", "where": WHERE, "source": "summary record"}
    at_item(lan, "bodies", theirs, "record what senior officials recommend", **decided)
    at_item(lan, "bodies", theirs, "record what ministers decided", binh, **decided)
    act(intake, "bodies", "take the lead")
    at_item(lan, "bodies", ours, "record that it was not taken up", binh, **decided)
    expect(intake.page.locator("section[aria-labelledby=items]")).to_contain_text("led")
    assert {each: ends(intake, each) for each in (theirs, ours)} == {theirs: "taken up", ours: "not taken up"}

    act(intake, "bodies", "hand over the file", period="2027 to 2029", results=BOAST, open="a course for judges")
    expect(done(lan, "hand over the file")).to_contain_text("a course for judges")
    later = rival.act(register, "offer to lead", "--item", area[:10], **term)[:8]
    expect(lan.page.locator("section[aria-labelledby=items]")).to_contain_text(later)
    at_item(lan, "bodies", later, "record what senior officials recommend", **decided)
    at_item(lan, "bodies", later, "record what ministers decided", binh, **decided)
    rival.act(register, "take the lead", "--item", later)
    expect(done(intake, "take the lead")).to_contain_text(HERE)
    lan.shot()


def test_an_initiative_from_proposal_to_evaluation_with_a_partners_pledge(
    lan: Person, intake: Person, binh: Person
) -> None:
    sponsor, kind = lan, "initiative"
    dossier = open_dossier(sponsor, kind, title="Counters that read certificates")
    find(intake, dossier)
    act(intake, kind, "appraise", finding="ready to be endorsed", fits="line 4.2 of the plan")
    done(sponsor, "appraise")
    act(intake, kind, "pledge", sort="vaccines and medical supplies", what="10,000 doses for officers at borders")
    expect(done(sponsor, "pledge")).to_contain_text("10,000 doses")
    act(sponsor, kind, "ask for support", support="drafting")
    act(sponsor, kind, "put up for endorsement")
    done(intake, "put up for endorsement")
    act(intake, kind, "agree")
    for verb in ("say what will be given", "give it"):
        act(intake, kind, verb)
    done(sponsor, "give it")
    act(sponsor, kind, "confirm that it came")
    begin(sponsor, kind, "record that all agreed")
    release(sponsor, binh, "record that all agreed")
    sponsor.open(f"/dossiers/{dossier}/")
    act(sponsor, kind, "begin the work")
    stands(intake, "under way")
    act(sponsor, kind, "set a milestone", task="Counters at four ports")
    done(intake, "set a milestone")
    for verb in ("take up", "report done", "deliver"):
        act(intake, kind, verb)
    done(sponsor, "deliver")
    act(sponsor, kind, "confirm receipt")
    step_close(sponsor, kind)
    act(sponsor, kind, "report results", results="Four ports read certificates")
    act(sponsor, kind, "evaluate", reached="reached", follows="Eight more ports")
    expect(done(intake, "evaluate")).to_contain_text("Eight more ports")
    stands(intake, "evaluated")
    intake.shot()


def step_close(person: Person, kind: str) -> None:
    """Close the milestone that was reported done; the whole initiative has a verb of the same name."""
    (task,) = items(person, "task")
    at_item(person, kind, task, "close")


def test_a_secondment_is_filled(lan: Person, intake: Person, binh: Person, people: People) -> None:
    kind, person = "post", "Exercise Candidate Farah"
    theirs = people.at(THERE, "farid", "approver")
    dossier = open_dossier(lan, kind, "announce, to be filled by us", post="Analyst at the Secretariat")
    find(intake, dossier)
    act(intake, kind, "apply", person=person)
    expect(done(lan, "apply")).to_contain_text(person)
    act(lan, kind, "examine it")
    begin(lan, kind, "choose")
    release(lan, binh, "choose")
    done(intake, "choose")
    act(intake, kind, "accept the post")
    lan.open(f"/dossiers/{dossier}/")
    done(lan, "accept the post")
    begin(lan, kind, "fill the post")
    release(lan, binh, "fill the post")
    lan.open(f"/dossiers/{dossier}/")
    act(lan, kind, "record the start")
    stands(intake, "being served")
    # A colleague who is not on the team learns neither of the post nor of the person.
    people.forgive("404")
    theirs.open(f"/dossiers/{dossier}/")
    expect(theirs.page.locator("body")).not_to_contain_text(person)
    theirs.open("/search/?q=Farah")
    expect(theirs.page.locator("main")).not_to_contain_text(person)
    intake.shot()
