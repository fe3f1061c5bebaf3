"""Whether a document is looked for: while its alert is in force, whatever stands between the letters of its number."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from lintas.node.on_watch import OnWatch, gives_alerts, on_watch
from tests.kinds.every import every_kind
from tests.support.federation import START_MS, Federation3

MY, VN = "my-ca", "vn-ca"
TODAY = datetime.fromtimestamp(START_MS / 1000, UTC).date()


def day(days: int) -> str:
    return (TODAY + timedelta(days=days)).isoformat()


class Alert:
    """An alert on two documents, given for 30 days."""

    def __init__(self) -> None:
        self.fed = Federation3.build((MY, VN), kinds=("border_alert", "exchange"))
        said = {
            "offence": {"name": "use of a stolen document", "band": "1 year or more"}, "document": "AB 12-34",
            "documents": ["EX0000042"], "measure": "refuse the document", "basis": "an exercise", "review_on": day(10),
            "until": day(30),
        }  # fmt: skip
        self.dossier = self.fed.open(MY, "border_alert", "alert", said, {"watching": (VN,)}).dossier
        self.other = self.fed.open(MY, "exchange", "open", {"purpose": "p", "basis": "b"}, {"member": (VN,)}).dossier
        self.fed.settle()

    def do(self, code: str, verb: str, said: object) -> None:
        self.fed.act(code, self.dossier, verb, said)
        self.fed.settle()

    def found(self, document: str) -> list[OnWatch]:
        return on_watch(self.fed.nodes[VN], [self.other, self.dossier], document)


@pytest.fixture
def alert() -> Alert:
    return Alert()


@pytest.mark.parametrize("document", ["EX0000042", "ex 0000-042", "AB1234"])
def test_a_document_is_found_by_its_letters_and_digits(alert: Alert, document: str) -> None:
    (found,) = alert.found(document)
    assert (found.dossier, found.author, found.until) == (alert.dossier, MY, day(30))
    assert found.measure == "the document is lost, stolen or void: keep it and ask who carries it"


@pytest.mark.parametrize("document", ["", "EX0", "EX000004", "EX00000421", "AB-12"])
def test_another_document_is_not(alert: Alert, document: str) -> None:
    assert alert.found(document) == []


def test_it_ends_on_its_last_day_unless_it_is_renewed_and_at_once_when_it_is_withdrawn(alert: Alert) -> None:
    alert.fed.clock.now_ms = int(datetime.fromisoformat(day(30)).replace(tzinfo=UTC).timestamp() * 1000)
    assert alert.found("EX0000042")
    alert.fed.clock.now_ms += 25 * 60 * 60 * 1000
    assert alert.found("EX0000042") == []
    alert.do(MY, "renew", {"reviewed": "still stolen", "until": day(60)})
    assert alert.found("EX0000042")[0].until == day(60)
    alert.do(MY, "stand down", {"reasons": "found", "cause": "found"})
    assert alert.found("EX0000042") == []


def test_what_gives_alerts_is_said_by_the_use_of_a_verb() -> None:
    assert [name for name, kind in every_kind().items() if gives_alerts(kind)] == ["border_alert", "pursuit"]


@pytest.mark.parametrize("asked", ["EX-12345", "ex0aaaa1aa0000001", "VIN EX0AAAA1AA0000001", "IMO 2000004", "2000004"])
def test_a_vehicle_and_a_vessel_are_found_by_plate_and_number(asked: str) -> None:
    fed = Federation3.build((MY, VN), kinds=("border_alert",))
    said = {
        "offence": {"name": "theft of vehicles", "band": "4 years or more"}, "measure": "tell", "basis": "an exercise",
        "vehicles": ["EX-123.45, VIN EX0AAAA1AA0000001"], "vessels": ["MV Contoh, IMO 2000004"],
        "review_on": day(10), "until": day(30),
    }  # fmt: skip
    dossier = fed.open(MY, "border_alert", "alert", said, {"watching": (VN,)}).dossier
    fed.settle()
    assert [each.dossier for each in on_watch(fed.nodes[VN], [dossier], asked)] == [dossier]
    assert on_watch(fed.nodes[VN], [dossier], "EX-12346") == []
