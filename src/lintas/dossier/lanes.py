"""Lanes, needs and phases in a view (`spec/fold.md` 6)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Self

from lintas.dossier.grammar import ALL, START, Need, Phase
from lintas.dossier.graph import Graph, Node, Vector
from lintas.dossier.records import Lane, Move, Records
from lintas.dossier.seats import DOSSIER, Seats


class Lanes(Seats):
    """A view that knows where everybody stands and what the position is called."""

    def __init__(self, graph: Graph, records: Records, vector: Vector) -> None:
        """As `View`."""
        super().__init__(graph, records, vector)
        self._stories: dict[bytes, dict[tuple[str, bytes], tuple[Move, ...]]] = {}
        self._phases: dict[bytes, Phase] = {}
        self._ended: dict[bytes, bool] = {}

    def stories(self, item: bytes, role: str, party: bytes) -> tuple[Move, ...]:
        """The moves that say where the party stands in the role at the item; several after a restore or a fork."""
        known = self._stories.get(item)
        if known is None:
            known = self._stories[item] = {}
        found = known.get((role, party))
        if found is None:
            found = known[role, party] = self._find_stories((item, role, party))
        return found

    def grown(self, node: Node, moved: bytes | None = None, item: bytes = DOSSIER) -> Self:
        """The view with one more act, of which this view is the past.

        The act was void, or it did its verb at `item` and at most moved its lane at the item `moved`, or opened and
        filled that (`judge.file`). What was found out about everything else holds there too and is handed over, so that
        a long dossier costs no more per act than a short one; this view would find it anew. Where a fork or a
        disowning is known, a citation may give an act its effect back, and nothing is handed over.
        """
        grown = type(self)(self.graph, self.records, node.vector)
        if self._disowns or self._forked:
            return grown
        self.hand_over(grown)
        self._stories, grown._stories = {}, self._stories
        self._phases, grown._phases = {}, self._phases
        self._ended, grown._ended = {}, self._ended
        if moved is not None:
            grown._stories.pop(moved, None)
            verb = node.act.header.verb
            changed = {at for at in self.above(moved) if at == moved or self.type(at).counts_children}
            for at in changed | ({item} if verb in self.type(item).awaited_news else set()):
                grown._phases.pop(at, None)
                grown._ended.pop(at, None)
        return grown

    def _find_stories(self, lane: Lane) -> tuple[Move, ...]:
        """Goes back from successor to holder until somebody moved; what an act inherited is the same in every view."""
        item, role, party = lane
        inherited, passed = self.records.inherited, list[tuple[bytes, Lane]]()
        view = self
        while True:
            succession, holder = view._succession(item, role, party)
            found = view._own_stories((item, role, party), succession)
            if found or succession is None or holder is None:
                break
            passed.append((succession.act.id, (item, role, holder)))
            if passed[-1] in inherited:
                found = inherited[passed[-1]]
                break
            view, party = view.before(succession), holder
        inherited.update(dict.fromkeys(passed, found))
        return found

    def _own_stories(self, lane: Lane, succession: Node | None) -> tuple[Move, ...]:
        track = self.records.moves.get(lane)
        own = list(_firsts(self._effective(moves, succession) for moves in track.newest(self.vector))) if track else []
        return tuple(m for m in own if not any(o is not m and o.by.saw(m.by) for o in own))

    def _effective(self, moves: Iterable[Move], after: Node | None) -> Iterator[Move]:
        return (m for m in moves if self.effect(m.by) and (after is None or m.by.saw(after)))

    def _succession(self, item: bytes, role: str, party: bytes) -> tuple[Node | None, bytes | None]:
        """The act by which the party took a role of one from a holder, and that holder (6.3)."""
        home = self.home(item, role)
        declared = self.role(item, role)
        if home is None or declared is None or declared.many:
            return None, None
        for took in sorted((s.by for s in self.standing((home, role)) if s.party == party), key=lambda by: by.act.id):
            holder = next((s.party for s in self.before(took).standing((home, role)) if s.party != party), None)
            if holder:
                return took, holder
        return None, None

    def lane(self, item: bytes, role: str, party: bytes) -> frozenset[str]:
        """Where the party stands: `-` before any move, several places while there are two stories."""
        return frozenset(m.stand for m in self.stories(item, role, party)) or frozenset({START})

    def met(self, need: Need, item: bytes) -> bool:
        """Whether the condition holds at this item (6.4 to 6.6)."""
        if self.type(item).child(need.who[0]):
            phases = [self.phase(child) for child in self.children(item, need.who[0])]
            count, total = sum(phase in need.stand for phase in phases), len(phases)
        else:
            lanes = [(role, party) for role in need.who for party in self.held(item, role)]
            count, total = sum(self._counts(need, item, role, party) for role, party in lanes), len(lanes)
        return count <= need.most and count >= (max(total, 1) if need.least == ALL else need.least)

    def _counts(self, need: Need, item: bytes, role: str, party: bytes) -> bool:
        stories = self.stories(item, role, party)
        if not stories:
            return START in need.stand and self.fresh(None, item, need.since)
        return any(m.stand in need.stand and self.fresh(m.by, item, need.since) for m in stories)

    def fresh(self, node: Node | None, item: bytes, verbs: Iterable[str]) -> bool:
        """Whether the act saw every act with effect that did one of these verbs here."""
        for verb in verbs:
            track = self.records.marks.get((item, verb))
            for marks in track.newest(self.vector) if track else ():
                newest = next((mark for mark in marks if self.effect(mark)), None)
                if newest and (node is None or not node.saw(newest)):
                    return False
        return True

    def row(self, item: bytes) -> Phase:
        """The row of the item's phase table that matches."""
        if item not in self._phases:
            self._phases[item] = next(p for p in self.type(item).phases if all(self.met(n, item) for n in p.when))
        return self._phases[item]

    def phase(self, item: bytes) -> str:
        """The name of the item's phase."""
        return self.row(item).name

    def ended(self, item: bytes) -> bool:
        """Whether the item has come to an end. Asks for no more rows than the answer needs."""
        if item in self._phases:
            return self._phases[item].ends
        found = self._ended.get(item)
        if found is None:
            found = self._ended[item] = self._find_ended(item)
        return found

    def _find_ended(self, item: bytes) -> bool:
        phases = self.type(item).phases
        upto = max((i + 1 for i, p in enumerate(phases) if p.ends), default=0)
        row = next((p for p in phases[:upto] if all(self.met(n, item) for n in p.when)), None)
        return row is not None and row.ends

    def over(self, item: bytes) -> bool:
        """Whether the item, or one that holds it, has ended: then nothing moves here any more."""
        return any(self.ended(at) for at in self.above(item))


def _firsts(tracks: Iterable[Iterator[Move]]) -> Iterator[Move]:
    for moves in tracks:
        first = next(moves, None)
        if first:
            yield first
