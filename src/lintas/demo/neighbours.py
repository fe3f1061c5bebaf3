"""`python -m lintas.demo.neighbours FOLDER...`: several nodes in one process, for those at which nobody signs in.

Each is served as `lintas node serve` serves it, at its own address and with its own socket, from its own folder with
its own lock; only the process is shared. A node with a console has a process of its own.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from contextlib import ExitStack
from pathlib import Path

from lintas.compose.folder import SOCKET, at_work, build_with, letters
from lintas.compose.service import Service
from lintas.compose.serving import settle
from lintas.transport.serve import Door, TcpDoor, UnixDoor, run
from lintas.transport.server import application


def serve(folders: Sequence[Path]) -> None:
    """Serve the nodes of these folders until SIGTERM or SIGINT; raises what building them raises."""
    with ExitStack() as stack:
        services, doors = list[Service](), list[Door]()
        for folder in folders:
            settings, given = stack.enter_context(at_work(folder))
            service = Service(build_with(folder, settings, given), settings, letters=letters(folder))
            service.worker.start()
            stack.callback(service.stop)
            services.append(service)
            doors.append(TcpDoor(application(service.peer_routes()), settings.host, settings.port))
            doors.append(UnixDoor(application(service.desk_routes()), folder / SOCKET))
        settle()

        def listening(addresses: Sequence[str]) -> None:
            for each in services:
                each.deliver()

        run(doors, listening)


if __name__ == "__main__":
    serve([Path(each) for each in sys.argv[1:]])
