"""A lawyer drafts a request with the law beside the form, from nothing to the sealed PDF; a request is refused."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pypdfium2
import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.validation import validate_pdf_signature
from pyhanko_certvalidator import ValidationContext

from lintas.dossier.position import DOSSIER
from lintas.node import desk
from lintas.node.author import author, open_dossier
from lintas.node.order import Order
from lintas.node.state import Node
from lintas.wire.identifiers import read as read_id
from lintas.wire.identifiers import show
from tests.console.stage import ORIGIN, OURS, THEIRS, Stage, door, draft, nonce_on, seal
from tests.console.test_files import body
from tests.console.test_gallery import violations

pytestmark = [pytest.mark.processes, pytest.mark.slow]

FACTS = "Bị can đã chiếm đoạt tài sản của nhiều bị hại thông qua các cuộc gọi giả danh cơ quan công an."


@pytest.fixture
def site(stage: Stage) -> Iterator[str]:
    with door() as address:
        yield address


def _page(browser: Browser, stage: Stage, officer: Any, complaints: list[str]) -> Page:
    context: BrowserContext = browser.new_context(accept_downloads=True)
    cookie = stage.browser(officer).cookies[f"lintas-{OURS}"].value
    context.add_cookies([{"name": f"lintas-{OURS}", "value": cookie, "url": ORIGIN}])
    context.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)
    context.on("weberror", lambda error: complaints.append(str(error.error)))
    return context.new_page()


def _law(page: Page, **chosen: str | list[str]) -> None:
    for name, value in chosen.items():
        page.locator(f"[name={name}]").select_option(value)


def _fill_in(page: Page, texts: dict[str, str], checks: tuple[str, ...] = ()) -> None:
    for name, text in texts.items():
        field = page.locator(f"[name='{name}']")
        if field.first.evaluate("each => each.tagName") == "SELECT":
            field.select_option(text)
        else:
            field.fill(text)
    for value in checks:
        page.locator(f"input[value='{value}']").check()
    page.get_by_role("button", name="Save and continue").click()


SAID = {
    "details": "Records of account 123-456 from 1 January 2026.", "authority": "Investigation Police Agency",
    "facts": FACTS, "law": "Criminal Code, article 174", "purpose": "evidence for trial",
    "treaty": "ASEAN MLAT (2004), articles 1, 6 and 13",
}  # fmt: skip
TRACED = {"accounts-0": "MBB 123-456"}
WHO = {
    "person": "Nguyễn Văn Mẫu",
    "offence_name": "fraud",
    "offence_band": "10 years or more",
    "offence_purpose": "a trial",
}


def _write(page: Page) -> None:
    page.locator("ol.tasks a").filter(has_text="What is asked").click()
    missing = page.locator("#held li").filter(has_text="Summary of relevant facts")
    expect(missing).to_contain_text("ASEAN_MLAT 6(1)")
    page.locator("[name=facts]").fill(FACTS)
    expect(missing).to_have_count(0)
    _fill_in(page, SAID, ("ordinary", "records"))
    page.locator("ol.tasks a").filter(has_text="By what a line or a user is known").click()
    _fill_in(page, TRACED)
    page.locator("ol.tasks a").filter(has_text="A person").first.click()
    _fill_in(page, WHO)


def test_a_request_of_viet_nam_to_malaysia_from_nothing_to_the_sealed_pdf(
    browser: Browser, stage: Stage, site: str
) -> None:
    complaints: list[str] = []
    lawyer, approver = stage.officer("officer"), stage.officer("approver")
    page = _page(browser, stage, lawyer, complaints)
    page.goto(f"{site}/open/")
    page.get_by_role("listitem").filter(has_text="Mutual legal assistance").get_by_role("button").first.click()
    page.get_by_role("link", name="Whom it concerns").click()
    page.get_by_label(f"({THEIRS})").check()
    page.get_by_role("button", name="Save and continue").click()
    _ask_the_law(page)
    _request_it(page, stage, lawyer, approver)
    dossier = page.url.strip("/").split("/")[-1]
    stage.until(lambda: read_id(dossier, 16) in stage.there(lambda node: node.store.dossiers()))
    assert _is_sealed(_letter(page, f"{site}/dossiers/{dossier}/letters/"))
    assert complaints == []
    page.context.close()


def _ask_the_law(page: Page) -> None:
    """The law beside the form: what it must hold changes while the lawyer chooses, with the article of each item."""
    page.get_by_role("link", name="Which treaty, what it must hold").click()
    answer = page.locator("#answer")
    _law(page, type="mla", requesting="VN", requested="MY", categories=["fraud", "money_laundering"])
    expect(answer.locator(".bases li").first).to_contain_text("ASEAN_MLAT")
    page.locator("[name=transnational]").select_option("yes")
    page.locator("[name=organized_group]").select_option("yes")
    expect(answer).to_contain_text("UNTOC")
    expect(answer.locator("#item-C_FACTS")).to_contain_text("missing")
    expect(answer.locator("#item-C_FACTS")).to_contain_text("ASEAN_MLAT 6(1)")
    expect(answer.locator("#item-C_FACTS")).to_contain_text("RECALLED, NOT VERIFIED")
    page.get_by_label("documents requested").check()
    expect(answer.locator("#item-C_DOCS")).to_contain_text("missing")
    answer.locator("#item-C_DOCS input").check()
    expect(answer.locator("#item-C_DOCS")).not_to_contain_text("missing")
    answer.get_by_text("Other findings").click()
    answer.locator("[name=finding-bank_secrecy_objection]").select_option("yes")
    expect(answer.locator("#ground-BANK_SECRECY")).to_contain_text("cannot be a reason to refuse")
    assert violations(page) == []


def _request_it(page: Page, stage: Stage, lawyer: Any, approver: Any) -> None:
    """What is written in the form is in the request; the rest is ticked, and then nothing is missing.

    The draft goes to the counterpart first, then the request, for which two answer.
    """
    page.get_by_role("link", name="Share a draft").click()
    _write(page)
    page.get_by_role("link", name="Which treaty, what it must hold").click()
    expect(page.locator("#item-C_FACTS")).to_contain_text("in the field Facts")
    for box in page.locator(".checklist li.missing input").all():
        box.check()
    expect(page.locator(".checklist li.missing")).to_have_count(0)
    expect(page.locator("#outcome")).to_contain_text("Nothing in the register stands against the request.")
    page.get_by_role("link", name="Share a draft").click()
    expect(page.locator("ol.tasks")).to_contain_text(re.compile(r"(\d+) of \1 items"))

    page.get_by_role("link", name="Check everything").click()
    page.get_by_role("button", name="Seal and send").click()
    expect(page.get_by_text("Sealed, and on its way")).to_be_visible()
    opened = page.url
    page.get_by_role("button", name="Request", exact=True).click()
    _write(page)
    page.get_by_role("link", name="Check everything").click()
    page.locator("#approver").select_option(str(approver.pk))
    page.get_by_role("button", name="Answer for it, and ask for approval").click()
    expect(page.get_by_text("was asked to approve it")).to_be_visible()
    _approve(stage, approver, _waiting(lawyer))
    page.goto(opened)


def _letter(page: Page, address: str, verb: str = "Request") -> bytes:
    """The letter of an act, with Vietnamese beside English."""
    page.goto(address)
    assert violations(page) == []
    card = page.locator("ul.cards li").filter(has=page.get_by_role("heading", name=verb, exact=True))
    card.locator("select").select_option("vi")
    with page.expect_download() as downloaded:
        card.get_by_role("button").click()
    assert downloaded.value.suggested_filename.startswith("EXERCISE-")
    return Path(downloaded.value.path()).read_bytes()


def _waiting(lawyer: Any) -> Any:
    from lintas.console.models import Draft

    return Draft.objects.filter(officer=lawyer, state="waiting").latest("pk").pk


def _approve(stage: Stage, approver: Any, number: Any) -> None:
    client, address = stage.browser(approver), f"/approvals/{number}/"
    done = client.post(address, {"does": "approve", "nonce": nonce_on(client, address)})
    assert done.status_code == 302, done.content.decode()


def _is_sealed(pdf: bytes) -> bool:
    # The browser's driver runs an event loop on this thread, and the validator wants one of its own.
    with ThreadPoolExecutor(1) as beside:
        return beside.submit(_judged, pdf).result()


def _judged(pdf: bytes) -> bool:
    (signature,) = PdfFileReader(io.BytesIO(pdf)).embedded_signatures
    roots = [each for each in signature.other_embedded_certs if each.ca]
    context = ValidationContext(trust_roots=roots, allow_fetching=False)
    return bool(validate_pdf_signature(signature, context).bottom_line)


SOUGHT = {
    "person": "Nguyen Invented", "offence": {"name": "murder", "band": "10 years or more"}, "status": "accused",
    "treaty": "none", "facts": "what happened", "law": "a law",
}  # fmt: skip


DUE = {"by": "2026-12-20"}


def _ask_for_a_person(node: Node) -> str:
    """The other side asks us to extradite; the dossier."""
    one, two = (desk.appoint(node, name, ("author", "approver")) for name in ("lawyer", "head"))
    signing = desk.sign_in(node, one.name, one.token, "author")
    approving = desk.sign_in(node, two.name, two.token, "approver")
    us = (node.federation.by_code(OURS).id,)
    done = open_dossier(node, "extradition", Order("share a draft", SOUGHT, us, (signing,), to={"requested": us}))
    author(node, done.dossier, Order("request", SOUGHT, us, (signing, approving)))
    node.commit()
    return show(done.dossier)


def test_an_extradition_is_refused_for_a_risk_of_torture_and_the_way_to_an_assurance_is_shown(
    browser: Browser, stage: Stage, site: str
) -> None:
    complaints: list[str] = []
    lawyer, approver = stage.officer("officer", "duty"), stage.officer("approver")
    dossier = stage.there(_ask_for_a_person)
    client = stage.browser(lawyer)
    stage.until(lambda: client.get(f"/dossiers/{dossier}/letters/").status_code == 200)
    assert "No request or refusal of ours yet." in client.get(f"/dossiers/{dossier}/letters/").content.decode()
    seal(client, draft(client, f"/dossiers/{dossier}/do/dossier/acknowledge/", {"audience": [THEIRS]}, DUE))
    page = _page(browser, stage, lawyer, complaints)
    page.goto(f"{site}/dossiers/{dossier}/")
    page.get_by_role("link", name="Which treaty, what it must hold").click()
    answer = page.locator("#answer")
    expect(page.locator("[name=type]")).to_have_value("extradition")
    # As a court found it in public: Philippines to Timor-Leste, without a treaty. The risk is a finding.
    _law(page, requesting="PH", requested="TL", categories=["murder"])
    page.locator("[name=max_penalty_requesting_years]").fill("40")
    expect(answer.locator(".bases")).to_contain_text("DOMESTIC_TL")
    answer.locator("[name=finding-torture_risk]").select_option("yes")
    ground = answer.locator("#ground-TORTURE")
    expect(ground).to_contain_text("must be refused")
    expect(ground).to_contain_text("Constitution art 35(3)")
    expect(ground).to_contain_text("What cures it: case-specific assurances, monitored")
    expect(page.locator("#outcome")).to_contain_text("must be refused, as the findings stand")
    expect(answer).to_contain_text("consult, consider conditions, give reasons")
    assert violations(page) == []

    # The way to an assurance: a draft that says what is sought, and on which ground.
    ground.get_by_role("button", name="Seek an assurance").click()
    page.locator("ol.tasks a").last.click()
    expect(page.locator("[name=ground]")).to_have_value("TORTURE: Substantial grounds: danger of torture/ill-treatment")
    expect(page.locator("[name=what]")).to_have_value("case-specific assurances, monitored")

    page.goto(f"{site}/dossiers/{dossier}/law/")
    _refuse(page, stage, approver)
    page.goto(f"{site}/dossiers/{dossier}/")
    expect(page.locator("main")).to_contain_text("TORTURE: Substantial grounds")
    stage.until(lambda: stage.there(lambda node: _phase(node, dossier)) == "refused")
    _refusal_is_a_letter(_letter(page, f"{site}/dossiers/{dossier}/letters/", "Refuse"))
    bundle = zipfile.ZipFile(io.BytesIO(body(client.get(f"/dossiers/{dossier}/letters/court/"))))
    assert not [name for name in bundle.namelist() if name.startswith("letters/")]
    assert complaints == []
    page.context.close()


def _refusal_is_a_letter(pdf: bytes) -> None:
    """The refusal as a sealed paper, with its ground and article, that asks for nothing."""
    assert _is_sealed(pdf)
    text = " ".join("".join(each.get_textpage().get_text_range() for each in pypdfium2.PdfDocument(pdf)).split())
    assert "Extradition: refuse" in text
    assert "states what is set out below" in text
    assert "Constitution art 35(3)" in text


def _refuse(page: Page, stage: Stage, approver: Any) -> None:
    """With the finding as it is, it is refused: the ground and its article stand in the draft already."""
    page.locator("#ground-TORTURE").get_by_role("button", name="Refuse", exact=True).click()
    number = page.url.strip("/").split("/")[-1]
    page.locator("ol.tasks a").filter(has_text="The ground, the article").click()
    expect(page.locator("[name=article]")).to_have_value("Constitution art 35(3)")
    page.get_by_role("button", name="Save and continue").click()
    page.locator("ol.tasks a").filter(has_text="custody").last.click()
    _fill_in(page, {"on": "2026-11-28"}, ("not in custody",))
    page.get_by_role("link", name="Check everything").click()
    page.locator("#approver").select_option(str(approver.pk))
    page.get_by_role("button", name="Answer for it, and ask for approval").click()
    expect(page.get_by_text("was asked to approve it")).to_be_visible()
    _approve(stage, approver, number)


def _phase(node: Node, dossier: str) -> str:
    return node.replica(read_id(dossier, 16)).now().phase(DOSSIER)
