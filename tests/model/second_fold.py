"""A second fold, written from `spec/fold.md` alone, to be compared with the one in `lintas.dossier`.

It says each rule as a definition over plain sets and cites the rule's number. It keeps the past of every act, what an
act does (both depend on the act alone), and one `View` for each set of acts that it was asked about; there is no index
and nothing incremental. Slow is fine. It shares with the real fold the readers of headers and the words of the grammar.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from lintas.dossier.control import Control, Fork, control_of
from lintas.dossier.grammar import Item, Kind, Verb
from lintas.dossier.header import Act, Form
from lintas.dossier.header_bytes import dossier_of
from lintas.dossier.verdict import Judged, Verdict
from lintas.wire.identifiers import NULL16, NULL32
from lintas.wire.limits import LIMITS
from tests.model.deeds import Deed, Move, Opened, Seating
from tests.model.second_view import View

Ids = frozenset[bytes]
DOSSIER = NULL16


class SecondFold:
    """The acts of one dossier of one kind, with their verdicts; `view` and `now` give what a set of acts means.

    `node` is where a fold runs, for wrong folds that look at more than headers.
    """

    view_class = View
    node: Any = None

    def __init__(self, kind: Kind) -> None:
        self.kind = kind
        self.name: bytes | None = None
        self.acts: dict[bytes, Act] = {}
        self.judged: dict[bytes, Judged] = {}
        self.pasts: dict[bytes, Ids] = {}
        self.controls: dict[bytes, Control] = {}
        self.deeds: dict[bytes, Deed] = {}
        self.opened: dict[bytes, Opened] = {}
        self.held_back: dict[bytes, Act] = {}
        self.refused: dict[bytes, Judged] = {}
        self.views: dict[Ids, View] = {}

    # 1.4 and the verdicts

    def receive(self, act: Act) -> list[Judged]:
        """Judge the act, and those that waited for it; an act whose past is not known waits (1.4)."""
        if act.id in self.judged or act.id in self.refused:
            return []
        self.held_back[act.id] = act
        news: list[Judged] = []
        while ready := [one for one in self.held_back.values() if self.known(one)]:
            for one in ready:
                del self.held_back[one.id]
                news.append(self.settle(one))
        return news

    @property
    def waiting(self) -> dict[bytes, Act]:
        """The acts that wait for their past."""
        return self.held_back

    def known(self, act: Act) -> bool:
        return all(named in self.judged or named in self.refused for named in act.header.past)

    def settle(self, act: Act) -> Judged:
        """The verdict of an act whose past is complete, kept for ever."""
        if self.name is None:
            self.name = dossier_of(act)
        rule = self.refusal(act)
        if rule:
            self.refused[act.id] = Judged(act, Verdict.REFUSED, rule)
            return self.refused[act.id]
        past = self.past_of(act)
        rule, role = self.objection(act, past)
        found = Judged(act, Verdict.VOID if rule else Verdict.COUNTED, rule, "", role)
        self.acts[act.id], self.pasts[act.id], self.judged[act.id] = act, past, found
        if found.counted and act.header.form is Form.VERB:
            deed = self.deeds[act.id] = self.deed(act, role)
            if deed.opened:
                self.opened[deed.opened.id] = deed.opened
        return found

    def preview(self, act: Act) -> Judged:
        """The verdict that the act would get here, without keeping it; its past must be known."""
        rule = self.refusal(act)
        if rule:
            return Judged(act, Verdict.REFUSED, rule)
        rule, role = self.objection(act, self.past_of(act))
        return Judged(act, Verdict.VOID if rule else Verdict.COUNTED, rule, "", role)

    def said(self, act: Act) -> Control:
        """What the control of an act says; reading it is slow."""
        if act.id not in self.controls:
            self.controls[act.id] = control_of(act.header)
        return self.controls[act.id]

    # 1.2 and 1.3

    def past_of(self, act: Act) -> Ids:
        """Everything reached through `prev` and `seen`, the act itself not included (1.2)."""
        named = act.header.past
        return frozenset(named).union(*(self.pasts[one] for one in named))

    def saw(self, one: bytes, other: bytes) -> bool:
        """Whether `one` saw `other` (1.2)."""
        return one == other or other in self.pasts[one]

    def view(self, ids: Iterable[bytes]) -> View:
        """The view that these acts and their pasts make (1.3)."""
        wanted = frozenset(ids)
        return self.view_of(wanted.union(*(self.pasts[one] for one in wanted)))

    def view_of(self, acts: Ids) -> View:
        if acts not in self.views:
            self.views[acts] = self.view_class(self, acts)
        return self.views[acts]

    def before(self, act: bytes) -> View:
        """The view in which the act was judged: its own past (1.3)."""
        return self.view_of(self.pasts[act])

    def now(self) -> View:
        """The view of all acts that were admitted (1.3)."""
        return self.view_of(frozenset(self.acts))

    def tips(self) -> Ids:
        """The acts that no other admitted act names or reaches."""
        return frozenset(self.acts).difference(*self.pasts.values()) if self.acts else frozenset()

    # 2

    def refusal(self, act: Act) -> str:
        """The rule by which the act is refused, or nothing."""
        header = act.header
        named = header.past
        if dossier_of(act) != (self.name or dossier_of(act)):
            return "R1"
        if not named and header.sequence == 1:
            verb = self.kind.item.verb(header.verb)
            return "" if header.first and verb is not None and verb.begins else "R1"
        if any(one in self.refused for one in named):
            return "R6"
        if not self.follows(act):
            return "R2"
        if header.depth != 1 + max(self.acts[one].header.depth for one in named):
            return "R3"
        view = self.view_of(self.past_of(act))
        if header.author not in view.parties:
            return "R4"
        return "R5" if any(header.reg in view.regs_disowned(one) for one in view.disowns(header.author)) else ""

    def follows(self, act: Act) -> bool:
        """Whether `prev` is the act before it in its chain, or the act begins a chain (R2)."""
        header = act.header
        if header.prev == NULL32:
            return header.sequence == 1
        before = self.acts[header.prev].header
        return (*before.chain, before.sequence + 1) == (*header.chain, header.sequence)

    # 3

    def objection(self, act: Act, past: Ids) -> tuple[str, str]:
        """The rule by which an admitted act is void, if any, and the role in which a verb was judged."""
        match act.header.form:
            case Form.VERB:
                return self.begun(act) if act.header.first else self.weigh(act, self.view_of(past))
            case Form.FORK:
                return ("" if self.proves(act) else "FORK"), ""
            case Form.DISOWN:
                return ("" if self.disowns_well(act, past) else "DISOWN"), ""
        return "", ""

    def proves(self, act: Act) -> bool:
        """Whether two headers of this dossier differ at one place of one chain (3, FORK)."""
        fork = self.said(act)
        if not isinstance(fork, Fork):
            return False
        a, b = fork.one.act, fork.other.act
        if {dossier_of(a), dossier_of(b)} != {self.name}:
            return False
        return a.id != b.id and (a.header.chain, a.header.sequence) == (b.header.chain, b.header.sequence)

    def disowns_well(self, act: Act, past: Ids) -> bool:
        """3, DISOWN."""
        control: object = self.said(act)
        regs, good = control.regs, control.good  # type: ignore[attr-defined]
        return (
            bool(regs)
            and act.header.reg not in regs
            and all(one in past and self.acts[one].header.author == act.header.author for one in good)
        )

    # 7

    def begun(self, act: Act) -> tuple[str, str]:
        """The first act is judged by V3 and V5 (7, last sentence)."""
        verb = self.kind.item.verb(act.header.verb)
        assert verb is not None
        if self.misnames(act, verb, None):
            return "V3", ""
        named = {party for _, parties in act.header.to for party in parties}
        return ("V5", "") if len(named | {act.header.author}) > LIMITS.parties_max else ("", verb.takes)

    def weigh(self, act: Act, view: View) -> tuple[str, str]:
        """The first of V1 to V8 that applies, and the role in which the act is judged."""
        header = act.header
        at = DOSSIER if header.item is None else header.item
        if at not in view.items:
            return "V1", ""
        verb = self.type_of(at).verb(header.verb)
        if verb is None or verb.begins:
            return "V2", ""
        if self.misnames(act, verb, at):
            return "V3", ""
        strangers = {
            party
            for role, parties in header.to
            if role in verb.unseats or self.home(act, verb, role) != DOSSIER
            for party in parties
        }
        if strangers - view.parties:
            return "V4", ""
        incoming = {
            party
            for role, parties in header.to
            if role in verb.seats and self.home(act, verb, role) == DOSSIER
            for party in parties
        }
        if len(view.parties | incoming) > LIMITS.parties_max:
            return "V5", ""
        if verb.touches() and any(view.ended(one) for one in self.upwards(at)):
            return "V6", ""
        role = self.open_to(header.author, at, verb, view)
        if role is None:
            return "V7", ""
        if verb.once and self.again(act, at, verb, view):
            return "V8", ""
        return "", role

    def misnames(self, act: Act, verb: Verb, at: bytes | None) -> bool:
        """Whether `to` is not what the verb asks for (V3)."""
        to = act.header.to
        everyone = [party for _, parties in to for party in parties]
        return (
            any(role not in verb.seats and role not in verb.unseats for role, _ in to)
            or any(not parties for _, parties in to)
            or any(len(set(parties)) < len(parties) for _, parties in to)
            or any(len(parties) > 1 and not self.many(at, verb, role) for role, parties in to)
            or (bool(verb.seats or verb.unseats) and not everyone)
        )

    def many(self, at: bytes | None, verb: Verb, role: str) -> bool:
        """Whether the role that an act of this verb, done at this item, names is one of many."""
        types = [self.kind.item] if at is None else [self.type_of(one) for one in self.upwards(at)]
        if at is not None and verb.opens:
            types = [self.child(types[0], verb.opens), *types]
        return next((found.many for one in types if (found := one.role(role))), True)

    def open_to(self, party: bytes, at: bytes, verb: Verb, view: View) -> str | None:
        """The first role of `by` in which the party may do this, if there is one (V7)."""
        for role in verb.by:
            stands = verb.at is None or bool(view.lane(at, role, party) & frozenset(verb.at))
            if party in view.held_from(at, role) and stands and all(view.holds(need, at) for need in verb.needs):
                return role
        return None

    def again(self, act: Act, at: bytes, verb: Verb, view: View) -> bool:
        """Whether the author did this once already in the term (V8)."""
        term = view.term(at, verb.once)
        for other in view.effective:
            header, deed = self.acts[other].header, self.deeds.get(other)
            if deed is None or header.author != act.header.author or deed.verb.name != verb.name:
                continue
            if deed.item == at or deed.item not in view.items or self.type_of(deed.item) != self.type_of(at):
                continue
            if not view.ended(deed.item) and self.before(other).term(deed.item, verb.once) == term:
                return True
        return False

    # 5.1 to 5.3 and 6.1: what an act does

    def deed(self, act: Act, role: str) -> Deed:
        header = act.header
        at = DOSSIER if header.item is None else header.item
        verb = self.type_of(DOSSIER if header.first else at).verb(header.verb)
        assert verb is not None
        opened = None
        if verb.opens:
            opened = Opened(act.item, self.child(self.type_of(at), verb.opens), at, act.id)
        moves: tuple[Move, ...] = ()
        if verb.to:
            where = DOSSIER if header.first else act.item if opened else at
            lane = verb.takes or role if opened or header.first else role
            moves = (Move(where, lane, header.author, verb.to, act.id),)
        named = [(name, party) for name, parties in header.to for party in parties]
        seats = [pair for pair in named if pair[0] in verb.seats]
        unseats = [pair for pair in named if pair[0] in verb.unseats]
        if verb.takes:
            seats.append((verb.takes, header.author))
        if verb.leaves:
            unseats.append((role, header.author))
        if verb.convokes:
            past = self.view_of(self.past_of(act))
            spared = past.held_from(at, verb.save) if verb.save else frozenset()
            seats += [(verb.convokes, party) for party in past.parties - spared]
        return Deed(verb, at, role, opened, moves, self.seatings(act, verb, seats), self.seatings(act, verb, unseats))

    def seatings(self, act: Act, verb: Verb, pairs: list[tuple[str, bytes]]) -> tuple[Seating, ...]:
        """The named, each at the home of its role; a role without a home seats nobody (5.2, 5.3)."""
        homes = [(role, party, self.home(act, verb, role)) for role, party in pairs]
        return tuple(
            Seating(party, role, home, act.id, bool(verb.convokes) and role == verb.convokes)
            for role, party, home in homes
            if home is not None
        )

    def passes(self, act: bytes) -> tuple[str, bytes] | None:
        """The office (role, home) that the act takes from somebody who held it in its past (4.4)."""
        deed, header = self.deeds[act], self.acts[act]
        role = deed.verb.takes
        home = self.home(header, deed.verb, role) if role and not header.header.first else None
        if home is None or home == header.item or self.before(act).many(role, home):
            return None
        return (role, home) if self.before(act).held(home, role) else None

    def home(self, act: Act, verb: Verb, role: str) -> bytes | None:
        """Where an act of this verb seats in this role: the opened item, else from its item (5.3)."""
        if act.header.first:
            return DOSSIER
        at = DOSSIER if act.header.item is None else act.header.item
        if verb.opens and self.child(self.type_of(at), verb.opens).role(role):
            return act.item
        return self.home_from(at, role)

    def home_from(self, item: bytes, role: str) -> bytes | None:
        """The nearest item from this one upwards whose type has the role (5.2)."""
        return next((one for one in self.upwards(item) if self.type_of(one).role(role)), None)

    # 5.1: items, whether or not they exist in some view

    def opening(self, item: bytes) -> Opened | None:
        return self.opened.get(item)

    def type_of(self, item: bytes) -> Item:
        opened = self.opening(item)
        return opened.type if opened else self.kind.item

    def upwards(self, item: bytes) -> list[bytes]:
        """The item and what holds it, the dossier last."""
        opened = self.opening(item)
        return [item, *self.upwards(opened.parent)] if opened else [DOSSIER]

    def child(self, type_: Item, name: str) -> Item:
        found = type_.child(name)
        assert found is not None
        return found
