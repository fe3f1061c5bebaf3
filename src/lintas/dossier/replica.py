"""A replica of one dossier: takes headers in any order, judges each once, and shows any view of them.

It holds headers only and is a pure object: bodies, keys, receipts and storage are others' business. Acts that wait for
what they saw are kept here without limit; whoever feeds a replica bounds what it feeds (`LIMITS.waiting_acts_max`).
"""

from __future__ import annotations

from collections.abc import Iterable

from lintas.dossier.grammar import Kind
from lintas.dossier.graph import Graph
from lintas.dossier.header import Act
from lintas.dossier.judge import Refused, admit, file, judge
from lintas.dossier.position import Position
from lintas.dossier.records import Records
from lintas.dossier.verdict import Judged, Verdict


class Replica:
    """All acts of one dossier known here."""

    def __init__(self, kind: Kind) -> None:
        """Without acts; the first act to be judged must begin the kind."""
        self.kind = kind
        self.graph, self.records = Graph(), Records()
        self.judged: dict[bytes, Judged] = {}
        self.waiting: dict[bytes, Act] = {}
        self._wanted: dict[bytes, set[bytes]] = {}
        self._now: Position | None = None

    def copy(self) -> Replica:
        """A replica that can grow apart from this one."""
        twin = Replica(self.kind)
        twin.graph, twin.records = self.graph.copy(), self.records.copy()
        twin.judged, twin.waiting = dict(self.judged), dict(self.waiting)
        twin._wanted = {wanted: set(by) for wanted, by in self._wanted.items()}
        return twin

    def receive(self, act: Act) -> list[Judged]:
        """Take an act; return the verdicts that could be reached now, in the order in which they were."""
        if act.id in self.judged or act.id in self.waiting:
            return []
        done: list[Judged] = []
        ready = [act] if not self._park(act) else []
        while ready:
            judged = self._judge(ready.pop())
            done.append(judged)
            for follower in sorted(self._wanted.pop(judged.act.id, ())):
                waiter = self.waiting.pop(follower)
                if not self._park(waiter):
                    ready.append(waiter)
        self._now = None if done else self._now
        return done

    def _park(self, act: Act) -> bool:
        """Whether the act must wait; it is then filed under the first act that it misses."""
        missing = next((p for p in act.header.past if p not in self.judged), None)
        if missing is None:
            return False
        self.waiting[act.id] = act
        self._wanted.setdefault(missing, set()).add(act.id)
        return True

    def _judge(self, act: Act) -> Judged:
        judged = self.consider(act)
        self.judged[act.id] = judged
        if judged.verdict is not Verdict.REFUSED:
            past = self.graph.past(act)
            node = self.graph.add(act, past)
            file(self.kind, node, judged, Position(self.graph, self.records, past))
        return judged

    def consider(self, act: Act) -> Judged:
        """The verdict that an act would get whose past is known here; nothing changes."""
        if any(self.judged[p].verdict is Verdict.REFUSED for p in act.header.past):
            return Judged(act, Verdict.REFUSED, "R6", "it rests on a refused act")
        past = Position(self.graph, self.records, self.graph.past(act))
        try:
            admit(self.kind, act, past)
        except Refused as refused:
            return Judged(act, Verdict.REFUSED, refused.rule, refused.why)
        return judge(self.kind, act, past)

    def missing(self) -> frozenset[bytes]:
        """The ids that waiting acts saw and that are not known here at all."""
        return frozenset(wanted for wanted in self._wanted if wanted not in self.waiting)

    def now(self) -> Position:
        """The position that all admitted acts show."""
        if self._now is None:
            self._now = Position(self.graph, self.records, self.graph.everything)
        return self._now

    def view(self, identifiers: Iterable[bytes]) -> Position:
        """The view spanned by these admitted acts, themselves included."""
        return Position(self.graph, self.records, self.graph.span(identifiers))

    def tips(self) -> tuple[bytes, ...]:
        """The acts that no other act known here saw, in ascending order of id."""
        return tuple(sorted(n.act.id for n in self.graph.maximal(self.graph.everything)))
