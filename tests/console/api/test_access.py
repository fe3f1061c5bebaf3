"""Who gets what by the API: role by scope by operation by team. What one may not see is not there: in no count either.

The table is held against the API's own, so that an operation that nobody thought of here fails.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest

from tests.console.asked import API, Program, program
from tests.console.stage import Stage

if TYPE_CHECKING:
    from lintas.console.models import Officer

pytestmark = pytest.mark.processes

ROLES = ("officer", "approver", "duty", "analyst", "minister", "operator", "auditor")
CASE = {"officer", "approver", "duty", "analyst", "minister"}
SCOPES = ("read", "draft", "seal", "audit", "operate")
ANNOUNCED = {"name": "a", "media": "text/plain", "bytes": 1, "sha256": "0" * 64}
ROOMS: dict[tuple[str, str], tuple[str, set[str], Any]] = {
    ("get", "/worklist"): ("read", CASE, None),
    ("get", "/kinds"): ("read", CASE, None),
    ("get", "/kinds/{kind}"): ("read", CASE, None),
    ("get", "/drafts"): ("read", CASE, None),
    ("post", "/drafts"): ("draft", {"officer", "duty", "analyst"}, {"kind": "exchange", "verb": "open"}),
    ("get", "/approvals"): ("read", {"approver"}, None),
    ("post", "/files"): ("draft", CASE, ANNOUNCED),
    ("put", "/files/{upload}"): ("draft", CASE, b"x"),
    ("post", "/files/{upload}/finish"): ("draft", CASE, None),
    ("get", "/events"): ("read", CASE, None),
    ("get", "/trail"): ("audit", {"auditor"}, None),
    ("get", "/trail/check"): ("audit", {"auditor"}, None),
    ("get", "/node"): ("operate", {"operator"}, None),
}
"""Operations on nothing of anybody's: scope, roles, what is sent."""
DOSSIERS: dict[tuple[str, str], tuple[str, Any]] = {
    ("get", "/dossiers/{dossier}"): ("read", None),
    ("get", "/dossiers/{dossier}/team"): ("read", None),
    ("put", "/dossiers/{dossier}/team/{officer}"): ("draft", None),
    ("delete", "/dossiers/{dossier}/team/{officer}"): ("draft", None),
    ("get", "/dossiers/{dossier}/notes"): ("read", None),
    ("post", "/dossiers/{dossier}/notes"): ("draft", {"text": "here"}),
}
"""Operations on a dossier, which are for its team."""
DRAFTS: dict[tuple[str, str], tuple[str, Any]] = {
    ("get", "/drafts/{draft}"): ("read", None),
    ("patch", "/drafts/{draft}"): ("draft", {"purpose": "p"}),
    ("post", "/drafts/{draft}/seal"): ("seal", {}),
    ("delete", "/drafts/{draft}"): ("draft", None),
}
"""Operations on a draft, which are for its author."""
APPROVALS: dict[tuple[str, str], tuple[str, Any]] = {
    ("get", "/approvals/{draft}"): ("read", None),
    ("post", "/approvals/{draft}/approve"): ("seal", None),
    ("post", "/approvals/{draft}/send-back"): ("draft", {"why": "w"}),
}
"""Operations on what waits for an approver, who alone has them."""
ELSEWHERE = {("get", "/stream")}
"""The stream does not end by itself: `test_tokens` has it."""
ALL = {**{at: (scope, said) for at, (scope, _roles, said) in ROOMS.items()}, **DOSSIERS, **DRAFTS, **APPROVALS}
GRANTED, SCOPE, NOT_THERE = {200, 201, 204, 409, 422}, 403, 404


def _path(path: str, **names: object) -> str:
    known = {"kind": "exchange", "upload": "00", "at": 0, "dossier": "a" * 26, "draft": 1, "officer": "x"} | names
    query = "?at=0" if path == "/files/{upload}" else ""
    return re.sub(r"{(\w+)}", lambda found: str(known[found[1]]), path) + query


def _every(officer: Officer) -> Program:
    """A program whose token says that it may do everything, whatever its owner's roles are."""
    from lintas.console import tokens
    from lintas.console.models import Token

    secret = f"lintas_{officer.name}"
    expires = datetime.now(UTC) + timedelta(days=1)
    Token.objects.create(
        officer=officer, name="all", digest=tokens._digest(secret), scopes=list(SCOPES), expires=expires
    )
    return Program(None, secret)  # type: ignore[arg-type]


def _operations() -> Iterator[tuple[str, str]]:
    from lintas.console.api.root import api

    for path, methods in api.get_openapi_schema()["paths"].items():
        yield from ((method, path.removeprefix(API)) for method in methods)


def test_every_operation_of_the_api_is_in_a_table(stage: Stage) -> None:
    assert set(_operations()) == {*ALL, *ELSEWHERE}


def test_without_a_token_nothing_is_there(stage: Stage) -> None:
    ended, gone = stage.officer("officer"), program(stage, stage.officer("officer"))
    over = program(stage, ended)
    ended.is_active = False
    ended.save()
    from lintas.console.models import Token

    Token.objects.exclude(officer=ended).update(expires=datetime.now(UTC) - timedelta(seconds=1))
    for (method, path), (_scope, said) in ALL.items():
        for nobody in (Program(stage), Program(stage, "lintas_no"), Program(stage, "é\udcff"), over, gone):
            answer = nobody.ask(method.upper(), _path(path), said)
            assert answer.status_code == 401, (method, path)
            assert answer.json()["error"] == "NotSignedIn"
    assert Program(stage).get("/openapi.json").status_code == 401


