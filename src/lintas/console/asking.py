"""The way from a page to the node: a job is put to the worker, and what it gives comes back when it is durable.

A page never holds what it read of a node in memory: jobs give plain values, made for that page.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

from lintas.compose.service import Service
from lintas.node.aside import Aside
from lintas.node.state import Node

T = TypeVar("T")

CatchUp = Callable[[], None]

_beside: list[tuple[Service, CatchUp]] = []


def serve_from(service: Service, catch_up: CatchUp) -> None:
    """From here on, pages ask this node, and `catch_up` brings the lists in step with it."""
    _beside[:] = [(service, catch_up)]


def service() -> Service:
    """The node in service beside which this console runs."""
    return _beside[0][0]


def catch_up() -> None:
    """Lists show what was durable before this was called: for a page that shows what was just done."""
    _beside[0][1]()


def ask(job: Callable[[Node], T]) -> T:
    """What the job gives, with what it leaves to be done beside the node; raises what the job raises."""
    found: T = service().worker.whole(job)
    return found


def begin(job: Callable[[Node], T]) -> Callable[[], T]:
    """As `ask`, for a job that leaves nothing to be done beside the node: what it gives is waited for when it is called
    for, so that a page goes on meanwhile.
    """
    return service().worker.submit(job).result


def ask_beside(job: Callable[[Node], Aside]) -> Any:
    """The same, for a job that is done beside the node."""
    return ask(job)
