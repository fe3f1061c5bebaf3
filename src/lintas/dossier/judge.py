"""Judging one act in the view that is its own past, and filing what it said (`spec/fold.md` 2, 3 and 7)."""

from __future__ import annotations

from collections.abc import Iterator

from lintas.dossier.control import Disown, Fork, Release, control_of
from lintas.dossier.grammar import Kind, Verb
from lintas.dossier.graph import Node
from lintas.dossier.header import Act, Form
from lintas.dossier.position import DOSSIER, Closed, Position
from lintas.dossier.records import Disavowal, Move, Once, Opened, Passing, Seat, Seating
from lintas.dossier.verdict import Judged, Verdict
from lintas.wire.identifiers import NULL16, NULL32
from lintas.wire.limits import LIMITS


class Refused(Exception):
    """An act is not admitted: the rule of spec/fold.md section 2, and what it found."""

    def __init__(self, rule: str, why: str) -> None:
        """`rule` is R1 to R6."""
        super().__init__(why)
        self.rule, self.why = rule, why


def admit(kind: Kind, act: Act, past: Position) -> None:
    """Raises `Refused` where the act does not belong in the dossier; its past is known here."""
    header = act.header
    nodes = past.graph.nodes
    if header.first != (not header.past) or (header.first and past.graph.nodes):
        raise Refused("R1", "a dossier has one first act, and only that one has seen nothing")
    if header.first:
        verb = kind.item.verb(header.verb)
        if verb is None or not verb.begins:
            raise Refused("R1", f"{header.verb} does not begin {kind.title}")
    before = nodes.get(header.prev)
    follows = before is not None and before.act.header.chain == header.chain and before.place + 1 == header.sequence
    if not follows and not (header.prev == NULL32 and header.sequence == 1):
        raise Refused("R2", "it does not continue the chain that it names")
    if header.depth != 1 + max((nodes[p].act.header.depth for p in header.past), default=0):
        raise Refused("R3", "its depth is not one more than what it saw")
    if not header.first and header.author not in past.parties:
        raise Refused("R4", "its author was not a party, as far as the act itself had seen")
    if any(disavowal.covers(header.author, header.reg) for disavowal in past.disowning()):
        raise Refused("R5", "its author had disowned the key that signed it")


def judge(kind: Kind, act: Act, past: Position) -> Judged:
    """The verdict on an admitted act."""
    try:
        if act.header.form is not Form.VERB:
            _judge_control(act, past)
            return Judged(act, Verdict.COUNTED)
        if act.header.first:
            verb = kind.item.verb(act.header.verb)
            assert verb is not None
            _judge_names(act, verb, past)
            return Judged(act, Verdict.COUNTED, role=verb.takes)
        verb = _verb(act, past)
        _judge_names(act, verb, past)
        return Judged(act, Verdict.COUNTED, role=past.open(verb, act.header.item or DOSSIER, act.header.author))
    except Closed as closed:
        return Judged(act, Verdict.VOID, closed.rule, closed.why)


def _verb(act: Act, past: Position) -> Verb:
    item = act.header.item or DOSSIER
    if not past.exists(item):
        raise Closed("V1", "there is no such item")
    verb = past.type(item).verb(act.header.verb)
    if verb is None or verb.begins:
        raise Closed("V2", f"{past.type(item).name} knows no verb {act.header.verb}")
    return verb


def _judge_control(act: Act, past: Position) -> None:
    control = control_of(act.header)
    if isinstance(control, Fork) and not control.proves(act.header.dossier):
        raise Closed("FORK", "the two headers do not lie at one place of one chain of this dossier")
    if isinstance(control, Disown):
        nodes = [past.graph.nodes.get(good) for good in control.good]
        fit = all(n and n.within(past.vector) and n.act.header.author == act.header.author for n in nodes)
        if not control.regs or act.header.reg in control.regs or not fit:
            raise Closed("DISOWN", "it names no key, its own key, or a good act that it had not seen")


def _judge_names(act: Act, verb: Verb, past: Position) -> None:
    """V3 to V5: whom `to` names."""
    named = dict(act.header.to)
    roles = {*verb.seats, *verb.unseats}
    if not named.keys() <= roles or any(not parties for parties in named.values()):
        raise Closed("V3", f"{verb.name} names nobody in {' or '.join(sorted(named.keys() - roles)) or 'a role'}")
    if roles and not named:
        raise Closed("V3", f"{verb.name} names nobody, and so would reach nobody")
    if any(len(parties) > 1 and not _many(act, verb, role, past) for role, parties in named.items()):
        raise Closed("V3", f"{verb.name} names several in a role of one")
    if act.header.first:
        newcomers = {act.header.author, *(p for parties in named.values() for p in parties)}
    else:
        inside = [r for r in named if _seat_home(act, verb, r, past) != DOSSIER or r in verb.unseats]
        if strangers := {p for role in inside for p in named[role]} - past.parties:
            raise Closed("V4", f"{verb.name} names {len(strangers)} that are not parties")
        newcomers = {p for role in named if role not in inside for p in named[role]}
    if len(past.parties | newcomers) > LIMITS.parties_max:
        raise Closed("V5", f"a dossier has at most {LIMITS.parties_max} parties")


