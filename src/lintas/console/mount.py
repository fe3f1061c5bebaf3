"""The console as a companion of a node in service: made ready with it, served at a door of its own, stopped with it.

Django is imported only where the settings want a console.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from importlib.util import find_spec
from pathlib import Path
from typing import Any, Final

from lintas.compose import settings as settings_file
from lintas.compose.beside import Companion
from lintas.compose.service import Service
from lintas.compose.settings import BadSettings
from lintas.transport.guard import CONNECTION_LIMITS
from lintas.transport.serve import TcpDoor
from lintas.transport.server import Application, Receive, Scope, Send

CONNECTIONS_MAX: Final = 2_048
"""How many connections of browsers there may be at a time: 1,000 open pages, and what they ask for meanwhile."""
_PACKAGES: Final[list[str | tuple[str, str]]] = [
    ("lintas.console", "static"),
    ("allauth.mfa", "static"),
    ("allauth.account", "static"),
]
"""Whose files pages may name."""


def beside(folder: Path, service: Service) -> Companion | None:
    """The console of the node in a folder; None if its settings name no place for one. Raises `BadSettings`."""
    if not service.settings.console:
        return None
    if not all(map(find_spec, ("django", "allauth", "starlette"))):
        raise BadSettings("settings", "console is set, and its packages are not installed: install `lintas[console]`")
    return Console(folder, service)


class Console:
    """The console beside one node."""

    def __init__(self, folder: Path, service: Service) -> None:
        """Ready to be served, its lists being made."""
        # Django reads its settings once, and its models need them.
        from lintas.console.configure import configure

        configure(folder, service.settings)
        from lintas.console import asking, commands
        from lintas.console.follow import Follower
        from lintas.console.live.hub import hub

        self._settings, self._hub = service.settings, hub
        self._follower = Follower(service, hub)
        asking.serve_from(service, self._follower.catch_up)
        service.commands.update(commands.COMMANDS)
        service.listeners.append(self._follower.ring)
        self._follower.start()

    def doors(self) -> Sequence[TcpDoor]:
        host, port = settings_file.address("settings", self._settings.console, "console")
        return [door(host, port, self._hub.close)]

    def stop(self) -> None:
        self._follower.stop()


def door(host: str, port: int, on_stop: Callable[[], object]) -> TcpDoor:
    """The door of the console: each browser that shows a page holds a connection there, to be told what is new."""
    limits = replace(CONNECTION_LIMITS, connections_max=CONNECTIONS_MAX)
    return TcpDoor(application(), host, port, limits, on_stop)


def application() -> Application:
    """Pages by Django; what lies in `static` by a server of files, under a path that changes with the version."""
    from django.conf import settings
    from starlette.staticfiles import StaticFiles

    from lintas.console.answering import Pages

    pages: Callable[..., Any] = Pages()
    files, root = StaticFiles(packages=_PACKAGES), str(settings.STATIC_URL).rstrip("/")

    async def answering(scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            return
        path = scope["path"]
        if path.startswith(f"{root}/"):
            inside = {**scope, "path": path.removeprefix(root), "root_path": ""}
            await files(inside, receive, _lasting(send))  # type: ignore[arg-type]
        else:
            await pages(scope, receive, send)

    return answering


def _lasting(send: Send) -> Send:
    """What stands under the path of a version never changes."""

    async def sending(message: Any) -> None:
        if message["type"] == "http.response.start" and message["status"] == 200:
            message["headers"] = [*message["headers"], (b"cache-control", b"public, max-age=31536000, immutable"),
                                  (b"x-content-type-options", b"nosniff")]  # fmt: skip
        await send(message)

    return sending
