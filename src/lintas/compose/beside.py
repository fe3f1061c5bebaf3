"""What is served beside a node, in its process, by packages above this one: the console is such a companion.

A package says so with an entry point of the group `lintas.beside`, which names a `Maker`; nothing here knows which
there are. A companion that is not wanted by the settings, or not installed, costs nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from importlib.metadata import entry_points
from pathlib import Path
from typing import Final, Protocol

from lintas.compose.service import Service
from lintas.transport.serve import TcpDoor

GROUP: Final = "lintas.beside"


class Companion(Protocol):
    """Something at work beside a node."""

    def doors(self) -> Sequence[TcpDoor]:
        """Where it is reached."""

    def stop(self) -> None:
        """End what it does; called before the node itself stops."""


Maker = Callable[[Path, Service], Companion | None]
"""Makes the companion of the node in a folder, at work; None if the settings want none. The worker runs already."""


def beside(folder: Path, service: Service) -> list[Companion]:
    """Every companion that the settings want."""
    makers: list[Maker] = [each.load() for each in entry_points(group=GROUP)]
    return [made for maker in makers if (made := maker(folder, service))]
