"""Work beside a node: what takes long, or waits for a disk or a service, and touches nothing of the node in memory.

A job on a node may have such work as its result: whoever runs jobs does the work on another thread, while the node goes
on, and then the second half of the job with what came of it. So bulk never stands in the way of acts.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from lintas.node.state import Node

Job = Callable[[Node], Any]


@dataclass(frozen=True, slots=True)
class Aside:
    """`work` is done without the node; `then` is the next job, given what `work` gave. It may be an `Aside` again."""

    work: Callable[[], Any]
    then: Callable[[Node, Any], Any]

    def second(self, value: Any) -> Job:
        """The next job, given what `work` gave."""
        return lambda node: self.then(node, value)

    def ending(self, last: Callable[[Node, Any], Any]) -> Aside:
        """The same, with one more step on the node at its end, given what it gave."""

        def then(node: Node, value: Any) -> Any:
            result = self.then(node, value)
            return result.ending(last) if isinstance(result, Aside) else last(node, result)

        return Aside(self.work, then)


def at_once(node: Node, result: Any) -> Any:
    """The result of a job, with the work beside it done here and now: where nothing else waits for the node."""
    while isinstance(result, Aside):
        result = result.then(node, result.work())
    return result
