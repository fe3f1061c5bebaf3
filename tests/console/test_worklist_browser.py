"""The worklist under the hands of somebody who uses no mouse, on a phone's width, under axe."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser, expect

from tests.console.stage import ORIGIN, OURS, Stage, door
from tests.console.test_gallery import violations

pytestmark = [pytest.mark.processes, pytest.mark.slow]


def test_lines_are_selected_assigned_and_put_off_by_keys(browser: Browser, stage: Stage) -> None:
    from lintas.console import teams
    from lintas.console.models import Dossier, Membership

    officer = stage.officer("officer")
    for _ in range(2):
        line = Dossier.objects.get(pk=stage.opened_by_them())
        teams.put_on(officer, line, officer)
    cookie = stage.browser(officer).cookies[f"lintas-{OURS}"].value
    context = browser.new_context(viewport={"width": 390, "height": 900})
    context.add_cookies([{"name": f"lintas-{OURS}", "value": cookie, "url": ORIGIN}])
    with door():
        page = context.new_page()
        page.goto(f"{ORIGIN}/?tab=ours")
        page.keyboard.press("j")
        page.keyboard.press("a")
        expect(page.get_by_label("Colleague", exact=True)).to_be_focused()
        assert violations(page) == []
        assert page.evaluate("document.documentElement.scrollWidth") <= 390
        page.get_by_role("button", name="Assign").click()
        expect(page.get_by_text("1 dossier: done.")).to_be_visible()
        assert Membership.objects.filter(officer=officer, leads=True).count() == 1
        page.keyboard.press("j")
        page.keyboard.press("s")
        expect(page.get_by_label("Days", exact=True)).to_be_focused()
        page.get_by_role("button", name="Put off").click()
        expect(page.locator("[data-line]")).to_have_count(1)
        context.close()
