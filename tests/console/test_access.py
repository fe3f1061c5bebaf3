"""Who sees what: role by page by team. What one may not see is not there: 404, and in no list and no count."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from django.urls import URLPattern, URLResolver, get_resolver

from tests.console.stage import Stage

pytestmark = pytest.mark.processes

ROLES = ("officer", "approver", "duty", "analyst", "minister", "operator", "auditor")
ROOMS = {
    "/search/": {"officer", "approver", "duty", "analyst", "minister"},
    "/shift/": {"duty"},
    "/desk/": {"duty", "minister"},
    "/desk/roster/": {"duty"},
    "/export/worklist/": {"officer", "approver", "duty", "analyst", "minister"},
    "/export/calendar/": {"officer", "approver", "duty", "analyst", "minister"},
    "/open/": {"officer", "duty", "analyst"},
    "/counter/": {"officer", "duty"},
    "/certificates/keys/": {"officer", "approver", "duty", "analyst", "minister"},
    "/certificates/withdrawn/": {"officer", "approver", "duty", "analyst", "minister"},
    "/law/": {"officer", "approver", "duty", "analyst", "minister"},
    "/facts/": {"officer", "approver", "duty", "analyst", "minister"},
    "/approvals/": {"approver"},
    "/node/": {"operator"},
    "/node/diagnostics/": {"operator"},
    "/interchange/": {"officer", "approver", "duty", "analyst", "minister"},
    "/carried/": {"duty", "operator"},
    "/glass/": {"operator", "approver", "auditor"},
    "/officers/": {"operator"},
    "/ladder/": {"operator", "auditor", "duty", "minister"},
    "/trail/": {"auditor"},
}
NOBODYS = (
    r"live",
    r"language/",
    r"bulk/",
    r"saved/",
    r"uploads/",
    r"open/.*",
    r"dossiers/.*",
    r"law/.+",
    r"facts/.+",
    r"drafts/.*",
    r"approvals/.*",
    r"shift/challenge/",
    r"glass/.+",
    r"ladder/.+",
    r"node/peers/.*",
    r"invited/.*",
    r"accounts/.*",
    r"\^?api/.*",
    r"counter/picture/",
    r"interchange/draft/",
    r"carried/.+",
)
"""Paths that take something, or are tested on their own."""


def test_each_room_is_there_for_its_roles_alone(stage: Stage) -> None:
    for role in ROLES:
        client = stage.browser(stage.officer(role))
        for path, roles in ROOMS.items():
            assert client.get(path).status_code == (200 if role in roles else 404), (role, path)


def test_the_first_page_is_the_work_or_leads_to_the_room_of_who_has_none(stage: Stage) -> None:
    rooms = {"operator": "/node/", "auditor": "/trail/"}
    for role in ROLES:
        answer = stage.browser(stage.officer(role)).get("/")
        assert answer.headers.get("Location", "/") == rooms.get(role, "/"), role


def test_every_page_of_the_table_is_in_a_test(ground: Path) -> None:
    rooms = {path.strip("/") for path in ROOMS}
    for each in get_resolver().url_patterns:
        if isinstance(each, URLPattern | URLResolver):
            path = str(each.pattern).replace("export/<str:form>", "export/worklist")
            assert not path or path.strip("/") in rooms or re.fullmatch("|".join(NOBODYS), path), (
                f"{path} is in no test of access"
            )


def test_who_is_not_signed_in_sees_nothing(stage: Stage) -> None:
    client = stage.browser()
    for path in ("/", *ROOMS, "/dossiers/aaaaaaaaaaaaaaaaaaaaaaaaaa/", "/live", "/uploads/"):
        answer = client.get(path)
        assert answer.status_code == 302
        assert answer.url.startswith("/accounts/login/")  # type: ignore[attr-defined]


def test_a_dossier_is_its_teams_and_before_that_the_duty_officers(stage: Stage) -> None:
    dossier = stage.opened_by_them()
    duty, officer, other = stage.officer("duty"), stage.officer("officer"), stage.officer("officer")
    assert stage.browser(duty).get(f"/dossiers/{dossier}/").status_code == 200
    assert stage.browser(officer).get(f"/dossiers/{dossier}/").status_code == 404
    handed = stage.browser(duty).post(f"/dossiers/{dossier}/team/", {"officer": officer.pk, "does": "add"})
    assert handed.url == "/"  # type: ignore[attr-defined]
    assert stage.browser(officer).get(f"/dossiers/{dossier}/").status_code == 200
    assert stage.browser(duty).get(f"/dossiers/{dossier}/").status_code == 404
    assert stage.browser(other).get(f"/dossiers/{dossier}/").status_code == 404


def test_what_one_may_not_see_is_in_no_list_and_no_count(stage: Stage) -> None:
    dossier = stage.opened_by_them()
    for role in ("officer", "analyst", "minister", "approver"):
        page = stage.browser(stage.officer(role)).get("/?tab=resting").content.decode()
        assert dossier[:8] not in page
        assert not [n for n in re.findall(r'class="count">(\d+)<', page) if n != "0"]


def test_nobody_acts_notes_or_hands_on_where_he_may_not_look(stage: Stage) -> None:
    dossier = stage.opened_by_them()
    for role in ("officer", "minister", "operator", "auditor"):
        stranger = stage.officer(role)
        client = stage.browser(stranger)
        for path, said in (
            (f"/dossiers/{dossier}/do/dossier/write/", {}),
            (f"/dossiers/{dossier}/say/dossier/write/", {}),
            (f"/dossiers/{dossier}/notes/", {"text": "was here"}),
            (f"/dossiers/{dossier}/team/", {"officer": stranger.pk, "does": "add"}),
        ):
            assert client.post(path, said).status_code == 404, (role, path)


def test_a_draft_is_its_authors(stage: Stage) -> None:
    author, other = stage.officer("officer"), stage.officer("officer", "approver")
    address = stage.browser(author).post("/open/exchange/open/").url  # type: ignore[attr-defined]
    for path in (address, f"{address}whom/", f"{address}section/1/", f"{address}check/"):
        assert stage.browser(other).get(path).status_code == 404
    assert stage.browser(other).post(f"{address}drop/").status_code == 404


def test_the_last_on_a_team_stays_until_another_has_it(stage: Stage) -> None:
    dossier, duty = stage.opened_by_them(), stage.officer("duty")
    client = stage.browser(duty)
    client.post(f"/dossiers/{dossier}/team/", {"officer": duty.pk, "does": "add"})
    client.post(f"/dossiers/{dossier}/team/", {"officer": duty.pk, "does": "remove"})
    assert client.get(f"/dossiers/{dossier}/").status_code == 200


def test_no_page_of_a_dossier_is_there_for_who_may_not_see_it(stage: Stage) -> None:
    dossier = stage.opened_by_them()
    paths = [str(each.pattern) for each in get_resolver().url_patterns if str(each.pattern).startswith("dossiers/")]
    stands = {"dossier": dossier, "form": "json", "item": "dossier", "verb": "write", "act": "00", "number": "0"}
    for role in ROLES:
        if role != "duty":
            client = stage.browser(stage.officer(role))
            for path in paths:
                filled = re.sub(r"<\w+:(\w+)>", lambda found: stands[found[1]], path)
                for method in (client.get, client.post):
                    assert method(f"/{filled}").status_code in {404, 405}, (role, filled)
