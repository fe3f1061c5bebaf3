"""Breaking the glass: who may ask, who must agree, what is open for how long, and who is told."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest

from lintas.node.opened import openings
from tests.compose.served import TERMS
from tests.console.stage import Stage

if TYPE_CHECKING:
    from lintas.console.models import Glass, Officer

pytestmark = pytest.mark.processes

REASON = "The duty officer cannot sign in, and the police wait"
ROLES = ("officer", "approver", "duty", "analyst", "minister", "operator", "auditor")


@contextmanager
def policy(stage: Stage, word: str) -> Iterator[None]:
    before = stage.ours.settings
    stage.ours.settings = replace(before, break_glass=word)
    try:
        yield
    finally:
        stage.ours.settings = before


def asked(stage: Stage, operator: Officer, dossier: str, reason: str = REASON) -> Any:
    return stage.browser(operator).post("/glass/", {"reference": dossier[:8], "reason": reason})


def newest() -> Glass:
    from lintas.console.models import Glass

    return Glass.objects.order_by("-pk")[0]


def decided(stage: Stage, approver: Officer, does: str) -> int:
    return stage.browser(approver).post(f"/glass/{newest().pk}/change/", {"does": does}).status_code


def trail_of(stage: Stage) -> str:
    return stage.browser(stage.officer("auditor")).get("/trail/").content.decode()


def test_an_approver_agrees_and_the_operator_reads_for_a_while(stage: Stage) -> None:
    dossier, operator, approver = stage.opened_by_them(), stage.officer("operator"), stage.officer("approver")
    asked(stage, operator, dossier)
    page = f"/glass/{newest().pk}/"
    assert stage.browser(operator).get(page).status_code == 404
    assert decided(stage, approver, "agree") == 302
    shown = stage.browser(operator).get(page)
    assert shown.status_code == 200
    assert TERMS["purpose"] in shown.content.decode()
    # It opens this page and nothing else: neither the dossier, nor what is done in it, nor a search.
    for path in (f"/dossiers/{dossier}/", f"/dossiers/{dossier}/export/json/", "/search/?q=exercise", "/"):
        assert stage.browser(operator).get(path).status_code in {302, 404}, path
    for did in ("asked to break the glass", "agreed to break the glass", "broke the glass", "read a dossier by break"):
        assert did in trail_of(stage)
    assert REASON in trail_of(stage)


def test_it_ends_by_itself_and_when_it_is_closed(stage: Stage) -> None:
    dossier, operator = stage.opened_by_them(), stage.officer("operator")
    with policy(stage, "alone"):
        for end in ("by itself", "closed"):
            page = asked(stage, operator, dossier).url
            assert stage.browser(operator).get(page).status_code == 200
            if end == "closed":
                stage.browser(operator).post(f"{page}change/", {"does": "end"})
            else:
                glass = newest()
                glass.until_ms = 1
                glass.save()
            assert stage.browser(operator).get(page).status_code == 404, end


def test_nobody_but_who_asked_reads_by_it(stage: Stage) -> None:
    dossier, operator = stage.opened_by_them(), stage.officer("operator")
    with policy(stage, "alone"):
        page = asked(stage, operator, dossier).url
        for role in ROLES:
            other = stage.browser(stage.officer(role))
            assert other.get(page).status_code == 404, role
            other.post(f"{page}change/", {"does": "end"})
        assert stage.browser(operator).get(page).status_code == 200


def test_no_other_role_asks_and_none_but_an_approver_agrees(stage: Stage) -> None:
    from lintas.console.models import Glass

    dossier = stage.opened_by_them()
    with policy(stage, "alone"):
        for role in set(ROLES) - {"operator"}:
            asked(stage, stage.officer(role), dossier)
    assert not Glass.objects.exists()
    asked(stage, stage.officer("operator"), dossier)
    for role in set(ROLES) - {"approver"}:
        assert decided(stage, stage.officer(role), "agree") == 404, role
    assert newest().until_ms is None


def test_nobody_agrees_to_what_he_asks_for(stage: Stage) -> None:
    both = stage.officer("operator", "approver")
    asked(stage, both, stage.opened_by_them())
    decided(stage, both, "agree")
    assert newest().until_ms is None


def test_what_is_refused_stays_closed_and_is_not_decided_again(stage: Stage) -> None:
    dossier, operator, approver = stage.opened_by_them(), stage.officer("operator"), stage.officer("approver")
    asked(stage, operator, dossier)
    decided(stage, approver, "refuse")
    assert decided(stage, stage.officer("approver"), "agree") == 404
    assert stage.browser(operator).get(f"/glass/{newest().pk}/").status_code == 404


def test_where_it_is_off_nothing_opens_and_what_was_open_closes(stage: Stage) -> None:
    from lintas.console.models import Glass

    dossier, operator = stage.opened_by_them(), stage.officer("operator")
    with policy(stage, "alone"):
        page = asked(stage, operator, dossier).url
    with policy(stage, "off"):
        assert stage.browser(operator).get(page).status_code == 404
        assert asked(stage, operator, dossier).status_code == 422
    assert Glass.objects.count() == 1


def test_without_a_reason_or_a_dossier_nothing_is_asked(stage: Stage) -> None:
    from lintas.console.models import Glass

    dossier, operator = stage.opened_by_them(), stage.officer("operator")
    with policy(stage, "alone"):
        for reason in ("because", " " * 40, "x" * 501):
            assert asked(stage, operator, dossier, reason).status_code == 422, reason
        assert "for what is not here" not in trail_of(stage)
        for reference in ("zzzzzzzz", dossier[:7]):
            assert asked(stage, operator, reference).status_code == 422, reference
    assert not Glass.objects.exists()
    # Who tries references at random is seen to.
    assert trail_of(stage).count("for what is not here") == 2


def test_those_concerned_are_told_on_every_page_until_they_have_taken_note(stage: Stage) -> None:
    dossier, operator = stage.opened_by_them(), stage.officer("operator")
    told = {role: stage.officer(role) for role in ("approver", "auditor", "officer")}
    stranger, first = stage.officer("officer"), stage.officer("duty")
    stage.browser(first).post(f"/dossiers/{dossier}/team/", {"officer": told["officer"].pk, "does": "add"})
    rooms = {"approver": "/approvals/", "auditor": "/trail/", "officer": "/open/"}
    asked(stage, operator, dossier)
    assert REASON in stage.browser(told["approver"]).get("/approvals/").content.decode()
    assert REASON not in stage.browser(told["officer"]).get("/open/").content.decode()
    decided(stage, told["approver"], "agree")
    for role, officer in told.items():
        browser = stage.browser(officer)
        assert REASON in browser.get("/glass/told/").content.decode()
        assert REASON in browser.get(rooms[role]).content.decode(), role
        assert browser.post(f"/glass/{newest().pk}/change/", {"does": "seen"}).status_code == 302
        # The auditor's own page lists it among the entries of the trail, and no longer as news.
        assert "I have taken note" not in browser.get(rooms[role]).content.decode(), role
    for officer in (stranger, operator):
        assert REASON not in stage.browser(officer).get("/glass/told/").content.decode()
    assert stage.browser(stranger).post(f"/glass/{newest().pk}/change/", {"does": "seen"}).status_code == 404
    # The team finds it in the dossier afterwards.
    assert REASON in stage.browser(told["officer"]).get(f"/dossiers/{dossier}/").content.decode()


def test_its_author_is_not_told_that_an_officer_opened_what_only_an_operator_read(stage: Stage) -> None:
    dossier, operator = stage.opened_by_them(), stage.officer("operator")

    def told() -> object:
        return stage.ours.worker.do(lambda node: frozenset(openings(node).told))

    before = told()
    with policy(stage, "alone"):
        stage.browser(operator).get(asked(stage, operator, dossier).url)
    assert told() == before
    stage.browser(stage.officer("duty")).get(f"/dossiers/{dossier}/")
    assert told() != before


def test_after_taking_note_one_is_where_one_was_and_nowhere_else(stage: Stage) -> None:
    dossier, operator, auditor = stage.opened_by_them(), stage.officer("operator"), stage.officer("auditor")
    with policy(stage, "alone"):
        asked(stage, operator, dossier)
    browser, page = stage.browser(auditor), f"/glass/{newest().pk}/change/"
    here = "http://testserver.localhost/trail/"
    assert browser.post(page, {"does": "seen"}, headers={"referer": here}).url == here  # type: ignore[attr-defined]
    there = browser.post(page, {"does": "seen"}, headers={"referer": "https://elsewhere.example/"})
    assert there.url == "/"  # type: ignore[attr-defined]
