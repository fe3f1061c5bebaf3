"""The public facts over HTTP: look up who leads and chairs, see what differs, begin a draft with a row."""

from __future__ import annotations

import re
from html import unescape
from typing import TYPE_CHECKING

import pytest

from tests.console.stage import THEIRS, Stage, draft, seal

if TYPE_CHECKING:
    from django.test import Client

pytestmark = pytest.mark.processes


def options(page: str) -> dict[str, str]:
    """What may begin with a row, by its words."""
    found = re.findall(r'<option value="([^"]*\x1f[^"]*)">([^<]*)</option>', page)
    return {" ".join(unescape(words).split()): unescape(value) for value, words in found}


def begun(client: Client, name: str, words: str) -> str:
    value = next(value for said, value in options(client.get(f"/facts/{name}/").content.decode()).items()
                 if said.endswith(words))  # fmt: skip
    answer = client.post(f"/facts/{name}/draft/", {"row": "0", "target": value})
    assert answer.status_code == 302, answer.content.decode()
    return str(answer.url)  # type: ignore[attr-defined]


def test_who_leads_since_when_and_how_sure_that_is(stage: Stage) -> None:
    client = stage.browser(stage.officer("minister"))
    page = unescape(client.get("/facts/?sort=lead&on=2026-11-29").content.decode())
    assert "cybercrime" in page
    assert "since when is not known; said on 2019-11-27" in page
    assert '<span class="sure unverified">RECALLED, NOT VERIFIED</span>' in page
    assert "sources differ" in page
    assert "19th AMMTC" not in page
    assert "Nothing fits." in client.get("/facts/?words=nobody+wrote+this").content.decode()
    assert client.get("/facts/?on=tomorrow").status_code == 200


def test_a_thing_shows_each_source_and_what_names_it(stage: Stage) -> None:
    client = stage.browser(stage.officer("officer"))
    page = unescape(client.get("/facts/AMMTC-19/").content.decode())
    assert page.count("United Daily") == 1
    assert "2025-09-08 to 2025-09-12" in page
    assert '/facts/DECL-MELAKA/"' in page
    assert "/law/ATE2025/" in client.get("/facts/ATE/").content.decode()
    assert "NOT FOUND" in client.get("/facts/DRUGS/").content.decode()
    assert client.get("/facts/AMMTC-99/").status_code == 404


def test_a_row_begins_a_draft_in_which_a_person_decides_the_rest(stage: Stage) -> None:
    from lintas.console.models import Draft, Entry

    client = stage.browser(stage.officer("officer"))
    address = begun(client, "COORDINATOR-UK-2024", "open the partnership")
    made = Draft.objects.get(pk=int(address.strip("/").split("/")[-1]))
    assert (made.kind, made.verb, made.dossier) == ("partnership", "open the partnership", "")
    assert made.fields["partner"] == "United Kingdom"
    assert "gov.uk" in made.fields["source"]
    assert "term_from" not in made.fields
    told = unescape(client.get(address).content.decode())
    assert "Left to you: term_from: 2024" in told
    assert Entry.objects.filter(did="took a public fact into a draft", detail__startswith="COORDINATOR").exists()


def test_a_row_goes_into_a_dossier_that_is_there_and_says_that_nobody_verified_it(stage: Stage) -> None:
    from lintas.console.models import Draft

    client = stage.browser(stage.officer("officer"))
    opening = draft(client, "/open/bodies/open%20the%20register/", {"to_state": [THEIRS]}, {"text": "Bodies."})
    dossier = str(seal(client, opening).url).strip("/").split("/")[-1]
    address = begun(client, "REGION-2026", f"{dossier[:8]}: record a term")
    made = Draft.objects.get(pk=int(address.strip("/").split("/")[-1]))
    assert made.dossier == dossier
    assert made.fields == {"office": "chair of the region", "source": "no source: RECALLED, NOT VERIFIED"}
    assert "Nobody has verified this row" in client.get(address).content.decode()


