"""Indicators in and out through the console: told of first, sealed by a person, written out with all that was said."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from lintas.interop.reading import read
from tests.console.handing_in import handed_in
from tests.console.stage import THEIRS, Stage, draft, seal
from tests.shared import shared

if TYPE_CHECKING:
    from django.test import Client

pytestmark = pytest.mark.processes

EVENT: Mapping[str, Any] = {"Event": {
    "info": "EXERCISE: a fraud site", "uuid": "0", "distribution": "3",
    "Tag": [{"name": 'rsit:fraud="phishing"'}, {"name": "tlp:green"}], "Galaxy": [{"name": "x"}],
    "Attribute": [
        {"type": "domain", "value": "fraud.example", "uuid": "1"},
        {"type": "btc", "value": "1ExerciseExerciseExerciseExercis", "uuid": "2", "distribution": "7"},
        {"type": "yara", "value": "rule x {}", "uuid": "3"},
    ],
}}  # fmt: skip


@dataclass
class Team:
    """An officer of a response team, before an incident."""

    client: Client
    path: str

    def take_in(self, name: str, data: bytes, **more: str) -> Any:
        return self.client.post(f"{self.path}indicators/", {"file": handed_in(self.client, name, data), **more})

    def give(self, name: str, data: bytes) -> str:
        """Take a file in, seal the draft that it goes into; where it can be looked at then."""
        begun = str(self.take_in(name, data, does="draft").url)
        assert seal(self.client, begun).status_code == 302
        page = self.client.get(f"{self.path}indicators/").content.decode()
        return page.partition(f'href="{self.path}indicators/')[2].partition('"')[0]


@pytest.fixture
def team(stage: Stage) -> Team:
    client = stage.browser(stage.officer("officer"))
    said = {"severity": "to know", "sort": "other", "sectors": "s", "seen": "s", "look_for": "l", "sharing": "TLP:RED"}
    begun = draft(client, "/open/incident/notify/", {"to_notified": [THEIRS]}, said)
    return Team(client, str(seal(client, begun).url))


def test_a_file_is_told_of_before_it_goes_into_a_draft_which_a_person_seals(team: Team) -> None:
    assert f"{team.path}indicators/" in team.client.get(team.path).content.decode()
    page = team.take_in("event.json", json.dumps(EVENT).encode()).content.decode()
    for words in ("2 indicators", "domain: 1", "Bitcoin address: 1", "TLP:GREEN: 1", "TLP:RED: 1", "rsit:fraud",
                  "is not known: taken as the narrowest", "no sort of indicator: yara", "1 of Galaxy"):  # fmt: skip
        assert words in page, words
    begun = str(team.take_in("event.json", json.dumps(EVENT).encode(), does="draft").url)
    from lintas.console.models import Draft

    made = Draft.objects.get(verb="give indicators")
    assert made.state == "writing"
    assert (made.fields["form"], made.fields["sharing"]) == ("MISP", "TLP:RED")
    assert "event.json" in team.client.get(f"{begun}check/").content.decode()


def test_it_is_written_out_in_each_form_and_told_what_that_leaves_behind(team: Team) -> None:
    at = team.give("event.json", json.dumps(EVENT).encode())
    page = team.client.get(f"{team.path}indicators/{at}").content.decode()
    assert "Bitcoin address 1" in page
    assert "Galaxy 1" in page
    out = {form: team.client.get(f"{team.path}indicators/{at}?form={form}") for form in ("stix", "misp", "csv", "same")}
    assert json.loads(out["same"].content) == EVENT
    both = ["fraud.example", "1ExerciseExerciseExerciseExercis"]
    # An event of MISP goes no further than the narrowest of what is in it.
    green, red = "TLP:GREEN", "TLP:RED"
    for form, values, sharing in (("stix", both[:1], green), ("misp", both, red), ("csv", both, green)):
        found = read(out[form].content).indicators
        assert [each.value for each in found] == values, form
        assert found[0].sharing == sharing, form
        assert 'rsit:fraud="phishing"' in found[0].tags, form
    assert "attachment" in out["stix"]["Content-Disposition"]
    assert "EXERCISE" in out["stix"]["Content-Disposition"]
    assert team.client.get(f"{team.path}indicators/{at}?form=exe").status_code == 404


def smallest(path: str) -> list[Path]:
    """Two of the published files."""
    return sorted(shared(path).rglob("*.json"), key=lambda file: file.stat().st_size)[:2]


def test_published_files_go_in_and_come_out_whole(team: Team) -> None:
    for file in (*smallest("standards/stix2/data/examples"), *smallest("standards/misp-events/data")):
        at = team.give(file.name, file.read_bytes())
        answer = team.client.get(f"{team.path}indicators/{at}?form=same")
        before, after = read(file.read_bytes()), read(answer.content)
        assert (after.form, after.indicators, after.held) == (before.form, before.indicators, before.held), file


def test_what_cannot_be_read_says_why_and_goes_nowhere(team: Team) -> None:
    answer = team.take_in("x.json", b"{", does="draft")
    assert answer.status_code == 422
    assert "This file cannot be read: it is not JSON" in answer.content.decode()
    assert "Hand in a file first." in team.client.post(f"{team.path}indicators/", {}).content.decode()
    from lintas.console.models import Draft

    assert not Draft.objects.exclude(verb="notify").exists()
    assert team.client.post(f"{team.path}indicators/", {"file": "00 x.json"}).status_code == 400


def test_a_dossier_of_another_kind_has_no_such_page(stage: Stage) -> None:
    client = stage.browser(stage.officer("officer"))
    begun = draft(client, "/open/exchange/open/", {"to_member": [THEIRS]}, {"purpose": "p", "basis": "b"})
    path = str(seal(client, begun).url)
    assert client.get(f"{path}indicators/").status_code == 404
    assert "indicators/" not in client.get(path).content.decode()


def test_a_set_that_was_taken_back_is_no_longer_listed(team: Team) -> None:
    team.give("event.json", json.dumps(EVENT).encode())
    item = team.client.get(team.path).content.decode().partition(f"{team.path}do/")[2].partition("/take%20back/")[0]
    item = item.rpartition("do/")[2]
    begun = draft(team.client, f"{team.path}do/{item}/take%20back/", {"audience": [THEIRS]}, {"reasons": "a mistake"})
    assert seal(team.client, begun).status_code == 302
    assert "There are no indicators here yet." in team.client.get(f"{team.path}indicators/").content.decode()
