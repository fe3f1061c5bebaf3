"""A node at its doors: for peers, for the desk on a local socket, for those who watch it, and for its companions."""

from __future__ import annotations

import gc
from collections.abc import Callable, Sequence
from pathlib import Path

from lintas.compose import settings as settings_file
from lintas.compose.beside import beside
from lintas.compose.collecting import Collecting
from lintas.compose.folder import SOCKET
from lintas.compose.service import Service
from lintas.sync.mail import host_in
from lintas.transport.serve import Door, TcpDoor, UnixDoor
from lintas.transport.serve import run as serve
from lintas.transport.server import application
from lintas.transport.watch import watching


def settle() -> None:
    """Keep what was loaded until now out of the collector's way for good: the code of the program, which stays as long
    as the process, and which the collector would look through again each time the node holds a quarter more.
    """
    gc.collect()
    gc.freeze()


def run(folder: Path, service: Service, on_listening: Callable[[Sequence[str]], object]) -> None:
    """Serve until SIGTERM or SIGINT, with what belongs beside the node; `on_listening` is told the addresses."""
    settings = service.settings
    doors: list[Door] = [UnixDoor(application(service.desk_routes()), folder / SOCKET)]
    if host_in(settings.address) is None:
        doors.insert(0, TcpDoor(application(service.peer_routes()), settings.host, settings.port))
    if settings.monitor:
        host, port = settings_file.address("settings", settings.monitor, "monitor")
        doors.append(TcpDoor(watching(service.watch_pages(folder)), host, port))
    service.worker.start()
    companions = beside(folder, service)
    doors += [door for each in companions for door in each.doors()]
    settle()
    collecting = Collecting()
    collecting.start()

    def listening(addresses: Sequence[str]) -> None:
        service.deliver()
        on_listening(addresses)

    try:
        serve(doors, listening)
    finally:
        for each in companions:
            each.stop()
        service.stop()
        collecting.stop()
