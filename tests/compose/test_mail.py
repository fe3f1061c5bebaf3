"""Mail in service: a host, a peer with a line, and guests that listen for nobody and come and go."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from lintas.compose import folder as folders
from lintas.compose.doctor_peers import examine_peers
from lintas.compose.service import Service
from lintas.compose.settings import Settings, read
from lintas.dossier.authority import write_genesis
from lintas.node.author import author
from lintas.node.deliver import SENT, STORED
from lintas.node.desk import appoint, sign_in
from lintas.node.files import read_file
from lintas.node.order import Order
from lintas.node.show import show
from lintas.node.state import Node
from lintas.node.uploads import add_file
from lintas.transport.serve import TcpDoor
from lintas.transport.server import application
from lintas.wire.errors import LintasError
from tests.compose.served import node_of, opened, until, vitals
from tests.processes.federation import free_port
from tests.transport.serving import serving

pytestmark = pytest.mark.processes
HOST, PEER, GUESTS = "hh-ca", "pp-ca", ("ga-ca", "gb-ca")
FRAUD = {"name": "fraud", "band": "4 years or more"}
QUESTION = {"urgency": "urgent", "question": "Whose boat?", "purpose": "To return it", "offence": FRAUD}
PHOTO = bytes(range(256)) * 10_000


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """The folders of a federation."""
    entries = []
    for code in (HOST, PEER, *GUESTS):
        port = free_port()
        address = f"mailbox:{HOST}" if code in GUESTS else f"http://127.0.0.1:{port}"
        made = Settings(
            code, f"Exercise {code}", code[:2].upper(), "police", address, port=port, idle_ms=100, retry_ms_max=200,
            checkpoint_ms=200, disk_free_min_mib=0,
        )  # fmt: skip
        entries.append(folders.make(tmp_path / code, made))
    genesis = write_genesis(entries, exercise=True)
    for code in (HOST, PEER, *GUESTS):
        folders.adopt(tmp_path / code, genesis)
    keep(tmp_path, *GUESTS)
    return tmp_path


def keep(root: Path, *codes: str) -> None:
    """Let the host keep mailboxes for these."""
    file = root / HOST / "settings.toml"
    listed = ", ".join(f'"{code}"' for code in codes)
    lines = [f"of = [{listed}]" if line.startswith("of = ") else line for line in file.read_text().splitlines()]
    file.write_text("\n".join(lines) + "\n")


@contextmanager
def served(folder: Path) -> Iterator[Service]:
    """A node in service; a guest without a door."""
    with node_of(folder) as node:
        service = Service(node, read(folder, {}), letters=folders.letters(folder))
        door = TcpDoor(application(service.peer_routes()), "127.0.0.1", service.settings.port)
        with serving(door):
            service.start()
            try:
                yield service
            finally:
                service.stop()


@contextmanager
def laptop(folder: Path) -> Iterator[Service]:
    """A guest: nobody can call it."""
    with node_of(folder) as node:
        service = Service(node, read(folder, {}))
        service.start()
        try:
            yield service
        finally:
            service.stop()


def send_photo(node: Node, dossier: bytes, to: str) -> dict[str, Any]:
    """A question with a file, to one authority."""
    appointed = appoint(node, "sender", ("author",))
    officer = sign_in(node, appointed.name, appointed.token, "author")
    photo, reader = add_file(node, "photo.jpg", "image/jpeg", [PHOTO]), node.federation.by_code(to).id
    fields = QUESTION | {"files": [photo]}
    author(node, dossier, Order("ask", fields, (reader,), (officer,), to={"asked": (reader,)}))
    node.commit()
    return photo


def marks(service: Service, dossier: bytes, peer: str) -> set[str]:
    acts = service.worker.do(lambda node: show(node, dossier).acts)
    return {act.marks[peer] for act in acts if act.marks}


def has(service: Service, photo: dict[str, Any]) -> bool:
    """Whether the whole file is here."""
    try:
        return b"".join(read_file(service.node.chunks, photo)) == PHOTO
    except LintasError:
        return False


def findings(service: Service) -> set[str]:
    return {each.code for each in examine_peers(vitals(service), None)}


def letters(root: Path) -> list[Path]:
    return list((root / HOST / folders.MAIL).rglob("*.bag"))


def test_a_laptop_that_was_closed_collects_what_came_with_its_files(root: Path) -> None:
    with node_of(root / PEER) as node:
        dossier = opened(node, GUESTS[0]).dossier
        photo = send_photo(node, dossier, GUESTS[0])
    with served(root / HOST), served(root / PEER) as peer:
        until(lambda: marks(peer, dossier, GUESTS[0]) == {SENT})
        assert letters(root)
        with laptop(root / GUESTS[0]) as guest:
            until(lambda: marks(peer, dossier, GUESTS[0]) == {STORED})
            until(lambda: has(guest, photo))
            until(lambda: not letters(root))
            assert "no-mailbox" not in findings(guest)
        assert b"".join(read_file(guest.node.chunks, photo)) == PHOTO


def test_two_laptops_that_are_never_open_together_and_a_host_that_learns_nothing(root: Path) -> None:
    one, other = GUESTS
    with node_of(root / one) as node:
        dossier = opened(node, other).dossier
        photo = send_photo(node, dossier, other)
        words = [dossier, photo["key"], *(row.id for row in node.store.acts(dossier))]
        words += [row.body for row in node.store.acts(dossier) if row.body]
        words += [epoch.key for epoch in node.vault.epochs(dossier) if epoch.key]
    seen = dict[Path, bytes]()

    def look() -> list[Path]:
        found = letters(root)
        seen.update({each: each.read_bytes() for each in found if each not in seen})
        return found

    def turn(code: str, ready: Callable[[Service], bool], *, whole: bool = True) -> None:
        """Open one laptop; close it when it is ready and, unless it is closed too early, all in its box is answered."""
        with laptop(root / code) as guest:
            until(lambda: (look(), ready(guest))[1])
            until(lambda: not whole or not any(each.parent.name == guest.node.id.hex() for each in look()))

    with served(root / HOST):
        turn(one, lambda guest: marks(guest, dossier, other) == {SENT})
        turn(other, lambda guest: guest.node.has(dossier), whole=False)
        turn(other, lambda guest: guest.node.has(dossier))
        turn(one, lambda guest: marks(guest, dossier, other) == {STORED}, whole=False)
        turn(one, lambda guest: marks(guest, dossier, other) == {STORED})
        # The list of the chunks came; what it lists is asked for at the next opening, and answered at the one after.
        turn(other, lambda guest: marks(guest, dossier, one) is not None and len(letters(root)) > 0)
        turn(one, lambda guest: marks(guest, dossier, other) == {STORED})
        turn(other, lambda guest: has(guest, photo))
    with node_of(root / other) as node:
        assert b"".join(read_file(node.chunks, photo)) == PHOTO
        senders = [node.federation.by_code(code).id for code in (one, other)]
    assert len(seen) >= 3
    disk = b"".join(file.read_bytes() for file in (root / HOST).rglob("*") if file.is_file())
    found = [word for word in words if word in disk + b"".join(seen.values())]
    assert not found
    for path, data in seen.items():
        assert [each for each in senders if each in data] == [bytes.fromhex(path.parent.name)], "whose, and no sender"


def test_the_doctor_says_that_nobody_keeps_a_mailbox(root: Path) -> None:
    keep(root, "xx-ca")
    with node_of(root / PEER) as node:
        opened(node, GUESTS[0])
    with served(root / HOST) as host, served(root / PEER) as peer, laptop(root / GUESTS[0]) as guest:
        until(lambda: "no-mailbox" in findings(guest))
        until(lambda: "mailbox-refuses" in findings(peer))
        assert "mailbox-unused" in findings(host)
