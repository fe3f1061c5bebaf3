"""Nodes in folders that serve within the test's process, each with a clock that may be wrong."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

from lintas.compose import desk
from lintas.compose import folder as folders
from lintas.compose.service import Service
from lintas.compose.settings import Settings, read
from lintas.dossier.authority import write_genesis
from lintas.node import line
from lintas.node.author import Authored, open_dossier
from lintas.node.courier import PLAIN_ROUTES
from lintas.node.desk import appoint, sign_in
from lintas.node.order import Order
from lintas.node.state import Node
from lintas.store.sqlite import SqliteStore
from lintas.store.vault import SqliteVault
from lintas.transport.serve import TcpDoor
from lintas.transport.server import application
from tests.processes.federation import free_port
from tests.transport.serving import serving

WAIT_S = 20.0
TERMS = {"purpose": "an exercise", "basis": "an exercise"}


def make(root: Path, codes: Sequence[str]) -> list[bytes]:
    """Folders of invented authorities, each with an officer; their entries. None has a genesis yet."""
    return [
        folders.make(
            root / code,
            Settings(
                code, f"Exercise {code}", code[:2].upper(), "police", f"http://127.0.0.1:{(port := free_port())}",
                port=port, idle_ms=100, retry_ms_max=200, checkpoint_ms=200, disk_free_min_mib=0,
            ),
        )
        for code in codes
    ]  # fmt: skip


def found(root: Path, codes: Sequence[str]) -> None:
    """A federation of them."""
    genesis = write_genesis(make(root, codes), exercise=True)
    for code in codes:
        folders.adopt(root / code, genesis)


@contextmanager
def node_of(folder: Path, ahead_ms: int = 0) -> Iterator[Node]:
    """The node of a folder that does not serve, with its clock ahead."""
    settings, store = read(folder, {}), SqliteStore(folder / folders.STORE)
    given = folders.adapters(folder, settings, store, SqliteVault(folder / folders.VAULT))
    ports = replace(given, clock=lambda: folders.now_ms() + ahead_ms)
    node = folders.build_with(folder, settings, ports)
    try:
        yield node
    finally:
        node.store.close()  # type: ignore[attr-defined]
        node.vault.close()  # type: ignore[attr-defined]
        if node.search is not None:
            node.search.close()


def opened(node: Node, *codes: str, terms: Mapping[str, str] = TERMS) -> Authored:
    """A dossier of the node with these members, committed."""
    appointed = appoint(node, f"officer {len(node.vault.secrets('officer/'))}", ("author",))
    officer = sign_in(node, appointed.name, appointed.token, "author")
    members = tuple(node.federation.by_code(code).id for code in codes)
    done = open_dossier(node, "exchange", Order("open", terms, members, (officer,), to={"member": members}))
    node.commit()
    return done


@contextmanager
def served(folder: Path, ahead_ms: int = 0, without: Sequence[str] = ()) -> Iterator[Service]:
    """The node of a folder in service, without some of its paths, also inside sealed requests."""
    with node_of(folder, ahead_ms) as node:
        service = Service(node, read(folder, {}))
        routes = {path: route for path, route in service.peer_routes().items() if path not in without}
        plain = {path: route for path, route in PLAIN_ROUTES.items() if path not in without}
        routes[line.PATH] = service._route(partial(line.serve, plain), of_peers=True)
        with serving(TcpDoor(application(routes), "127.0.0.1", service.settings.port)):
            service.start()
            try:
                yield service
            finally:
                service.stop()


def vitals(service: Service) -> Any:
    """What the node in service says of itself, as the command line asks for it."""
    return desk.read_answer(service.worker.whole(lambda node: service._desk(node, desk.write_request("vitals", {}))))


def until(look: Callable[[], Any]) -> Any:
    """What it gives once that is true."""
    end = time.monotonic() + WAIT_S
    while not (seen := look()):
        assert time.monotonic() < end
        time.sleep(0.05)
    return seen
