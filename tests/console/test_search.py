"""Search on the page: what one may see is found in every script, and what one may not see is not even counted."""

from __future__ import annotations

import re
from functools import partial

import pytest
from django.test import Client

from tests.console.stage import THEIRS, Stage, draft, seal

pytestmark = pytest.mark.processes

NAME = "Nguyễn Văn Thí Dụ"


def _opened(stage: Stage, client: Client, purpose: str) -> str:
    address = draft(client, "/open/exchange/open/", {"to_member": [THEIRS]}, {"purpose": purpose, "basis": "agreed"})
    return str(seal(client, address).url)


def _page(stage: Stage, client: Client, words: str) -> str:
    return str(client.get("/search/", {"q": words, "purpose": "to try it"}).content.decode())


def _finds(stage: Stage, client: Client, words: str, address: str) -> bool:
    return address in _page(stage, client, words)


def test_words_are_found_without_their_marks_by_who_may_see_them_alone(stage: Stage) -> None:
    client, stranger = stage.browser(stage.officer("officer")), stage.browser(stage.officer("officer"))
    address = _opened(stage, client, f"about {NAME} in ประเทศไทย")
    for words in ("nguyen thi", "ไทย", '"Văn Thí"'):
        stage.until(partial(_finds, stage, client, words, address))
        assert address not in _page(stage, stranger, words)
        assert re.search(r"0 acts say it", _page(stage, stranger, words))
    assert "<mark>" in _page(stage, client, "nguyen")


def test_every_search_stands_in_the_trail_with_its_purpose(stage: Stage) -> None:
    officer = stage.officer("officer")
    _page(stage, stage.browser(officer), "anything at all")
    page = stage.browser(stage.officer("auditor")).get(f"/trail/?officer={officer.name}").content.decode()
    assert "anything at all" in page
    assert "to try it" in page


def test_a_reference_leads_to_its_dossier(stage: Stage) -> None:
    client, stranger = stage.browser(stage.officer("officer")), stage.browser(stage.officer("officer"))
    address = _opened(stage, client, "a purpose")
    reference = address.strip("/").split("/")[-1][:8]
    assert client.get("/search/", {"q": reference}).url == address  # type: ignore[attr-defined]
    assert stranger.get("/search/", {"q": reference}).status_code == 200


BAD = (
    {"q": "x"},
    {"q": "ab", "since": "yesterday"},
    {"q": "ab", "party": "zz"},
    {"q": "ab", "after": "?"},
    {"q": "a" * 5000},
    {"q": "ab", "order": "worst"},
)


@pytest.mark.parametrize("query", BAD)
def test_what_cannot_be_searched_for_is_said_in_words(stage: Stage, query: dict[str, str]) -> None:
    page = stage.browser(stage.officer("officer")).get("/search/", query)
    assert page.status_code == 200
    assert "notice error" in page.content.decode()
