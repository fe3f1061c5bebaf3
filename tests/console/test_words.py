"""The words of the console: none in a template is left unmarked, and those of the kinds are found by their English."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from django.template import NodeList
from django.template.base import Node, TextNode
from django.utils import translation

from lintas.console.declared import declared, unreviewed
from tools.catalogue_words import engine, nodes_of, templates

TAG = re.compile(r"<(?:[^<>\"']|\"[^\"]*\"|'[^']*')*>", re.DOTALL)
SHOWN = re.compile(r"\b(?:title|alt|placeholder|aria-label|aria-description|label)\s*=\s*(\"[^\"]*\"|'[^']*')")
SVG = re.compile(r"<svg.*?</svg>|<kbd>[^<]*</kbd>", re.DOTALL)
LETTERS = re.compile(r"[^\W\d_]{2,}")
NAMES = frozenset({"lintas"})
"""Names, which are the same in every language."""


def unmarked(nodes: NodeList) -> list[str]:
    """The words that a page shows or speaks as they stand in the template, whatever the language."""
    # What stands between two pieces of text is a value or is marked: a space keeps tags that hold some together.
    text = "".join(each.s if isinstance(each, TextNode) else "" for each in _leaves(nodes))
    text = SVG.sub(" ", text)
    spoken = " ".join(SHOWN.findall(text))
    return [word for word in LETTERS.findall(f"{TAG.sub(' ', text)} {spoken}") if word not in NAMES]


def _leaves(nodes: NodeList) -> list[Node]:
    return nodes_of(Node, nodes)


@pytest.mark.slow
def test_no_template_shows_words_that_are_not_marked() -> None:
    found = {name: words for name, nodes in templates() if (words := unmarked(nodes))}
    assert found == {}


def test_a_word_that_is_not_marked_is_found_in_text_and_in_what_is_spoken() -> None:
    source = """{% load i18n %}<p title="Plain">{% if x %}Words{% endif %} {% translate "marked" %} <a href="{{ y }}">
    <svg><title>no</title></svg></a><input placeholder='Here' value="no" {% if x %}checked{% endif %}></p>"""
    assert unmarked(engine().from_string(source).nodelist) == ["Words", "Plain", "Here"]


@pytest.mark.slow
def test_a_text_of_a_declaration_is_found_by_its_english_and_else_stays_english(ground: Path) -> None:
    with translation.override("vi"):
        assert declared("Extradition") == "Dẫn độ"
        assert declared("words that no kind declares") == "words that no kind declares"
        assert declared("") == ""
    with translation.override("en"):
        assert declared("Extradition") == "Extradition"


def test_a_page_knows_whether_its_language_was_reviewed() -> None:
    assert unreviewed("en") == 0
    assert unreviewed("th") > 100
