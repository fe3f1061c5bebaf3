"""The law in the console is what the node goes by: files that the law register adopted lie over the shipped ones."""

from __future__ import annotations

import itertools
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any

import pytest

from lintas.node import desk
from lintas.node.author import author, open_dossier
from lintas.node.order import Order
from lintas.node.state import Node
from lintas.wire.identifiers import show
from tests.console.stage import OURS, THEIRS, Stage, draft
from tests.console.test_law import ASKED, REQUEST
from tests.support.treaties import treaty

pytestmark = [pytest.mark.processes, pytest.mark.slow]

TREATY = treaty("EXT_AA_BB", "mla", "VN", "MY")
FILES = (("instruments/EXT_AA_BB.toml", TREATY), ("laws/VN.toml", 'state = "VN"\nrecorded = 2026-11-01\n'))
_names = itertools.count()
REASONS = {"reasons": "read"}


@dataclass(frozen=True, slots=True)
class Registrar:
    """Two officers of a node, and the law register in which they act."""

    node: Node
    other: bytes
    officers: tuple[Any, Any]

    @classmethod
    def of(cls, node: Node, other: str) -> Registrar:
        roles = ("author", "approver")
        named = [desk.appoint(node, f"registrar{next(_names)}", (role,)) for role in roles]
        signed = [desk.sign_in(node, each.name, each.token, role) for each, role in zip(named, roles, strict=True)]
        return cls(node, node.federation.by_code(other).id, (signed[0], signed[1]))

    def open(self) -> bytes:
        order = Order("open", {"text": "ours"}, (self.other,), self.officers[:1], to={"state": (self.other,)})
        return open_dossier(self.node, "law_register", order).dossier

    def act(self, dossier: bytes, verb: str, said: Mapping[str, Any], item: bytes | None, **to: Any) -> bytes:
        order = Order(verb, said, (self.other,), self.officers, item=item, to=to)
        return author(self.node, dossier, order).act


def _entered(node: Node) -> tuple[bytes, list[bytes]]:
    """We rely on a register of ours, in which a treaty is entered, and the law of a state that is not ours."""
    ours = Registrar.of(node, THEIRS)
    dossier, items = ours.open(), []
    for path, text in FILES:
        row = {"instrument": "x", "row": "as the file says", "source": "gazette", "file": path, "rows": text,
               "confidence": "reported by the state"}  # fmt: skip
        item = ours.act(dossier, "enter", row, None, checker=(node.id, ours.other))[:16]
        ours.act(dossier, "check", REASONS, item)
        items.append(item)
    node.policy = replace(node.policy, law_register=show(dossier))
    node.commit()
    return dossier, items


def _checked(node: Node, dossier: bytes, items: list[bytes]) -> None:
    theirs = Registrar.of(node, OURS)
    for item in items:
        theirs.act(dossier, "check", REASONS, item)
    node.commit()


def _adopt(node: Node, dossier: bytes, items: list[bytes]) -> bool:
    """Whether both are put in force, which is done once the other side found them right."""
    now = node.replica(dossier).now()
    if any(now.phase(item) != "checked" for item in items):
        return False
    ours = Registrar.of(node, THEIRS)
    for item in items:
        ours.act(dossier, "put in force", {}, item)
    node.commit()
    return True


def _in_force(stage: Stage) -> None:
    dossier, items = stage.ours.worker.do(_entered)
    stage.until(lambda: stage.there(lambda node: dossier in node.store.dossiers()))
    stage.until(lambda: stage.there(lambda node: all(node.replica(dossier).now().exists(item) for item in items)))
    stage.there(lambda node: _checked(node, dossier, items))
    stage.until(lambda: stage.ours.worker.do(lambda node: _adopt(node, dossier, items)))


def test_every_page_of_the_law_reads_what_was_adopted_and_says_by_whom_and_when(stage: Stage) -> None:
    client = stage.browser(stage.officer("officer"))
    address = draft(client, "/open/mla/share%20a%20draft/", {"to_requested": THEIRS}, REQUEST)
    assert "EXT_AA_BB" not in client.post(f"{address}law/", ASKED).content.decode()
    assert "Adopted in the law register" not in client.get("/law/").content.decode()
    _in_force(stage)
    told = f"put in force by {OURS} (AA) on {datetime.now(UTC):%Y-%m-%d}, found right by {OURS}, {THEIRS}"
    beside = client.post(f"{address}law/", ASKED).content.decode()
    assert "Treaty of the exercise" in beside
    assert told in beside
    room = client.get("/law/?type=mla&category=fraud&years=10&state=VN").content.decode()
    assert "VN → MY: EXT_AA_BB" in room
    assert told in room
    assert "the law of VN is entered by an authority of VN alone" in room
    assert told in client.get("/law/EXT_AA_BB/").content.decode()
    assert "put in force by" not in client.get("/law/ASEAN_MLAT/").content.decode()


def test_a_state_is_shown_with_its_law_and_how_sure_it_is(stage: Stage) -> None:
    client = stage.browser(stage.officer("officer"))
    page = client.get("/law/states/VN/").content.decode()
    assert "Law on Extradition 2025" in page
    assert "death is possible for murder" in page
    assert "RECALLED, NOT VERIFIED" in page
    assert client.get("/law/states/XX/").status_code == 404
