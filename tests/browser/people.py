"""People before the pages of their own node: invited by their operator, signed in as pages ask, each by themselves."""

from __future__ import annotations

import base64
import hashlib
import hmac
import itertools
import os
import re
import struct
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, expect

from tests.browser.founding import lintas

PASSWORD: Final = "a long enough sentence of words"
SHOTS: Final = os.environ.get("LINTAS_SHOTS", "")
AUTHENTICATOR: Final = {
    "protocol": "ctap2", "transport": "internal", "hasResidentKey": True, "hasUserVerification": True,
    "isUserVerified": True, "automaticPresenceSimulation": True,
}  # fmt: skip
LISTENER: Final = (
    "addEventListener('securitypolicyviolation', (event) =>"
    " policyBroken(`${location.pathname}: ${event.violatedDirective} ${event.blockedURI}`))"
)
_shots = itertools.count()


def code_of_the_hour(secret: str, now_s: float) -> str:
    """What an authenticator app shows for a secret (RFC 6238, SHA-1, 30 s, 6 digits)."""
    key = base64.b32decode(secret + "=" * (-len(secret) % 8))
    digest = hmac.digest(key, struct.pack(">Q", int(now_s) // 30), hashlib.sha1)
    at = digest[-1] & 15
    return f"{(int.from_bytes(digest[at : at + 4]) & 0x7FFFFFFF) % 1_000_000:06}"


@dataclass(slots=True)
class Person:
    """Somebody with a browser: the local name, the node's code, the roles, where the console is, the page in sight."""

    name: str
    node: str
    roles: str
    root: str
    context: BrowserContext
    page: Page

    def open(self, path: str) -> None:
        """Go to an address of the console."""
        self.page.goto(self.root + path)

    def press(self, name: str | re.Pattern[str], within: str = "main") -> None:
        """Press a button, and wait for the page that follows."""
        self.shot()
        self.page.locator(within).get_by_role("button", name=name, exact=isinstance(name, str)).first.click()

    def follow(self, name: str, within: str = "body") -> None:
        """Follow a link."""
        self.page.locator(within).get_by_role("link", name=name).first.click()

    def shot(self) -> None:
        """Keep a picture, if somebody wants to look."""
        if SHOTS:
            self.page.screenshot(path=f"{SHOTS}/{next(_shots):03}-{self.node}-{self.name}.png", full_page=True)


@dataclass
class People:
    """Everybody, by node and name; and what any of their browsers complained of."""

    folders: dict[str, Path]
    browser: Browser
    complaints: list[str] = field(default_factory=list)
    _forgiven: list[str] = field(default_factory=list)
    _known: dict[tuple[str, str], Person] = field(default_factory=dict)

    def at(self, node: str, name: str, roles: str, *, app: bool = False) -> Person:
        """This person, signed in; invited first if need be. `app`: with codes of an app in place of a passkey."""
        if (node, name) not in self._known:
            self._known[node, name] = self._come(node, name, roles, app=app)
        return self._known[node, name]

    def forgive(self, words: str) -> None:
        """One complaint with these words is to come, and is no fault."""
        self._forgiven.append(words)

    def leave(self) -> None:
        """Close every browser."""
        for person in self._known.values():
            person.context.close()

    def _come(self, node: str, name: str, roles: str, *, app: bool) -> Person:
        invited = lintas("console", "invite", self.folders[node], name, "--roles", roles, "--shown", name.capitalize())
        context = self._context()
        person = Person(name, node, roles, invited["at"], context, context.new_page())
        person.page.goto(invited["link"])
        _sign_in(person)
        (_with_an_app if app else _with_a_passkey)(person)
        person.open("/")
        return person

    def _context(self, **look: Any) -> BrowserContext:
        context = self.browser.new_context(accept_downloads=True, **look)
        context.expose_function("policyBroken", lambda said: self.complaints.append(said))
        context.add_init_script(LISTENER)
        context.on("console", self._note)
        context.on("weberror", lambda error: self.complaints.append(str(error.error)))
        return context

    def _note(self, message: ConsoleMessage) -> None:
        # Hints of a browser to the authors of pages are no complaints.
        if message.type != "error":
            return
        known = next((words for words in self._forgiven if words in message.text), None)
        if known:
            self._forgiven.remove(known)
        else:
            self.complaints.append(f"{message.text} {message.location.get('url', '')}")


def _sign_in(person: Person) -> None:
    """From the invitation to the first page after signing in."""
    page = person.page
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_label("The same again").fill(PASSWORD)
    person.press("Keep it")
    page.get_by_label("Username").fill(person.name)
    page.get_by_label("Password").fill(PASSWORD)
    person.press("Sign In")
    expect(page).to_have_url(re.compile("/accounts/2fa/$"))


def _say_it_again(person: Person) -> None:
    """Whoever changes how to sign in says the password once more."""
    person.page.get_by_label("Password").fill(PASSWORD)
    person.press("Confirm")


def _with_a_passkey(person: Person) -> None:
    page = person.page
    session = person.context.new_cdp_session(page)
    session.send("WebAuthn.enable")
    session.send("WebAuthn.addVirtualAuthenticator", {"options": AUTHENTICATOR})
    person.shot()
    page.locator("a[href$='/webauthn/add/']").first.click()
    _say_it_again(person)
    person.shot()
    page.locator("#mfa_webauthn_add").click()
    page.wait_for_url(re.compile("recovery-codes|webauthn/$"))


def _with_an_app(person: Person) -> None:
    page = person.page
    person.shot()
    page.locator("a[href$='/totp/activate/']").first.click()
    _say_it_again(person)
    secret = page.locator("#authenticator_secret, [name=authenticator_secret]").first.input_value()
    page.get_by_label("Authenticator code").fill(code_of_the_hour(secret, time.time()))
    person.press("Activate")
    page.wait_for_url(re.compile("recovery-codes|2fa/$"))
