"""What people do in the console whatever the kind: open a dossier, write, seal, ask a second person, approve."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any, Final

from playwright.sync_api import Locator, expect

from lintas.dossier.grammar import Kind
from lintas.kinds import all_kinds
from tests.browser.filling import verb_of, write
from tests.browser.founding import HERE, THERE
from tests.browser.people import Person

OTHER: Final = {HERE: THERE, THERE: HERE}
SEALED: Final = "Sealed, and on its way to those who may read it."


def capital(words: str) -> str:
    """As a button says it."""
    return words[0].upper() + words[1:]


def card(person: Person, kind: Kind) -> Locator:
    """What the page of kinds says of one."""
    person.follow("Open a dossier", "nav")
    return person.page.locator("li", has=person.page.get_by_role("heading", name=kind.title, exact=True))


def open_dossier(
    person: Person,
    name: str,
    verb: str = "",
    /,
    *,
    among: Sequence[str] = (),
    second: Person | None = None,
    sealed: bool = True,
    **said: Any,
) -> str:
    """Begin a dossier of a kind with the other authority, or `among` these, fill in everything and seal it, with a
    second person where it needs one; its id. Not `sealed`, it stays a draft without one.
    """
    kind = all_kinds()[name]
    begins = verb_of(kind, verb or next(each.name for each in kind.item.verbs if each.begins))
    here = card(person, kind)
    expect(here).to_contain_text(kind.sentence)
    here.get_by_role("button", name=capital(begins.name), exact=True).click()
    whom(person, {role: among or [OTHER[person.node]] for role in begins.seats})
    sections(person, kind, begins.name, said)
    if not sealed:
        return ""
    if second is None:
        seal(person)
    else:
        release(person, second, begins.name)
    return dossier_id(second or person)


def find(person: Person, dossier: str) -> None:
    """Open a dossier that came, from the list on which it stands."""
    person.open("/?tab=intake")
    line = person.page.locator(f"#lines a[href='/dossiers/{dossier}/']").first
    expect(line).to_be_visible()
    line.click()


def dossier_id(person: Person) -> str:
    """Of the dossier that is open before the person."""
    return re.search(r"/dossiers/([^/]+)/", person.page.url)[1]  # type: ignore[index]


def whom(person: Person, to: Mapping[str, Sequence[str]]) -> None:
    """Say whom it concerns."""
    person.follow("Whom it concerns")
    for role, codes in to.items():
        for code in codes:
            person.page.locator(f'[name="to_{role}"][value="{code}"]').check()
    person.press("Save and continue")


def sections(person: Person, kind: Kind, verb: str, said: Mapping[str, Any]) -> None:
    """Fill in each page of a draft."""
    expect(person.page.locator("ol.tasks, [name=nonce]").first).to_be_attached()
    says, tasks = verb_of(kind, verb).says, person.page.locator("ol.tasks a[href*='/section/']")
    for number in range(tasks.count()):
        tasks.nth(number).click()
        # What is looked for on a page that is still on its way is looked for on the one before, and is not there.
        person.page.wait_for_url("**/section/*/")
        write(person.page, says, said, OTHER.get(person.node, HERE))
        person.press("Save and continue")
        expect(tasks.first).to_be_visible()


def begin(person: Person, name: str, verb: str, /, **said: Any) -> None:
    """On the page of a dossier: begin an act that is open, and fill in everything."""
    step(person, verb).click()
    expect(person.page.locator("ol.tasks, [name=nonce]").first).to_be_attached()
    if seats := verb_of(all_kinds()[name], verb).seats:
        whom(person, {role: [OTHER[person.node]] for role in seats})
    sections(person, all_kinds()[name], verb, said)


def step(person: Person, verb: str) -> Locator:
    """The button of what is open there, unfolded if it is not what takes the matter on."""
    button = (
        person.page.locator(".steps").get_by_role("button", name=capital(verb), exact=True, include_hidden=True).first
    )
    button.wait_for(state="attached")
    if not button.is_visible():
        person.page.locator("details > summary").first.click()
    return button


def act(person: Person, name: str, verb: str, /, **said: Any) -> None:
    """Do something in the dossier that is open before the person, and seal it."""
    begin(person, name, verb, **said)
    seal(person)


def seal(person: Person) -> None:
    """Look at all of it, touch the passkey, and be told that it is sealed."""
    check(person)
    person.press("Seal and send")
    expect(person.page.locator("main")).to_contain_text(SEALED)


def release(author: Person, approver: Person, verb: str) -> None:
    """What needs two: the author answers for it, the second person reads it and approves."""
    check(author)
    author.page.get_by_label("Who approves it, as the second person").select_option(capital(approver.name))
    author.press("Answer for it, and ask for approval")
    expect(author.page.locator("main")).to_contain_text("was asked to approve it. Nothing has been sent yet.")
    approver.open("/approvals/")
    approver.follow(capital(verb), "main")
    approver.press("Approve and seal")
    expect(approver.page.locator("main")).to_contain_text(SEALED)


def check(person: Person) -> None:
    """Look at all of a draft as it would be sealed."""
    if not person.page.url.endswith("/check/"):
        person.shot()
        person.follow("Check everything")


def stands(person: Person, phase: str) -> None:
    """The page says, by itself, where the dossier stands."""
    expect(person.page.locator("header.dossier .phase strong").first).to_have_text(phase)


def done(person: Person, verb: str) -> Locator:
    """The act on the timeline, as it comes by itself."""
    found = person.page.locator(".timeline > li").filter(
        has=person.page.locator("strong", has_text=re.compile(f"^{verb}$"))
    )
    expect(found.first).to_be_visible()
    return found.first
