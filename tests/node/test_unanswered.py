"""What waits for a person of an authority: told to that authority alone, and to nobody for whom it does not wait."""

from __future__ import annotations

import pytest

from lintas.dossier.grammar import INSIDE
from lintas.node.clocks import clocks
from lintas.node.unanswered import Unanswered, unanswered
from lintas.wire.identifiers import show
from tests.kinds.every import every_kind
from tests.support.federation import Federation3

US, THEM, OTHER = "aa-ca", "bb-ca", "cc-ca"
TERMS = {"terms": "those adopted", "languages": "English"}
WORDS = {"text": "we must ask"}


class Line:
    """A line of three, and one message of theirs to us."""

    def __init__(self, urgency: str = "now") -> None:
        self.fed = Federation3.build([US, THEM, OTHER], kinds=("hotline",))
        self.dossier = self.fed.open(US, "hotline", "open the line", TERMS, {"end": (THEM, OTHER)}).dossier
        self.fed.settle()
        for each in (THEM, OTHER):
            self.do(each, "come on duty")
        said = {"urgency": urgency, "text": "A boat left"}
        self.message = self.fed.act(THEM, self.dossier, "say", said, {"reader": (US,)}).act
        self.item = self.message[:16]
        self.fed.settle()

    def do(self, code: str, verb: str, **said: str) -> bytes:
        item = self.item if hasattr(self, "item") else None
        act = self.fed.act(code, self.dossier, verb, said, item=item).act
        self.fed.settle()
        return act

    def waits(self, code: str = US) -> list[tuple[str, str, str]]:
        found = unanswered(self.fed.nodes[code], self.dossier)
        assert all(each.item == show(self.item) for each in found)
        return [(each.what, each.act, each.urgency) for each in found]


@pytest.fixture
def line() -> Line:
    return Line()


def test_what_nobody_acknowledged_waits_for_us_and_for_nobody_else(line: Line) -> None:
    assert unanswered(line.fed.nodes[US], line.dossier) == (
        Unanswered(show(line.item), "acknowledge", show(line.message), "now"),
    )
    assert line.waits(THEM) == line.waits(OTHER) == []


def test_whoever_has_the_clocks_that_run_gets_the_same(line: Line) -> None:
    node = line.fed.nodes[US]
    assert unanswered(node, line.dossier, clocks(node, line.dossier, ())) == unanswered(node, line.dossier) != ()
    line.do(US, "acknowledge")
    assert unanswered(node, line.dossier, clocks(node, line.dossier, ())) == unanswered(node, line.dossier) == ()
    line.do(THEM, "follow up", urgency="today", text="And another")
    assert unanswered(node, line.dossier, clocks(node, line.dossier, ())) == unanswered(node, line.dossier) != ()


def test_it_waits_no_more_once_acknowledged_and_again_for_what_followed(line: Line) -> None:
    line.do(US, "acknowledge")
    assert line.waits() == []
    after = line.do(THEM, "follow up", urgency="today", text="And another")
    assert line.waits() == [("acknowledge what followed", show(after), "today")]
    line.do(US, "acknowledge")
    assert line.waits() == []


def test_what_waits_for_authority_waits_until_we_reply(line: Line) -> None:
    line.do(US, "acknowledge")
    inside = line.do(US, "wait for authority", **WORDS)
    assert line.waits() == [(INSIDE, show(inside), "now")]
    assert line.waits(THEM) == []
    line.do(US, "reply", text="We come")
    assert line.waits() == []


def test_what_followed_goes_before_what_waits_for_authority(line: Line) -> None:
    line.do(US, "acknowledge")
    line.do(US, "wait for authority", **WORDS)
    after = line.do(THEM, "follow up", urgency="today", text="And another")
    assert line.waits() == [("acknowledge what followed", show(after), "today")]


def test_what_is_withdrawn_waits_no_more(line: Line) -> None:
    line.do(US, "acknowledge")
    line.do(US, "wait for authority", **WORDS)
    line.do(THEM, "withdraw", reasons="sent twice")
    assert line.waits() == []


def test_a_test_of_the_line_calls_nobody_higher(line: Line) -> None:
    line.do(US, "acknowledge")
    line.fed.act(THEM, line.dossier, "test the line", {}, {"called": (US,)})
    line.fed.settle()
    assert line.waits() == []


def test_every_kind_has_one_word_for_waiting_for_ones_own_authority() -> None:
    types = [each for kind in every_kind().values() for each in kind.item.walk()]
    stands = {verb.to for walked in types for verb in walked[-1].verbs if verb.to and "authority" in verb.to}
    assert stands == {INSIDE}
