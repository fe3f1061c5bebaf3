"""What a node suggests for its return out of its own dossiers, and what it leaves to the person who signs."""

from __future__ import annotations

import pytest

from lintas.dossier.position import DOSSIER
from lintas.kinds import all_kinds
from lintas.node.picture import returns_of
from lintas.node.prefill import handed_in, row_of, suggested
from tests.kinds.samples import body
from tests.node.test_picture import CALL, COMPILER, figures
from tests.support.federation import START_MS, Federation3

FOUND = returns_of(all_kinds()["returns"].item)
assert FOUND is not None
DECLARED = FOUND
TERMS = {"purpose": "an exercise", "basis": "an exercise"}
FRAUD = {"name": "fraud by telephone and message", "band": "4 years or more"}
DAY = "2026-09-21"


def exchanges() -> tuple[Federation3, bytes, bytes]:
    """A node with a dossier of its own, in which it asked about a fraud, and one that the other opened."""
    fed = Federation3.build(["vn-st", "my-st"], kinds=("exchange",))
    own = fed.open("vn-st", "exchange", "open", TERMS, {"member": ("my-st",)}).dossier
    theirs = fed.open("my-st", "exchange", "open", TERMS, {"member": ("vn-st",)}).dossier
    fed.settle()
    return fed, own, theirs


def test_a_dossier_of_ones_own_is_suggested_and_what_another_opened_is_not() -> None:
    assert START_MS // 86_400_000 == 20717, "the days below are around the clock of this federation"
    fed, own, theirs = exchanges()
    node = fed.nodes["vn-st"]
    (found,) = suggested(node, (own, theirs), DECLARED, "2026-01-01", "2026-12-31")
    assert (found.dossier, found.opened, found.over, found.column) == (own, DAY, False, "under_investigation")
    assert suggested(node, (own,), DECLARED, "2026-01-01", "2026-09-20") == ()
    assert len(suggested(node, (own,), DECLARED, "2027-01-01", "2027-12-31")) == 1, "it still goes on"


def test_the_offence_of_which_our_acts_speak_is_what_the_row_is_read_from() -> None:
    fed = Federation3.build(["vn-st", "my-st"], kinds=("preservation",))
    verb = next(each for each in all_kinds()["preservation"].item.verbs if each.begins)
    said = body(verb.says) | {"offence": FRAUD}
    opened = fed.open("vn-st", "preservation", verb.name, said, {verb.seats[0]: ("my-st",)}).dossier
    (found,) = suggested(fed.nodes["vn-st"], (opened,), DECLARED, "2026-01-01", "2026-12-31")
    assert (found.offences, found.row) == ((FRAUD["name"],), "cybercrime and online fraud")


def test_what_is_over_before_the_period_is_none_of_it_and_else_it_ended_in_some_way() -> None:
    fed, own, _ = exchanges()
    fed.act("vn-st", own, "close", {"text": "Done."})
    fed.act("vn-st", own, "file away")
    node = fed.nodes["vn-st"]
    assert node.replica(own).now().ended(DOSSIER)
    (found,) = suggested(node, (own,), DECLARED, "2026-01-01", "2026-12-31")
    assert (found.over, found.column) == (True, "ended_otherwise")
    assert suggested(node, (own,), DECLARED, "2026-10-01", "2026-12-31") == ()


@pytest.mark.parametrize(
    ("offences", "row"),
    [
        ([FRAUD["name"]], "cybercrime and online fraud"),
        (["laundering the proceeds of fraud"], "money laundering"),
        (["trafficking in persons for forced labour"], "trafficking in persons"),
        (["trafficking in narcotic drugs"], "illicit drugs"),
        (["drug trafficking"], "illicit drugs"),
        (["smuggling of migrants"], "people smuggling"),
        (["smuggling"], ""),
        (["an offence against the forest law"], ""),
        ([], ""),
    ],
)
def test_a_row_is_suggested_only_where_one_alone_is_met_most(offences: list[str], row: str) -> None:
    assert row_of(offences, DECLARED.areas) == row


def test_figures_that_are_handed_in_already_are_replaced_and_not_handed_in_twice() -> None:
    fed = Federation3.build((COMPILER, "vn-st", "my-st"), kinds=("returns",))
    dossier = fed.open(COMPILER, "returns", "call for returns", CALL, {"state": ("vn-st", "my-st")}).dossier
    fed.settle()
    done = fed.act("vn-st", dossier, "hand in figures", figures("sea piracy", 5, 5))
    fed.act("my-st", dossier, "hand in figures", figures("illicit drugs", 5, 5))
    fed.settle()
    node = fed.nodes["vn-st"]
    assert handed_in(node, node.replica(dossier).now(), DECLARED) == {"sea piracy": done.act[:16]}
    fed.act("vn-st", dossier, "replace the figures", figures("sea piracy", 6, 5), item=done.act[:16])
    assert handed_in(node, node.replica(dossier).now(), DECLARED) == {"sea piracy": done.act[:16]}
