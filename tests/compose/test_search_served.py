"""The index of a node in service: kept level beside the worker, and left by what is recalled before that is said."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import Any

import pytest

from lintas.compose import desk
from lintas.compose import folder as folders
from lintas.compose.doctor_peers import examine_peers
from lintas.compose.service import Service
from lintas.node.desk import appoint
from lintas.node.state import Node
from tests.compose.adversary import files
from tests.compose.served import found, node_of, opened, served, until, vitals
from tests.compose.test_recall_served import open_recalls, take_back

pytestmark = pytest.mark.processes


def token(node: Node) -> dict[str, str]:
    return {"name": "searcher", "token": appoint(node, "searcher", ("author",)).token}


def hits(service: Service, by: dict[str, str]) -> Any:
    asked = desk.write_request("search", {"as": by, "words": "exercise"})
    return desk.read_answer(service.worker.whole(lambda node: service._desk(node, asked)))["hits"]


def level(service: Service) -> bool:
    return bool(vitals(service)["search_behind"] == 0)


def test_what_comes_is_found_and_what_is_recalled_is_gone_from_the_index(tmp_path: Path) -> None:
    found(tmp_path, ("aa", "bb"))
    with node_of(tmp_path / "aa") as node:
        done = opened(node, "bb")
    with served(tmp_path / "aa") as aa, served(tmp_path / "bb") as bb:
        by = {each: each.worker.do(token) for each in (aa, bb)}
        for each in (aa, bb):
            (hit,) = until(partial(hits, each, by[each]))
            assert hit["snippet"]["text"] == "an exercise"
            until(partial(level, each))
            assert "search-behind" not in {f.code for f in examine_peers(vitals(each), None)}
        aa.worker.do(lambda node: take_back(node, done.dossier, done.act))
        until(lambda: open_recalls(aa) == [])
        for each in (aa, bb):
            assert hits(each, by[each]) == []
        for code in ("aa", "bb"):
            held = files(tmp_path / code)
            assert not [n for n, data in held.items() if folders.SEARCH in n and b"an exercise" in data]


def test_an_index_that_was_lost_is_made_anew_when_the_node_serves(tmp_path: Path) -> None:
    found(tmp_path, ("aa", "bb"))
    with node_of(tmp_path / "aa") as node:
        opened(node, "bb")
        by = token(node)
    for path in tmp_path.glob("aa/search.db*"):
        path.write_bytes(b"damaged" * 10_000)
    with served(tmp_path / "aa") as aa:
        assert until(lambda: hits(aa, by))