def test_nothing_begins_where_it_is_not_open(stage: Stage) -> None:
    officer, other = stage.browser(stage.officer("officer")), stage.browser(stage.officer("officer"))
    opening = draft(officer, "/open/bodies/open%20the%20register/", {"to_state": [THEIRS]}, {"text": "Bodies."})
    dossier = str(seal(officer, opening).url).strip("/").split("/")[-1]
    target = "\x1f".join(("bodies", "record a term", dossier))
    for client in (other, stage.browser(stage.officer("minister"))):
        assert dossier[:8] not in client.get("/facts/REGION-2026/").content.decode()
        assert client.post("/facts/REGION-2026/draft/", {"row": "0", "target": target}).status_code == 404
    for said in ({"row": "7", "target": target}, {"row": "x", "target": target}, {"row": "0"}):
        assert officer.post("/facts/REGION-2026/draft/", said).status_code == 404
    assert not options(officer.get("/facts/AMMTC-19/").content.decode())
    assert officer.get("/facts/REGION-2026/draft/").status_code == 405


def test_a_file_of_the_node_comes_over_ours_and_one_with_a_mistake_is_told(stage: Stage) -> None:
    from lintas.console.disk import folder

    client = stage.browser(stage.officer("officer"))
    own = folder() / "facts"
    own.mkdir()
    try:
        row = '[[lead]]\nid = "LEAD-DRUGS"\narea = "DRUGS"\nstate = "VN"\nconfidence = "recalled"\n'
        row = f"recorded = 2026-12-01\n{row}"
        (own / "a.toml").write_text(row, encoding="utf-8")
        (own / "b.toml").write_text("[[lead]]\n", encoding="utf-8")
        page = unescape(client.get("/facts/?sort=lead").content.decode())
        assert "a.toml" in page
        assert "facts/b.toml is left out" in page
        assert "sources differ" in client.get("/facts/LEAD-DRUGS/").content.decode()
    finally:
        for file in own.iterdir():
            file.unlink()
        own.rmdir()
    assert "sources differ" not in client.get("/facts/LEAD-DRUGS/").content.decode()


def test_a_meeting_shows_what_is_publicly_known_of_it_and_the_fact_leads_back_to_who_may_see_it(stage: Stage) -> None:
    client = stage.browser(stage.officer("officer"))
    notice = {"body": "19th AMMTC", "place": "Melaka", "opens": "2025-09-10", "agenda": "1. Texts"}
    opening = draft(client, "/open/meeting/convene/", {"to_member": [THEIRS]}, notice)
    dossier = str(seal(client, opening).url).strip("/").split("/")[-1]
    page = unescape(client.get(f"/dossiers/{dossier}/").content.decode())
    for name in ("AMMTC", "AMMTC-19"):
        assert f'href="/facts/{name}/"' in page
        assert f"/dossiers/{dossier}/" in client.get(f"/facts/{name}/").content.decode()
    assert "sources differ" in page
    assert "United Daily" in page
    assert '<span class="sure">read in the source</span>' in page
    assert "/css/law.css" in page
    assert f"/dossiers/{dossier}/" not in client.get("/facts/AMMTC-18/").content.decode()
    for other in ("officer", "minister"):
        assert dossier[:8] not in stage.browser(stage.officer(other)).get("/facts/AMMTC-19/").content.decode()


def test_what_is_called_like_nothing_that_is_known_shows_nothing(stage: Stage) -> None:
    client = stage.browser(stage.officer("officer"))
    notice = {"body": "a body (EXERCISE)", "place": "online", "opens": "2025-09-10", "agenda": "1. Texts"}
    opening = draft(client, "/open/meeting/convene/", {"to_member": [THEIRS]}, notice)
    dossier = str(seal(client, opening).url).strip("/").split("/")[-1]
    assert "Publicly known of it" not in client.get(f"/dossiers/{dossier}/").content.decode()
