"""Who reads an act of one step: those who sit at what it is about, and nobody else."""

from __future__ import annotations

import pytest

from lintas.node.state import Node
from lintas.wire.identifiers import show
from tests.support.federation import Federation3

pytestmark = pytest.mark.slow

CODES = ("aa-ca", "bb-ca", "cc-ca")


@pytest.fixture
def three(ground: object) -> tuple[Node, bytes, str]:
    """A line of three, with a message to one of the two others: that one's node, the line, and the message."""
    fed = Federation3.build(CODES, kinds=("hotline",))
    begun = fed.open("aa-ca", "hotline", "open the line", {"terms": "t", "languages": "e"}, {"end": CODES[1:]})
    said = fed.act(
        "aa-ca",
        begun.dossier,
        "say",
        {"urgency": "now", "text": "x"},
        {"reader": ["bb-ca"]},
        readers=["bb-ca"],
        persons=1,
    )
    fed.settle()
    return fed.nodes["bb-ca"], begun.dossier, show(said.act[:16])


def test_an_answer_reaches_who_sits_at_the_message_and_a_message_the_whole_line(
    three: tuple[Node, bytes, str],
) -> None:
    from lintas.console import one_step

    node, line, message = three
    assert one_step.step(node, line, message, "reply").to == ("aa-ca",)
    assert one_step.step(node, line, "dossier", "say").to == ("aa-ca", "cc-ca")


def test_what_is_open_is_said_and_what_changes_nothing_is_not(three: tuple[Node, bytes, str]) -> None:
    from lintas.console import one_step

    node, line, message = three
    found = {(each.item, each.verb): each for each in one_step.steps(node, line, node.replica(line).now().items)}
    assert found["dossier", "come on duty"].onward
    assert not found["dossier", "come on duty"].asks
    assert not found[message, "acknowledge"].done
    assert (message, "reply") not in found
    assert ("dossier", "close our end") not in found
