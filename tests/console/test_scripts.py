"""What the scripts of the console do in a browser, against a server that keeps the contracts in their heads."""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from pathlib import Path
from urllib.parse import parse_qs

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.console.scratch import CHUNK, Scratch

HEAR = """window.heard = [];
document.body.addEventListener("lintas:act:d1", (event) => window.heard.push(event.detail.position))"""
CREATE = """() => navigator.credentials.create({publicKey: {
  challenge: new Uint8Array(16), rp: {name: "lintas"},
  user: {id: new Uint8Array(8), name: "lan", displayName: "Lan"},
  pubKeyCredParams: [{type: "public-key", alg: -7}],
  authenticatorSelection: {residentKey: "required", userVerification: "required"}}}).then(() => true)"""
pytestmark = [pytest.mark.processes, pytest.mark.slow]


def until(holds: Callable[[], object], s_max: float = 10) -> None:
    """The policy of the pages forbids Playwright's own way of waiting for a condition."""
    end = time.monotonic() + s_max
    while not holds():
        assert time.monotonic() < end
        time.sleep(0.05)


def focused(page: Page) -> str:
    return str(page.evaluate("document.activeElement.getAttribute('href')"))


def act(**changes: object) -> dict[str, object]:
    return {
        "position": 1,
        "dossier": "d1",
        "author": "th-ago",
        "verb": "answer",
        "ours": False,
        "urgent": False,
    } | changes


def test_the_keyboard_alone_does_the_work_of_a_list(browser: Browser, scratch: tuple[Scratch, str]) -> None:
    page = browser.new_page()
    page.goto(f"{scratch[1]}/en/work.html")
    page.keyboard.press("j")
    page.keyboard.press("j")
    assert focused(page) == "dossier.html?2"
    page.keyboard.press("k")
    assert focused(page) == "dossier.html?1"
    page.keyboard.press("x")
    expect(page.locator("[data-bulk]")).to_have_text("1 selected")
    page.keyboard.press("x")
    expect(page.locator("[data-bulk]")).to_be_hidden()
    page.keyboard.press("Control+k")
    page.keyboard.type("jk?")
    assert page.locator("#search").input_value() == "jk?"
    page.close()


def test_single_letters_can_be_switched_off(browser: Browser, scratch: tuple[Scratch, str]) -> None:
    page = browser.new_context().new_page()
    page.goto(f"{scratch[1]}/en/work.html")
    page.keyboard.press("?")
    page.get_by_label("Single letters").uncheck()
    page.keyboard.press("Escape")
    page.keyboard.press("j")
    assert focused(page) == "None"
    page.reload()
    page.keyboard.press("?")
    expect(page.locator("#keys")).to_be_hidden()
    page.context.close()


def test_eight_tabs_hear_everything_over_one_stream_that_resumes(
    browser: Browser, scratch: tuple[Scratch, str]
) -> None:
    server, url = scratch
    context = browser.new_context()
    tabs = [context.new_page() for _ in range(8)]
    for tab in tabs:
        tab.goto(f"{url}/en/work.html")
        tab.evaluate(HEAR)
    until(lambda: len(server.streams) == 1)
    server.say("act", act(position=7), 7)
    until(lambda: all(tab.evaluate("window.heard") == [7] for tab in tabs))
    expect(tabs[0].locator("#told")).to_have_text("th-ago: answer")
    server.cut()
    until(lambda: server.streams)
    assert [last for last, _queue in server.streams] == ["7"]
    server.say("act", act(position=8, urgent=True), 8)
    until(lambda: all(tab.evaluate("window.heard") == [7, 8] for tab in tabs))
    assert tabs[0].locator("#told").get_attribute("aria-live") == "assertive"
    context.close()


