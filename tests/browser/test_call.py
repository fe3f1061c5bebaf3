"""A call by voice and video between two private offices, each before its own browser."""

from __future__ import annotations

import re
import time
from collections import Counter
from typing import Final

import pytest
from playwright.sync_api import expect

from tests.browser.founding import HERE, THERE
from tests.browser.people import People, Person
from tests.browser.steps import SEALED, open_dossier
from tests.browser.talking import on_shift

pytestmark = [pytest.mark.processes, pytest.mark.slow, pytest.mark.xdist_group("browser"), pytest.mark.timeout(400)]

KEEP_LINES: Final = """
window.lines = new Set();
window.RTCPeerConnection = class extends RTCPeerConnection {
  constructor(said) { super(window.noWay ? { ...said, iceTransportPolicy: "relay" } : said); window.lines.add(this); }
};
"""
RECEIVED: Final = """async () => {
  const found = { audio: 0, video: 0 };
  for (const line of [...window.lines].filter((each) => each.connectionState === "connected"))
    for (const each of (await line.getStats()).values())
      if (each.type === "inbound-rtp" && each.bytesReceived) found[each.kind]++;
  return found;
}"""
"""On how many lines something comes in."""
BREAK: Final = """(cut) => {
  window.noWay = cut;
  for (const line of window.lines) line.close();
}"""
"""The lines of a page are gone; `cut`: and its new ones find no way, as where a network lets nothing through."""
HASTY: Final = "Object.assign(document.getElementById('call').dataset, { lostMs: 1000, tryMs: 6000, tries: 2 })"
FLOWS_S_MAX: Final = 60.0


def _sit(person: Person, link: str, sitting: str, before: str = "") -> None:
    """From the page of the line to a seat in the call; `before`: what is done on the page first."""
    person.page.get_by_role("link", name=re.compile(f"^{link}")).first.click()
    if before:
        person.page.locator("#call").wait_for()
        person.page.evaluate(before)
    person.page.get_by_label("Who sits here").fill(sitting)
    person.press(link)
    expect(person.page.locator("[data-room]")).to_be_visible()


def _words(person: Person) -> str:
    """The words beside the other one, who is connected."""
    expect(person.page.locator("[data-people] [data-state]")).to_have_text("connected")
    words = person.page.locator("[data-people] [data-safety]")
    expect(words).to_have_text(re.compile(r"^([a-z]+ ){3}[a-z]+$"))
    return words.inner_text()


def _flows(person: Person, lines: int = 1) -> None:
    """Sound and pictures come in on so many lines."""
    end = time.monotonic() + FLOWS_S_MAX
    while set((got := person.page.evaluate(RECEIVED)).values()) != {lines}:
        assert time.monotonic() < end, got
        time.sleep(0.2)


def _line(people: People) -> tuple[Person, Person, str]:
    """A line for calls on which two private offices have agreed: who is before it here and there, and the dossier."""
    ours, theirs = on_shift(people.at(HERE, "dung", "duty")), on_shift(people.at(THERE, "desk", "duty"))
    for person in (ours, theirs):
        person.page.add_init_script(KEEP_LINES)
    dossier = open_dossier(ours, "call", when="today at noon", languages="English", subject="an invented matter")
    theirs.open("/desk/")
    call = theirs.page.locator(".call", has=theirs.page.locator(f"a[href='/dossiers/{dossier}/']"))
    call.get_by_role("button", name="Agree").click()
    expect(theirs.page.locator("main")).to_contain_text(SEALED)
    expect(ours.page.locator("header.dossier .phase strong")).to_have_text("agreed")
    return ours, theirs, dossier


