"""Authoring: an officer's order becomes an act that is judged, sealed and signed, or an error that says what is wrong.

Everything is judged on the past of the act that is about to be signed: whether the verb is open, and who may read. An
audience that is empty, or names one that is no party, reaches nobody and says so.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime

from lintas.dossier.admission import SignedAct, sign_act
from lintas.dossier.body import check
from lintas.dossier.control import pin_fields
from lintas.dossier.grammar import Kind, Verb
from lintas.dossier.header import Form, Header, Seal
from lintas.dossier.header_bytes import named
from lintas.dossier.meanings import Problem
from lintas.dossier.officers import NONCE_BYTES, check_answers
from lintas.dossier.position import DOSSIER, Position
from lintas.dossier.replica import Draft, Replica
from lintas.dossier.safeguards import CORRECT, Case, stops
from lintas.dossier.sealing import Content, seal, write_plain
from lintas.dossier.traits import DIRECTORY, PLAIN
from lintas.dossier.verdict import Judged
from lintas.node.cases import check_let_in, check_opens
from lintas.node.death_gate import death_gate
from lintas.node.epochs import live_epoch
from lintas.node.files import ids_in
from lintas.node.heading import next_header
from lintas.node.holders import need_holders
from lintas.node.known_children import known_children
from lintas.node.non_punishment import unconsidered
from lintas.node.order import Answering, BadBody, NotAParty, NotOpen, Order, ReachesNobody, persons_of
from lintas.node.ports import Epoch
from lintas.node.quota import done_today
from lintas.node.rulings import rulings_on_record
from lintas.node.state import ExchangeEnded, Node, UnknownKind
from lintas.wire.identifiers import NULL16


@dataclass(frozen=True, slots=True)
class Weighed:
    """An order that is open to this authority now: its verb, who will be able to read it, the rulings on record, and
    the act's header, judged, which lacks the seal.
    """

    replica: Replica
    header: Header
    draft: Draft
    verb: Verb
    audience: tuple[bytes, ...]
    rulings: tuple[str, ...]

    @property
    def plain(self) -> bool:
        """Whether what the act says is not sealed."""
        return PLAIN in self.replica.kind.item.traits

    @property
    def readers(self) -> tuple[bytes, ...]:
        """The audience that officers answer for: nobody is named where it is plain."""
        return () if self.plain else self.audience


@dataclass(frozen=True, slots=True)
class Authored:
    """An act that was made: in which dossier, its id, its verdict, and who will be able to read it."""

    dossier: bytes
    act: bytes
    judged: Judged
    audience: tuple[bytes, ...]


def open_dossier(node: Node, kind_name: str, order: Order) -> Authored:
    """Open a dossier of a kind; raises `UnknownKind`, `UnknownAuthority`, `Malformed` or a `NotSealed`."""
    return seal_first(node, weigh_first(node, kind_name, order), order)


def author(node: Node, dossier: bytes, order: Order) -> Authored:
    """Do a verb in a dossier; raises `UnknownDossier` or as `open_dossier`."""
    return seal_next(node, dossier, weigh(node, dossier, order), order)


def weigh_first(node: Node, kind_name: str, order: Order) -> Weighed:
    """Whether the order opens a dossier of this kind; raises as `open_dossier`."""
    kind = node.kinds.get(kind_name)
    verb = kind.item.verb(order.verb) if kind else None
    if kind is None:
        raise UnknownKind(kind_name, 0)
    if verb is None or not verb.begins:
        begins = ", ".join(v.name for v in kind.item.verbs if v.begins)
        raise NotOpen("R1", f"{order.verb} does not open {kind.title}; what does: {begins}")
    check_opens(node, kind)
    replica = Replica(kind)
    audience = _audience(order, frozenset({node.id, *_named(node, order, kind)}), node, plain=PLAIN in kind.item.traits)
    header = replace(_header(node, order, None, replica), control=pin_fields(node.pins[kind_name]))
    return Weighed(replica, header, _draft(replica, header), verb, audience, ())


def seal_first(node: Node, weighed: Weighed, order: Order) -> Authored:
    """Open the dossier, as it was weighed just now; raises as `open_dossier`."""
    replica, header, audience = weighed.replica, weighed.header, weighed.audience
    check_body(node, weighed.verb, order, b"", audience, (), persons_of(order))
    key = node.entropy(32)
    content = _content(node, order, weighed, header)
    content = content if weighed.plain else replace(content, members=(node.id, *audience))
    sealed, body = write_plain(content) if weighed.plain else seal(node.suite, NULL16, key, header, content)
    signed = sign_act(node.identity.signer, header, sealed)
    # Judged again: the id of the act is that of the dossier, and the seal is part of it.
    draft = _draft(replica, signed.act.header)
    if DIRECTORY in replica.kind.item.traits:
        node.register.check_first(signed.act)
    judged = replica.receive_drafted(signed.act, draft)
    if not weighed.plain:
        node.pending.epochs.append(Epoch(signed.act.item, signed.act.item, node.id, (node.id, *audience), key))
    node.replicas[signed.act.item] = replica
    node.keep(signed, body)
    return Authored(signed.act.item, signed.act.id, judged, audience)


def weigh(node: Node, dossier: bytes, order: Order) -> Weighed:
    """Whether the order is open to us in this dossier; raises as `author`."""
    replica = node.replica(dossier)
    if DIRECTORY not in replica.kind.item.traits:
        # The registry alone names authorities that are not known yet: those whom it admits.
        _named(node, order, replica.kind)
    header = _header(node, order, dossier, replica)
    draft = _draft(replica, header)
    past = replica.view(header.past)
    verb = past.type(order.item or DOSSIER).verb(order.verb)
    assert verb is not None
    plain = PLAIN in replica.kind.item.traits
    if DIRECTORY in replica.kind.item.traits and (why := node.register.check(draft.judged.act, order.fields, past)):
        raise BadBody([Problem("", why)])
    audience = _audience(order, past.firm | _newcomers(order, verb, past), node, plain=plain)
    if verb.name == CORRECT:
        named = (past.graph.nodes[each].act for each in order.re if each in past.graph)
        need_holders(node, named, audience, past.firm)
    return Weighed(replica, header, draft, verb, audience, rulings_on_record(node, dossier, past))


def seal_next(node: Node, dossier: bytes, weighed: Weighed, order: Order) -> Authored:
    """Do the verb, as it was weighed just now; raises as `author`."""
    replica, header, draft = weighed.replica, weighed.header, weighed.draft
    done = done_today(node, replica, weighed.verb)
    check_body(node, weighed.verb, order, dossier, weighed.audience, weighed.rulings, persons_of(order), done)
    content = _content(node, order, weighed, header)
    if weighed.plain:
        sealed, body = write_plain(content)
    else:
        header, sealed, body = _sealed(node, order, dossier, replica, header, content, weighed.audience)
        draft = draft if header == draft.judged.act.header else _draft(replica, header)
    signed = sign_act(node.identity.signer, header, sealed)
    judged = replica.receive_drafted(signed.act, draft)
    node.keep(signed, body)
    return Authored(dossier, signed.act.id, judged, weighed.audience)


def _sealed(
    node: Node,
    order: Order,
    dossier: bytes,
    replica: Replica,
    header: Header,
    content: Content,
    audience: tuple[bytes, ...],
) -> tuple[Header, Seal, bytes]:
    """The header, its seal and the body, under an epoch of this audience; a new one begins if there is none."""
    epoch = live_epoch(node, dossier, replica, audience)
    if epoch is None:
        # Whatever cannot be sealed is found here, before a KEY act is made for it.
        sign_act(node.identity.signer, replace(header, seal=seal(node.suite, NULL16, bytes(32), header, content)[0]))
        epoch = _begin_epoch(node, dossier, replica, (node.id, *audience))
        # The chain goes on behind the KEY act. What officers answer for is the same.
        header = _header(node, order, dossier, replica)
    assert epoch.key is not None
    return header, *seal(node.suite, epoch.id, epoch.key, header, content)


def _header(node: Node, order: Order, dossier: bytes | None, replica: Replica) -> Header:
    return next_header(
        node,
        dossier,
        replica,
        verb=order.verb,
        item=order.item,
        to=named(order.to),
        re=order.re,
        attachments=ids_in(order.fields),
    )


def _draft(replica: Replica, header: Header) -> Draft:
    """The header with its verdict, which must be that it counts; raises `NotOpen`."""
    draft = replica.draft(header)
    if not draft.judged.counted:
        raise NotOpen(draft.judged.rule, draft.judged.why)
    return draft


def _named(node: Node, order: Order, kind: Kind) -> tuple[bytes, ...]:
    """Whom the order names; raises `UnknownAuthority`, or as `check_let_in`."""
    found = tuple(party for parties in order.to.values() for party in parties)
    check_let_in(node, kind, found)
    return found


def _newcomers(order: Order, verb: Verb, past: Position) -> frozenset[bytes]:
    """Those whom the act itself makes parties: it may be sealed to them."""
    item = order.item or DOSSIER
    opened = past.type(item).child(verb.opens)
    roles = [
        r for r in order.to if r in verb.seats and not (opened and opened.role(r)) and past.home(item, r) == DOSSIER
    ]
    return frozenset(p for role in roles for p in order.to[role])


def _audience(order: Order, allowed: frozenset[bytes], node: Node, *, plain: bool) -> tuple[bytes, ...]:
    """Who will be able to read it: whom the order says, or everybody who may where bodies are plain."""
    if plain:
        return tuple(sorted(allowed - {node.id}))
    wanted = set(order.audience) - {node.id}
    if not wanted and not (order.verb == CORRECT and order.re):
        # A correction is made although all who hold what it corrects have left: they are told by letter.
        raise ReachesNobody()
    if strangers := sorted(wanted - allowed):
        raise NotAParty(strangers)
    if ended := next((party for party in sorted(wanted) if node.has_ended(party)), None):
        raise ExchangeEnded(node.federation.code(ended))
    return tuple(sorted(wanted))


def check_body(
    node: Node,
    verb: Verb,
    order: Order,
    dossier: bytes,
    audience: tuple[bytes, ...],
    rulings: tuple[str, ...],
    persons: int,
    done: int = 0,
) -> None:
    """Raises `BadBody` unless what the order says may be sealed to these today in the dossier, or as what opens one if
    there is none yet, if so many persons answer for it and we did the same so often in the last 24 hours.
    """
    today = datetime.fromtimestamp(node.clock() / 1000, UTC).date()
    case = Case(
        today=today,
        recipients=tuple(sorted(_states(node, audience) - {node.identity.authority.state})),
        officers=persons,
        purpose=order.purpose,
        rulings=rulings,
        done_today=done,
        gateway=node.policy.transfer_gateway,
        death_for=death_gate(node),
        protected=node.policy.is_protected,
        child=known_children(node, dossier, today),
        unconsidered=unconsidered(node),
        barred=node.policy.is_barred,
    )
    if problems := [*check(verb, order.fields), *stops(verb, order.fields, case)]:
        raise BadBody(problems)


def _states(node: Node, audience: tuple[bytes, ...]) -> set[str]:
    """The states of those who will read it; a state that is just being admitted reads nothing but the registry."""
    entries = node.federation.standing.entries
    return {entries[party][0].state for party in audience if party in entries}


def _content(node: Node, order: Order, weighed: Weighed, header: Header) -> Content:
    content = Content(dict(order.fields), (), order.language, order.nonce or node.entropy(NONCE_BYTES))
    persons = max(weighed.verb.persons, 1)
    return answered(node, content, header, weighed.readers, order.officers, persons, weighed.replica.kind.name)


def answered(
    node: Node,
    content: Content,
    header: Header,
    audience: tuple[bytes, ...],
    officers: Sequence[Answering],
    persons: int,
    kind: str,
) -> Content:
    """What an act is to say in a dossier of this kind, with the answers of these officers, of whom so many must be
    different. What no reader would take is found here: raises an `OfficerError`, `CryptoError` or `NotSealed`.
    """
    statement = content.statement(header, audience)
    answers = tuple(officer.answer(statement) for officer in officers)
    ours, at_ms = node.identity.authority, header.time_ms
    check_answers(node.suite, answers, statement, ours, kind=kind, at_ms=at_ms, persons=persons)
    return Content(content.fields, answers, content.language, content.nonce, content.members)


def epoch_for(node: Node, dossier: bytes, replica: Replica, audience: tuple[bytes, ...]) -> Epoch:
    """A live epoch of exactly this audience; one begins if there is none."""
    return live_epoch(node, dossier, replica, audience) or _begin_epoch(node, dossier, replica, (node.id, *audience))


def _begin_epoch(node: Node, dossier: bytes, replica: Replica, members: tuple[bytes, ...]) -> Epoch:
    key = node.entropy(32)
    header = next_header(node, dossier, replica, form=Form.KEY)
    content = Content({}, (), "", node.entropy(NONCE_BYTES), members)
    sealed, body = seal(node.suite, NULL16, key, header, content)
    signed: SignedAct = sign_act(node.identity.signer, header, sealed)
    replica.receive_drafted(signed.act, _draft(replica, signed.act.header))
    epoch = Epoch(dossier, signed.act.item, node.id, members, key)
    node.pending.epochs.append(epoch)
    node.keep(signed, body)
    return epoch
