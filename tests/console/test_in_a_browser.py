"""An officer's whole way in a real browser, and every page of the console under axe, within its policy."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, expect

from lintas.wire.identifiers import read as read_id
from lintas.wire.identifiers import show
from tests.console.every_page import address, paths
from tests.console.stage import ORIGIN, OURS, THEIRS, Stage, door, draft, seal
from tests.console.test_columns import laid_down
from tests.console.test_gallery import violations
from tests.console.test_picture import called

pytestmark = [pytest.mark.processes, pytest.mark.slow]

BETWEEN = "accounts/2fa/authenticate/"
"""What stands between the password and the work."""
OF_A_PASSKEY = {
    BETWEEN,
    "accounts/2fa/webauthn/reauthenticate/",
    "accounts/2fa/webauthn/keys/<int:pk>/edit/",
    "accounts/2fa/webauthn/keys/<int:pk>/remove/",
}
"""Pages for whoever has enrolled one: looked at where an officer does."""
IN_OTHER_TESTS = {
    "dossiers/<str:dossier>/call/<str:item>/": "tests/console/test_call_browser.py",
    "dossiers/<str:dossier>/indicators/": "tests/browser/test_indicators.py",
    "dossiers/<str:dossier>/indicators/<str:act>/<int:number>/": "tests/browser/test_indicators.py",
    "dossiers/<str:dossier>/reminders/": "tests/browser/test_certificate.py",
    "dossiers/<str:dossier>/texts/<str:item>/": "tests/browser/test_meeting.py",
}
"""Pages of a dossier of one sort: which test looks at them there, with axe."""
Known = dict[str, dict[str, str]]
PASSWORD = "a long enough sentence of words"


@pytest.fixture
def site(stage: Stage) -> Iterator[str]:
    with door() as address:
        yield address


def _signed_in(browser: Browser, stage: Stage, *roles: str, complaints: list[str], **look: Any) -> BrowserContext:
    """A browser in which somebody with these roles is signed in, without the sign-in page."""
    officer = stage.officer(*roles)
    client = stage.browser(officer)
    context = browser.new_context(**look)
    context.add_cookies([{"name": f"lintas-{OURS}", "value": client.cookies[f"lintas-{OURS}"].value, "url": ORIGIN}])

    def note(message: ConsoleMessage) -> None:
        # Hints of a browser to the authors of pages are no complaints; what its policy blocks is an error.
        if message.type == "error":
            complaints.append(message.text)

    context.on("console", note)
    context.on("weberror", lambda error: complaints.append(str(error.error)))
    return context


def _with_authenticator(page: Page) -> None:
    """Give the browser an authenticator that knows its owner."""
    session = page.context.new_cdp_session(page)
    session.send("WebAuthn.enable")
    options = {"protocol": "ctap2", "transport": "internal", "hasResidentKey": True, "hasUserVerification": True}
    options |= {"isUserVerified": True, "automaticPresenceSimulation": True}
    session.send("WebAuthn.addVirtualAuthenticator", {"options": options})


def test_an_officer_signs_in_enrols_a_passkey_and_seals_by_its_touch(browser: Browser, stage: Stage, site: str) -> None:
    officer = stage.officer("officer")
    officer.set_password(PASSWORD)
    officer.save()
    page = browser.new_context().new_page()
    _with_authenticator(page)
    _sign_in(page, site, officer.name)
    expect(page.get_by_role("heading", name="Work")).to_be_visible()

    page.goto(f"{site}/accounts/2fa/webauthn/add/")
    if page.get_by_label("Password").count():
        page.get_by_label("Password").fill(PASSWORD)
        page.locator("main button").first.click()
    page.locator("#mfa_webauthn_add").click()
    page.wait_for_url(re.compile("recovery-codes|webauthn/$"))

    page.goto(f"{site}/open/")
    page.get_by_role("listitem").filter(has_text="Information exchange").get_by_role("button", name="Open").click()
    page.get_by_role("link", name="Whom it concerns").click()
    page.get_by_label(f"({THEIRS})").check()
    page.get_by_role("button", name="Save and continue").click()
    page.locator("ol.tasks a").nth(1).click()
    page.get_by_label("Purpose").fill("để thử: ทดลอง")
    page.get_by_label("Basis").fill("an agreement")
    page.get_by_role("button", name="Save and continue").click()
    page.get_by_role("link", name="Check everything").click()
    expect(page.get_by_text("Your passkey is touched for exactly this.")).to_be_visible()
    page.get_by_role("button", name="Seal and send").click()
    expect(page.get_by_text("Sealed, and on its way")).to_be_visible()
    expect(page.get_by_text("để thử: ทดลอง")).to_be_visible()
    expect(page.get_by_text("stored").first).to_be_visible()

    dossier = page.url.strip("/").split("/")[-1]
    stage.until(lambda: read_id(dossier, 16) in stage.there(lambda node: node.store.dossiers()))
    by = stage.there(lambda node: _answered_by(node, dossier))
    assert by == ["passkey"]
    _pages_of_a_passkey_are_sound(page, site, officer.name)
    page.context.close()


def _sign_in(page: Page, site: str, name: str) -> None:
    page.goto(site)
    page.get_by_label("Username").fill(name)
    page.get_by_label("Password").fill(PASSWORD)
    page.locator("main").get_by_role("button", name="Sign In").first.click()


def _pages_of_a_passkey_are_sound(page: Page, site: str, name: str) -> None:
    from allauth.mfa.models import Authenticator as Factor

    key = {"pk": str(Factor.objects.get(user__name=name, type=Factor.Type.WEBAUTHN).pk)}
    pages = {path: f"{site}/{address(path, key)}" for path in OF_A_PASSKEY - {BETWEEN}}
    for path in pages:
        page.goto(pages[path])
        assert page.url == pages[path]
        assert violations(page) == [], path
    page.context.clear_cookies()
    _sign_in(page, site, name)
    page.wait_for_url(f"**/{BETWEEN}")
    assert violations(page) == []


def _answered_by(node: Any, dossier: str) -> list[str]:
    from lintas.node.reading import read

    first = next(iter(node.store.acts(read_id(dossier, 16))))
    return [each.method for each in read(node, first)[1].officers]


def test_what_the_other_side_does_appears_without_reloading(browser: Browser, stage: Stage, site: str) -> None:
    complaints: list[str] = []
    page = _signed_in(browser, stage, "duty", complaints=complaints).new_page()
    page.goto(f"{site}/?tab=intake")
    dossier = stage.opened_by_them()
    line = page.locator("#lines tbody tr").filter(has_text=dossier[:8])
    expect(line).to_be_visible()
    line.get_by_role("link").click()
    expect(page).to_have_url(f"{site}/dossiers/{dossier}/")
    _moves_under_the_hand(page)
    assert complaints == []
    page.context.close()


def _moves_under_the_hand(page: Page) -> None:
    """A page that brings itself up to date leaves unfolded what was unfolded."""
    page.get_by_text("Also open to us").click()
    page.evaluate("document.querySelector('#moving > *').dataset.old = ''")
    page.evaluate("document.body.dispatchEvent(new Event('lintas:marks:all'))")
    expect(page.locator("#moving > [data-old]")).to_have_count(0)
    expect(page.locator("#moving details[open]").filter(has_text="Also open to us")).to_be_visible()


@pytest.mark.parametrize("language", ["en", "th", "my"])
def test_axe_finds_nothing_on_any_page(browser: Browser, stage: Stage, site: str, language: str) -> None:
    complaints: list[str] = []
    everybody = "officer", "approver", "duty", "operator", "auditor"
    context = _signed_in(browser, stage, *everybody, complaints=complaints, viewport={"width": 390, "height": 900})
    known = _known(stage, language)
    owner = _just_signed_in(context)
    left = _looked_at(context, site, [*paths()], language, known)
    _give_second_factors(owner)
    left = _looked_at(context, site, left, language, known)
    _refused_pages_are_sound(context.new_page(), site)
    context.clear_cookies()
    left = _looked_at(context, site, left, language, known)
    assert set(left) == OF_A_PASSKEY | {*IN_OTHER_TESTS}
    assert [each for each in complaints if "status of 40" not in each] == []
    context.close()


def test_pages_left_to_other_tests_are_under_axe_there() -> None:
    for named in IN_OTHER_TESTS.values():
        assert "violations(" in Path(named).read_text(), named


def _looked_at(context: BrowserContext, site: str, wanted: list[str], language: str, known: Known) -> list[str]:
    """Put axe on each page that this browser is shown; those that it was not shown."""
    context.add_cookies([{"name": f"lintas-language-{OURS}", "value": language, "url": ORIGIN}])
    page, left = context.new_page(), list[str]()
    for path in wanted:
        found = f"{site}/{address(path, known.get(path, known['']))}"
        answer = page.goto(found)
        assert answer is not None
        if answer.status != 200 or page.url != found:
            left.append(path)
            continue
        assert violations(page) == [], (found, language)
        assert page.evaluate("document.documentElement.scrollWidth") <= 390, found
    return left


def _refused_pages_are_sound(page: Page, site: str) -> None:
    """Put axe on what is said where there is no page, where something cannot be taken, and of what was open before the
    last sign-in.
    """
    page.goto(f"{site}/no/such/page/")
    assert violations(page) == []
    for token, status in ("", 400), (f"document.cookie = 'lintas-csrf-{OURS}={'x' * 32}; path=/'", 403):
        page.goto(f"{site}/accounts/me/")
        page.evaluate("document.querySelector('main form').action = '/interchange/draft/'")
        page.locator("#id_shown").fill("two words")
        page.evaluate(token)
        with page.expect_response("**/interchange/draft/") as answer:
            page.locator("main form button").last.click()
        assert answer.value.status == status
        page.locator("main h1").wait_for()
        assert violations(page) == []
        assert page.evaluate("document.documentElement.scrollWidth") <= 390


def _known(stage: Stage, language: str) -> Known:
    """What stands in the addresses of pages: a dossier, a draft, a broken glass, an act and who is invited; and, for
    pages that mean another one of these, which.
    """
    from lintas.console import glass, invitations
    from lintas.console.commands import LINK_LASTS
    from lintas.console.models import Draft, Officer

    owner = Officer.objects.latest("pk")
    owner.language = language
    owner.save()
    client, colleague = stage.browser(owner), stage.browser(stage.officer("officer"))
    address = draft(client, "/open/exchange/open/", {"to_member": [THEIRS]}, {"purpose": "p", "basis": "b"})
    dossier = seal(client, address).url.strip("/").split("/")[-1]
    begun = client.post("/open/mla/share%20a%20draft/").url  # type: ignore[attr-defined]
    code = invitations.link_for(stage.officer("officer"), LINK_LASTS).rstrip("/").split("/")[-1]
    stage.ours.settings = replace(stage.ours.settings, break_glass="alone")
    opened = glass.ask(owner, dossier, "somebody must look at this dossier now")
    assert opened.pk == 1
    act = stage.ours.worker.do(lambda node: show(next(node.store.acts(read_id(dossier, 16))).id))
    why = {"acts": [act], "because": "meant for others"}
    recalled = client.post(f"/dossiers/{dossier}/recall/", why).url  # type: ignore[attr-defined]
    theirs = _number(draft(colleague, "/open/exchange/open/", {"to_member": [THEIRS]}, {"purpose": "p", "basis": "b"}))
    Draft.objects.filter(pk=theirs).update(approver=owner, state="waiting")
    line = draft(client, "/open/hotline/open%20the%20line/", {"to_end": [THEIRS]}, {"terms": "t", "languages": "en"})
    plan, returns = stage.there(laid_down), stage.there(called)
    for each in (plan, returns):
        stage.joins(owner, each)
    every = {"dossier": dossier, "draft": _number(begun), "number": "1", "code": code, "act": act, "name": "ASEAN_MLAT"}
    return {
        "": every,
        "drafts/<int:draft>/taking/": {"draft": recalled.split("/")[-3]},
        "approvals/<int:draft>/": {"draft": theirs},
        "law/states/<str:code>/": {"code": "MY"},
        "facts/<str:name>/": {"name": "LEAD-TIP"},
        "dossiers/<str:dossier>/columns/": {"dossier": plan},
        "dossiers/<str:dossier>/picture/": {"dossier": returns},
        "dossiers/<str:dossier>/picture/figures/": {"dossier": returns},
        "dossiers/<str:dossier>/card/": {"dossier": _number(seal(client, line).url)},
    }


def _number(address: str) -> str:
    return address.strip("/").split("/")[-1]


def _just_signed_in(context: BrowserContext) -> Any:
    """Whoever is signed in, who signed in with a password a moment ago: the pages of second factors ask for that."""
    from allauth.account.internal.flows.login import record_authentication
    from django.contrib.sessions.backends.db import SessionStore
    from django.http import HttpRequest

    from lintas.console.models import Officer

    request = HttpRequest()
    request.session = SessionStore(
        next(each["value"] for each in context.cookies() if each["name"] == f"lintas-{OURS}")
    )
    officer = Officer.objects.get(pk=request.session["_auth_user_id"])
    record_authentication(request, officer, method="password", reauthenticated=True)
    request.session.save()
    return officer


def _give_second_factors(officer: Any) -> None:
    from allauth.mfa.models import Authenticator as Factor
    from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes

    Factor.objects.create(user=officer, type=Factor.Type.TOTP, data={"secret": "x"})
    RecoveryCodes.activate(officer)