def test_a_call_between_two_private_offices_with_safety_words(people: People) -> None:
    ours, theirs, dossier = _line(people)
    _sit(ours, "Call", "Minister (EXERCISE)")
    expect(theirs.page.locator(".talk")).to_contain_text("Speaker: Minister (EXERCISE)")
    _sit(theirs, "Answer the call", "Deputy minister (EXERCISE)")
    assert _words(ours) == _words(theirs)
    for person in (ours, theirs):
        _flows(person)
        person.shot()
    expect(ours.page.locator("[data-people]")).to_contain_text("Deputy minister (EXERCISE)")

    theirs.press("Hang up")
    expect(ours.page.locator("[data-phase]")).to_have_text("left by those who were called")
    ours.press("Hang up")
    expect(ours.page.locator("[data-says]")).to_have_text("You are no longer in this call: over")
    ours.follow("Back to the line", "main")
    talk = ours.page.locator(".talk .message").last
    acts = talk.locator(".act > .head > strong")
    expect(acts).to_have_text(["call", "answer the call", "hang up", "hang up"])
    for said in ("Speaker: Minister (EXERCISE)", "Speaker: Deputy minister (EXERCISE)"):
        expect(talk).to_contain_text(said)
    assert talk.locator(".act > .head > time").count() == acts.count()
    ours.shot()
    kept = ours.page.evaluate(
        "(path) => fetch(path).then((reply) => reply.text())", f"/dossiers/{dossier}/export/json/"
    )
    assert "signals" in kept
    assert not re.search("candidate|fingerprint|ice-ufrag|127.0.0.1", kept)


@pytest.mark.soak
def test_a_call_that_is_cut_comes_back_by_itself_or_says_whom_to_telephone(people: People) -> None:
    ours, theirs, _ = _line(people)
    _sit(ours, "Call", "Minister (EXERCISE)", HASTY)
    expect(theirs.page.locator(".talk")).to_contain_text("Speaker: Minister (EXERCISE)")
    _sit(theirs, "Answer the call", "Deputy minister (EXERCISE)", HASTY)
    both = (ours, theirs)
    words = [_words(person) for person in both]

    ours.page.evaluate(BREAK, False)
    for person in both:
        _flows(person)
    assert [_words(person) for person in both] == words

    for person in both:
        person.page.evaluate(BREAK, True)
    expect(ours.page.locator("[data-people] [data-state]")).to_contain_text("is being made again: try")
    for person in both:
        expect(person.page.locator("[data-people] [data-state]")).to_contain_text(
            "could not be made again", timeout=90_000
        )
        expect(person.page.locator("[data-fallback]")).to_contain_text("If it stays so, call by telephone:")
        person.shot()
        person.page.evaluate("window.noWay = false")
    theirs.press("Try again")
    for person in both:
        _flows(person)
        expect(person.page.locator("[data-fallback]")).to_be_hidden()
    assert [_words(person) for person in both] == words
    for person in both:
        person.press("Hang up")


@pytest.mark.soak
def test_four_people_of_two_authorities_see_and_hear_each_other(people: People) -> None:
    ours, theirs, _ = _line(people)
    _sit(ours, "Call", "Minister (EXERCISE)")
    expect(theirs.page.locator(".talk")).to_contain_text("Speaker: Minister (EXERCISE)")
    _sit(theirs, "Answer the call", "Deputy minister (EXERCISE)")
    _words(ours)
    path = ours.page.url.removeprefix(ours.root)
    more = [on_shift(people.at(HERE, "hoa", "duty")), on_shift(people.at(THERE, "night", "duty"))]
    for person in more:
        person.page.add_init_script(KEEP_LINES)
        person.open(path)
        person.page.get_by_label("Interpreter").check()
        person.page.get_by_label("Who sits here").fill(f"Interpreter {person.name} (EXERCISE)")
    # Both at once: neither knows of the other yet.
    for person in more:
        person.page.get_by_role("button", name="Take a seat").click()
    everybody = [ours, theirs, *more]
    pairs = Counter[str]()
    for person in everybody:
        states = person.page.locator("[data-people] [data-state]")
        expect(states).to_have_text(["connected"] * 3, timeout=FLOWS_S_MAX * 1000)
        pairs.update(person.page.locator("[data-people] [data-safety]").all_inner_texts())
    assert (len(pairs), set(pairs.values())) == (6, {2})
    for person in everybody:
        _flows(person, lines=3)
        person.shot()
    for person in everybody:
        person.press("Hang up")
