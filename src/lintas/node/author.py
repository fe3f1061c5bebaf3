"""Authoring: an officer's order becomes an act that is judged, sealed and signed, or an error that says what is wrong.

Everything is judged on the past of the act that is about to be signed: whether the verb is open, and who may read. An
audience that is empty, or names one that is no party, reaches nobody and says so.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from itertools import islice
from typing import Any

from lintas.crypto.ports import Signer
from lintas.dossier.admission import SignedAct, sign_act
from lintas.dossier.body import check
from lintas.dossier.citing import citations, depth
from lintas.dossier.control import pin_fields
from lintas.dossier.grammar import Verb
from lintas.dossier.graph import Node as GraphNode
from lintas.dossier.header import Form, Header, Seal
from lintas.dossier.header_bytes import named
from lintas.dossier.meanings import Problem
from lintas.dossier.officers import NONCE_BYTES, Answer, answer, check_certified, enough
from lintas.dossier.position import DOSSIER, Position
from lintas.dossier.replica import Draft, Replica
from lintas.dossier.safeguards import CORRECT, Case, stops
from lintas.dossier.sealing import Content, seal, write_plain
from lintas.dossier.traits import DIRECTORY, PLAIN
from lintas.dossier.verdict import Judged
from lintas.node.files import ids_in
from lintas.node.holders import need_holders
from lintas.node.keys import MissingKeys
from lintas.node.ports import Epoch
from lintas.node.rulings import rulings_on_record
from lintas.node.state import ExchangeEnded, Node, UnknownKind
from lintas.wire.errors import LintasError
from lintas.wire.identifiers import NULL16, NULL32


class NotSealed(LintasError):
    """The act was not made: what the order asks for cannot be sealed as it is. Nothing was stored or sent."""


class NotOpen(NotSealed):
    """The verb is not open to this authority now: the rule of spec/fold.md and what it found."""

    def __init__(self, rule: str, why: str) -> None:
        self.rule = rule
        self.why = why


class BadBody(NotSealed):
    """Fields are missing, wrong, or stopped by a safeguard."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        self.problems = tuple(problems)

    def __str__(self) -> str:
        return "; ".join(f"{p.field}: {p.reason}" if p.field else p.reason for p in self.problems)


class ReachesNobody(NotSealed):
    """The audience is empty."""


class NotAParty(NotSealed):
    """The audience names authorities that are not, or not yet surely, parties of the dossier."""

    def __init__(self, parties: Sequence[bytes]) -> None:
        self.parties = tuple(parties)


@dataclass(frozen=True, slots=True)
class OfficerAtWork:
    """An officer who is signed in: the role in which to answer, the certificate, the key."""

    role: str
    certificate: bytes
    signer: Signer


@dataclass(frozen=True, slots=True)
class Order:
    """What an officer orders. `to` names parties by role; `audience` who may read, beside the authority itself."""

    verb: str
    fields: Mapping[str, Any]
    audience: tuple[bytes, ...]
    officers: tuple[OfficerAtWork, ...]
    item: bytes | None = None
    to: Mapping[str, tuple[bytes, ...]] = field(default_factory=dict)
    re: tuple[bytes, ...] = ()
    language: str = "en"
    purpose: str = ""


@dataclass(frozen=True, slots=True)
class Authored:
    """An act that was made: in which dossier, its id, its verdict, and who will be able to read it."""

    dossier: bytes
    act: bytes
    judged: Judged
    audience: tuple[bytes, ...]


