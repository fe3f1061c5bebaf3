"""Every verb of every kind has a form, and what a person writes into it is what the node takes."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from django.http import QueryDict
from django.utils.datastructures import MultiValueDict

from lintas.console.forms.sections import sections_of
from lintas.dossier.meanings import Meaning
from tests.kinds import samples
from tests.kinds.every import every_kind

pytestmark = pytest.mark.slow

NOT_WRITTEN = {"signed entry", "signed location", "file", "party", "link"}
"""Meanings that are chosen or handed in, not written."""


def _written(name: str, meaning: Meaning, data: MultiValueDict[str, str]) -> None:
    """What a browser sends for a field that holds the sample value."""
    value = samples.sample(meaning)
    entries = value if meaning.many else [value]
    for number, entry in enumerate(entries):
        key = f"{name}-{number}" if meaning.many and not meaning.choices else name
        if isinstance(entry, dict):
            for part, text in entry.items():
                data.appendlist(f"{key}_{part}", str(text))
        else:
            data.appendlist(key, str(entry))


def test_every_field_of_every_verb_is_asked_for_and_read_back(ground: Path) -> None:
    for kind in every_kind().values():
        for verb in {verb for types in kind.item.walk() for verb in types[-1].verbs}:
            sections = sections_of(verb.says)
            asked = [name for section in sections for name, _ in section.fields]
            assert sorted(asked) == sorted(verb.says.fields()), (kind.name, verb.name)
            for section in sections:
                data, expected = QueryDict(mutable=True), dict[str, Any]()
                for name, meaning in section.fields:
                    if meaning.name not in NOT_WRITTEN and not meaning.browser:
                        _written(name, meaning, data)
                        expected[name] = samples.sample(meaning)
                form = section.form({}, ["aa-ca"], data)
                assert form.is_valid(), (kind.name, verb.name, form.errors)
                found = {name: form.cleaned_data[name] for name in expected}
                assert found == expected, (kind.name, verb.name)


def test_every_section_says_what_it_is_about(ground: Path) -> None:
    for kind in every_kind().values():
        for types in kind.item.walk():
            for verb in types[-1].verbs:
                for section in sections_of(verb.says):
                    assert section.heading, (kind.name, verb.name)
