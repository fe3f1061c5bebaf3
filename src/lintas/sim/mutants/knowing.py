"""Wrong rules of what follows from the acts that are known."""

from __future__ import annotations

from contextlib import AbstractContextManager

from lintas.dossier import judge
from lintas.dossier.grammar import Kind
from lintas.dossier.header import Act
from lintas.dossier.position import Position
from lintas.dossier.records import Lane, Move, Records
from lintas.dossier.replica import Replica
from lintas.dossier.verdict import Judged
from lintas.sim.mutants.swap import swapped


def no_gate() -> AbstractContextManager[None]:
    """Nothing waits for what it saw."""
    return swapped((Replica, "_park", lambda self, act: False))


def moves_others() -> AbstractContextManager[None]:
    """Whoever moves in a role moves all that moved in it before."""
    move = Records.move

    def all_of_them(self: Records, lane: Lane, moved: Move) -> None:
        move(self, lane, moved)
        for other in [each for each in self.moves if each[:2] == lane[:2] and each != lane]:
            move(self, other, moved)

    return swapped((Records, "move", all_of_them))


def by_present() -> AbstractContextManager[None]:
    """An act is judged on everything that is known, be it in its past or not."""
    consider = Replica.consider

    def now(self: Replica, act: Act) -> Judged:
        verdict = consider(self, act)
        here: Position = self.now()
        return (
            judge.judge(_kind(self), act, here) if verdict.counted and here.vector and not act.header.first else verdict
        )

    return swapped((Replica, "consider", now))


def _kind(replica: Replica) -> Kind:
    return replica.kind
