"""The conversation and the desk in a real browser: what comes is there by itself, told, counted and heard."""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from playwright.sync_api import Browser, Page, Route, expect

from lintas.node.looking import look
from lintas.wire.identifiers import DOSSIER_BYTES
from lintas.wire.identifiers import read as read_id
from tests.console.stage import OURS, THEIRS, Stage, door
from tests.console.talking import Line
from tests.console.test_gallery import violations

pytestmark = [pytest.mark.processes, pytest.mark.slow]

PHONE_PX = 390
TURNS_MAX = 5
"""What moved before a page was there is told to it too, when that is heard of: one turn or two may meet it."""
STOOD = """() => {
  for (let i = 0; i < 40; i++) {
    const old = Object.assign(document.createElement("li"), { className: "message", id: `old-${i}` });
    document.querySelector(".talk").prepend(old);
  }
}"""


@dataclass
class Sight:
    """The line, a page before it on a phone, and what the browser complained of."""

    line: Line
    page: Page
    root: str
    complaints: list[str]

    def open(self, path: str) -> None:
        self.page.goto(self.root + path)


@pytest.fixture
def sight(stage: Stage, browser: Browser) -> Iterator[Sight]:
    line = Line(stage)
    with door() as root:
        context = browser.new_context(viewport={"width": PHONE_PX, "height": 844})
        name = f"lintas-{OURS}"
        context.add_cookies([{"name": name, "value": line.client.cookies[name].value, "url": root}])
        page, complaints = context.new_page(), list[str]()
        page.on("console", lambda message: complaints.append(message.text))
        page.on("pageerror", lambda error: complaints.append(str(error)))
        yield Sight(line, page, root, complaints)
        context.close()


def test_a_message_comes_by_itself_and_is_acknowledged_with_one_touch(sight: Sight) -> None:
    page = sight.page
    sight.open(sight.line.path)
    page.locator("#sound").click()
    expect(page.locator("#sound")).to_have_attribute("aria-pressed", "true")
    page.get_by_label("Text").fill("half of an ans")
    page.evaluate("window.rung = 0; Audio.prototype.play = async () => { window.rung++ }; null")
    sight.line.said_by_them("They are at the pier")
    expect(page.locator(".talk")).to_contain_text("They are at the pier")
    expect(page).to_have_title(f"(1) Hotline {sight.line.dossier[:8]} · {OURS}")
    expect(page.locator("#told")).to_have_attribute("aria-live", "assertive")
    assert page.evaluate("window.rung") == 1
    expect(page.get_by_label("Text")).to_have_value("half of an ans")
    page.get_by_role("button", name="Acknowledge").press("Enter")
    expect(page).to_have_title(f"Hotline {sight.line.dossier[:8]} · {OURS}")
    sight.line.said_by_them("No hurry", urgency="routine")
    expect(page.locator("#told")).to_have_attribute("aria-live", "polite")
    # The switch is remembered from page to page.
    expect(page.locator("#sound")).to_have_attribute("aria-pressed", "true")
    assert sight.complaints == []


def test_pressed_twice_it_is_sealed_once(sight: Sight) -> None:
    page = sight.page
    sight.open(sight.line.path)
    page.get_by_label("now").check()
    page.get_by_label("Text").fill("Only once")
    sent = list[str]()
    page.on("request", lambda request: sent.append(request.url) if request.method == "POST" else None)
    # Pressed again while the first is under way: before that, the browser itself sends one alone.
    page.evaluate(
        "const form = document.querySelector('.box form'); form.requestSubmit();"
        "setTimeout(() => form.requestSubmit(), 30); null"
    )
    expect(page.locator(".talk")).to_contain_text("Only once")
    assert len(sent) == 1


def test_the_page_stays_when_something_is_said_on_it(sight: Sight) -> None:
    page = sight.page
    sight.open(sight.line.path)
    page.evaluate("window.stayed = true; null")
    _say(page, "They are at the pier")
    expect(page.locator(".talk")).to_contain_text("They are at the pier")
    expect(page.locator("#notices")).to_contain_text("Sealed, and on its way")
    expect(page.get_by_label("Text")).to_have_value("")
    expect(page.get_by_label("Text")).to_be_focused()
    page.get_by_role("button", name="Seal and send").click()
    expect(page.locator(".box .summary")).to_be_focused()
    assert page.evaluate("window.stayed")
    # A form with a mistake in it is told as an error by the browser too.
    assert [each for each in sight.complaints if "422" not in each] == []


def test_what_is_written_while_something_else_is_sealed_stays(sight: Sight) -> None:
    page = sight.page
    sight.open(sight.line.path)
    sight.line.said_by_them()
    page.get_by_label("Text").fill("half of an ans")
    page.get_by_role("button", name="Acknowledge").click()
    expect(page.get_by_role("button", name="Acknowledge")).to_have_count(0)
    expect(page.get_by_label("Text")).to_have_value("half of an ans")
    page.route("**/say/dossier/say/*", _late)
    _say(page, "The first")
    page.get_by_label("Text").fill("The second")
    expect(page.locator(".talk")).to_contain_text("The first")
    expect(page.locator("#notices")).to_contain_text("Sealed, and on its way")
    expect(page.get_by_label("Text")).to_have_value("The second")
    page.get_by_role("button", name="Seal and send").click()
    expect(page.locator(".talk")).to_contain_text("The second")


