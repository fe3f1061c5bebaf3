"""A training certificate from the organiser's page to somebody who has a laptop, a paper and no network."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path
from typing import Final

import pytest
from playwright.sync_api import expect

from lintas.interop.training.checking import certificate_in
from tests.browser.founding import HERE, THERE
from tests.browser.people import People, Person
from tests.browser.steps import act, begin, done, open_dossier, release, seal, stands
from tests.console.test_gallery import violations

pytestmark = [pytest.mark.processes, pytest.mark.slow, pytest.mark.xdist_group("browser")]

PERSON: Final = "Trần Thị Bảy"
COURSE: Final = "Tracing assets across borders"
OFFLINE: Final = """
import socket, sys
def refuse(*_): raise SystemExit("it asked the network")
socket.socket.connect = socket.getaddrinfo = refuse
from lintas.cli.main import main
sys.exit(main(sys.argv[1:]))
"""
"""The command, in a program that cannot reach any network."""


def test_a_training_certificate_verified_offline(people: People, tmp_path: Path) -> None:
    organiser, second = people.at(HERE, "lan", "officer"), people.at(HERE, "binh", "approver")
    sending = people.at(THERE, "intake", "duty")
    course = open_dossier(organiser, "course", title=COURSE)
    sending.open("/?tab=intake")
    sending.page.locator(f"#lines a[href='/dossiers/{course}/']").first.click()
    act(sending, "course", "enrol", person=PERSON)
    done(organiser, "enrol")
    act(organiser, "course", "admit the person")
    act(organiser, "course", "record attendance")
    begin(organiser, "course", "certify", person=PERSON, course=COURSE, attained="passed")
    release(organiser, second, "certify")

    organiser.open(f"/dossiers/{course}/reminders/?state=Timor-Leste")
    expect(organiser.page.get_by_role("textbox", name="Timor-Leste")).to_have_value(re.compile("To: Timor-Leste"))
    assert violations(organiser.page) == []
    organiser.shot()
    organiser.open(f"/dossiers/{course}/certificates/")
    expect(organiser.page.locator("ul.cards")).to_contain_text(PERSON)
    assert violations(organiser.page) == []
    organiser.shot()
    paper = _taken(organiser, "Paper with a code", tmp_path / "paper.pdf")
    file = _taken(organiser, "Signed file", tmp_path / "certificate.json")
    # Whoever verifies has the keys from an authority that he trusts, and not from whom he checks.
    sending.open(f"/dossiers/{course}/certificates/")
    trust = tmp_path / "trust"
    _taken(sending, "Keys of all authorities", trust / "keys.json")
    code, said = _offline(paper, trust)
    assert (code, "HOLDS: training" in said, PERSON in said) == (0, True, True), said
    file.write_text(file.read_text(encoding="utf-8").replace(PERSON, "Somebody Else"), encoding="utf-8")
    code, said = _offline(file, trust)
    assert (code, "signature: failed" in said, "Somebody Else" in said) == (1, True, False), said

    _withdrawn_and_known(course, organiser, sending, paper, trust)
    stands(sending, "announced")


def _withdrawn_and_known(course: str, organiser: Person, sending: Person, paper: Path, trust: Path) -> None:
    """The organiser withdraws it: the other side sees it in the dossier, and who has no network by a newer list."""
    _taken(organiser, "Our withdrawn certificates", trust / "before.json")
    organiser.press("Withdraw it")
    organiser.page.locator("ol.tasks a[href*='/section/']").first.click()
    organiser.page.get_by_label("Text").fill("Another person sat the test.")
    organiser.press("Save and continue")
    seal(organiser)
    organiser.open(f"/dossiers/{course}/certificates/")
    expect(organiser.page.locator("main")).to_contain_text("It no longer stands")
    assert "not withdrawn as of" in _offline(paper, trust)[1], "nobody without a network knows of it yet"
    _taken(organiser, "Our withdrawn certificates", trust / "after.json")
    code, said = _offline(paper, trust)
    assert (code, f"{HERE} withdrew it" in said) == (1, True), said
    sending.open(f"/dossiers/{course}/")
    done(sending, "correct")
    sending.open("/counter/")
    sending.page.get_by_label("What the code says").fill(_code_of(paper))
    sending.press("Check")
    expect(sending.page.locator("section.verdict")).to_contain_text("Its issuer has withdrawn it.")
    sending.shot()
    assert violations(sending.page) == []
    sending.open(f"/dossiers/{course}/")


def _taken(person: Person, link: str, to: Path) -> Path:
    """Take a file from the page that is open."""
    with person.page.expect_download() as taken:
        person.follow(link, "main")
    to.parent.mkdir(exist_ok=True)
    taken.value.save_as(to)
    return to


def _offline(file: Path, trust: Path) -> tuple[int, str]:
    """The exit code, and what the command says on one line."""
    command = [sys.executable, "-c", OFFLINE, "certificate", str(file), "--trust", str(trust)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)
    return done.returncode, " ".join((done.stdout + done.stderr).split())


def _code_of(paper: Path) -> str:
    return certificate_in(paper.read_bytes()).decode()
