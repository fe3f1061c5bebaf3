"""What the parties have done together, added up: of each party the newest, and nothing that is not here passed over."""

from __future__ import annotations

from lintas.dossier.position import DOSSIER
from lintas.node.show import show
from lintas.node.totals import ShownTotal, added, totals
from tests.support.federation import Federation3

FORCES = ("aa-ca", "bb-ca", "cc-pol", "dd-ca")
PLAN = {"crimes": ["drugs"], "opens": "2026-03-01", "closes": "2026-03-31", "aims": "fewer pills"}
MYR, USD = "MYR", "USD"


def running() -> tuple[Federation3, bytes]:
    """A campaign of four states that all have joined, one of which leads."""
    fed = Federation3.build(list(FORCES), kinds=("campaign",))
    dossier = fed.open(FORCES[0], "campaign", "propose", PLAN, {"invited": FORCES}).dossier
    fed.settle()
    for verb in ("join", "agree to the plan"):
        for code in FORCES:
            fed.act(code, dossier, verb)
        fed.settle()
    fed.act(FORCES[0], dossier, "launch")
    fed.settle()
    return fed, dossier


def report(fed: Federation3, dossier: bytes, code: str, arrests: int, *seized: tuple[str, str], **more: object) -> None:
    """A force says everything that it has done so far."""
    money = [{"amount": amount, "currency": currency} for amount, currency in seized]
    said = {"arrests": arrests, "victims_helped": 1, **({"seized": money} if money else {})}
    fed.act(code, dossier, "report", said, **more)


def figure(fed: Federation3, code: str, dossier: bytes, name: str = "arrests") -> ShownTotal:
    """One figure as a party sees it."""
    return next(each for each in totals(fed.nodes[code], dossier, [DOSSIER]) if each.name == name)


def test_four_states_see_the_same_sums_and_who_has_not_reported_yet() -> None:
    fed, dossier = running()
    for number, code in enumerate(FORCES[:3], 1):
        report(fed, dossier, code, number, (f"{number}.50", MYR), ("1000", USD))
    fed.settle()
    for code in FORCES:
        found = figure(fed, code, dossier)
        assert (found.sum, found.missing, found.unread) == ("6", ("dd-ca",), ())
        assert found.by == {"aa-ca": "1", "bb-ca": "2", "cc-pol": "3"}
        assert figure(fed, code, dossier, "seized").sum == "7.50 MYR, 3000 USD"
        assert figure(fed, code, dossier, "inspections").sum == "-", "nobody gave any"
        assert [each.name for each in show(fed.nodes[code], dossier).totals] == [
            "inspections", "arrests", "victims helped", "seized",
        ]  # fmt: skip


def test_a_later_report_stands_in_place_of_the_earlier_one() -> None:
    fed, dossier = running()
    report(fed, dossier, "bb-ca", 5)
    report(fed, dossier, "bb-ca", 7)
    fed.settle()
    assert figure(fed, "aa-ca", dossier).sum == "7"


def test_what_was_not_for_us_is_not_added_and_stands_beside_the_sum() -> None:
    fed, dossier = running()
    report(fed, dossier, "bb-ca", 5)
    report(fed, dossier, "cc-pol", 9, readers=("aa-ca",))
    fed.settle()
    assert figure(fed, "aa-ca", dossier).sum == "14"
    theirs = figure(fed, "dd-ca", dossier)
    assert (theirs.sum, theirs.unread, theirs.missing) == ("5", ("cc-pol",), ("aa-ca", "dd-ca"))


def test_a_dossier_adds_up_what_its_items_say() -> None:
    fed = Federation3.build(["aa-ca", "bb-ca"], kinds=("asset",))
    offence = {"name": "fraud", "band": "4 years or more"}
    enquiry = {"offence": offence, "grounds": "paid in", "basis": "UNCAC"}
    dossier = fed.open("aa-ca", "asset", "enquire", enquiry, {"holding": ("bb-ca",)}).dossier
    fed.settle()
    for amount in ("10", "32"):
        item = fed.act("bb-ca", dossier, "find", {"what": "cash", "offence": offence}).act[:16]
        worth = {"value": {"amount": amount, "currency": MYR}, "on": "2026-03-01", "by": "us"}
        fed.act("bb-ca", dossier, "value", worth, item=item)
    fed.settle()
    node = fed.nodes["aa-ca"]
    items = node.replica(dossier).now().items
    assert [each.sum for each in totals(node, dossier, items)] == ["42 MYR", "10 MYR", "32 MYR"]


def test_choices_are_counted() -> None:
    assert added(["begun", "delivered", "begun"]) == "begun: 2, delivered: 1"
    assert added([]) == "-"
