"""What stands beside a line for two desks: answer times of tests, phrase cards, read-back words, a card for paper."""

from __future__ import annotations

import re

import pytest

from lintas.console.spelling import read_back, spelled
from lintas.node.plain_data import find_dossier
from lintas.node.state import Node
from tests.console.stage import THEIRS, Stage
from tests.console.talking import Line

pytestmark = pytest.mark.processes


@pytest.fixture
def line(stage: Stage) -> Line:
    return Line(stage)


def test_a_test_of_the_line_shows_after_how_long_each_end_answered(line: Line) -> None:
    _touch(line, "test the line")
    assert "has not answered yet" in line.page()
    line.theirs("answer the test", item=line.stage.until(lambda: line.stage.there(lambda node: _test_at(node, line))))
    page = line.stage.until(lambda: _with(line.page(), "answered in"))
    assert re.search(rf'<span class="code">{THEIRS}</span> answered in \d+ second', page)
    assert "Answer times of the last tests" in page


def _touch(line: Line, verb: str) -> None:
    """Press the button of a step that asks for no words, with what its form holds."""
    form = re.search(rf'<form [^>]*action="[^"]*/{verb.replace(" ", "%20")}/".*?</form>', line.page(), re.DOTALL)
    assert form
    said = {"to": re.findall(r'name="to" value="([\w-]+)"', form[0])}
    assert line.client.post(f"{line.path}say/dossier/{verb}/", said).status_code == 302


def _test_at(node: Node, line: Line) -> bytes | None:
    now = node.replica(find_dossier(node, line.dossier)).now()
    return next((item for item in now.items if now.type(item).name == "test call"), None)


def _with(page: str, words: str) -> str:
    return page if words in page else ""


def test_a_message_has_words_to_read_back_and_cards_to_write_with(line: Line) -> None:
    touch = line.said_by_them()
    item = touch.split("/say/")[1].split("/")[0]
    page = line.page()
    assert f"read back: {read_back(item)}" in page
    assert 'data-phrase="We must ask for authority. We will answer you."' in page
    assert '<span lang="en">Is anybody in danger now?</span>' in page


def test_the_card_says_whom_to_reach_what_to_say_and_no_word_of_any_message(line: Line) -> None:
    line.said_by_them("They are at the pier")
    card = line.page(f"{line.path}card/")
    assert "The registry lists no place of theirs" in card
    assert spelled(line.dossier[8:12]) in card
    assert spelled(line.dossier[12:16]) in card
    assert "They are at the pier" not in card
    assert f"{line.path}card/" in line.page()
    from lintas.console.models import Entry

    assert Entry.objects.filter(did="printed a fallback card", dossier=line.dossier).count() == 1


def test_only_a_line_has_a_card(stage: Stage) -> None:
    dossier = stage.opened_by_them()
    assert stage.browser(stage.officer("duty")).get(f"/dossiers/{dossier}/card/").status_code == 404
