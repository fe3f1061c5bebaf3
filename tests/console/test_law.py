"""The law beside drafts and dossiers over HTTP, its room, letters and the bundle for a court."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from django.utils.datastructures import MultiValueDict

from tests.console.stage import THEIRS, Stage, draft, nonce_on, seal
from tests.console.test_files import body

if TYPE_CHECKING:
    from django.test import Client

pytestmark = pytest.mark.processes

REQUEST = {
    "urgency": "ordinary", "measures": ["records"], "details": "records", "authority": "an authority",
    "facts": "what happened", "law": "a law", "purpose": "a trial", "treaty": "none", "offence_name": "fraud",
    "offence_band": "4 years or more",
}  # fmt: skip
ASKED = {"type": "mla", "requesting": "VN", "requested": "MY", "date": "2026-11-28", "categories": ["fraud"]}


def _begun(stage: Stage) -> tuple[Client, str]:
    client = stage.browser(stage.officer("officer"))
    return client, draft(client, "/open/mla/share%20a%20draft/", {"to_requested": THEIRS}, REQUEST)


def test_a_question_goes_through_its_form_and_back(ground: Path) -> None:
    from lintas.console.law.question_form import QuestionForm, initial, said
    from lintas.law.shipped import shipped

    sent = {
        **ASKED, "max_penalty_requesting_years": "20", "transnational": "yes", "organized_group": "no",
        "electronic_evidence": "", "convicted": "no", "needs": ["documents_requested"], "arrested_on": "2026-11-01",
        "finding-dual_criminality": "yes", "finding-torture_risk": "no", "finding-no_such_fact": "yes",
        "supplied": ["C_DOCS", "NO_SUCH_CODE"],
    }  # fmt: skip
    data = MultiValueDict({name: value if isinstance(value, list) else [value] for name, value in sent.items()})
    form = QuestionForm(shipped(), data)
    assert form.is_valid(), form.errors
    found = said(form.cleaned_data, data, shipped())
    assert found == {
        "type": "mla", "requesting": "VN", "requested": "MY", "date": "2026-11-28",
        "offence": {"categories": ["fraud"], "max_penalty_requesting_years": 20.0, "transnational": True,
                    "organized_group": False},
        "facts": {"arrested_on": "2026-11-01", "dual_criminality": True, "torture_risk": False, "convicted": False},
        "needs": {"documents_requested": True}, "supplied": ["C_DOCS"],
    }  # fmt: skip
    shown = initial(found)
    assert shown["transnational"] == "yes"
    assert shown["electronic_evidence"] == ""
    assert shown["convicted"] == "no"
    assert shown["needs"] == ["documents_requested"]


def test_items_that_fields_hold_are_those_of_the_register_and_of_some_kind(ground: Path) -> None:
    from lintas.kinds import all_kinds
    from lintas.kinds.parts.contents import FIELDS, PAPERS, held_by
    from lintas.law.shipped import shipped

    assert FIELDS.keys() | PAPERS <= shipped().contents.keys()
    assert not FIELDS.keys() & PAPERS
    verbs = [verb for kind in all_kinds().values() for types in kind.item.walk() for verb in types[-1].verbs]
    assert set(FIELDS.values()) <= {name for verb in verbs for name in verb.says.fields()}
    assert held_by({"facts": "f", "law": ""}) == dict.fromkeys(("C_FACTS", "E_FACTS", "PA_FACTS"), "facts")


def test_what_is_written_and_what_is_ticked_is_in_the_request(stage: Stage) -> None:
    client, address = _begun(stage)
    page = client.post(f"{address}law/", ASKED | {"supplied": ["C_STATUS"]}).content.decode()
    assert "in the field Facts" in page
    assert '<li id="item-C_FACTS" class="there">' in page
    assert '<li id="item-C_UND_USE" class="missing">' in page
    translation = page.split('<li id="item-C_TRANSL" class="missing">')[1].split("</li>")[0]
    assert "attach it to the request, then tick it" in translation
    assert page.count("attach it to the request") < page.count('class="missing"')
    assert 'value="C_STATUS" checked' in page
    assert 'value="C_UND_USE">' in page
    again = client.get(f"{address}law/").content.decode()
    assert 'value="C_STATUS" checked' in again
    partly = client.post(f"{address}law/", ASKED, headers={"HX-Request": "true"}).content.decode()
    assert "<html" not in partly
    assert 'value="C_STATUS" checked' not in partly


def test_what_was_asked_about_a_draft_is_asked_about_its_dossier(stage: Stage) -> None:
    client, address = _begun(stage)
    client.post(f"{address}law/", ASKED | {"finding-torture_risk": "yes"})
    opened = seal(client, address).url
    page = client.get(f"{opened}law/").content.decode()
    assert '<option value="MY" selected>' in page
    assert "ASEAN_MLAT" in page


def test_nonsense_is_said_beside_the_field_and_a_matter_of_others_is_not_there(stage: Stage) -> None:
    client, address = _begun(stage)
    page = client.post(f"{address}law/", ASKED | {"date": "yesterday", "max_penalty_requesting_years": "many"})
    assert "is no day" in page.content.decode()
    assert "Enter a number" in page.content.decode()
    other = stage.browser(stage.officer("officer"))
    assert other.get(f"{address}law/").status_code == 404
    assert other.get(f"{address}law/checklist/").status_code == 404
    exchange = draft(other, "/open/exchange/open/", {"to_member": [THEIRS]}, {"purpose": "p", "basis": "b"})
    assert other.get(f"{exchange}law/").status_code == 404


def test_the_room_shows_every_pair_and_every_row_how_sure_it_is(stage: Stage) -> None:
    client = stage.browser(stage.officer("officer"))
    page = client.get("/law/?type=extradition&category=murder&years=20&state=PH&group=").content.decode()
    assert "Whom PH can ask" in page
    assert "ID → SG: EXT_ID_SG" in page
    assert client.get("/law/?type=nothing&years=many").status_code == 200
    one = client.get("/law/ATE2025/").content.decode()
    assert "not in force, as far as the register knows" in one
    assert "<svg" in one
    assert client.get("/law/NO_SUCH_THING/").status_code == 404
    assert "RECALLED, NOT VERIFIED" in client.get("/law/ASEAN_MLAT/").content.decode()


def test_a_request_of_ours_is_a_letter_and_its_binding_ones_are_for_a_court(stage: Stage) -> None:
    author, approver = stage.officer("officer"), stage.officer("approver")
    client = stage.browser(author)
    opened = seal(client, draft(client, "/open/mla/share%20a%20draft/", {"to_requested": THEIRS}, REQUEST)).url
    asked = draft(client, f"{opened}do/dossier/request/", {"audience": [THEIRS]}, REQUEST)
    seal(client, asked, approver=approver.pk)
    number, second = asked.strip("/").split("/")[-1], stage.browser(approver)
    said = {"does": "approve", "nonce": nonce_on(second, f"/approvals/{number}/")}
    assert second.post(f"/approvals/{number}/", said).status_code == 302
    page = client.get(f"{opened}letters/").content.decode()
    assert page.count("receipt code") == 2
    letters = [part.split('"')[0] for part in page.split(f'action="{opened}letters/')[1:]]
    pdf = client.get(f"{opened}letters/{letters[1]}?language=km")
    assert pdf.headers["Content-Type"] == "application/pdf"
    assert "EXERCISE" in pdf.headers["Content-Disposition"]
    assert client.get(f"{opened}letters/{letters[1]}?language=xx").status_code == 400
    assert client.get(f"{opened}letters/zzzz/").status_code == 400
    bundle = zipfile.ZipFile(io.BytesIO(body(client.get(f"{opened}letters/court/"))))
    # The draft that was shown first binds nobody, and is not for a court.
    assert [name for name in bundle.namelist() if name.endswith(".pdf")] == [f"letters/{letters[1][:12]}.pdf"]
    assert bundle.read("contents.txt").startswith(b"EXERCISE")
    assert stage.browser(stage.officer("officer")).get(f"{opened}letters/court/").status_code == 404


def test_what_was_given_to_police_is_in_no_bundle_for_a_court(stage: Stage) -> None:
    client = stage.browser(stage.officer("officer"))
    terms = {"purpose": "p", "basis": "b"}
    opened = seal(client, draft(client, "/open/exchange/open/", {"to_member": [THEIRS]}, terms)).url
    said = {"offence_name": "fraud", "offence_band": "4 years or more", "information": "i", "handling": "H0",
            "source": "A", "certainty": "1"}  # fmt: skip
    whom = {"to_receiving": [THEIRS], "audience": [THEIRS]}
    seal(client, draft(client, f"{opened}do/dossier/give/", whom, said))
    bundle = zipfile.ZipFile(io.BytesIO(body(client.get(f"{opened}letters/court/"))))
    assert bundle.namelist() == ["contents.txt"]
    assert "given to police, with the handling code H0" in bundle.read("contents.txt").decode()