def test_a_page_says_that_it_hears_nothing(browser: Browser, scratch: tuple[Scratch, str]) -> None:
    server, url = scratch
    page = browser.new_context().new_page()
    page.goto(f"{url}/en/work.html")
    until(lambda: server.streams)
    expect(page.locator("#cut")).to_be_hidden()
    page.evaluate("document.body.addEventListener('lintas:back', () => { document.title = 'back'; })")
    server.away = True
    server.cut()
    expect(page.locator("#cut")).to_be_visible()
    expect(page.locator("#cut [data-since]")).to_contain_text(":")
    until(lambda: server.refused)
    # The proxy's answer for a node that is starting is no stream: the browser gives up, and the page does not.
    server.away = False
    expect(page.locator("#cut")).to_be_hidden(timeout=15_000)
    assert page.title() == "back"
    page.context.close()


def test_what_is_written_is_kept_while_it_is_written(browser: Browser, scratch: tuple[Scratch, str]) -> None:
    server, url = scratch
    page = browser.new_page()
    page.goto(f"{url}/en/draft.html")
    page.locator("#id_facts").fill("ຂໍ້ມູນ")
    expect(page.locator("[data-saved]")).to_contain_text("saved")
    assert "ຂໍ້ມູນ".encode() in server.saved[0]
    page.close()


def test_a_file_goes_on_after_a_loss_and_is_whole(
    browser: Browser, scratch: tuple[Scratch, str], tmp_path: Path
) -> None:
    server, url = scratch
    server.parts_to_lose = 1
    file = tmp_path / "records.bin"
    file.write_bytes(bytes(range(256)) * 4096 * 7 + b"end")
    page = browser.new_page()
    page.goto(f"{url}/en/draft.html")
    page.locator("#id_papers").set_input_files(file)
    expect(page.locator("#id_papers_progress")).to_have_text("records.bin: is on this node", timeout=20_000)
    assert server.parts_to_lose == 0
    ((about, held),) = server.files.values()
    assert bytes(held) == file.read_bytes()
    assert about["bytes"] == 7 * CHUNK + 3
    assert page.locator("input[type=hidden][name=papers]").last.input_value().endswith(" records.bin")
    page.get_by_role("button", name="Remove records.bin").click()
    expect(page.get_by_text("records.bin", exact=True)).to_have_count(0)
    page.close()


def test_sealing_asks_for_a_touch_and_sends_what_it_signed(browser: Browser, scratch: tuple[Scratch, str]) -> None:
    server, url = scratch
    page = browser.new_page()
    page.goto(f"{url}/en/draft.html")
    devtools = page.context.new_cdp_session(page)
    devtools.send("WebAuthn.enable")
    key = {"protocol": "ctap2", "transport": "internal", "hasResidentKey": True, "hasUserVerification": True}
    options = key | {"isUserVerified": True, "automaticPresenceSimulation": True}
    devtools.send("WebAuthn.addVirtualAuthenticator", {"options": options})
    page.evaluate(CREATE)
    page.locator("form[data-confirm] button:not([disabled])").click()
    until(lambda: server.sealed)
    assertion = json.loads(parse_qs(server.sealed[0].decode())["assertion"][0])
    assert assertion["response"]["signature"]
    # A page that is closed on its way to the next one may never say that it was.
    page.wait_for_url("**/sealed")
    page.close()


def test_without_a_touch_nothing_is_sealed_and_the_page_says_so(browser: Browser, scratch: tuple[Scratch, str]) -> None:
    server, url = scratch
    page = browser.new_page()
    page.goto(f"{url}/en/draft.html")
    devtools = page.context.new_cdp_session(page)
    devtools.send("WebAuthn.enable")
    key = {"protocol": "ctap2", "transport": "internal", "hasResidentKey": True, "hasUserVerification": True}
    devtools.send("WebAuthn.addVirtualAuthenticator", {"options": key | {"automaticPresenceSimulation": True}})
    page.locator("form[data-confirm] button:not([disabled])").click()
    expect(page.locator("[data-confirm-words]")).to_contain_text("Nothing was sealed")
    assert server.sealed == []
    page.close()
