"""Between a dossier and the tools of others, over HTTP: out in each form, and a file of theirs into a draft."""

from __future__ import annotations

import re
from html import unescape
from typing import TYPE_CHECKING, Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from lintas.interop.forms import FORMS, read_any
from tests.console.stage import THEIRS, Stage, draft, seal

if TYPE_CHECKING:
    from django.test import Client

pytestmark = pytest.mark.processes

TERMS = {"purpose": "Boats", "basis": "an agreement"}
THEIR_FILE = b"name,dob,iban,colour\nOne Sample,1980-01-31,111,red\nTwo Sample,,222,\n"


def opened(stage: Stage) -> tuple[Client, str]:
    """An officer, and a dossier that she opened."""
    client = stage.browser(stage.officer("officer"))
    address = draft(client, "/open/exchange/open/", {"to_member": [THEIRS]}, TERMS)
    return client, str(seal(client, address).url).strip("/").split("/")[-1]


def handed_in(client: Client, data: bytes, query: str = "") -> Any:
    return client.post(f"/interchange/{query}", {"file": SimpleUploadedFile("theirs.csv", data)})


def values(page: str, name: str) -> list[str]:
    return [unescape(each) for each in re.findall(rf'name="{name}" value="([^"]*)"', page)]


def target(page: str, words: str) -> str:
    found = re.findall(r'<option value="([^"]*)">([^<]*)</option>', page)
    return next(unescape(value) for value, said in found if said.endswith(words))


def test_a_dossier_leaves_in_every_form_that_its_fields_allow(stage: Stage) -> None:
    from lintas.console.models import Entry

    client, dossier = opened(stage)
    page = client.get(f"/dossiers/{dossier}/interchange/").content.decode()
    for name in FORMS:
        path = f"/dossiers/{dossier}/export/{name}/"
        assert path in page
        answer = client.get(path)
        assert answer.status_code == 200
        assert f'filename="EXERCISE-aa-ca-{dossier[:8]}.{FORMS[name].ending}"' in answer["Content-Disposition"]
        if name not in {"stix", "misp"}:
            assert "purpose: Boats" in repr(read_any(answer.content).held)
    noted = Entry.objects.filter(did="exported a dossier").values_list("detail", flat=True)
    assert list(noted) == list(FORMS)


def test_a_file_of_theirs_becomes_a_draft_that_nobody_has_sealed(stage: Stage) -> None:
    from lintas.console.models import Draft, Entry

    client, dossier = opened(stage)
    query = f"?dossier={dossier}"
    page = handed_in(client, THEIR_FILE, query).content.decode()
    assert "no meaning here: colour" in page
    take = values(page, "take")
    two = next(each for each in values(page, "about") if "3" in each)
    chosen = [each for each in take if "111" not in each]
    answer = client.post(f"/interchange/draft/{query}", {"take": chosen, "about": two, "target": target(page, ": ask")})
    made = Draft.objects.get(pk=int(answer.url.strip("/").split("/")[-1]))  # type: ignore[attr-defined]
    assert (made.dossier, made.verb, made.state, made.act) == (dossier, "ask", "writing", "")
    assert made.fields == {"person": "Two Sample", "accounts": ["222"]}
    told = client.get(answer.url).content.decode()  # type: ignore[attr-defined]
    assert "One Sample" in told
    did = set(Entry.objects.filter(dossier=dossier).values_list("did", flat=True))
    assert {"read a file of another tool", "took a file of another tool into a draft"} <= did


def test_a_file_of_theirs_opens_a_dossier_for_who_may_open_one(stage: Stage) -> None:
    from lintas.console.models import Draft

    client = stage.browser(stage.officer("analyst"))
    page = handed_in(client, THEIR_FILE).content.decode()
    said = {"take": values(page, "take"), "about": "", "target": target(page, ": enquire")}
    assert client.post("/interchange/draft/", said).status_code == 302
    made = Draft.objects.get(verb="enquire")
    assert made.fields == {"person": "One Sample", "born": "1980-01-31", "accounts": ["111", "222"]}
    minister = stage.browser(stage.officer("minister"))
    assert '<option value="open' not in handed_in(minister, THEIR_FILE).content.decode()
    assert minister.post("/interchange/draft/", said).status_code == 400


def test_what_cannot_be_read_or_chosen_is_said(stage: Stage) -> None:
    from lintas.console.taking_in import FILE_BYTES_MAX

    client = stage.browser(stage.officer("officer"))
    assert handed_in(client, b"\0").status_code == 422
    assert client.post("/interchange/", {}).status_code == 422
    assert handed_in(client, b"colour,size\nred,5\n").status_code == 200
    for take in ([], ["no JSON"], ['["a", "ship", []]'], ["[]"], ['["a", "person", [["name", "A"]]]']):
        assert client.post("/interchange/draft/", {"take": take, "target": "open\x1fnothing\x1fask"}).status_code == 400
    assert handed_in(client, THEIR_FILE + b" " * FILE_BYTES_MAX).status_code == 422


def test_what_one_may_not_see_is_not_there(stage: Stage) -> None:
    _client, dossier = opened(stage)
    for role in ("officer", "minister", "operator", "auditor"):
        client = stage.browser(stage.officer(role))
        assert client.get(f"/dossiers/{dossier}/interchange/").status_code == 404, role
        assert client.get(f"/dossiers/{dossier}/export/ftm/").status_code == 404, role
        assert handed_in(client, THEIR_FILE, f"?dossier={dossier}").status_code == 404, role
        assert client.post(f"/interchange/draft/?dossier={dossier}", {}).status_code == 404, role
