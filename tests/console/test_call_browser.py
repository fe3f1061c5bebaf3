"""The page of a call in a browser: readable by everybody, on a phone too, and what it says when it may not listen."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser, expect

from tests.console.stage import OURS, THEIRS, Stage, door
from tests.console.talking import CALL, Line
from tests.console.test_gallery import violations

pytestmark = [pytest.mark.processes, pytest.mark.slow]

PHONE_PX = 390
REFUSE = """(name) => {
  navigator.mediaDevices.getUserMedia = () => Promise.reject(new DOMException("", name));
}"""
ALLOW = "delete navigator.mediaDevices.getUserMedia"
TROUBLES = {
    "NotAllowedError": "may not use the microphone or the camera",
    "NotFoundError": "No microphone or no camera was found",
    "NotReadableError": "Another program has the microphone",
}


def test_whoever_may_not_listen_is_told_why_and_then_sits_down_and_gets_up(stage: Stage, browser: Browser) -> None:
    line = Line(stage, CALL)
    with door() as root:
        context = browser.new_context(viewport={"width": PHONE_PX, "height": 844})
        name = f"lintas-{OURS}"
        context.add_cookies([{"name": name, "value": line.client.cookies[name].value, "url": root}])
        page, complaints = context.new_page(), list[str]()
        page.on("console", lambda message: complaints.append(message.text))
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.goto(f"{root}{line.path}")
        page.get_by_role("link", name="Call", exact=True).click()
        assert violations(page) == []
        for error, words in TROUBLES.items():
            page.evaluate(REFUSE, error)
            page.get_by_role("button", name="Call", exact=True).click()
            expect(page.locator("[data-says]")).to_contain_text(words)
        page.evaluate(ALLOW)
        page.get_by_label("Note-taker").check()
        page.get_by_role("button", name="Call", exact=True).click()
        expect(page.locator("[data-phase]")).to_have_text("ringing")
        assert violations(page) == []
        assert page.evaluate("document.documentElement.scrollWidth") <= PHONE_PX
        for button, kind in (("Microphone off", "Audio"), ("Camera off", "Video")):
            page.get_by_role("button", name=button).click()
            assert not page.evaluate(f"document.querySelector('[data-own]').srcObject.get{kind}Tracks()[0].enabled")
        # Whoever closes the page gets up.
        page.goto(f"{root}{line.path}")
        expect(page.locator(".talk")).to_contain_text("not answered")
        expect(page.locator(".talk")).to_contain_text("Note-taker")
        assert THEIRS in page.locator(".talk").inner_text()
        assert complaints == []
        context.close()
