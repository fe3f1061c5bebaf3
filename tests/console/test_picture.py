"""The page of the regional picture, and own figures that are suggested, counted by a person and then drafted."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from lintas.node.author import open_dossier
from lintas.node.desk import appoint, sign_in
from lintas.node.order import Order
from lintas.node.state import Node
from lintas.wire.identifiers import show
from tests.console.stage import OURS, THEIRS, Stage, draft, seal

if TYPE_CHECKING:
    from django.test import Client

pytestmark = pytest.mark.processes

CALL = {"period": "an invented year", "first_day": "2020-01-01", "last_day": "2099-12-31", "counting": "a case once",
        "by": "2099-12-31"}  # fmt: skip


def called(node: Node) -> str:
    """A dossier of the other node in which it asks us for figures."""
    appointed = appoint(node, f"compiler {len(node.vault.secrets('officer/'))}", ("author",))
    officer, us = sign_in(node, appointed.name, appointed.token, "author"), (node.federation.by_code(OURS).id,)
    done = open_dossier(node, "returns", Order("call for returns", CALL, us, (officer,), to={"state": us}))
    node.commit()
    return show(done.dossier)


def _asked(stage: Stage) -> tuple[Client, str]:
    """A browser of ours, and the dossier in which the other side asks us for figures."""
    returns = stage.there(called)
    return stage.joins(stage.officer("officer", "duty"), returns), returns


def test_figures_are_suggested_from_our_dossiers_and_a_person_says_what_counts(stage: Stage) -> None:
    from lintas.console.models import Draft

    client, returns = _asked(stage)
    address = f"/dossiers/{returns}/picture/figures/"
    theirs = stage.opened_by_them()
    said = {"purpose": "an exercise", "basis": "an exercise"}
    begun = draft(client, "/open/exchange/open/", {"to_member": [THEIRS]}, said)
    assert seal(client, begun).status_code == 302
    page = client.get(address).content.decode()
    assert theirs[:8] not in page, "what another opened, it counts itself"
    names = re.findall(r'name="(row-\d+)"', page)
    assert names
    counted = {names[-1]: "sea piracy", names[-1].replace("row", "column"): "before_court"}
    before = Draft.objects.count()
    assert client.post(address, counted).url == f"/dossiers/{returns}/"  # type: ignore[attr-defined]
    made = Draft.objects.order_by("-pk")[0]
    assert Draft.objects.count() == before + 1
    assert (made.verb, made.fields["area"], made.fields["before_court"]) == ("hand in figures", "sea piracy", 1)
    assert made.fields["under_investigation"] == 0
    assert made.state == "writing", "nothing is sent before a second person approved it"


def test_what_the_page_did_not_send_is_refused_and_nothing_counted_is_no_draft(stage: Stage) -> None:
    from lintas.console.models import Draft

    client, returns = _asked(stage)
    address, before = f"/dossiers/{returns}/picture/figures/", Draft.objects.count()
    for said in ({"row-1": "nonsense", "column-1": "before_court"}, {"row-1": "sea piracy", "column-1": "nationality"}):
        assert client.post(address, said).status_code == 400
    assert client.post(address, {"row-1": "", "column-1": "before_court"}).url == address  # type: ignore[attr-defined]
    assert Draft.objects.count() == before


def test_two_states_make_no_picture_and_no_paper(stage: Stage) -> None:
    client, returns = _asked(stage)
    page = client.get(f"/dossiers/{returns}/picture/").content.decode()
    assert "There is no picture yet" in page
    assert "0 states have handed in figures" in page
    assert client.get(f"/dossiers/{returns}/picture/paper/").status_code == 400


def test_the_picture_is_there_for_those_alone_who_see_the_dossier_and_of_returns_alone(stage: Stage) -> None:
    client, returns = _asked(stage)
    other = stage.browser(stage.officer("officer"))
    for below in ("", "paper/", "figures/"):
        assert other.get(f"/dossiers/{returns}/picture/{below}").status_code == 404
        exchange = stage.opened_by_them()
        assert client.get(f"/dossiers/{exchange}/picture/{below}").status_code == 404
