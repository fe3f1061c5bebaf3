"""Times that the kinds of the law give: half an hour, sixty days, a day that a treaty or a court named."""

from __future__ import annotations

from typing import Any

from lintas.node.clocks import KEPT, NOT_RECEIVED, RUNNING, ShownClock, clocks
from tests.kinds.every import every_kind
from tests.kinds.samples import body
from tests.support.federation import Federation3

VN, SG = "vn-ca", "sg-ca"
MINUTE_MS = 60_000


class Matter:
    """A dossier of a kind between two authorities."""

    def __init__(self, kind: str, role: str) -> None:
        self.kind = every_kind()[kind]
        self.fed = Federation3.build((VN, SG), kinds=(kind,))
        begins = next(verb for verb in self.kind.item.verbs if verb.begins)
        self.dossier = self.fed.open(VN, kind, begins.name, body(begins.says), {role: (SG,)}).dossier
        self.fed.settle()

    def do(self, code: str, name: str, **said: Any) -> None:
        verb = self.kind.item.verb(name)
        assert verb
        self.fed.act(code, self.dossier, name, body(verb.says) | said)
        self.fed.settle()

    def clock(self, name: str) -> ShownClock:
        (found,) = [each for each in clocks(self.fed.nodes[VN], self.dossier) if each.name == name]
        return found


def test_preservation_is_acknowledged_within_half_an_hour_and_the_request_is_owed_before_the_data_go() -> None:
    matter = Matter("preservation", "preserving")
    clock = matter.clock("acknowledge")
    assert (clock.state, clock.owed_by, clock.due_ms) == (RUNNING, SG, clock.since_ms + 30 * MINUTE_MS)
    matter.do(SG, "acknowledge")
    assert matter.clock("acknowledge").state == KEPT
    matter.do(SG, "preserve", until="2026-05-01")
    assert matter.clock("preserve").state == KEPT
    assert (matter.clock("follow with a request").owed_by, matter.clock("follow with a request").until) == (
        VN,
        "2026-05-01",
    )
    matter.do(SG, "preserve", until="2026-07-01")
    later = matter.clock("follow with a request")
    assert later.until == "2026-07-01"
    # It is owed by the end of that day in the capital of the state that owes it.
    assert next((each.state, each.local) for each in later.due_at) == ("VN", "2026-07-01 23:59")
    matter.do(VN, "follow with a request", dossier={"dossier": bytes(16), "relation": "goes on in"})
    assert matter.clock("follow with a request").state == KEPT


def test_a_clock_of_a_law_kind_has_not_begun_before_its_signed_receipt_is_here() -> None:
    matter = Matter("transfer_of_proceedings", "taking")
    assert matter.clock("acknowledge").state == RUNNING
    matter.do(SG, "acknowledge", by="2026-05-01")
    assert (matter.clock("decide").state, matter.clock("decide").until) == (RUNNING, "2026-05-01")
    unsent = Matter("transfer_of_proceedings", "taking")
    fed, begins = unsent.fed, unsent.kind.item.verb("offer the proceedings")
    assert begins
    unsent.dossier = fed.open(VN, unsent.kind.name, begins.name, body(begins.says), {"taking": (SG,)}).dossier
    assert unsent.clock("acknowledge").state == NOT_RECEIVED


def test_who_refuses_its_own_national_is_held_to_the_day_it_named() -> None:
    matter = Matter("extradition", "requested")
    matter.do(VN, "request")
    matter.do(SG, "acknowledge", by="2026-05-01")
    matter.do(SG, "refuse as our national", submit_by="2026-06-01")
    clock = matter.clock("submit for prosecution")
    assert (clock.owed_by, clock.until, clock.state) == (SG, "2026-06-01", RUNNING)
    assert matter.clock("decide").state == KEPT
    matter.do(SG, "submit for prosecution here")
    assert matter.clock("submit for prosecution").state == KEPT
