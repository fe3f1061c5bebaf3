"""The counter on a phone: a picture is enough, published certificates come to what they state, nothing is stored."""

from __future__ import annotations

import base64
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import Any, Final

import pytest
from playwright.sync_api import Browser, FilePayload, Page, expect

from lintas.dossier.officers import APPROVER, AUTHOR
from lintas.interop.travel.picture import reads_pictures
from lintas.node import desk
from lintas.node.author import author, open_dossier
from lintas.node.order import Order
from lintas.node.state import Node
from lintas.node.uploads import add_file
from tests.console.stage import ORIGIN, OURS, THEIRS, Stage, door
from tests.console.test_gallery import violations
from tests.interop.travel.signing import BORN, NAME, health, signer
from tests.shared import shared
from tests.support.chromium import camera

pytestmark = [pytest.mark.processes, pytest.mark.slow]

PHONE_PX: Final = 390
FILM_MS: Final = 30_000
BY: Final = signer()
ASKED: Final = {
    "EXPECTEDVERIFY": "Signature",
    "EXPECTEDEXPIRATIONCHECK": "Time",
    "EXPECTEDKEYUSAGE": "Right to sign this",
    "EXPECTEDSCHEMAVALIDATION": "Content",
}


@dataclass
class Counter:
    """An officer's phone at the counter of our node."""

    stage: Stage
    page: Page
    complaints: list[str]

    def check(self, code: str) -> None:
        self.page.get_by_label("What the code says").fill(code)
        self.page.get_by_role("button", name="Check", exact=True).click()

    def results(self) -> Mapping[str, str]:
        """What each check came to."""
        lines = self.page.locator(".verdict details li").all_text_contents()
        words = ("in order", "failed", "not known")
        found = (line.partition(": ") for line in lines)
        return {name: next(each for each in words if result.strip().startswith(each)) for name, _, result in found}


@pytest.fixture
def counter(stage: Stage, browser: Browser) -> Iterator[Counter]:
    client = stage.browser(stage.officer("officer"))
    with door() as root:
        context = browser.new_context(base_url=root, viewport={"width": PHONE_PX, "height": 844})
        name = f"lintas-{OURS}"
        context.add_cookies([{"name": name, "value": client.cookies[name].value, "url": root}])
        page, complaints = context.new_page(), list[str]()
        page.on("console", lambda message: complaints.append(message.text))
        page.on("pageerror", lambda error: complaints.append(str(error)))
        yield Counter(stage, page, complaints)
        context.close()


def shot(data: bytes) -> FilePayload:
    """A picture as the phone hands it to the page."""
    return {"name": "code.png", "mimeType": "image/png", "buffer": data}


def announce(stage: Stage, certificates: Sequence[bytes]) -> None:
    """Our state announces these signers for every sort, in a green lane with the other side."""
    from lintas.console.asking import catch_up

    def job(node: Node) -> None:
        number = len(node.vault.secrets("officer/"))
        names = {role: f"{role} {number}" for role in (AUTHOR, APPROVER)}
        appointed = [(desk.appoint(node, name, (AUTHOR, APPROVER)), role) for role, name in names.items()]
        officers = tuple(desk.sign_in(node, each.name, each.token, role) for each, role in appointed)
        them = (node.federation.by_code(THEIRS).id,)
        said: dict[str, Any] = {"certificates": "c", "agreement": "a"}
        opened = open_dossier(node, "green_lane", Order("open", said, them, officers[:1], to={"state": them}))
        for each in certificates:
            file = add_file(node, "signer.der", "application/pkix-cert", [each])
            said = {"certificate": file, "sorts": ["vaccination", "test", "recovery"], "form": "EU DCC (HC1)",
                    "until": "2090-01-01", "fingerprint": "ab"}  # fmt: skip
            author(node, opened.dossier, Order("announce a signer", said, them, officers))
        node.commit()

    stage.ours.worker.do(job)
    catch_up()


def telling() -> list[dict[str, Any]]:
    """Of the published set: each that fails in something, and the first of each state. `tests/interop` checks all."""
    files = sorted(shared("standards/eu-dcc/data").glob("*/2DCode/raw/*.json"))
    read = [(file.parts[-4], json.loads(file.read_bytes())) for file in files]
    firsts = dict(reversed([(state, case) for state, case in read if "PREFIX" in case]))
    failing = [case for _, case in read if "PREFIX" in case and False in case["EXPECTEDRESULTS"].values()]
    return [*failing, *(case for case in firsts.values() if case not in failing)]


