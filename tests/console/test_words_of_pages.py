"""Pages say words: no name of the code, no list of facts for machines, and what is wrong in the officer's language."""

from __future__ import annotations

import re

import polib
import pytest
from django.utils import translation

from lintas.console.declared import KINDS, LOCALE, reason
from lintas.dossier.reasons import Reason
from tests.console.stage import THEIRS, Stage, draft, seal
from tests.console.test_files import NAME, Sent, sent

pytestmark = pytest.mark.processes
__all__ = ("sent",)


def test_a_draft_stands_in_the_work_under_the_title_of_its_kind(stage: Stage) -> None:
    client = stage.browser(stage.officer("officer"))
    client.post("/open/mla/share%20a%20draft/")
    page = client.get("/").content.decode()
    written = re.search(r'<h2 id="drafts">.*?</section>', page, re.DOTALL)
    assert written is not None
    assert "Mutual legal assistance" in written[0]
    assert ">mla" not in written[0]


def test_a_file_of_an_act_is_a_name_and_a_size(sent: Sent) -> None:
    page = sent.client.get(f"/dossiers/{sent.dossier}/?view=record").content.decode().replace("\xa0", " ")
    assert f"{NAME} (5.0 MB)" in page
    assert "octet-stream" not in page


def test_nobody_is_asked_to_make_an_account(stage: Stage) -> None:
    page = stage.browser().get("/accounts/login/").content.decode()
    assert "sign up" not in page
    assert 'id="passkey_login"' in page
    assert 'name="login"' in page


def test_who_signs_in_with_a_wrong_password_is_told(stage: Stage) -> None:
    answer = stage.browser().post("/accounts/login/", {"login": "nobody", "password": "nothing at all"})
    assert 'role="alert"' in answer.content.decode()


def test_what_is_wrong_with_a_field_is_said_in_the_officers_language(stage: Stage) -> None:
    officer = stage.officer("officer")
    officer.language = "id"
    officer.save()
    client = stage.browser(officer)
    address = draft(client, "/open/exchange/open/", {"to_member": [THEIRS]}, {"purpose": "half of it"})
    page = seal(client, address).content.decode()
    assert "belum ada: isilah" in page
    assert "is missing" not in page


def test_the_facts_in_a_reason_stay_what_they_are_in_every_language() -> None:
    why = Reason("entry {number}: {why}", number=3, why=Reason("shorten it to {most} bytes", most=1024))
    assert why == "entry 3: shorten it to 1024 bytes"
    with translation.override("id"):
        assert reason(why) == "entri 3: persingkat menjadi 1024 bita"


def test_an_act_that_no_officer_did_says_what_it_is(sent: Sent) -> None:
    page = sent.client.get(f"/dossiers/{sent.dossier}/?view=record").content.decode()
    assert "<strong>key</strong>" not in page


@pytest.mark.parametrize("path", ["/node/", "/officers/"])
def test_each_cell_of_an_operators_table_says_on_a_phone_what_it_is(stage: Stage, path: str) -> None:
    page = stage.browser(stage.officer("operator")).get(path).content.decode()
    tables = re.findall(r"<table.*?</table>", page, re.DOTALL)
    assert tables
    for table in tables:
        assert '<table class="lines">' in table
        assert not [cell for cell in re.findall(r"<td[^>]*>(?!<form)", table) if "data-label" not in cell]


def test_no_translation_of_a_reason_loses_or_invents_a_fact() -> None:
    for catalogue in LOCALE.glob(f"*/LC_MESSAGES/{KINDS}.po"):
        for entry in polib.pofile(str(catalogue)):
            if entry.msgstr and "{" in entry.msgid:
                facts = [sorted(re.findall(r"{\w+}", text)) for text in (entry.msgid, entry.msgstr)]
                assert facts[0] == facts[1], (catalogue, entry.msgid)
