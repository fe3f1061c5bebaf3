"""How soon an end answered when the line was tested: told to both sides of the test, and to nobody else."""

from __future__ import annotations

from lintas.node.answer_times import Tried, answer_times
from tests.support.federation import Federation3

US, THEM, OTHER = "aa-ca", "bb-ca", "cc-ca"
TERMS = {"terms": "those adopted", "languages": "English"}
SECOND_MS = 1_000
NEWEST = 2


class Line:
    """A line of three, of whom two test it."""

    def __init__(self) -> None:
        self.fed = Federation3.build([US, THEM, OTHER], kinds=("hotline",))
        self.dossier = self.fed.open(US, "hotline", "open the line", TERMS, {"end": (THEM, OTHER)}).dossier
        self.fed.settle()

    def test(self) -> bytes:
        item = self.fed.act(US, self.dossier, "test the line", {}, {"called": (THEM,)}).act[:16]
        self.fed.settle()
        return item

    def answer(self, item: bytes) -> None:
        self.fed.act(THEM, self.dossier, "answer the test", {}, item=item)
        self.fed.settle()

    def seen(self, code: str, count_max: int = 10) -> tuple[Tried, ...]:
        return answer_times(self.fed.nodes[code], self.dossier, count_max)


def test_both_sides_see_after_how_long_a_person_answered_and_a_third_end_does_not() -> None:
    line = Line()
    item = line.test()
    assert [(each.code, each.answered_ms) for each in line.seen(US)[0].answers] == [(THEM, None)]
    line.fed.clock.now_ms += 40 * SECOND_MS
    line.answer(item)
    for code in (US, THEM):
        (tried,) = line.seen(code)
        assert (tried.item, tried.by, tried.over) == (item, US, True)
        (answer,) = tried.answers
        assert answer.code == THEM
        assert answer.answered_ms is not None
        assert 40 * SECOND_MS <= answer.answered_ms < 120 * SECOND_MS
    assert line.seen(OTHER) == ()


def test_the_newest_come_first_and_no_more_than_are_asked_for() -> None:
    line = Line()
    items = [line.test() for _each in range(NEWEST + 1)]
    assert [each.item for each in line.seen(US, NEWEST)] == items[:0:-1]


def test_one_that_nobody_answered_is_over_without_a_time() -> None:
    line = Line()
    item = line.test()
    line.fed.act(US, line.dossier, "end the test", {"text": "nobody there"}, item=item)
    (tried,) = line.seen(US)
    assert (tried.over, [each.answered_ms for each in tried.answers]) == (True, [None])


def test_a_message_is_no_test() -> None:
    line = Line()
    line.fed.act(US, line.dossier, "say", {"urgency": "now", "text": "A boat"}, {"reader": (THEM,)})
    line.fed.settle()
    assert line.seen(US) == line.seen(THEM) == ()