def open_dossier(node: Node, kind_name: str, order: Order) -> Authored:
    """Open a dossier of a kind; raises `UnknownKind`, `UnknownAuthority`, `Malformed` or a `NotSealed`."""
    kind = node.kinds.get(kind_name)
    verb = kind.item.verb(order.verb) if kind else None
    if kind is None:
        raise UnknownKind(kind_name, 0)
    if verb is None or not verb.begins:
        begins = ", ".join(v.name for v in kind.item.verbs if v.begins)
        raise NotOpen("R1", f"{order.verb} does not open {kind.title}; what does: {begins}")
    replica, plain = Replica(kind), PLAIN in kind.item.traits
    audience = _audience(order, frozenset({node.id, *_named(node, order)}), node, plain=plain)
    check_body(node, verb, order, audience, ())
    header = replace(_header(node, order, None, replica), control=pin_fields(node.pins[kind_name]))
    key = node.entropy(32)
    content = _content(node, order, header, verb, () if plain else audience, begins=not plain)
    sealed, body = write_plain(content) if plain else seal(node.suite, NULL16, key, header, content)
    signed = sign_act(node.identity.signer, replace(header, seal=sealed))
    draft = _draft(replica, signed.act.header)
    if DIRECTORY in kind.item.traits:
        node.register.check_first(signed.act)
    judged = replica.receive_drafted(signed.act, draft)
    if not plain:
        node.pending.epochs.append(Epoch(signed.act.item, signed.act.item, node.id, (node.id, *audience), key))
    node.replicas[signed.act.item] = replica
    node.keep(signed, body)
    return Authored(signed.act.item, signed.act.id, judged, audience)


def author(node: Node, dossier: bytes, order: Order) -> Authored:
    """Do a verb in a dossier; raises `UnknownDossier` or as `open_dossier`."""
    replica = node.replica(dossier)
    if DIRECTORY not in replica.kind.item.traits:
        # The registry alone names authorities that are not known yet: those whom it admits.
        _named(node, order)
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
    check_body(node, verb, order, audience, rulings_on_record(node, dossier, past))
    content = _content(node, order, header, verb, () if plain else audience, begins=False)
    if plain:
        sealed, body = write_plain(content)
    else:
        header, sealed, body = _sealed(node, order, dossier, replica, header, content, audience)
        draft = draft if header == draft.judged.act.header else _draft(replica, header)
    signed = sign_act(node.identity.signer, replace(header, seal=sealed))
    judged = replica.receive_drafted(signed.act, draft)
    node.keep(signed, body)
    return Authored(dossier, signed.act.id, judged, audience)


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
    epoch = _epoch(node, dossier, replica, audience)
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


def next_header(node: Node, dossier: bytes | None, replica: Replica, **said: Any) -> Header:
    """The header of this authority's next act in the dossier (None: of a first act), without its seal."""
    if node.short_of_keys:
        raise MissingKeys(node.identity.authority.code)
    prev, sequence = _tip(node, replica)
    seen = citations(replica.now(), node.id, prev) if dossier else ()
    past = seen if prev == NULL32 else (prev, *seen)
    return Header(
        dossier=dossier or NULL16,
        author=node.id,
        incarnation=node.incarnation,
        sequence=sequence + 1,
        prev=prev,
        seen=seen,
        depth=depth(replica.graph, past),
        time_ms=node.clock(),
        reg=node.federation.basis(node.id),
        **said,
    )


def _tip(node: Node, replica: Replica) -> tuple[bytes, int]:
    strands = replica.graph.chains.get((node.id, node.incarnation), [])
    if not strands:
        return NULL32, 0
    last = replica.graph.strands[strands[-1]].nodes[-1]
    return last.act.id, last.place


def _draft(replica: Replica, header: Header) -> Draft:
    """The header with its verdict, which must be that it counts; raises `NotOpen`."""
    draft = replica.draft(header)
    if not draft.judged.counted:
        raise NotOpen(draft.judged.rule, draft.judged.why)
    return draft


def _named(node: Node, order: Order) -> tuple[bytes, ...]:
    """Whom the order names; raises `UnknownAuthority`."""
    found = tuple(party for parties in order.to.values() for party in parties)
    for party in found:
        node.federation.authority(party)
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


def check_body(node: Node, verb: Verb, order: Order, audience: tuple[bytes, ...], rulings: tuple[str, ...]) -> None:
    """Raises `BadBody` unless what the order says may be sealed to these today."""
    case = Case(
        today=datetime.fromtimestamp(node.clock() / 1000, UTC).date(),
        recipients=tuple(sorted(_states(node, audience) - {node.identity.authority.state})),
        officers=len({officer.certificate for officer in order.officers}),
        purpose=order.purpose,
        rulings=rulings,
        death_for=node.policy.death_for,
        protected=node.policy.is_protected,
        barred=node.policy.is_barred,
    )
    if problems := [*check(verb, order.fields), *stops(verb, order.fields, case)]:
        raise BadBody(problems)


