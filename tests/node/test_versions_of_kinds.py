"""Two versions of one kind beside each other: each dossier goes on in the version in which it began, at every node; one
that lacks the new version keeps what is in it raw.
"""

from __future__ import annotations

from dataclasses import replace

import pytest

from lintas.dossier.declaration import pin
from lintas.dossier.declare import may
from lintas.dossier.grammar import Kind
from lintas.node.check_store import check_store
from lintas.node.order import NotOpen
from lintas.node.show import show
from lintas.node.show_raw import show_raw
from lintas.node.state import Node
from tests.kinds.every import every_kind
from tests.node.hostile import TERMS, WORDS, shared
from tests.support.federation import Federation3

OLD = every_kind()["exchange"]
NEW_VERB = "wave"


def second() -> Kind:
    """The next version of the kind: one verb more, and one that may do less."""
    item, adopt = OLD.item, OLD.item.verb("adopt the terms")
    assert adopt
    verbs = (*item.verbs, may("member", NEW_VERB, adopt.says))
    return Kind(OLD.title, OLD.sentence, OLD.basis, OLD.version + 1, replace(item, verbs=verbs), (*OLD.former, OLD))


NEW = second()


def upgrade(node: Node) -> None:
    """The node starts with a program that has the new version."""
    node.kinds = {**node.kinds, "exchange": NEW}
    node.pins = {**node.pins, "exchange": pin(NEW)}
    node.forget()


@pytest.fixture
def fed() -> Federation3:
    return Federation3.build(("aa-ca", "bb-ca", "cc-ca"), kinds=("exchange",))


def test_a_dossier_goes_on_in_its_version_and_a_new_one_begins_in_the_new_one(fed: Federation3) -> None:
    old = shared(fed, "bb-ca", "cc-ca")
    for code in ("aa-ca", "bb-ca"):
        upgrade(fed.nodes[code])
    aa, bb, cc = fed.nodes.values()
    assert {node.replica(old).kind.version for node in (aa, bb, cc)} == {OLD.version}
    fed.act("bb-ca", old, "adopt the terms", WORDS)
    fed.act("cc-ca", old, "adopt the terms", WORDS)
    with pytest.raises(NotOpen):
        fed.act("bb-ca", old, NEW_VERB, WORDS)
    fed.settle()
    assert len({show(node, old).phase for node in (aa, bb, cc)}) == 1
    assert {act.verdict for act in show(cc, old).acts} == {"counted"}

    new = fed.open("aa-ca", "exchange", "open", TERMS, {"member": ("bb-ca", "cc-ca")}).dossier
    fed.settle()
    fed.act("bb-ca", new, NEW_VERB, WORDS)
    fed.settle()
    assert {node.replica(new).kind.version for node in (aa, bb)} == {NEW.version}
    assert show(aa, new).version == NEW.version
    raw = cc.raw(new)
    assert raw
    assert f"version {NEW.version}" in show_raw(cc, new, raw).raw
    assert NEW_VERB in [act.verb for act in show_raw(cc, new, raw).acts]

    upgrade(cc)
    assert show(cc, new).phase == show(aa, new).phase
    assert {act.verdict for act in show(cc, new).acts} == {"counted"}
    fed.settle()
    for node in (aa, bb, cc):
        assert check_store(node).findings == ()
