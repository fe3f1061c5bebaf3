"""Jobs on a node, done in groups: run one after another, committed once, and their results handed out only then.

A refusal is a result. Whatever else goes wrong, be it a fault of ours or a full disk, undoes the whole group: nothing
of it is durable, so none of it happened, and what the node has in memory is read anew before the next group.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any, Final

from lintas.node.again import is_due
from lintas.node.expire import expire
from lintas.node.obey import is_done, obey
from lintas.node.state import LogDamaged, Node
from lintas.wire.errors import LintasError

log = logging.getLogger(__name__)

AGAIN_MS: Final = 2_000
"""How long after a recall could not be carried out, or had to wait for a copy of the vault, it is tried again."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a job: its result, or the refusal."""

    result: Any = None
    refusal: LintasError | None = None


class Groups:
    """Works on one node."""

    def __init__(self, node: Node) -> None:
        """Nothing done yet."""
        self._node, self._stale = node, False
        self._again_ms = self._waits_ms = 0

    def run(self, jobs: Iterable[Callable[[Node], Any]]) -> list[Outcome]:
        """Run the jobs; nothing is durable before `commit`. After an error the node is read anew at the next group,
        since now the store may not answer.
        """
        try:
            if self._stale:
                self._node.forget()
                self._stale = False
            return [self._one(job) for job in jobs]
        except Exception:
            self._stale = True
            raise

    def commit(self) -> bool:
        """Make durable what the jobs did; whether others wait for it: acts that came or were made, our statements."""
        pending = self._node.pending
        if not pending and (self._is_done() or not is_due(self._node.clock(), self._waits_ms, AGAIN_MS)):
            return False
        wrote = bool(pending.acts or pending.waiting or any(e.peer == self._node.id for e in pending.evidence))
        before = self._node.frontier
        try:
            self._node.commit()
        except LogDamaged:
            self._stale = True
            raise
        except Exception:
            # The node has read its store anew, unless the store did not answer: once is enough.
            self._stale = self._node.frontier is before
            raise
        return self._obey() or wrote

    def _is_done(self) -> bool:
        """Whether nothing is to be carried out now. What failed is tried again after a while: on a full disk each try
        costs reading the store anew, and jobs that only read would have to wait for that.
        """
        return is_done(self._node) or not is_due(self._node.clock(), self._again_ms, AGAIN_MS)

    def _obey(self) -> bool:
        """Carry out recalls, drop what waits in vain; if that fails, the jobs were done all the same."""
        if self._is_done():
            return False
        try:
            expire(self._node)
            made = obey(self._node)
            # What is left waits for what is written next, or for what others do: nobody tells of a copy of the vault.
            self._waits_ms = 0 if made else self._node.clock() + AGAIN_MS
            return made
        except Exception:
            log.exception("a recall could not be carried out yet, or an act that waits in vain not be dropped")
            self._stale, self._again_ms = True, self._node.clock() + AGAIN_MS
            return False

    def _one(self, job: Callable[[Node], Any]) -> Outcome:
        """A refusal leaves the node as it was, or with what is whole in itself. It says no more where it was raised: as
        long as it did, it would hold every frame on the way there, and all that those hold.
        """
        try:
            return Outcome(job(self._node))
        except LintasError as refusal:
            return Outcome(refusal=refusal.with_traceback(None))
