"""Every page in every language, over HTTP; and in one that does not exist, in which all words are in brackets."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path

import polib
import pytest
from django.test import Client, override_settings

from lintas.console.languages import LANGUAGES
from tests.console.stage import THEIRS, Stage, draft
from tools.catalogue_words import words_of_console, words_of_kinds

pytestmark = pytest.mark.processes

ROLES = ("officer", "approver", "duty", "analyst", "operator", "auditor")
PSEUDO = "eo"
"""A language that Django knows and the console does not have: here it is English in brackets."""
WORD = re.compile(r"(?<![\w/:-])[^\W\d_]{3,}(?![\w/:-])")
NAMES = frozenset({"lintas", "UTC", "Exercise", "exercise", "English"})
"""Of authorities, of zones, of a language in itself, and what the act on the page says."""
NOT_WORDS = frozenset({"code", "kbd", "option", "script", "style", "title"})
"""Elements that hold codes, keys, or names of languages and authorities; and <title>, whose words are headings too."""


@pytest.fixture
def pages(stage: Stage) -> tuple[Client, list[str]]:
    """A browser of somebody with every role, and pages of every kind that it may open."""
    client = stage.browser(stage.officer(*ROLES))
    dossier = stage.opened_by_them()
    begun = draft(client, "/open/exchange/open/", {"to_member": [THEIRS]}, {"purpose": "p", "basis": "b"})
    paths = [
        "/",
        "/open/",
        "/approvals/",
        "/node/",
        "/officers/",
        "/trail/",
        "/shift/",
        "/accounts/me/",
        f"/dossiers/{dossier}/",
    ]
    paths += ["/search/?q=exercise&purpose=p", begun, f"{begun}whom/", f"{begun}section/1/", f"{begun}check/"]
    return client, paths


def test_every_page_is_whole_in_every_language_and_says_if_nobody_reviewed_it(pages: tuple[Client, list[str]]) -> None:
    client, paths = pages
    for code, _name in LANGUAGES:
        client.post("/language/", {"language": code})
        for path in [*paths, "/accounts/2fa/", "/accounts/password/change/"]:
            answer = client.get(path, follow=True)
            page = answer.content.decode()
            assert answer.status_code == 200, (code, path)
            assert f'<html lang="{code}"' in page, (code, path)
            assert ("data-unreviewed" in page) == (code != "en"), (code, path)


class Reader(HTMLParser):
    """What a page shows and speaks of its own: no words of an act, which stand in a language of theirs."""

    def __init__(self) -> None:
        super().__init__()
        self.said: list[str] = []
        self._inside: list[tuple[str, bool]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        quoted = tag == "span" and "lang" in dict(attrs)
        self._inside.append((tag, quoted or tag in NOT_WORDS))
        self.said += [value or "" for name, value in attrs if name in {"aria-label", "placeholder", "alt"}]

    def handle_endtag(self, tag: str) -> None:
        while self._inside and self._inside.pop()[0] != tag:
            pass

    def handle_data(self, data: str) -> None:
        if not any(apart for _, apart in self._inside):
            self.said.append(data)

    def plain(self) -> Iterator[str]:
        """Words that stand outside brackets, and are not a text of a kind, or a list of such."""
        kinds = {english.lower() for english, _plural in words_of_kinds()} | {""}
        for text in self.said:
            outside = re.sub(r"⟦[^⟧]*⟧", " ", text)
            one, several = [outside], re.split("[:,]", outside)
            if not any(all(each.strip(" :·\n").lower() in kinds for each in parts) for parts in (one, several)):
                yield from (word for word in WORD.findall(outside) if word not in NAMES)


@pytest.fixture
def pseudo(tmp_path: Path) -> Path:
    """A folder of catalogues in which every word of the console stands in brackets."""
    made = polib.POFile()
    made.metadata = {"Content-Type": "text/plain; charset=UTF-8", "Plural-Forms": "nplurals=2; plural=(n != 1);"}
    for english, plural in words_of_console():
        entry = polib.POEntry(msgid=english, msgid_plural=plural)
        if plural:
            entry.msgstr_plural = {0: f"⟦{english}⟧", 1: f"⟦{plural}⟧"}
        else:
            entry.msgstr = f"⟦{english}⟧"
        made.append(entry)
    folder = tmp_path / PSEUDO / "LC_MESSAGES"
    folder.mkdir(parents=True)
    made.save_as_mofile(str(folder / "django.mo"))
    return tmp_path


def test_pages_say_nothing_but_what_is_marked(pages: tuple[Client, list[str]], pseudo: Path) -> None:
    client, paths = pages
    with override_settings(LANGUAGES=[*LANGUAGES, (PSEUDO, "Pseudo")], LOCALE_PATHS=[pseudo]):
        client.post("/language/", {"language": PSEUDO})
        for path in paths:
            reader = Reader()
            reader.feed(client.get(path, follow=True).content.decode())
            assert list(reader.plain()) == [], path
