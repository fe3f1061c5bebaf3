"""A replica of one dossier: takes headers in any order, judges each once, and shows any view of them.

It holds headers only and is a pure object: bodies, keys, receipts and storage are others' business. Acts that wait for
what they saw are kept here without limit; whoever feeds a replica bounds what it feeds (`LIMITS.waiting_acts_max`).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, fields
from operator import attrgetter

from lintas.dossier.grammar import Kind, Verb
from lintas.dossier.graph import Graph, Node, Vector
from lintas.dossier.header import Act, Header
from lintas.dossier.judge import Refused, admit, file, judge
from lintas.dossier.position import DOSSIER, Position
from lintas.dossier.records import Records
from lintas.dossier.verdict import Judged, Verdict

DRAFT_ID = b"\xff" * 32
"""The id of an act that has none yet. The null id would name the dossier where an act opens an item."""

_UNSEALED = attrgetter(*(each.name for each in fields(Header) if each.name != "seal"))


@dataclass(frozen=True, slots=True)
class Draft:
    """A header judged before it was sealed and signed: `replica` gave the verdict."""

    replica: Replica
    judged: Judged


class OtherDraft(AssertionError):
    """The act is not the one that was judged as a draft."""


class Replica:
    """All acts of one dossier known here."""

    def __init__(self, kind: Kind) -> None:
        """Without acts; the first act to be judged must begin the kind."""
        self.kind = kind
        self.graph, self.records = Graph(), Records()
        self.judged: dict[bytes, Judged] = {}
        self.waiting: dict[bytes, Act] = {}
        self._wanted: dict[bytes, set[bytes]] = {}
        self._position: Position | None = None
        self._past: Position | None = None
        self._before: dict[bytes, frozenset[bytes]] = {}

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
            at = ready.pop()
            judged = self.consider(at)
            self._file(judged)
            done.append(judged)
            ready += self._follow(at.id)
        return done

    def draft(self, header: Header) -> Draft:
        """Judge an act of ours before it is sealed and signed; its past is known here."""
        return Draft(self, self.consider(Act(DRAFT_ID, header)))

    def receive_drafted(self, act: Act, draft: Draft) -> Judged:
        """Take an act of ours under the verdict that its draft got: a verdict follows from the header and its past,
        and neither the seal nor what came meanwhile is in them. Raises `OtherDraft` if it is not that act.
        """
        if draft.replica is not self or _UNSEALED(act.header) != _UNSEALED(draft.judged.act.header):
            raise OtherDraft(act.id)
        of = draft.judged
        judged = Judged(act, of.verdict, of.rule, of.why, of.role)
        self._file(judged)
        for follower in self._follow(act.id):
            self.receive(follower)
        return judged

    def _follow(self, identifier: bytes) -> list[Act]:
        """The acts that waited for this one and now wait for nothing."""
        waiters = [self.waiting.pop(follower) for follower in sorted(self._wanted.pop(identifier, ()))]
        return [waiter for waiter in waiters if not self._park(waiter)]

    def _park(self, act: Act) -> bool:
        """Whether the act must wait; it is then filed under the first act that it misses."""
        missing = next((p for p in act.header.past if p not in self.judged), None)
        if missing is None:
            return False
        self.waiting[act.id] = act
        self._wanted.setdefault(missing, set()).add(act.id)
        return True

    def _file(self, judged: Judged) -> None:
        self.judged[judged.act.id] = judged
        if judged.verdict is not Verdict.REFUSED:
            past = self._at(self.graph.past(judged.act))
            self._position = file(self.kind, self.graph.add(judged.act, past.vector), judged, past) or past

    def consider(self, act: Act) -> Judged:
        """The verdict that an act would get whose past is known here; nothing changes."""
        if any(self.judged[p].verdict is Verdict.REFUSED for p in act.header.past):
            return Judged(act, Verdict.REFUSED, "R6", "it rests on a refused act")
        past = self._at(self.graph.past(act))
        try:
            admit(self.kind, act, past)
        except Refused as refused:
            return Judged(act, Verdict.REFUSED, refused.rule, refused.why)
        return judge(self.kind, act, past)

    def _at(self, vector: Vector) -> Position:
        """The position at a vector. Two are kept: what one asks of a view, the next often asks again, and what somebody
        asks of a past must not cost what was found out about the newest.

        A view never changes, so it does not matter what came in between.
        """
        for kept in (self._position, self._past):
            if kept is not None and kept.vector == vector:
                return kept
        self._past = Position(self.graph, self.records, vector)
        return self._past

    def verb(self, act: Act) -> Verb | None:
        """The declaration of the verb of an act that was admitted; None for other forms, and for what there is not."""
        header = act.header
        if header.first or not header.verb:
            return self.kind.item.verb(header.verb)
        past, item = self.view(header.past), header.item or DOSSIER
        return past.type(item).verb(header.verb) if past.exists(item) else None

    def forget(self, identifier: bytes) -> None:
        """Let an act wait no longer; one that does not wait is no error."""
        self.waiting.pop(identifier, None)
        for wanted, by in list(self._wanted.items()):
            by.discard(identifier)
            if not by:
                del self._wanted[wanted]

    def missing(self) -> frozenset[bytes]:
        """The ids that waiting acts saw and that are not known here at all."""
        return frozenset(wanted for wanted in self._wanted if wanted not in self.waiting)

    def now(self) -> Position:
        """The position that all admitted acts show."""
        self._position = self._at(self.graph.everything)
        return self._position

    def view(self, identifiers: Iterable[bytes]) -> Position:
        """The view spanned by these admitted acts, themselves included."""
        return self._at(self.graph.span(identifiers))

    def parties_before(self, node: Node) -> frozenset[bytes]:
        """The parties in the past of an admitted act, found out once: a view never changes, and each peer that is to be
        brought the act is asked about.
        """
        found = self._before.get(node.act.id)
        if found is None:
            found = self._before[node.act.id] = self.now().before(node).parties
        return found

    def tips(self) -> tuple[bytes, ...]:
        """The acts that no other act known here saw, in ascending order of id."""
        return tuple(sorted(n.act.id for n in self.graph.maximal(self.graph.everything)))
