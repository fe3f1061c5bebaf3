"""The picture as a paper, set beside the node, of what the states of a federation handed in."""

from __future__ import annotations

import pypdfium2
import pytest

from lintas.compose.pictures import paper_of
from lintas.node.aside import at_once
from lintas.node.picture import NoPicture
from tests.node.test_picture import COMPILER, STATES, called

pytestmark = pytest.mark.slow


def test_the_paper_says_what_was_called_for_and_by_whom_it_is_given_out() -> None:
    fed, dossier = called(STATES)
    node = fed.nodes[COMPILER]
    pdf = at_once(node, paper_of(node, dossier, "official"))
    text = "\n".join(page.get_textpage().get_text_range() for page in pypdfium2.PdfDocument(pdf))
    for words in ("OFFICIAL · EXERCISE", "Situation picture", "a case once", "what 5 states signed", "Illicit drugs"):
        assert words in text, words
    assert node.identity.authority.name in text


def test_four_states_make_no_paper() -> None:
    fed, dossier = called(STATES[:4])
    with pytest.raises(NoPicture):
        paper_of(fed.nodes[COMPILER], dossier, "")
