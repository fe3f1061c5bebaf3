"""A chair's office prepares an annual meeting from its theme to the communique; a text goes through Word."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Final

import pytest
from playwright.sync_api import expect

from lintas.office.making import new_document
from lintas.office.package import MEDIA
from tests.browser.founding import HERE, THERE
from tests.browser.people import People, Person
from tests.browser.steps import act, done, open_dossier, seal, stands
from tests.console.test_gallery import violations
from tests.office.word import edited

pytestmark = [pytest.mark.processes, pytest.mark.slow, pytest.mark.xdist_group("browser")]

TITLE: Final = "Communique of the annual meeting"
THEME: Final = "Borders that help, not hinder"
FIRST: Final = ["The ministers met in good spirit.", "They shall exchange lists of contact points every month."]
SECOND: Final = [FIRST[0], FIRST[1].replace("shall", "should")]


def text(paragraphs: list[str], name: str) -> dict[str, Any]:
    """The communique as a file to hand in."""
    return {"name": name, "mimeType": MEDIA, "buffer": new_document(TITLE, paragraphs)}


def test_from_the_theme_to_the_communique(people: People) -> None:
    chair, member = people.at(HERE, "lan", "officer"), people.at(THERE, "intake", "duty")
    meeting = open_dossier(chair, "meeting", theme=THEME, agenda="1. Contact points; 2. Communique")
    member.open("/?tab=intake")
    member.page.locator(f"#lines a[href='/dossiers/{meeting}/']").first.click()
    expect(done(member, "convene")).to_contain_text(THEME)

    act(chair, "meeting", "circulate the agenda", theme=THEME, papers_due="2026-12-20")
    done(member, "circulate the agenda")
    act(member, "meeting", "agree to the agenda")
    act(member, "meeting", "hand in a paper", title="Country report of Malaysia", kind_of_paper="country report")
    stands(chair, "agenda agreed")
    act(chair, "meeting", "table", title=TITLE, becomes="communique", file=text(FIRST, "round-1.docx"))
    done(member, "table")

    _through_word(member)
    _text_of(chair, "MY")
    expect(chair.page.locator("ol.text")).to_contain_text("our law lets us only should")
    chair.open(f"/dossiers/{meeting}/")
    act(chair, "meeting", "revise", title=TITLE, file=text(SECOND, "round-2.docx"))
    member.open(f"/dossiers/{meeting}/")
    done(member, "revise")
    act(member, "meeting", "lift the bracket")

    act(chair, "meeting", "open the meeting")
    adopted = {"done": "adopted", "text": text(SECOND, "communique.docx"), "agreed_lines": "A good meeting."}
    done(chair, "lift the bracket")
    act(chair, "meeting", "record consensus", **adopted)
    act(chair, "meeting", "make public", where="the gazette")
    act(chair, "meeting", "close the meeting")
    stands(member, "closed")
    expect(done(member, "record consensus")).to_contain_text("A good meeting.")
    _text_of(member, "Nobody.")
    expect(member.page.locator("ol.text")).to_contain_text(SECOND[1])
    member.shot()


def _through_word(member: Person) -> None:
    """Take the text out, change a word in Word with a reason, bring it in, and put the bracket that it became."""
    _text_of(member, "Nobody.")
    with member.page.expect_download() as taken:
        member.follow("Out to Word, with every bracket", "main")
    back = edited(Path(taken.value.path()).read_bytes(), "shall", "should", "Farid", "our law lets us only should")
    member.page.get_by_label("In from Word").set_input_files({"name": "back.docx", "mimeType": MEDIA, "buffer": back})
    member.press("Look at what came back")
    came = member.page.locator("section[aria-labelledby=came]")
    expect(came.get_by_role("checkbox")).to_be_checked()
    expect(came).to_contain_text("Farid")
    member.shot()
    assert violations(member.page) == []
    member.press("Put in brackets")
    expect(member.page.locator("ol.tasks")).to_be_visible()
    seal(member)


def _text_of(person: Person, holders: str) -> None:
    """Open the page of the text, once its file has come; who holds a bracket."""
    link = person.page.get_by_role("link", name="The text, and who holds a bracket")
    if person.page.url.rstrip("/").split("/")[-2] != "texts":
        link.click()
    for _ in range(50):
        if person.page.locator("ol.text").count():
            break
        person.page.wait_for_timeout(200)
        person.page.reload()
    expect(person.page.locator("section[aria-labelledby=held]")).to_contain_text(holders)