def _states(node: Node, audience: tuple[bytes, ...]) -> set[str]:
    """The states of those who will read it; a state that is just being admitted reads nothing but the registry."""
    entries = node.federation.standing.entries
    return {entries[party][0].state for party in audience if party in entries}


def _content(
    node: Node, order: Order, header: Header, verb: Verb, audience: tuple[bytes, ...], *, begins: bool
) -> Content:
    content = answered(node, order.fields, order.language, header, audience, order.officers, max(verb.persons, 1))
    return replace(content, members=(node.id, *audience)) if begins else content


def answered(
    node: Node,
    fields: Mapping[str, Any],
    language: str,
    header: Header,
    audience: tuple[bytes, ...],
    officers: Sequence[OfficerAtWork],
    persons: int,
) -> Content:
    """What an act is to say, with the answers of these officers, of whom so many must be different.

    Raises an `OfficerError`.
    """
    content = Content(dict(fields), (), language, node.entropy(NONCE_BYTES))
    statement = content.statement(header, audience)
    answers: tuple[Answer, ...] = tuple(answer(o.signer, o.certificate, o.role, statement) for o in officers)
    # The proofs were made a line above; what may be wrong is who made them.
    ours, at_ms = node.identity.authority, header.time_ms
    enough([check_certified(node.suite, each, ours, at_ms=at_ms) for each in answers], persons)
    return replace(content, officers=answers)


def epoch_for(node: Node, dossier: bytes, replica: Replica, audience: tuple[bytes, ...]) -> Epoch:
    """A live epoch of exactly this audience; one begins if there is none."""
    return _epoch(node, dossier, replica, audience) or _begin_epoch(node, dossier, replica, (node.id, *audience))


def _epoch(node: Node, dossier: bytes, replica: Replica, audience: tuple[bytes, ...]) -> Epoch | None:
    """The newest live epoch of exactly this audience, if there is one.

    Live are the newest of ours whose members have been parties since it began: who left and came back holds its key.
    The vault may know more: an epoch whose KEY act was never stored, or was lost in a restore, may have reached nobody.
    """
    members, now = {node.id, *audience}, replica.now()
    known = [*node.vault.epochs(dossier), *(e for e in node.pending.epochs if e.dossier == dossier)]
    begun = ((e, _begun(node, replica, e.id)) for e in reversed(known) if e.author == node.id and e.key)
    live = islice(((e, by) for e, by in begun if by), node.limits.epochs_live_max)
    same = ((e, by) for e, by in live if set(e.members) == members)
    return next((e for e, by in same if all(now.knew(by, member) for member in members)), None)


def _begun(node: Node, replica: Replica, epoch: bytes) -> GraphNode | None:
    """The act of ours that began the epoch, if it is here."""
    if epoch not in node.begun:
        strands = (replica.graph.strands[number] for number in replica.graph.authors.get(node.id, ()))
        by = next((n for strand in strands for n in strand.nodes if n.act.item == epoch), None)
        if by is None:
            return None
        node.begun[epoch] = by.act.id
    return replica.graph.nodes.get(node.begun[epoch])


def _begin_epoch(node: Node, dossier: bytes, replica: Replica, members: tuple[bytes, ...]) -> Epoch:
    key = node.entropy(32)
    header = next_header(node, dossier, replica, form=Form.KEY)
    content = Content({}, (), "", node.entropy(NONCE_BYTES), members)
    sealed, body = seal(node.suite, NULL16, key, header, content)
    signed: SignedAct = sign_act(node.identity.signer, replace(header, seal=sealed))
    replica.receive_drafted(signed.act, _draft(replica, signed.act.header))
    epoch = Epoch(dossier, signed.act.item, node.id, members, key)
    node.pending.epochs.append(epoch)
    node.keep(signed, body)
    return epoch
