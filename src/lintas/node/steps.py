"""The steps of a round for one peer, and the paths on which nodes ask each other.

A step is a job on this node, whose result comes once it is durable, or a request to the peer; a job whose result is an
`Aside` ends with that done. Whoever drives the steps has the threads, sockets and clocks: `compose.couriers` in
service, `sim.host` in the simulator.
"""

from __future__ import annotations

from collections.abc import Generator
from dataclasses import dataclass
from typing import Any, TypeVar

from lintas.node.aside import Job

T = TypeVar("T")

LINK, FETCH, CHUNK, WITNESS = "/lintas/v1/link", "/lintas/v1/fetch", "/lintas/v1/chunk", "/lintas/v1/witness"
PING, COMPARE = "/lintas/v1/ping", "/lintas/v1/compare"


@dataclass(frozen=True, slots=True)
class Post:
    """A request to the peer; what drives the steps sends the reply in, or throws a `PeerError`."""

    path: str
    body: bytes


Steps = Generator[Job | Post, Any, T]
