"""A form of the console filled in as a person does it, from what the kind declares: no page is known by name."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, Final

from playwright.sync_api import Locator, Page, expect

from lintas.dossier.grammar import Kind, Verb
from lintas.dossier.meanings import Body, Date, File, Link, Meaning, Party
from tests.kinds.samples import sample

UPLOADED_MS: Final = 600_000
DAYS_AHEAD: Final = 30


@dataclass(frozen=True, slots=True)
class OnItsWay:
    """A file to hand in, and what is done while it is on its way to the node."""

    file: Path
    meanwhile: Callable[[], None]


def verb_of(kind: Kind, name: str) -> Verb:
    """The verb of this name, at the dossier or at an item in it."""
    return next(verb for types in kind.item.walk() for verb in types[-1].verbs if verb.name == name)


def write(page: Page, says: type[Body], said: Mapping[str, Any], other: str) -> None:
    """Fill in what this page asks and must have, and whatever else is `said`; `other` is the other authority's code."""
    there = set(page.evaluate("[...document.querySelectorAll('main form [name], [data-name]')]"
                              ".map((each) => each.name || each.dataset.name)"))  # fmt: skip
    for name, meaning in says.fields().items():
        key = f"{name}-0" if meaning.many and not meaning.choices and not meaning.says(File) else name
        asked = key in there or any(each.startswith(f"{key}_") for each in there)
        value = said.get(name, _invented(meaning, other) if meaning.required else None)
        if asked and value is not None:
            _put(page.locator("main"), name, key, value)


def _invented(meaning: Meaning, other: str) -> Any:
    if meaning.says(Party):
        return other
    if meaning.says(Date):
        return (datetime.now(UTC) + timedelta(days=DAYS_AHEAD)).date().isoformat()
    if meaning.says(File):
        return {"name": "record.txt", "mimeType": "text/plain", "buffer": b"a record of the exercise"}
    if meaning.says(Link):
        raise AssertionError("a link must be said: it names a dossier")
    value = sample(meaning)
    return value[0] if meaning.many and not meaning.choices else value


def _put(form: Locator, name: str, key: str, value: Any) -> None:
    if (files := form.locator(f'[data-name="{name}"]')).count():
        hand_in(files, value)
    elif isinstance(value, dict):
        for part, text in value.items():
            _one(form.locator(f'[name="{key}_{part}"]'), str(text))
    elif isinstance(value, list):
        for each in value:
            form.locator(f'[name="{key}"][value="{each}"]').check()
    elif (choice := form.locator(f'input[name="{key}"][type=radio][value="{value}"]')).count():
        choice.check()
    else:
        _one(form.locator(f'[name="{key}"]'), str(value))


def _one(field: Locator, text: str) -> None:
    if field.evaluate("each => each.tagName") == "SELECT":
        field.select_option(text)
    else:
        field.fill(text)


def hand_in(files: Locator, file: Any) -> None:
    """Choose a file, and wait until the node has it."""
    chosen = file.file if isinstance(file, OnItsWay) else file
    files.locator("input[type=file]").set_input_files(chosen)
    if isinstance(file, OnItsWay):
        file.meanwhile()
    name = chosen.name if isinstance(chosen, Path) else chosen["name"]
    expect(files.locator("p")).to_contain_text(f"{name}: {files.get_attribute('data-ready')}", timeout=UPLOADED_MS)