def _many(act: Act, verb: Verb, role: str, past: Position) -> bool:
    if act.header.first:
        return True
    opened = past.type(act.header.item or DOSSIER).child(verb.opens)
    declared = opened.role(role) if opened else None
    declared = declared or past.role(act.header.item or DOSSIER, role)
    return declared is not None and declared.many


def _seat_home(act: Act, verb: Verb, role: str, past: Position) -> bytes | None:
    """The item at which the act seats or unseats in the role (5.3)."""
    item = act.header.item or DOSSIER
    opened = past.type(item).child(verb.opens)
    return act.item if opened and opened.role(role) else past.home(item, role)


def file(kind: Kind, node: Node, judged: Judged, past: Position) -> Position | None:
    """Put what the act said where views will look for it.

    Returns the view that the act spans if that is its past with little changed, so that what the past knows is not
    found out again; None otherwise.
    """
    records, act = past.records, node.act
    if not judged.counted:
        records.void.add(act.id)
        return past.grown(node)
    records.roles[act.id] = judged.role
    if act.header.form is not Form.VERB:
        _file_control(node, past)
        return None
    if act.header.first:
        verb = kind.item.verb(act.header.verb)
        assert verb is not None
        records.open(DOSSIER, Opened(kind.item, None, None))
    else:
        item = act.header.item or DOSSIER
        verb = _verb(act, past)
        if opened := past.type(item).child(verb.opens):
            records.open(act.item, Opened(opened, item, node))
    return _file_verb(node, verb, judged.role, past)


def _file_control(node: Node, past: Position) -> None:
    control = control_of(node.act.header)
    if isinstance(control, Fork):
        past.records.forks.append((node, control))
    elif isinstance(control, Disown):
        past.records.disowns.append(Disavowal(node, control.regs, _good(control, past)))
    elif isinstance(control, Release):
        past.records.release(node, control)


def _good(disown: Disown, past: Position) -> frozenset[bytes]:
    """The acts that a DISOWN calls good, and what is reached from them by way of acts of the same author (4.2)."""
    found, todo = set[bytes](), list(disown.good)
    while todo:
        at = todo.pop()
        if at not in found:
            found.add(at)
            header = past.graph.nodes[at].act.header
            todo += [p for p in header.past if past.graph.nodes[p].act.header.author == header.author]
    return frozenset(found)


def _file_verb(node: Node, verb: Verb, role: str, past: Position) -> Position | None:
    records, act, author = past.records, node.act, node.act.header.author
    item = DOSSIER if verb.begins else act.header.item or DOSSIER
    opened = act.item if verb.opens else item
    records.mark(item, verb.name, node)
    # Whoever takes an office is seated in it, so that a passing is no small change either.
    little = True
    if verb.to is not None:
        lane_role = (verb.takes or role) if verb.opens or verb.begins else role
        records.move((opened, lane_role, author), Move(node, verb.to))
    used: Seat = (NULL16 if verb.begins else past.home(item, role) or DOSSIER, role)
    for seat_role, party, here in _named(act, verb, role, past):
        home = DOSSIER if verb.begins else _seat_home(act, verb, seat_role, past)
        seating = Seating(node, party, here, used, convoked=bool(verb.convokes) and seat_role == verb.convokes)
        records.seat((home or DOSSIER, seat_role), seating)
        little = little and home == act.item
    office = _office(act, verb, past)
    if office and past.standing(office):
        records.passings.append(Passing(node, office, verb.deposes))
    if verb.once:
        term = past.term(item, verb.once)
        records.once.setdefault((author, verb.name), []).append(Once(node, item, term))
    return past.grown(node, opened, item) if little else None


def _office(act: Act, verb: Verb, past: Position) -> Seat | None:
    """The role of one, at an item that is there, which the verb takes."""
    home = _seat_home(act, verb, verb.takes, past) if verb.takes and not verb.begins else None
    if home is None or home == act.item:
        return None
    declared = past.type(home).role(verb.takes)
    return (home, verb.takes) if declared and not declared.many else None


def _named(act: Act, verb: Verb, role: str, past: Position) -> Iterator[tuple[str, bytes, bool]]:
    """Whom the act seats (true) and unseats (false), by role."""
    if verb.takes:
        yield verb.takes, act.header.author, True
    for named_role, parties in act.header.to:
        for party in parties:
            yield named_role, party, named_role in verb.seats
    if verb.convokes:
        spared = past.held(act.header.item or DOSSIER, verb.save)
        yield from ((verb.convokes, party, True) for party in sorted(past.parties - spared))
    if verb.leaves:
        yield role, act.header.author, False
