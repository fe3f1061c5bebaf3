"""Whether a document is looked for: while its alert is in force, whatever stands between the letters of its number."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from lintas.node.correct import CorrectionOrder, correct
from lintas.node.corrections import open_corrections
from lintas.node.obey import obey
from lintas.node.on_watch import OnWatch, gives_alerts, on_watch
from lintas.node.recall import RecallOrder, recall
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
        opened = self.fed.open(MY, "border_alert", "alert", said, {"watching": (VN,)})
        self.dossier, self.act = opened.dossier, opened.act
        self.other = self.fed.open(MY, "exchange", "open", {"purpose": "p", "basis": "b"}, {"member": (VN,)}).dossier
        self.fed.settle()

    def do(self, code: str, verb: str, said: object) -> None:
        self.fed.act(code, self.dossier, verb, said)
        self.fed.settle()

    def correct(self, cause: str, text: str = "by a court", act: bytes = b"") -> bytes:
        """Not delivered yet."""
        order = CorrectionOrder((act or self.act,), cause, text, self.fed.desks[MY])
        done = correct(self.fed.nodes[MY], self.dossier, order).act
        self.fed.nodes[MY].commit()
        return done

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


@pytest.mark.parametrize("cause", ["acquitted", "withdrawn"])
def test_it_ends_at_a_holder_with_the_correction_that_takes_it_back_and_its_author_sees_the_receipt(
    alert: Alert, cause: str
) -> None:
    by = alert.correct(cause)
    assert alert.found("EX0000042"), "nobody has told its holder yet"
    (open_,) = open_corrections(alert.fed.nodes[MY])
    assert (open_.correction.by, open_.correction.reached, open_.correction.stands) == (by, {VN: "queued"}, True)
    alert.fed.settle()
    assert alert.found("EX0000042") == []
    assert on_watch(alert.fed.nodes[MY], [alert.dossier], "EX0000042") == []
    (open_,) = open_corrections(alert.fed.nodes[MY])
    assert open_.correction.reached == {VN: "stored"}
    alert.do(MY, "renew", {"reviewed": "it was renewed all the same", "until": day(60)})
    assert alert.found("EX0000042") == [], "whoever is looked for after all is in an alert of its own"
    alert.do(MY, "stand down", {"reasons": "taken back", "cause": "acquitted"})
    assert list(open_corrections(alert.fed.nodes[MY])) == []


def test_an_alert_with_an_error_in_it_is_found_with_what_corrects_it(alert: Alert) -> None:
    assert alert.found("EX0000042")[0].corrected == ()
    by = alert.correct("error", "the second number is EX0000043")
    alert.fed.settle()
    assert alert.found("EX0000042")[0].corrected == ("the second number is EX0000043",)
    assert list(open_corrections(alert.fed.nodes[MY])) == []
    recall(alert.fed.nodes[MY], alert.dossier, RecallOrder((by,), "an exercise", alert.fed.desks[MY]))
    alert.fed.nodes[MY].commit()
    alert.fed.settle()
    obey(alert.fed.nodes[VN])
    assert alert.found("EX0000042")[0].corrected == ("",), "its words are open nowhere: its author is to be asked"


def test_a_correction_of_another_act_ends_no_watch(alert: Alert) -> None:
    said = alert.fed.act(MY, alert.dossier, "write", {"text": "it was seen at the port"}).act
    alert.fed.settle()
    alert.correct("withdrawn", act=said)
    alert.fed.settle()
    assert alert.found("EX0000042")[0].corrected == ()


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