def test_marks_move_on_the_one_message_that_they_are_of(sight: Sight) -> None:
    page, asked = sight.page, list[str]()
    sight.open(sight.line.path)
    sight.line.said_by_them("They are at the pier")
    before = page.locator(".talk > .message").filter(has_text="They are at the pier")
    expect(before).to_be_visible()
    page.on("request", lambda request: asked.append(request.url.removeprefix(sight.root)))
    for turn in range(TURNS_MAX):
        asked.clear()
        before.evaluate("(message) => { message.dataset.old = '' }")
        with page.expect_response(lambda answer: "&marks=" in answer.url):
            _say_and_be_read(sight, f"Who is there, {turn}?")
        if page.locator(".talk > [data-old]").count():
            break
    else:
        pytest.fail("what stood before was drawn anew each time")
    expect(page.locator(".talk > :last-child")).to_contain_text("Who is there")
    own = [each for each in asked if each.startswith(sight.line.path)]
    assert all("?since=" in each for each in own), own
    assert sight.complaints == []


def test_whoever_says_much_is_brought_the_whole_now_and_then(sight: Sight) -> None:
    page = sight.page
    sight.open(sight.line.path)
    _say(page, "They are at the pier")
    expect(page.locator(".talk")).to_contain_text("They are at the pier")
    page.evaluate(STOOD)
    with page.expect_request(lambda request: request.method == "POST") as said:
        _say(page, "Who is there?")
    assert "since" not in said.value.url
    expect(page.locator(".talk")).to_contain_text("Who is there?")
    expect(page.locator(".talk > [id^=old-]")).to_have_count(0)


def test_nobody_takes_for_sealed_what_the_node_did_not_answer(sight: Sight) -> None:
    page = sight.page
    sight.open(sight.line.path)
    for cut in (lambda route: route.abort(), lambda route: route.fulfill(status=503)):
        page.route("**/say/dossier/say/*", cut, times=1)
        _say(page, "They are at the pier")
        expect(page.locator("#notices .error")).to_contain_text("The node did not answer")
        expect(page.get_by_label("Text")).to_have_value("They are at the pier")
        page.get_by_role("button", name="Seal and send").click()
        expect(page.locator("#notices")).to_contain_text("Sealed, and on its way")


@pytest.mark.parametrize("late", [False, True])
def test_what_was_asked_for_before_takes_nothing_away_and_brings_nothing_twice(sight: Sight, *, late: bool) -> None:
    page, held = sight.page, list[Route]()
    sight.open(sight.line.path)
    page.route(f"{sight.root}{sight.line.path}*", lambda route: held.append(route))
    sight.line.said_by_them("Who is there?")
    while not held:
        page.wait_for_timeout(50)
    asked = held[0].request.url.removeprefix(sight.root)
    assert "?since=" in asked
    answers = [sight.line.client.get(asked, headers={"HX-Request": "true"}).content]
    _say(page, "They are at the pier")
    expect(page.get_by_label("Text")).to_have_value("")
    answers.append(sight.line.client.get(asked, headers={"HX-Request": "true"}).content)
    with page.expect_response(sight.root + asked):
        held[0].fulfill(body=answers[late], content_type="text/html")
    page.wait_for_timeout(200)
    talk = page.locator(".talk").inner_text()
    assert [talk.count(each) for each in ("Who is there?", "They are at the pier")] == [1, 1]


def test_an_answer_that_comes_after_a_later_one_still_empties_the_box(sight: Sight) -> None:
    page, held, path = sight.page, list[Route](), f"{sight.line.path}say/dossier/say/"
    sight.line.said_by_them()
    sight.open(sight.line.path)
    page.route(f"{sight.root}{path}*", lambda route: held.append(route))
    _say(page, "They are at the pier")
    while not held:
        page.wait_for_timeout(50)
    said = {"urgency": "now", "text": "They are at the pier", "to": THEIRS}
    older = sight.line.client.post(path, said, headers={"HX-Request": "true"}).content
    page.get_by_role("button", name="Acknowledge").click()
    expect(page.get_by_role("button", name="Acknowledge")).to_have_count(0)
    expect(page.get_by_label("Text")).to_have_value("They are at the pier")
    held[0].fulfill(body=older, content_type="text/html")
    expect(page.get_by_label("Text")).to_have_value("")
    assert page.get_by_role("button", name="Acknowledge").count() == 0


def _say(page: Page, text: str) -> None:
    page.get_by_label("now").check()
    page.get_by_label("Text").fill(text)
    page.get_by_role("button", name="Seal and send").click()


def _say_and_be_read(sight: Sight, text: str) -> None:
    """Say something, and see that it was opened."""
    _say(sight.page, text)
    ours = sight.page.locator(".talk > .message").filter(has_text=text)
    expect(ours).to_be_visible()
    stage, dossier = sight.line.stage, read_id(sight.line.dossier, DOSSIER_BYTES)
    stage.until(lambda: stage.there(lambda node: text in str(look(node, dossier))))
    expect(ours.locator(".mark.opened")).to_be_visible()


def _late(route: Route) -> None:
    time.sleep(0.5)
    route.continue_()


def test_axe_finds_nothing_and_nothing_is_wider_than_a_phone(sight: Sight) -> None:
    page, line = sight.page, sight.line
    line.said_by_them()
    for path in (line.path, "/desk/", f"{line.path}files/", f"{line.path}print/", f"{line.path}say/dossier/say/"):
        sight.open(path)
        assert violations(page) == [], path
        assert page.evaluate("document.documentElement.scrollWidth") <= PHONE_PX, path
    assert sight.complaints == []
