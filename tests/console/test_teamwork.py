"""Working together inside one authority: who has it, what is put off, who is named, which filters are kept."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest

from tests.console.stage import Stage

if TYPE_CHECKING:
    from django.test import Client

    from lintas.console.models import Officer

pytestmark = pytest.mark.processes


def page(client: Client, path: str) -> str:
    return client.get(path).content.decode()


def team(stage: Stage, *roles: str) -> tuple[str, list[Officer]]:
    """A dossier that they opened, with officers in these roles on its team."""
    from lintas.console import teams
    from lintas.console.models import Dossier

    dossier, officers = stage.opened_by_them(), [stage.officer(role) for role in roles]
    for each in officers:
        teams.put_on(officers[0], Dossier.objects.get(pk=dossier), each)
    return dossier, officers


def counts(client: Client, tab: str) -> int:
    found = re.search(rf'\?tab={tab}"[^>]*>[^<]*<span class="count">(\d+)<', page(client, "/"))
    assert found
    return int(found[1])


def bulk(client: Client, dossier: str, **said: Any) -> Any:
    return client.post("/bulk/", {"picked": [dossier], "back": "tab=ours&kind=exchange", **said})


def test_what_is_assigned_is_in_the_list_of_whom_it_was_assigned_to(stage: Stage) -> None:
    dossier, (one, other) = team(stage, "officer", "officer")
    client, theirs = stage.browser(one), stage.browser(other)
    answer = bulk(client, dossier, does="assign", officer=other.pk)
    assert answer.url == "/?tab=ours&kind=exchange"
    assert (counts(client, "mine"), counts(theirs, "mine")) == (0, 1)
    assert dossier[:8] in page(theirs, "/?tab=mine")
    client.post(f"/dossiers/{dossier}/team/", {"officer": one.pk, "does": "assign"})
    assert (counts(client, "mine"), counts(theirs, "mine")) == (1, 0)


def test_whoever_gets_it_assigned_works_on_it_from_then_on(stage: Stage) -> None:
    dossier, (one,) = team(stage, "officer")
    newcomer, auditor = stage.officer("officer"), stage.officer("auditor")
    assert bulk(stage.browser(one), dossier, does="assign", officer=auditor.pk).status_code == 302
    assert stage.browser(auditor).get(f"/dossiers/{dossier}/").status_code == 404
    bulk(stage.browser(one), dossier, does="assign", officer=newcomer.pk)
    assert stage.browser(newcomer).get(f"/dossiers/{dossier}/").status_code == 200


def test_what_one_puts_off_comes_back_when_others_act_and_is_in_nobody_elses_way(stage: Stage) -> None:
    from lintas.console.models import Membership

    dossier, (one, other) = team(stage, "officer", "officer")
    client, theirs = stage.browser(one), stage.browser(other)
    before = counts(client, "ours")
    bulk(client, dossier, does="put off", days="7")
    assert (counts(client, "ours"), counts(client, "snoozed")) == (before - 1, 1)
    assert (counts(theirs, "ours"), counts(theirs, "snoozed")) == (before, 0)
    assert dossier[:8] in page(client, "/?tab=snoozed")
    stage.there(lambda node: _changes_terms(node, dossier))
    stage.until(lambda: not Membership.objects.get(dossier=dossier, officer=one).snoozed_ms)
    assert counts(client, "ours") == before


def _changes_terms(node: Any, dossier: str) -> None:
    from lintas.node.author import author
    from lintas.node.desk import appoint, sign_in
    from lintas.node.order import Order
    from lintas.node.plain_data import find_dossier
    from tests.compose.served import TERMS

    made = appoint(node, "the other side", ("author",))
    officer = sign_in(node, made.name, made.token, "author")
    readers = tuple(each for each in node.federation.authorities if each != node.id)
    author(node, find_dossier(node, dossier), Order("change the terms", TERMS, readers, (officer,)))


def test_what_is_new_says_so_until_it_was_looked_at(stage: Stage) -> None:
    dossier, (one, other) = team(stage, "officer", "officer")
    client, theirs = stage.browser(one), stage.browser(other)
    assert 'state ours">New<' in page(client, "/")
    bulk(client, dossier, does="looked")
    assert 'state ours">New<' not in page(client, "/")
    page(theirs, f"/dossiers/{dossier}/")
    assert 'state ours">New<' not in page(theirs, "/")


def test_of_what_one_may_not_see_nothing_is_done(stage: Stage) -> None:
    from lintas.console.models import Entry, Membership

    dossier, (one,) = team(stage, "officer")
    for role in ("officer", "approver", "duty", "analyst", "minister", "operator", "auditor"):
        stranger = stage.officer(role)
        client = stage.browser(stranger)
        for said in ({"does": "assign", "officer": stranger.pk}, {"does": "put off", "days": "1"}, {"does": "looked"}):
            answers = [bulk(client, each, **said) for each in (dossier, "z" * 26)]
            assert [each.status_code for each in answers] == [404, 404], (role, said)
        assert client.post("/saved/", {"name": "x", "query": ""}).status_code == (
            404 if role in {"operator", "auditor"} else 302
        )
    assert list(Membership.objects.filter(dossier=dossier).values_list("officer", flat=True)) == [one.pk]
    assert not Entry.objects.filter(dossier=dossier, did__in=("assigned", "put off")).exists()


def test_nothing_is_sealed_in_bulk(stage: Stage) -> None:
    dossier, (one,) = team(stage, "officer")
    for does in ("seal", "adopt the terms", ""):
        assert bulk(stage.browser(one), dossier, does=does).status_code == 404


def test_who_is_named_in_a_note_is_told_if_he_may_see_the_dossier(stage: Stage) -> None:
    dossier, (one, other) = team(stage, "officer", "officer")
    stranger = stage.officer("officer")
    client, theirs = stage.browser(one), stage.browser(other)
    text = f"@{other.name} and @{stranger.name}: whose boat is it?"
    answer = client.post(f"/dossiers/{dossier}/notes/", {"text": text}, follow=True).content.decode()
    assert f"{stranger} may not see this dossier" in answer
    assert f"{other} may not see" not in answer
    assert "whose boat" in page(theirs, "/")
    assert "whose boat" not in page(stage.browser(stranger), "/")
    page(theirs, f"/dossiers/{dossier}/")
    assert "whose boat" not in page(theirs, "/")


def test_who_left_the_team_reads_no_note_that_named_him(stage: Stage) -> None:
    dossier, (one, other) = team(stage, "officer", "officer")
    client = stage.browser(one)
    client.post(f"/dossiers/{dossier}/notes/", {"text": f"@{other.name}: whose boat is it?"})
    client.post(f"/dossiers/{dossier}/team/", {"officer": other.pk, "does": "remove"})
    assert "whose boat" not in page(stage.browser(other), "/")


def test_a_filter_that_is_shared_shows_each_what_is_theirs_to_see(stage: Stage) -> None:
    from lintas.console.models import SavedFilter

    dossier, (one,) = team(stage, "officer")
    colleague = stage.officer("officer")
    client, theirs = stage.browser(one), stage.browser(colleague)
    query = "tab=ours&kind=exchange&after=zz&next=https://elsewhere.example"
    client.post("/saved/", {"name": "Exchanges", "query": query, "shared": "on"})
    client.post("/saved/", {"name": "My own", "query": "tab=others"})
    kept = SavedFilter.objects.get(name="Exchanges")
    assert kept.query == "tab=ours&kind=exchange"
    assert "?tab=ours&amp;kind=exchange" in page(theirs, "/")
    assert "My own" not in page(theirs, "/")
    assert (dossier[:8] in page(client, f"/?{kept.query}"), dossier[:8] in page(theirs, f"/?{kept.query}")) == (
        True, False,
    )  # fmt: skip
    assert theirs.post("/saved/", {"end": kept.pk}).status_code == 404
    client.post("/saved/", {"end": kept.pk})
    assert "Exchanges" not in page(theirs, "/")


def test_colleagues_see_who_is_away_and_who_covers(stage: Stage) -> None:
    dossier, (one, other) = team(stage, "officer", "officer")
    today = datetime.now(UTC).date()
    said = {"shown": str(one), "language": "en", "time_zone": "UTC", "cover": other.pk}
    client = stage.browser(one)
    client.post("/accounts/me/", said | {"away_until": str(today + timedelta(days=3))})
    words = f"away until {today + timedelta(days=3)}; {other} covers"
    assert words in page(stage.browser(other), f"/dossiers/{dossier}/")
    client.post("/accounts/me/", said | {"away_until": str(today - timedelta(days=1))})
    assert "away until" not in page(stage.browser(other), f"/dossiers/{dossier}/")
    assert stage.browser(stage.officer("auditor")).get("/accounts/me/").content.decode().count("away_until") == 0


def test_a_due_date_says_what_time_it_is_there_and_that_nobody_works_then(stage: Stage) -> None:
    from lintas.console.times import due_between

    officer = stage.officer("officer")
    officer.time_zone = "Asia/Yangon"
    sunday_ms = int(datetime(2026, 11, 29, 19, 0, tzinfo=UTC).timestamp() * 1000)
    due = due_between(sunday_ms, officer, ["aa-ca", "bb-ca"])
    assert due is not None
    assert due.local == "2026-11-30 01:30 +0630"
    assert due.theirs == "2026-11-29 19:00 AA BB"
    assert due.off == "AA: the weekend; BB: the weekend"
    assert due_between(None, officer, ["aa-ca"]) is None
