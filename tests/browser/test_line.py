"""The hotline between two desks: read by a person there, handed over between shifts, and what nobody answered."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from tests.browser.founding import HERE
from tests.browser.people import People
from tests.browser.talking import acknowledge, line, on_shift, say

pytestmark = [pytest.mark.processes, pytest.mark.slow, pytest.mark.xdist_group("browser"), pytest.mark.timeout(400)]


def test_a_message_is_read_by_a_person_there_and_the_relief_knows_what_is_open(people: People) -> None:
    talk = line(people)
    ours, theirs = talk.ours, talk.theirs
    theirs.page.locator("#sound").click()
    theirs.page.evaluate("window.rung = 0; Audio.prototype.play = async () => { window.rung++ }; null")
    say(ours, "A boat left the harbour")
    expect(theirs.page.locator(".talk")).to_contain_text("A boat left the harbour")
    expect(theirs.page).to_have_title(re.compile(r"^\(1\) "))
    assert theirs.page.evaluate("window.rung") >= 1
    acknowledge(theirs)
    expect(theirs.page).to_have_title(re.compile("^Hotline"))
    expect(ours.page.locator(".talk .message").last).to_contain_text("acknowledged")

    say(ours, "Nobody answers this one")
    ours.page.locator("header.dossier").get_by_role("link", name="Hand over the desk").click()
    for name, words in (("desk", "day"), ("to_desk", "night"), ("still_open", "the second message")):
        ours.page.locator(f".box [name={name}]").fill(words)
    ours.press("Seal and send")
    relief = on_shift(people.at(HERE, "hoa", "duty"))
    relief.open("/desk/")
    call = relief.page.locator(".call", has=relief.page.locator(f"a[href='/dossiers/{talk.dossier}/']"))
    expect(call).to_contain_text("acknowledge")
    expect(call).not_to_contain_text("Nobody answers this one")
    relief.shot()
    call.get_by_role("link", name="Hotline").click()
    expect(relief.page.locator(".talk")).to_contain_text("the second message")
    relief.page.locator("header.dossier").get_by_role("link", name="Take the desk").click()
    for name, words in (("desk", "night"), ("to_desk", "night"), ("still_open", "the second message")):
        relief.page.locator(f".box [name={name}]").fill(words)
    relief.press("Seal and send")
    expect(theirs.page.locator("header.dossier .phase strong")).to_have_text("open")

    relief.follow("The whole dossier", "main")
    minister = people.at(HERE, "minister", "minister", app=True)
    relief.page.reload()
    relief.page.get_by_label("Put on the team").select_option(label="Minister")
    relief.press("Add")
    minister.page.set_viewport_size({"width": 390, "height": 844})
    minister.open("/")
    minister.follow("Desk", "nav")
    seen = minister.page.locator(".call", has=minister.page.locator(f"a[href='/dossiers/{talk.dossier}/']"))
    expect(seen).to_contain_text("my-ca acknowledge")
    minister.shot()
    assert minister.page.evaluate("document.documentElement.scrollWidth") <= 390
    acknowledge(theirs)
    expect(seen).not_to_contain_text("my-ca acknowledge")
