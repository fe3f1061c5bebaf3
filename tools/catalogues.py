"""Write the catalogues of the console's languages: the words of the code and what the glossary says; compile them.

    .venv/bin/python -m tools.catalogues       write src/lintas/console/locale/LANG/LC_MESSAGES/*.po and *.mo

What a translator wrote into a catalogue stays; a word of the glossary prevails, so that it is mended there. Words that
are no longer in the code go, new ones come without a translation. The compiled files are committed: nothing is built
where a node runs. A test holds both against this script.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import polib

from lintas.console.declared import CONSOLE, KINDS, LOCALE, UNREVIEWED
from lintas.console.languages import LANGUAGES, PLURALS
from tools.catalogue_words import ROOT, Word, words_of_console, words_of_kinds

GLOSSARY = LOCALE / "glossary.toml"
MARK = "unreviewed"
"""The translator's comment on each entry that nobody has looked at; whoever does takes it away."""
TRANSLATED = tuple(code for code, _name in LANGUAGES if code != "en")
_ONE_FORM = "nplurals=1; plural=0;"
_WRAP = 120


@dataclass(frozen=True, slots=True)
class Term:
    """A word of the glossary in one language: a form for each count that the language tells apart, or one."""

    forms: tuple[str, ...]
    reviewed: bool


def glossary() -> dict[str, dict[str, Any]]:
    """The terms by their English."""
    return tomllib.loads(GLOSSARY.read_text(encoding="utf-8"))


def term(terms: Mapping[str, Mapping[str, Any]], domain: str, english: str, language: str) -> Term | None:
    """The glossary's word for English that is a term, whatever its first letter and with the same end; else None."""
    core = english.rstrip(":.")
    found = terms.get(core) or terms.get(core[:1].lower() + core[1:])
    if found is None or language not in found or found.get("only", domain) != domain:
        return None
    said = found[language]
    forms = [said] if isinstance(said, str) else said
    ended = [_like(core, each) + english[len(core) :] for each in forms]
    return Term(tuple(ended), language in found.get("reviewed", ()))


def _like(english: str, text: str) -> str:
    return text[:1].upper() + text[1:] if english[:1].isupper() else text


def catalogue(domain: str, language: str, words: Mapping[Word, list[str]]) -> polib.POFile:
    """The catalogue as it must be: all words, with what is there and what the glossary says."""
    file, terms = path(domain, language), glossary()
    before = polib.pofile(str(file)) if file.exists() else polib.POFile()
    made = polib.POFile(wrapwidth=_WRAP)
    for word, places in words.items():
        made.append(entry_of(word, places, language, before.find(word[0]), term(terms, domain, word[0], language)))
    made.metadata = {
        "Project-Id-Version": "lintas",
        "Language": language,
        "MIME-Version": "1.0",
        "Content-Type": "text/plain; charset=UTF-8",
        "Content-Transfer-Encoding": "8bit",
        "Plural-Forms": PLURALS.get(language, _ONE_FORM),
        UNREVIEWED: str(sum(unreviewed(entry) for entry in made)),
    }
    return made


def entry_of(word: Word, places: list[str], language: str, before: polib.POEntry | None, said: Term | None) -> Any:
    """One word in a catalogue: by the glossary, else as it stood before, else without a translation."""
    english, plural = word
    entry = polib.POEntry(msgid=english, msgid_plural=plural, occurrences=[(place, "") for place in places])
    forms = int(PLURALS.get(language, _ONE_FORM).removeprefix("nplurals=")[0])
    kept = [*_forms(before), *[""] * forms][:forms]
    texts = list(said.forms) if said else kept
    if plural:
        entry.msgstr_plural = dict(enumerate([*texts, *[texts[-1]] * forms][:forms]))
    else:
        entry.msgstr = texts[0]
    new = before is None or not translated(before)
    marked = not said.reviewed if said else new or unreviewed(before)
    entry.tcomment = MARK if translated(entry) and marked else ""
    if "%(" in english:
        entry.flags.append("python-format")
    return entry


def _forms(entry: polib.POEntry | None) -> list[str]:
    if entry is None:
        return []
    return list(entry.msgstr_plural.values()) if entry.msgid_plural else [entry.msgstr]


def translated(entry: polib.POEntry) -> bool:
    """Whether it says anything."""
    return any(_forms(entry))


def unreviewed(entry: polib.POEntry) -> bool:
    """Whether nobody who speaks the language has looked at it."""
    return MARK in entry.tcomment.splitlines()


def path(domain: str, language: str) -> Path:
    """Where a catalogue lies."""
    return LOCALE / language / "LC_MESSAGES" / f"{domain}.po"


def all_catalogues() -> dict[Path, polib.POFile]:
    """Every catalogue as it must be, by where it lies."""
    words = {CONSOLE: words_of_console(), KINDS: words_of_kinds()}
    return {
        path(domain, language): catalogue(domain, language, words[domain])
        for language in TRANSLATED
        for domain in words
    }


def main() -> None:
    """Write them, and say how far each is."""
    for file, made in all_catalogues().items():
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text(made), encoding="utf-8")
        file.with_suffix(".mo").write_bytes(made.to_binary())
        done = sum(map(translated, made))
        waiting = made.metadata[UNREVIEWED]
        print(f"{file.relative_to(ROOT)}: {done} of {len(made)} translated, {waiting} not reviewed")


def text(made: polib.POFile) -> str:
    """The catalogue as it is written."""
    return "\n".join(line.rstrip() for line in str(made).splitlines()) + "\n"


if __name__ == "__main__":
    main()
