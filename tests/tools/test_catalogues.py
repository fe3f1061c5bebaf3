"""The catalogues hold what the code says, their compiled forms are what was compiled, and no word breaks a page."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import polib
import pytest

from lintas.console.languages import LANGUAGES
from tools import catalogues

pytestmark = pytest.mark.slow
PLACE = re.compile(r"%\(\w+\)[sd]|\{\w*\}|%[sd]")
EVERYDAY = (
    "Work",
    "Sign out",
    "Password",
    "Officer",
    "Approve",
    "queued",
    "sent",
    "opened",
    "Error:",
    "Urgent:",
    "Due",
)
"""A few of the words without which nobody finds the way, in whatever language."""


@pytest.fixture(scope="module")
def held() -> dict[Path, polib.POFile]:
    return catalogues.all_catalogues()


def test_the_catalogues_are_what_the_code_and_the_glossary_say(held: dict[Path, polib.POFile]) -> None:
    wrong = [str(file) for file, made in held.items() if file.read_text(encoding="utf-8") != catalogues.text(made)]
    assert wrong == [], "run: python -m tools.catalogues"


def test_the_compiled_catalogues_are_what_stands_in_the_others(held: dict[Path, polib.POFile]) -> None:
    wrong = [str(file) for file, made in held.items() if file.with_suffix(".mo").read_bytes() != made.to_binary()]
    assert wrong == [], "run: python -m tools.catalogues"


def test_every_language_but_english_has_both_catalogues_and_the_words_of_every_day(
    held: dict[Path, polib.POFile],
) -> None:
    assert len(held) == 2 * (len(LANGUAGES) - 1)
    for language in catalogues.TRANSLATED:
        words = {entry.msgid: entry for entry in held[catalogues.path("django", language)]}
        assert [word for word in EVERYDAY if not catalogues.translated(words[word])] == [], language


def test_placeholders_are_those_of_the_english(held: dict[Path, polib.POFile]) -> None:
    for file, made in held.items():
        for entry in filter(catalogues.translated, made):
            texts = [entry.msgstr, *entry.msgstr_plural.values()]
            for text in filter(None, texts):
                assert sorted(PLACE.findall(text)) == sorted(PLACE.findall(entry.msgid)), (file, entry.msgid)
                assert "<" not in text, "words are not markup"


def test_what_nobody_reviewed_is_counted_where_a_page_reads_it(held: dict[Path, polib.POFile]) -> None:
    for made in held.values():
        said = sum("unreviewed" in entry.tcomment for entry in made)
        assert made.metadata["X-Unreviewed"] == str(said)
        # Nobody has reviewed anything yet: a text without the mark was slipped in.
        assert said == sum(map(catalogues.translated, made)) or _reviewed_in_the_glossary()


def _reviewed_in_the_glossary() -> bool:
    return any("reviewed" in each for each in catalogues.glossary().values())


def test_a_word_of_the_glossary_is_found_whatever_its_first_letter_and_its_end() -> None:
    terms: dict[str, dict[str, Any]] = {
        "due": {"vi": "hạn"},
        "keep": {"vi": "lưu", "only": "django", "reviewed": ["vi"]},
    }
    found = catalogues.term(terms, "django", "Due:", "vi")
    assert found == catalogues.Term(("Hạn:",), reviewed=False)
    assert catalogues.term(terms, "kinds", "keep", "vi") is None
    assert catalogues.term(terms, "django", "Keep", "vi") == catalogues.Term(("Lưu",), reviewed=True)
    assert catalogues.term(terms, "django", "Due", "th") is None


def test_what_a_translator_wrote_stays_and_loses_its_mark_only_by_hand() -> None:
    def entry(comment: str) -> polib.POEntry:
        before = polib.POEntry(msgid="Rooms", msgstr="Phòng", tcomment=comment)
        return catalogues.entry_of(("Rooms", ""), ["base.html"], "vi", before, None)

    assert entry("unreviewed").msgstr == "Phòng"
    assert catalogues.unreviewed(entry("unreviewed"))
    assert not catalogues.unreviewed(entry(""))


def test_a_number_has_as_many_forms_as_the_language() -> None:
    said = catalogues.Term(("falta %(n)d dia", "faltam %(n)d dias"), reviewed=False)
    days = ("%(n)d day left", "%(n)d days left")
    assert catalogues.entry_of(days, [], "pt", None, said).msgstr_plural == dict(enumerate(said.forms))
    one = catalogues.Term(("còn %(n)d ngày",), reviewed=False)
    assert catalogues.entry_of(days, [], "vi", None, one).msgstr_plural == {0: "còn %(n)d ngày"}
