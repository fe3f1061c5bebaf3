"""Two response teams: indicators go in as one form on this side and come out as another on that side, and back."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any, Final

import pytest
from playwright.sync_api import expect

from lintas.interop.feed import Feed
from lintas.interop.reading import read
from tests.browser.filling import hand_in
from tests.browser.founding import HERE, THERE
from tests.browser.people import People, Person
from tests.browser.steps import open_dossier, seal
from tests.console.test_gallery import violations
from tests.shared import folder

pytestmark = [pytest.mark.processes, pytest.mark.slow, pytest.mark.xdist_group("browser"), pytest.mark.timeout(400)]

EVENT: Final[dict[str, Any]] = {"Event": {
    "info": "EXERCISE: a fraud site", "uuid": "00000000-0000-4000-8000-000000000001", "distribution": "3",
    "Tag": [{"name": 'rsit:fraud="phishing"'}, {"name": "tlp:green"}], "Galaxy": [{"name": "EXERCISE"}],
    "Attribute": [
        {"type": "domain", "value": "fraud.example", "uuid": "00000000-0000-4000-8000-000000000002"},
        {"type": "sha256", "value": "e" * 64, "uuid": "00000000-0000-4000-8000-000000000003"},
    ],
}}  # fmt: skip
PUBLISHED: Final = sorted((folder() / "standards/stix2/data/idioms-json-2.1-valid").glob("*.json"))
"""Of the published set, if it is here; our own event goes both ways in any case."""


def take_in(person: Person, name: str, data: bytes, *told: str) -> None:
    """On the page of the dossier: hand a file in, read what is told of it, and seal the draft that it goes into."""
    person.follow("Indicators, in and out", "main")
    file = {"name": name, "mimeType": "application/json", "buffer": data}
    hand_in(person.page.locator('[data-name="file"]'), file)
    assert violations(person.page) == []
    person.press("Show what stands in it")
    for words in told:
        expect(person.page.locator("main")).to_contain_text(words)
    assert violations(person.page) == []
    person.press("Put it into a draft")
    person.page.wait_for_url("**/drafts/*/")
    seal(person)


def written_out(person: Person, dossier: str, name: str, form: str) -> Feed:
    """What the person gets of a file of the dossier in a form, read again."""
    person.open(f"/dossiers/{dossier}/indicators/")
    person.follow(name, "main")
    expect(person.page.get_by_role("heading", name="Write it out")).to_be_visible()
    assert violations(person.page) == []
    person.shot()
    with person.page.expect_download() as download:
        person.follow(form, "main")
    return read(Path(download.value.path()).read_bytes())


def said(feed: Feed) -> list[tuple[str, str, str, tuple[str, ...]]]:
    return [(each.sort, each.value, each.sharing, each.tags) for each in feed.indicators]


def test_indicators_go_in_as_misp_and_come_out_as_stix_on_the_other_side(people: People) -> None:
    lan, intake = people.at(HERE, "lan", "officer"), people.at(THERE, "intake", "duty")
    dossier = open_dossier(lan, "incident")
    data = json.dumps(EVENT).encode()
    take_in(lan, "event.json", data, "2 indicators", "TLP:GREEN: 2", "rsit:fraud", "1 of Galaxy")
    intake.open("/?tab=intake")
    line = intake.page.locator(f"#lines a[href='/dossiers/{dossier}/']").first
    expect(line).to_be_visible()
    line.click()
    expect(intake.page.locator(".timeline")).to_contain_text("give indicators")
    as_stix = written_out(intake, dossier, "event.json", "STIX 2.1")
    assert as_stix.form == "STIX 2.1"
    assert said(as_stix) == said(read(data))
    expect(intake.page.locator("main")).to_contain_text("leaves behind: Galaxy 1")

    name, bundle = (PUBLISHED[0].name, PUBLISHED[0].read_bytes()) if PUBLISHED else ("bundle.json", _again(as_stix))
    intake.open(f"/dossiers/{dossier}/")
    take_in(intake, name, bundle, "STIX 2.1")
    as_misp = written_out(lan, dossier, name, "MISP")
    assert as_misp.form == "MISP"
    assert [each[:2] for each in said(as_misp)] == [each[:2] for each in said(read(bundle))]
    assert read(data).document == written_out(lan, dossier, "event.json", "as it came, mended").document


def _again(feed: Feed) -> bytes:
    return json.dumps(feed.document).encode()