def test_a_picture_of_a_code_is_enough_and_the_browser_keeps_nothing(counter: Counter) -> None:
    if not reads_pictures():
        pytest.skip("zxing-cpp is not installed (extra `counter`)")
    from tests.interop.travel.pictures import drawn, png

    announce(counter.stage, [BY.certificate.der])
    page = counter.page
    page.goto("/counter/")
    assert violations(page) == []
    page.get_by_label("Take or choose a picture").set_input_files(shot(png(*drawn(health(BY)))))
    expect(page.get_by_role("heading", name="It holds")).to_be_visible()
    expect(page.locator(".verdict")).to_contain_text(NAME)
    expect(page.locator(".verdict")).to_contain_text(BORN)
    expect(page.get_by_label("What the code says")).to_have_value("")
    assert violations(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE_PX
    kept = page.evaluate("JSON.stringify([{...localStorage}, {...sessionStorage}, document.cookie, location.href])")
    assert NAME.split()[1] not in kept
    assert "HC1" not in kept
    assert page.evaluate("indexedDB.databases().then((found) => found.length)") == 0
    assert page.evaluate("caches.keys().then((found) => found.length)") == 0
    page.get_by_label("Take or choose a picture").set_input_files(shot(png(b"\xff" * 100, 10, 10)))
    expect(page.locator("#picture-words")).to_have_text("There is no code in the picture that can be read.")
    assert [each for each in counter.complaints if "409" not in each] == []


def test_the_published_certificates_come_to_the_verdicts_that_they_state(counter: Counter) -> None:
    cases = telling()
    assert len(cases) >= 20
    announce(counter.stage, sorted({base64.b64decode(case["TESTCTX"]["CERTIFICATE"]) for case in cases}))
    node, page = counter.stage.ours.node, counter.page
    clock, said = node.clock, 0
    page.goto("/counter/")
    try:
        for case in cases:
            at = datetime.fromisoformat(case["TESTCTX"]["VALIDATIONCLOCK"].replace("Z", "+00:00"))
            node.clock = partial(int, at.timestamp() * 1000)
            counter.check(case["PREFIX"])
            results = counter.results()
            for name, check in ASKED.items():
                if name in case["EXPECTEDRESULTS"] and results.get("Form") == "in order":
                    said += 1
                    expected = case["EXPECTEDRESULTS"][name]
                    assert (results.get(check) == "in order") == expected, (case["TESTCTX"], results)
            whole = results.get("Form") == "in order" and len(results) == 6 and set(results.values()) == {"in order"}
            heading = "It holds" if whole else "Do not rely on it"
            assert page.locator("#verdict").inner_text().strip() == heading
    finally:
        node.clock = clock
    assert said >= 40
    assert counter.complaints == []


def test_a_code_before_the_camera_is_read_by_the_node_where_the_browser_cannot(
    counter: Counter, browser: Browser, tmp_path: Path
) -> None:
    if not reads_pictures():
        pytest.skip("zxing-cpp is not installed (extra `counter`)")
    from tests.interop.travel.pictures import drawn, filmed

    announce(counter.stage, [BY.certificate.der])
    film = tmp_path / "code.y4m"
    film.write_bytes(filmed(*drawn(health(BY))))
    with camera(browser, film) as filming:
        context = filming.new_context(base_url=ORIGIN, viewport={"width": PHONE_PX, "height": 844})
        context.add_cookies(counter.page.context.cookies())  # type: ignore[arg-type]
        context.add_init_script("delete window.BarcodeDetector")
        page = context.new_page()
        page.goto("/counter/")
        page.get_by_role("button", name="Scan with the camera").click()
        expect(page.get_by_role("heading", name="It holds")).to_be_visible()
        expect(page.locator(".verdict")).to_contain_text(NAME)
        expect(page.locator("video")).to_be_hidden()
        assert page.evaluate("indexedDB.databases().then((found) => found.length)") == 0
        context.close()
