"""Every part of the console's pages in a browser: accessible, whole on a phone, within the policy, legible on paper."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pypdfium2
import pytest
from playwright.sync_api import Browser, ConsoleMessage, Page

from tests.console.gallery import PAGES
from tests.console.samples import LANGS
from tests.console.scratch import Scratch

pytestmark = [pytest.mark.processes, pytest.mark.slow]
AXE = (Path(__file__).parent / "vendor/axe.js").read_text()
LOOKS = [(scheme, width) for scheme in ("light", "dark") for width in (1280, 390)]
LOOKS_OF = {"en": LOOKS}
"""Colours do not depend on the language: in the others one look of each colour and each width is enough."""
BOXES = "[type=hidden], [type=checkbox], [type=radio]"
TARGETS = f"button, .button, select, .top nav a, .tabs a, .pages a, .pick, input:not({BOXES})"
SMALL = "all => all.filter(each => each.checkVisibility() && each.offsetHeight < 44).map(each => each.outerHTML)"
LOADED = "document.fonts.ready.then(all => [...all].filter(f => f.status === 'loaded').map(f => f.family))"


def violations(page: Page) -> list[tuple[str, Any, str]]:
    page.evaluate(AXE)
    found = page.evaluate("axe.run(document, {rules: {'target-size': {enabled: true}}, resultTypes: ['violations']})")
    return [
        (each["id"], node["target"], node["failureSummary"]) for each in found["violations"] for node in each["nodes"]
    ]


def opened(browser: Browser, url: str, complaints: list[str], **context: Any) -> Page:
    page = browser.new_context(**context).new_page()

    def note(message: ConsoleMessage) -> None:
        complaints.append(message.text)

    page.on("console", note)
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.goto(url)
    return page


@pytest.mark.parametrize("name", PAGES)
@pytest.mark.parametrize("lang", LANGS)
def test_axe_finds_nothing_in_any_look(browser: Browser, scratch: tuple[Scratch, str], lang: str, name: str) -> None:
    complaints: list[str] = []
    page = opened(browser, f"{scratch[1]}/{lang}/{name}.html", complaints)
    for scheme, width in LOOKS_OF.get(lang, [("light", 390), ("dark", 1280)]):
        page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
        page.set_viewport_size({"width": width, "height": 900})
        assert violations(page) == [], (scheme, width)
    page.keyboard.press("?")
    assert page.locator("#keys").is_visible()
    assert violations(page) == []
    # Nothing was blocked by the policy, nothing failed.
    assert complaints == []
    page.context.close()


@pytest.mark.parametrize("name", PAGES)
def test_nothing_is_lost_at_200_percent_or_on_the_smallest_phone(
    browser: Browser, scratch: tuple[Scratch, str], name: str
) -> None:
    page = opened(browser, f"{scratch[1]}/my/{name}.html", [], viewport={"width": 320, "height": 640})
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    # Letters alone twice as large, as a browser's setting makes them.
    page.set_viewport_size({"width": 1280, "height": 900})
    page.evaluate("document.documentElement.style.setProperty('font-size', '200%')")
    assert page.evaluate("document.documentElement.scrollWidth") <= 1280
    page.context.close()


@pytest.mark.parametrize("name", PAGES)
def test_whatever_is_pressed_is_44_pixels_high(browser: Browser, scratch: tuple[Scratch, str], name: str) -> None:
    page = opened(browser, f"{scratch[1]}/en/{name}.html", [], viewport={"width": 390, "height": 900})
    small = page.locator(TARGETS).evaluate_all(SMALL)
    assert small == []
    page.context.close()


def test_each_script_comes_in_letters_of_this_node(browser: Browser, scratch: tuple[Scratch, str]) -> None:
    page = opened(browser, f"{scratch[1]}/en/dossier.html", [])
    loaded = set(page.evaluate(LOADED))
    assert {name.strip('"') for name in loaded} == {
        "Lintas",
        "Lintas Thai",
        "Lintas Lao",
        "Lintas Khmer",
        "Lintas Myanmar",
    }
    leading = "each => parseFloat(getComputedStyle(each).lineHeight) / parseFloat(getComputedStyle(each).fontSize)"
    assert page.locator("dl:lang(km)").evaluate(leading) == pytest.approx(1.8)
    assert page.locator("dl:lang(vi)").evaluate(leading) == pytest.approx(1.5)
    page.context.close()


def test_every_printed_page_bears_its_classification_twice(
    browser: Browser, scratch: tuple[Scratch, str], tmp_path: Path
) -> None:
    page = opened(browser, f"{scratch[1]}/en/dossier.html", [], color_scheme="dark")
    pages = pypdfium2.PdfDocument(page.pdf(format="A4"))
    words = [each.get_textpage().get_text_range() for each in pages]
    assert len(words) > 1
    assert [text.count("RESTRICTED · police to police") for text in words] == [2] * len(words)
    assert [text.count("EXERCISE EXERCISE EXERCISE") for text in words] == [2] * len(words)
    page.emulate_media(media="print")
    # Black on white, for a printer that leaves grounds out.
    assert (
        page.locator(".band").evaluate_all("all => all.map(each => getComputedStyle(each).color)")
        == ["rgb(0, 0, 0)"] * 4
    )
    assert page.get_by_role("button").count() == 0
    page.context.close()
