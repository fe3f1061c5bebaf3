"""Beside each party stands its role and where it stands in it; in a list no word runs into the next."""

from __future__ import annotations

from typing import Any

from lintas.cli.reading import _list_page
from lintas.cli.show_page import show_page
from lintas.node.plain_data import plain
from lintas.node.show import show
from tests.kinds.every import every_kind
from tests.support.federation import Federation3

ASKED: dict[str, Any] = {"question": "q", "decision": "d", "crimes": "c", "by": "2027-01-01"}
GIVEN: dict[str, Any] = {
    "information": "i", "handling": "H0", "source": "B", "certainty": "3",
    "offence": {"name": "fraud", "band": "4 years or more"},
}  # fmt: skip
JUDGED = {"judgement": "j", "likelihood": "likely", "confidence": "low", "rests_on": "r", "not_known": "n"}


def test_whoever_reads_a_dossier_sees_who_dissents_and_who_has_done_nothing_yet() -> None:
    fed = Federation3.build(("aa-ca", "bb-ca", "cc-ca"), kinds=("requirement",))
    dossier = fed.open("aa-ca", "requirement", "ask", ASKED, {"contributing": ("bb-ca", "cc-ca")}).dossier
    fed.settle()
    fed.act("bb-ca", dossier, "contribute", GIVEN)
    fed.settle()
    fed.act("aa-ca", dossier, "put forward an assessment", JUDGED)
    fed.settle()
    fed.act("bb-ca", dossier, "dissent", {"reasons": "the sample is small"})
    fed.settle()
    page = show_page(plain(show(fed.nodes["cc-ca"], dossier)), every_kind()["requirement"], 0)
    (line,) = (line for line in page.splitlines() if line.startswith("  parties"))
    assert line.split(maxsplit=1)[1] == (
        "aa-ca (asking: assessed), bb-ca (contributing: dissents), cc-ca (contributing: nothing yet)"
    )


def test_a_role_in_which_nobody_stands_anywhere_is_named_alone_and_one_that_says_it_is_not_said_twice() -> None:
    lanes = [["lead", "aa-ca", ["-"]], ["watching", "bb-ca", ["watching"]], ["member", "cc-ca", ["left", "joined"]]]
    shown = {
        "title": "T", "id": "a" * 26, "us": "aa-ca", "phase": "p", "parties": ["aa-ca", "bb-ca", "cc-ca"],
        "items": [{"id": "dossier", "lanes": lanes}], "left": False, "waiting": 0, "later": 0, "raw": "",
        "awaited": [], "ended": False, "totals": [], "clocks": [], "newcomers": [], "acts": [], "open_to_us": [],
        "steps": [], "exercise": False, "before": 0, "after": 0,
    }  # fmt: skip
    page = show_page(shown, None, 0)
    assert "aa-ca (lead), bb-ca (watching), cc-ca (member: left and joined)" in page


def test_of_a_kind_with_a_long_name_the_phase_stands_apart() -> None:
    rows = [
        {"id": "a" * 26, "kind": kind, "phase": "three consents", "awaited": [], "recalls": 0, "parties": ["aa-ca"]}
        for kind in ("mla", "transfer_of_sentenced_person")
    ]
    page = _list_page(rows, {"code": "aa-ca", "exercise": False})
    assert "transfer_of_sentenced_person  three consents" in page
    assert f"mla{' ' * 27}three consents" in page
