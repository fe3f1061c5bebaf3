"""A courier in virtual time: drives the errand for one peer as the thread of `compose.couriers` does.

Where two nodes were found to hold the same and neither has changed since, the next look would find the same again: it
is left out, `SKIPPED_MAX` times in a row at most, since what was refused is asked for again after a while.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final, Protocol

from lintas.dossier.authority import Authority
from lintas.node.aside import Job, at_once
from lintas.node.bulk import Bulk
from lintas.node.courier import Errand, Pace, Patience, Ponged
from lintas.node.group import Outcome
from lintas.node.ports import PeerRefused, Unreachable
from lintas.node.refusals import retry_ms
from lintas.node.steps import Post
from lintas.wire.errors import LintasError

SKIPPED_MAX: Final = 7
ASLEEP, AT_WORK, RESTING = "asleep", "at work", "resting"
DISCOURAGED, HELD_BACK, DISMISSED = "discouraged", "held back", "dismissed"


class Ground(Protocol):
    """The machine on which a courier runs, as far as the courier sees it."""

    def now_ms(self) -> int:
        """Virtual time."""

    def later(self, wait_ms: int, do: Callable[[], None]) -> None:
        """Do this unless the machine has died by then."""

    def idle(self, files: Bulk) -> bool:
        """Whether a courier of files would find nothing to ask for."""

    def submit(self, job: Job, then: Callable[[Outcome], None]) -> Outcome | None:
        """Have a job done; its outcome if that is known at once, else `then` is told."""

    def between(self, peer: bytes) -> int:
        """A number that is another once this machine or one of the peer's has changed."""

    def post(self, peer: bytes, step: Post, reply: Callable[[bytes | PeerRefused | Unreachable], None]) -> None:
        """Send a request."""

    def trouble(self, peer: bytes, error: LintasError) -> None:
        """A round ended early."""


class Runner:
    """Serves one peer of a host, as long as the host runs."""

    def __init__(self, host: Ground, peer: Authority, pace: Pace, errand: Errand | Bulk) -> None:
        """Asleep."""
        self._host, self._peer, self._pace = host, peer.id, pace
        self._errand, self._patience = errand, Patience(pace.retry_ms_max)
        self._state, self._woken, self._turn = ASLEEP, False, 0
        self._alike, self._between, self._skipped = False, -1, 0
        self._look_ms, self._looks = 0, False
        self._steps = self._errand.rounds()

    def wake(self) -> None:
        """There may be something to bring or to fetch."""
        self._woken = True
        if self._state == ASLEEP:
            self._begin()

    def hear(self, *, anew: bool) -> None:
        """The peer asked something; `anew`: for the first time since its start."""
        if not self._patience.heard(anew=anew):
            return
        if self._state == DISCOURAGED:
            self._begin()
        elif anew:
            self.wake()

    def dismiss(self) -> None:
        """Serve no more."""
        self._state, self._turn = DISMISSED, self._turn + 1

    def _doze(self) -> None:
        """Asleep, until somebody wakes it or it was quiet for a while. One event at a time waits for that."""
        self._state, self._look_ms = ASLEEP, self._host.now_ms() + self._pace.idle_ms
        if not self._looks:
            self._looks = True
            self._host.later(self._pace.idle_ms, self._stir)

    def _stir(self) -> None:
        """Look, if it slept all the time since; else when it will have."""
        self._looks = False
        if self._state != ASLEEP:
            return
        if left_ms := self._look_ms - self._host.now_ms():
            self._looks = True
            self._host.later(left_ms, self._stir)
        else:
            self._look()

    def _look(self) -> None:
        """It was quiet for a while."""
        if self._alike and self._skipped < SKIPPED_MAX and self._between == self._host.between(self._peer):
            self._skipped += 1
            self._doze()
        else:
            self.wake()

    def _begin(self) -> None:
        """Go at once, but not before what is being done is done; where no file is to be fetched, look after a while."""
        self._skipped, self._woken, self._turn = 0, False, self._turn + 1
        if isinstance(self._errand, Bulk) and self._host.idle(self._errand):
            self._doze()
            return
        self._state, self._steps = AT_WORK, self._errand.rounds()
        self._go(lambda: next(self._steps))

    def _later(self, wait_ms: int, do: Callable[[], None]) -> None:
        """Do this unless something else was begun by then."""
        turn = self._turn
        self._host.later(wait_ms, lambda: do() if self._turn == turn else None)

    def _go(self, forward: Callable[[], Any]) -> None:
        """From step to step, until one has to be waited for."""
        try:
            step, then = forward(), self._resume(self._done)
            while not isinstance(step, Post):
                outcome = self._host.submit(_whole(step), then)
                if outcome is None:
                    return
                if outcome.refusal:
                    raise outcome.refusal
                self._hear_of(outcome.result)
                step = self._steps.send(outcome.result)
            self._host.post(self._peer, step, self._resume(self._answered))
        except StopIteration as ended:
            self._rest(ended.value)
        except LintasError as error:
            self._failed(error)

    def _resume(self, then: Callable[[Any], None]) -> Callable[[Any], None]:
        turn = self._turn
        return lambda outcome: then(outcome) if self._turn == turn else None

    def _done(self, outcome: Outcome) -> None:
        if outcome.refusal:
            self._failed(outcome.refusal)
        else:
            self._hear_of(outcome.result)
            self._go(lambda: self._steps.send(outcome.result))

    def _hear_of(self, result: Any) -> None:
        """Note what a pong said."""
        if isinstance(result, Ponged):
            self._alike = result.compared.differs is None and not result.compared.elsewhere
            self._between = self._host.between(self._peer)

    def _answered(self, answer: bytes | PeerRefused | Unreachable) -> None:
        if isinstance(answer, bytes):
            self._go(lambda: self._steps.send(answer))
        else:
            self._go(lambda: self._steps.throw(answer))

    def _rest(self, rest_ms: int) -> None:
        self._patience.calm()
        self._state, self._turn = RESTING, self._turn + 1
        if rest_ms or self._woken:
            self._later(rest_ms, self._sleep)
        else:
            self._doze()

    def _sleep(self) -> None:
        if self._woken:
            self._begin()
        else:
            self._doze()

    def _failed(self, error: LintasError) -> None:
        self._steps.close()
        failed_ms, asked_ms = self._patience.failed(error), retry_ms(error)
        self._state, self._turn = (HELD_BACK if asked_ms else DISCOURAGED), self._turn + 1
        # What it was raised through would stay as long as it does, and each would hold the other.
        self._host.trouble(self._peer, error.with_traceback(None))
        self._later(asked_ms or failed_ms, self._begin)


def _whole(job: Job) -> Job:
    """The job with what it leaves to be done beside the node: in virtual time that takes none."""
    return lambda node: at_once(node, job(node))