def test_a_session_of_a_browser_is_none_here(stage: Stage) -> None:
    browser = stage.browser(stage.officer("officer"))
    assert browser.get(f"{API}/worklist").status_code == 401
    secret = program(stage, stage.officer("officer")).secret
    page = stage.browser().get("/", headers={"authorization": f"Bearer {secret}"})
    assert page.status_code == 302
    assert not program(stage, stage.officer("officer")).get("/worklist").cookies


def test_a_scope_that_a_token_lacks_is_told_before_anything_is_looked_up(stage: Stage) -> None:
    officers = {role: stage.officer(role) for role in ROLES}
    for role, officer in officers.items():
        from lintas.console import tokens

        for scope in tokens.scopes_of(officer):
            api = program(stage, officer, [scope])
            for (method, path), (wanted, said) in ALL.items():
                if wanted != scope:
                    answer = api.ask(method.upper(), _path(path), said)
                    assert answer.status_code == SCOPE, (role, scope, method, path)
                    assert answer.json()["facts"] == {"scope": wanted}


def test_each_room_is_there_for_its_roles_alone(stage: Stage) -> None:
    for role in ROLES:
        api = _every(stage.officer(role))
        for (method, path), (_scope, roles, said) in ROOMS.items():
            answer = api.ask(method.upper(), _path(path), said)
            if role in roles:
                assert answer.status_code in GRANTED, (role, method, path, answer.content)
            else:
                assert answer.status_code == NOT_THERE, (role, method, path)


def test_a_dossier_is_there_for_its_team_alone(stage: Stage) -> None:
    from lintas.console.models import Membership

    dossier, keeper = stage.opened_by_them(), stage.officer("officer")
    Membership.objects.create(dossier=dossier, officer=keeper, by=keeper)
    for role in ROLES:
        officer = stage.officer(role)
        api = _every(officer)
        for member in (False, True):
            if member:
                Membership.objects.create(dossier=dossier, officer=officer, by=keeper)
            for (method, path), (_scope, said) in DOSSIERS.items():
                answer = api.ask(method.upper(), _path(path, dossier=dossier, officer=keeper.name), said)
                if member and role in CASE:
                    assert answer.status_code in GRANTED, (role, method, path, answer.content)
                    Membership.objects.get_or_create(dossier=dossier, officer=keeper, by=keeper)
                else:
                    nowhere = api.ask(method.upper(), _path(path, officer=keeper.name), said)
                    assert answer.status_code == NOT_THERE, (role, method, path)
                    assert answer.content == nowhere.content
        Membership.objects.exclude(officer=keeper).delete()


def test_what_one_may_not_see_is_in_no_list_no_count_and_no_event(stage: Stage) -> None:
    from lintas.console.asking import catch_up
    from lintas.console.models import Dossier, Membership

    dossier, keeper = stage.opened_by_them(), stage.officer("officer")
    catch_up()
    for each in Dossier.objects.filter(realtime=False):
        Membership.objects.create(dossier=each.pk, officer=keeper, by=keeper)
    Dossier.objects.filter(realtime=True).delete()
    for role in CASE:
        api = program(stage, stage.officer(role))
        seen = api.done("GET", "/worklist")
        assert seen["lines"] == []
        assert set(seen["counts"].values()) == {0}
        assert api.done("GET", "/events") == {"events": [], "next": -1}
        assert api.ask("POST", "/drafts", {"dossier": dossier, "verb": "write"}).status_code == NOT_THERE
    mine = program(stage, keeper)
    assert sum(mine.done("GET", "/worklist")["counts"].values()) >= 1
    assert dossier in {each["dossier"] for each in mine.done("GET", "/events?limit=200")["events"]}


def test_a_draft_is_there_for_its_author_alone(stage: Stage) -> None:
    from lintas.console.models import Draft

    for role in ROLES:
        author, other = stage.officer(role), stage.officer(role)
        draft = Draft.objects.create(officer=author, kind="exchange", verb="open", item="dossier")
        own, others = _every(author), _every(other)
        for (method, path), (_scope, said) in DRAFTS.items():
            assert others.ask(method.upper(), _path(path, draft=draft.pk), said).status_code == NOT_THERE
        for (method, path), (_scope, said) in DRAFTS.items():
            answer = own.ask(method.upper(), _path(path, draft=draft.pk), said)
            assert answer.status_code in (GRANTED if role in CASE else {NOT_THERE}), (role, method, path)


def test_an_approval_is_there_for_the_approver_who_was_asked_alone(stage: Stage) -> None:
    from lintas.console.models import Draft

    author = stage.officer("officer")
    for role in ROLES:
        asked, other = stage.officer(role), stage.officer(role, "approver")
        draft = Draft.objects.create(
            officer=author, approver=asked, state="waiting", kind="exchange", verb="open", item="dossier"
        )
        own, others, authors = _every(asked), _every(other), program(stage, author)
        for (method, path), (_scope, said) in APPROVALS.items():
            for nobody in (others, authors):
                assert nobody.ask(method.upper(), _path(path, draft=draft.pk), said).status_code == NOT_THERE
            answer = own.ask(method.upper(), _path(path, draft=draft.pk), said)
            assert answer.status_code in (GRANTED if role == "approver" else {NOT_THERE}), (role, method, path)
