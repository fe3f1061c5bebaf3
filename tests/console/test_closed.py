"""Closed dossiers: who is named for one sees it; to everybody else it is not there, in no list, count or export, no
search, no stream and no trail. Role by page by team, as `test_access` has it for the others.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest
from django.urls import get_resolver

from lintas.node import closed
from lintas.node.author import open_dossier
from lintas.node.desk import appoint, sign_in
from lintas.node.order import Order
from lintas.node.state import Node
from lintas.wire.identifiers import DOSSIER_BYTES, read, show
from tests.console.api.test_access import DOSSIERS
from tests.console.asked import program
from tests.console.stage import OURS, Stage
from tests.console.test_access import ROLES
from tests.console.test_glass import REASON, asked, decided, newest, policy, trail_of

if TYPE_CHECKING:
    from lintas.console.models import Dossier, Officer

pytestmark = pytest.mark.processes

WORDS = "the plans of an invented port"
OPENING = {
    "matter": WORDS, "office": "the office of an invented council", "marking": "secret", "handling": "H2",
    "until": "2027-06-30",
}  # fmt: skip
BEGIN = "/open/closed_matter/open/"


@contextmanager
def naming(stage: Stage, *officers: Officer) -> Iterator[None]:
    """These may be named, as the settings of our node would say; whoever was before is named no more."""
    names = frozenset(each.name for each in officers)

    def change(node: Node) -> None:
        node.policy = replace(node.policy, closed_to=names)

    before = stage.ours.settings
    stage.ours.worker.do(change)
    stage.ours.settings = replace(before, policy=replace(before.policy, closed_to=names))
    try:
        yield
    finally:
        stage.ours.settings = before


def opened_by_them(stage: Stage) -> str:
    """A matter that the other side opened with us, once it is in our lists; its id."""

    def job(node: Node) -> bytes:
        appointed = [appoint(node, f"official {n}", ("author", "approver")) for n in _two(node)]
        officers = (
            sign_in(node, appointed[0].name, appointed[0].token, "author"),
            sign_in(node, appointed[1].name, appointed[1].token, "approver"),
        )
        us = (node.federation.by_code(OURS).id,)
        done = open_dossier(node, "closed_matter", Order("open", OPENING, us, officers, to={"counterpart": us}))
        node.commit()
        return done.dossier

    dossier = show(stage.there(job))
    stage.until(lambda: line(dossier))
    return dossier


def _two(node: Node) -> tuple[int, int]:
    count = len(node.vault.secrets("officer/"))
    return count, count + 1


def line(dossier: str) -> Dossier | None:
    from lintas.console.models import Dossier

    return Dossier.objects.filter(pk=dossier).first()


def seen_by(stage: Stage, officer: Officer, dossier: str) -> bool:
    return stage.browser(officer).get(f"/dossiers/{dossier}/").status_code == 200


def lists_of(stage: Stage, officer: Officer) -> str:
    """Every list, count, export, search and stream that the officer has."""
    from lintas.console.live.stream import seen_after

    browser = stage.browser(officer)
    pages = [browser.get(f"/?tab={tab}") for tab in ("ours", "mine", "others", "resting", "ended", "snoozed", "intake")]
    pages += [browser.get(path) for path in ("/desk/", "/approvals/", "/glass/", "/glass/told/", "/trail/", "/open/")]
    pages += [browser.get("/search/?q=invented"), browser.get("/export/worklist/"), browser.get("/export/calendar/")]
    texts = [b"".join(each).decode() if each.streaming else each.content.decode() for each in pages]
    return "\n".join([*texts, repr(seen_after(officer, -1, 500))])


def test_who_may_be_named_takes_it_and_from_then_on_it_is_there_for_who_is_named_alone(stage: Stage) -> None:
    from lintas.console.models import Dossier

    first, second, third = stage.officer("officer"), stage.officer("officer", "approver"), stage.officer("duty")
    with naming(stage, first, second, third):
        dossier = opened_by_them(stage)
        assert all(seen_by(stage, each, dossier) for each in (first, second, third))
        assert dossier[:8] in stage.browser(first).get("/?tab=ours").content.decode()
        team = f"/dossiers/{dossier}/team/"
        stage.browser(first).post(team, {"officer": first.pk, "does": "add"})
        Dossier.objects.filter(pk=dossier).update(realtime=True)
        assert [seen_by(stage, each, dossier) for each in (first, second, third)] == [True, False, False], "to no desk"
        stage.browser(first).post(team, {"officer": second.pk, "does": "add"})
        assert [seen_by(stage, each, dossier) for each in (first, second, third)] == [True, True, False]
        on_node = stage.ours.worker.do(lambda node: closed.named_for(node, read(dossier, DOSSIER_BYTES)))
        assert on_node == {first.name, second.name}
        stage.browser(first).post(team, {"officer": second.pk, "does": "remove"})
        assert [seen_by(stage, each, dossier) for each in (first, second, third)] == [True, False, False]


def counts(page: str) -> list[str]:
    return re.findall(r'class="count">(\d+)<', page)


def test_to_everybody_else_it_is_not_there(stage: Stage) -> None:
    # Whoever has every role has what any of them gives.
    named, stranger = stage.officer("officer"), stage.officer(*ROLES)
    counted = counts(lists_of(stage, stranger))
    with naming(stage, named):
        dossier = opened_by_them(stage)
        assert dossier[:8] in lists_of(stage, named)
        assert dossier[:8] not in stage.browser(named).get("/search/?q=invented").content.decode(), "no search finds it"
        stage.browser(named).post(f"/dossiers/{dossier}/notes/", {"text": "a note"})
        paths = [str(each.pattern) for each in get_resolver().url_patterns if str(each.pattern).startswith("dossiers/")]
        stands = {"dossier": dossier, "form": "json", "item": "dossier", "verb": "tell", "act": "00", "number": "0"}
        client = stage.browser(stranger)
        for path in paths:
            filled = re.sub(r"<\w+:(\w+)>", lambda found: stands[found[1]], path)
            for method in (client.get, client.post):
                assert method(f"/{filled}").status_code in {404, 405}, filled
        found = lists_of(stage, stranger)
        assert dossier[:8] not in found
        assert WORDS not in found
        # Every kind can be chosen as a filter.
        assert "National-security" not in re.sub(r"<option.*?</option>", "", found)
        assert counts(found) == counted


def test_whoever_may_be_named_no_longer_sees_it_no_longer_and_it_is_not_lost(stage: Stage) -> None:
    first, second, duty = stage.officer("officer"), stage.officer("officer"), stage.officer("duty")
    with naming(stage, first, second):
        dossier = opened_by_them(stage)
        stage.browser(first).post(f"/dossiers/{dossier}/team/", {"officer": first.pk, "does": "add"})
    with naming(stage, second):
        assert [seen_by(stage, each, dossier) for each in (first, second, duty)] == [False, True, False]
        assert dossier[:8] not in stage.browser(first).get("/?tab=ours").content.decode()
        assert dossier[:8] in stage.browser(second).get("/?tab=ours").content.decode()


def test_nobody_is_put_on_its_team_or_asked_to_approve_who_may_not_be_named(stage: Stage) -> None:
    from lintas.console.drafts import approvers
    from lintas.console.models import Draft

    named, second, other = stage.officer("officer"), stage.officer("approver"), stage.officer("officer", "approver")
    with naming(stage, named, second):
        dossier = opened_by_them(stage)
        answer = stage.browser(named).post(f"/dossiers/{dossier}/team/", {"officer": other.pk}, follow=True)
        assert "may not be named" in answer.content.decode()
        assert not seen_by(stage, other, dossier)
        assert approvers(Draft(officer=named, kind="closed_matter")) == [second]
        assert set(approvers(Draft(officer=named, kind="exchange"))) == {second, other}


def test_none_but_who_may_be_named_opens_one_or_is_offered_to(stage: Stage) -> None:
    named, other = stage.officer("officer"), stage.officer("officer", "duty", "analyst")
    with naming(stage, named):
        assert BEGIN in stage.browser(named).get("/open/").content.decode()
        assert BEGIN not in stage.browser(other).get("/open/").content.decode()
        assert stage.browser(other).post(BEGIN).status_code == 404
        draft = stage.browser(named).post(BEGIN)
        assert draft.status_code == 302


def test_a_program_finds_it_by_the_token_of_who_is_named_and_by_no_other(stage: Stage) -> None:
    named, other = stage.officer("officer"), stage.officer(*ROLES)
    begin = {"kind": "closed_matter", "verb": "open"}
    with naming(stage, named):
        dossier = opened_by_them(stage)
        mine, theirs = program(stage, named), program(stage, other)
        assert dossier in mine.get("/worklist").content.decode()
        assert dossier in mine.get("/events").content.decode()
        assert mine.get(f"/dossiers/{dossier}").status_code == 200
        for path in ("/worklist", "/events", "/approvals", "/drafts", "/node", "/trail"):
            assert dossier[:8] not in theirs.get(path).content.decode(), path
        for (method, path), (_scope, said) in DOSSIERS.items():
            filled = path.format(dossier=dossier, officer=other.name)
            assert theirs.ask(method.upper(), filled, said).status_code == 404, path
        assert theirs.ask("POST", "/drafts", begin).status_code == 404
        assert mine.ask("POST", "/drafts", begin).status_code == 201


def test_the_trail_says_who_used_one_and_when_and_nothing_more(stage: Stage) -> None:
    from lintas.console import trail
    from lintas.console.models import Entry

    named = stage.officer("officer")
    with naming(stage, named):
        dossier = opened_by_them(stage)
        browser = stage.browser(named)
        browser.get(f"/dossiers/{dossier}/")
        browser.post(f"/dossiers/{dossier}/notes/", {"text": "a note of ours"})
        browser.post(f"/dossiers/{dossier}/team/", {"officer": named.pk, "does": "add"})
        browser.get(f"/dossiers/{dossier}/export/json/")
        said = [
            (each.did, each.dossier, each.detail, each.purpose) for each in Entry.objects.filter(officer=named.name)
        ]
        assert said == [(trail.USED_CLOSED, "", "", "")] * 4
        page = trail_of(stage)
        assert trail.USED_CLOSED in page
        assert named.name in page
        assert dossier[:8] not in page
        assert not trail.entries(dossier=dossier).exists()
        assert trail.check().broken_at is None


def test_a_draft_of_one_says_no_more_in_the_trail(stage: Stage) -> None:
    from lintas.console import trail
    from lintas.console.models import Entry

    named = stage.officer("officer")
    trail.note(named, "sent back", kind="closed_matter", detail="why")
    assert [(each.did, each.detail) for each in Entry.objects.all()] == [(trail.USED_CLOSED, "")]


def told(stage: Stage, officer: Officer) -> Any:
    browser = stage.browser(officer)
    return browser.get("/glass/told/").content.decode() + browser.get("/glass/").content.decode()


def test_the_glass_opens_only_once_an_approver_agrees_who_is_named_whatever_the_setting(stage: Stage) -> None:
    from lintas.console.models import Glass

    named, operator = stage.officer("officer", "approver"), stage.officer("operator")
    others = stage.officer("approver"), stage.officer("auditor")
    with naming(stage, named), policy(stage, "alone"):
        dossier = opened_by_them(stage)
        assert asked(stage, operator, dossier, "y" * 40).status_code == 422, "nobody comes upon it"
        assert not Glass.objects.exists()
        stage.browser(operator).post("/glass/", {"reference": dossier, "reason": REASON})
        page = f"/glass/{newest().pk}/"
        assert stage.browser(operator).get(page).status_code == 404
        for other in others:
            assert REASON not in told(stage, other)
            assert decided(stage, other, "agree") == 404
            assert decided(stage, other, "seen") == 404
        assert REASON in told(stage, named)
        assert decided(stage, named, "agree") == 302
        assert WORDS in stage.browser(operator).get(page).content.decode()
        assert REASON not in trail_of(stage)


def test_what_can_no_longer_be_folded_stays_closed(stage: Stage) -> None:
    from lintas.console.follow import fill
    from lintas.node.standing import Standing

    named, duty = stage.officer("officer"), stage.officer("duty")
    with naming(stage, named):
        dossier = opened_by_them(stage)
        kept = line(dossier)
        assert kept
        raw = Standing(dossier, "unknown", "unknown", (), "not known here", False, True, (), (), False, "")
        (found,) = stage.ours.worker.do(lambda node: _news(node, dossier))
        fill(kept, raw, [found])
        kept.save()
        assert seen_by(stage, named, dossier)
        assert not seen_by(stage, duty, dossier)


def _news(node: Node, dossier: str) -> list[Any]:
    from lintas.node.standing import news

    return [each for each in news(node, 0, 500)[0] if each.dossier == dossier]
