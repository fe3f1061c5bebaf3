"""The words for the public as a sheet: on the page once they were made known, for those alone who see the dossier."""

from __future__ import annotations

from typing import Any

import pypdfium2
import pytest

from lintas.dossier.officers import APPROVER, AUTHOR
from lintas.dossier.position import DOSSIER
from lintas.node.author import author, open_dossier
from lintas.node.desk import appoint, sign_in
from lintas.node.order import Order
from lintas.node.plain_data import find_dossier
from lintas.node.state import Node
from lintas.wire.identifiers import show
from tests.console.stage import OURS, Stage
from tests.node.test_public_words import KNOWN, THREAT, WORDS

pytestmark = pytest.mark.processes

LINK = "The words for the public, as a sheet"


def ordered(node: Node, verb: str, said: dict[str, Any], to: dict[str, tuple[bytes, ...]], *all_: bytes) -> Order:
    """An order of two officers of a node to everybody."""
    names = [f"press {len(node.vault.secrets('officer/')) + at}" for at in range(2)]
    officers = tuple(
        sign_in(node, name, appoint(node, name, (AUTHOR, APPROVER)).token, role)
        for name, role in zip(names, (AUTHOR, APPROVER), strict=True)
    )
    return Order(verb, said, tuple(sorted(all_)), officers, to=to)


def warned(node: Node) -> str:
    """A dossier in which the other node warns us."""
    us = node.federation.by_code(OURS).id
    done = open_dossier(node, "warning", ordered(node, "warn", THREAT, {"warned": (us,)}, us))
    node.commit()
    return show(done.dossier)


def done(node: Node, text: str, verb: str, said: dict[str, Any] | None = None) -> None:
    """An act of a node in the dossier, to all parties."""
    dossier = find_dossier(node, text)
    others = [party for party in node.replica(dossier).now().parties if party != node.id]
    author(node, dossier, ordered(node, verb, said or {}, {}, *others))
    node.commit()


def test_the_sheet_is_there_once_the_words_were_made_known_and_not_before(stage: Stage) -> None:
    dossier = stage.there(warned)
    client = stage.joins(stage.officer("officer", "duty"), dossier)
    page, sheet = f"/dossiers/{dossier}/", f"/dossiers/{dossier}/sheet/"

    def refused() -> None:
        assert LINK not in client.get(page).content.decode()
        answer = client.get(sheet)
        assert (answer.status_code, b"%PDF" in answer.content) == (400, False)

    refused()
    stage.there(lambda node: done(node, dossier, "propose the public version", WORDS))
    stage.until(lambda: WORDS["by_whom"] in client.get(page).content.decode())
    refused()
    stage.ours.worker.do(lambda node: done(node, dossier, "agree to the words"))
    stage.until(
        lambda: stage.there(lambda node: "agreed" in node.replica(find_dossier(node, dossier)).now().phase(DOSSIER))
    )
    refused()
    stage.there(lambda node: done(node, dossier, "release to the public", KNOWN))
    stage.until(lambda: LINK in client.get(page).content.decode())
    answer = client.get(sheet)
    assert (answer.status_code, answer["Content-Type"]) == (200, "application/pdf")
    text = "".join(each.get_textpage().get_text_range() for each in pypdfium2.PdfDocument(answer.content))
    assert "Watch your luggage." in text
    assert "EXERCISE" in text
    assert "SECRET" not in text


def test_whoever_may_not_see_the_dossier_is_told_that_there_is_none_and_other_kinds_have_none(stage: Stage) -> None:
    dossier = stage.there(warned)
    client = stage.joins(stage.officer("officer", "duty"), dossier)
    for role in ("officer", "approver", "analyst", "operator", "auditor"):
        other = stage.browser(stage.officer(role))
        assert other.get(f"/dossiers/{dossier}/sheet/").status_code == 404
    exchange = stage.opened_by_them()
    mine = stage.joins(stage.officer("officer", "duty"), exchange)
    assert mine.get(f"/dossiers/{exchange}/sheet/").status_code == 404
    assert client.get(f"/dossiers/{dossier}/sheet/").status_code == 400
