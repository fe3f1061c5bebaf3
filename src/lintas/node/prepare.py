"""An act prepared and shown, answered for by people in their own time, then sealed as it was shown.

What is shown is what is sealed. Between the two lie minutes or hours, and perhaps another machine, so that a `Prepared`
goes to bytes and back, kept by whoever called. Its nonce is a hash of all the rest, which officers answer for: if one
byte of it is not what it was, no answer holds. It is sealed once: who answered once did not answer for two acts of the
same words. What may differ is what the act cites, since officers do not answer for
that, and the time; whether the verb is still open, and each reader still a party, is judged anew when it is sealed.

An officer's answer is of the certificate that the officer has when the act is sealed. So who was dismissed since, or
whose passkey was taken away, answers no more.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from typing import Final

from lintas.crypto.errors import CryptoError
from lintas.dossier.admission import parse_act
from lintas.dossier.officer_errors import TooFewOfficers
from lintas.dossier.officers import NONCE_BYTES, Answer, Statement, parse_certificate
from lintas.dossier.sealing import Content
from lintas.node import desk
from lintas.node.author import Authored, Weighed, seal_first, seal_next, weigh, weigh_first
from lintas.node.order import Answering, NotSealed, Order
from lintas.node.persons import fewest_persons
from lintas.node.ports import NewAct
from lintas.node.reading import read
from lintas.node.state import Node
from lintas.wire import cbor, shape
from lintas.wire.errors import Malformed
from lintas.wire.identifiers import NULL16, digest
from lintas.wire.limits import LIMITS

VERSION: Final = 1
PREPARED_BYTES_MAX: Final = LIMITS.body_bytes_max + LIMITS.header_bytes_max
LANGUAGE_CHARS_MAX: Final = 35
_LABEL: Final = "lintas/prepared/1"
ROWS_MAX: Final = 100


class NotAsPrepared(NotSealed):
    """What would be sealed is not what was prepared and shown: it must be shown and answered for anew."""


class AlreadySealed(NotSealed):
    """What was prepared is an act of ours already: nobody answers once for two."""

    def __init__(self, act: bytes) -> None:
        self.act = act


class MethodNotEnough(NotSealed):
    """An officer answered by a method that does not suffice here, by this authority's own rule; `wanted` are those."""

    def __init__(self, method: str, wanted: str) -> None:
        self.method = method
        self.wanted = wanted


@dataclass(frozen=True, slots=True)
class Prepared:
    """An act as it is shown before it is sealed. `dossier` is None where it opens one of this kind; `order` names the
    readers one by one, and nobody who answers; `plain`: everybody may read it; `after`: how many acts there were here;
    `salt`: 16 bytes of chance.
    """

    kind: str
    dossier: bytes | None
    order: Order
    plain: bool
    after: int
    salt: bytes

    @property
    def nonce(self) -> bytes:
        """The nonce of the draft: a hash of all of it, so that officers answer for what no reader asks them for too."""
        return digest(_LABEL, write_prepared(self))[:NONCE_BYTES]

    @property
    def statement(self) -> Statement:
        """What officers answer for."""
        order, readers = self.order, () if self.plain else self.order.audience
        payload_hash = Content(order.fields).payload_hash()
        return Statement(self.dossier or NULL16, order.verb, order.item, payload_hash, readers, self.nonce)

    @property
    def challenge(self) -> bytes:
        """For what a passkey is to be touched: 32 bytes."""
        return self.statement.challenge()


@dataclass(frozen=True, slots=True)
class Wanted:
    """How many different officers must answer for what was prepared, and by which methods."""

    persons: int
    methods: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Given:
    """An officer who has answered for what was prepared, and for nothing else."""

    given: Answer
    statement: Statement

    @property
    def certificate(self) -> bytes:
        return self.given.certificate

    def answer(self, statement: Statement) -> Answer:
        if statement.challenge() != self.statement.challenge():
            raise NotAsPrepared()
        return self.given


def prepare(node: Node, dossier: bytes | None, kind: str, order: Order) -> tuple[Prepared, Wanted]:
    """The act of this order (its officers and nonce are passed over), as it would be sealed now, and who must answer.

    `dossier` is None to open one of the kind of this name. Raises as `author.author` and `author.open_dossier` do, the
    officers apart. Nothing is kept.
    """
    order = replace(order, officers=(), nonce=b"")
    weighed = _weigh(node, dossier, kind, order)
    order = replace(order, audience=weighed.audience, to={role: tuple(sorted(ids)) for role, ids in order.to.items()})
    after, salt = node.store.size(), node.entropy(NONCE_BYTES)
    drafted = Prepared(weighed.replica.kind.name, dossier, order, weighed.plain, after, salt)
    # By its bytes, so that it is now as it will be when it comes back.
    prepared = read_prepared(write_prepared(drafted))
    return prepared, _wanted(node, prepared, weighed)


def seal_prepared(node: Node, prepared: Prepared, answers: Sequence[Answer]) -> Authored:
    """Seal what was prepared, once, with the answers of these officers.

    Raises `AlreadySealed`, `UnknownOfficer` for who is not in service any more, `MethodNotEnough`, `TooFewOfficers` or
    what else is wrong with an answer, `NotAsPrepared`, or as `prepare`.
    """
    check_once(node, prepared.statement, prepared.after)
    weighed = _weigh(node, prepared.dossier, prepared.kind, prepared.order)
    officers = given_for(node, prepared.statement, _wanted(node, prepared, weighed), answers)
    order = replace(prepared.order, officers=officers, nonce=prepared.nonce)
    if prepared.dossier is None:
        return seal_first(node, weighed, order)
    return seal_next(node, prepared.dossier, weighed, order)


def given_for(node: Node, statement: Statement, needed: Wanted, answers: Sequence[Answer]) -> tuple[Answering, ...]:
    """Those who answered for this statement, and for nothing else, under the certificates that they have now; raises
    `UnknownOfficer`, `MethodNotEnough` or `TooFewOfficers`. What is wrong with an answer is found when it is sealed.
    """
    for each in answers:
        if each.method not in needed.methods:
            raise MethodNotEnough(each.method, ", ".join(needed.methods))
    officers = tuple(_Given(_of_today(node, each), statement) for each in answers)
    if (found := len({each.certificate for each in officers})) < needed.persons:
        raise TooFewOfficers(found, needed.persons)
    return officers


def check_once(node: Node, statement: Statement, after: int) -> None:
    """Raises `AlreadySealed` if an act of ours that came after so many has the nonce of this statement."""
    wanted = statement.dossier, statement.form, statement.verb, statement.item
    for row in _ours_since(node, after):
        header = parse_act(row.signed).act.header
        if (header.dossier, header.form, header.verb, header.item) == wanted:
            with suppress(CryptoError, Malformed):
                if read(node, row)[1].nonce == statement.nonce:
                    raise AlreadySealed(row.id)


def _ours_since(node: Node, position: int) -> Iterator[NewAct]:
    while rows := node.store.since(position, ROWS_MAX, node.id):
        yield from rows
        position = rows[-1].position + 1
    yield from (new for new in node.pending.acts if new.author == node.id)


def wanted(node: Node, prepared: Prepared) -> Wanted:
    """Who must answer for what was prepared, as things stand now; raises as `prepare`."""
    return _wanted(node, prepared, _weigh(node, prepared.dossier, prepared.kind, prepared.order))


def _weigh(node: Node, dossier: bytes | None, kind: str, order: Order) -> Weighed:
    return weigh_first(node, kind, order) if dossier is None else weigh(node, dossier, order)


def _wanted(node: Node, prepared: Prepared, weighed: Weighed) -> Wanted:
    order, dossier = prepared.order, prepared.dossier or b""
    persons = fewest_persons(node, weighed.verb, order, dossier, weighed.audience, weighed.rulings)
    exercise = node.federation.exercise
    methods = node.policy.proofs.suffice(weighed.replica.kind, weighed.verb, persons, exercise=exercise)
    return Wanted(persons, tuple(sorted(methods)))


def _of_today(node: Node, given: Answer) -> Answer:
    """The answer under the certificate that its officer has now; raises `UnknownOfficer`."""
    return replace(given, certificate=desk.by_pseudonym(node, parse_certificate(given.certificate).pseudonym).signed)


def write_prepared(prepared: Prepared) -> bytes:
    """The bytes of what was prepared, for whoever keeps it: canonical CBOR. Raises `ForbiddenValue` or `TooDeep`."""
    order = prepared.order
    fields: dict[int, object] = {1: VERSION, 2: prepared.kind, 3: prepared.dossier, 4: order.verb, 5: order.item}
    fields |= {6: dict(order.fields), 7: list(order.audience), 8: {role: list(ids) for role, ids in order.to.items()}}
    fields |= {9: list(order.re), 10: order.language, 11: order.purpose, 12: prepared.plain}
    fields |= {13: prepared.after, 14: prepared.salt}
    return cbor.encode(fields)


def read_prepared(data: bytes) -> Prepared:
    """What was prepared; raises `Malformed`. Whether it is what was shown, the officers' answers say."""
    fields = shape.read("prepared act", data, size_max=PREPARED_BYTES_MAX)
    fields.uint(1, VERSION, VERSION)
    said, to = fields.take(6, dict), fields.take(8, dict)
    if any(type(name) is not str for name in (*said, *to)):
        raise fields.bad(6, "has a name that is no text")
    order = Order(
        verb=fields.text(4, LIMITS.verb_chars_max),
        fields=said,
        audience=fields.ids(7, LIMITS.recipients_max, 16),
        officers=(),
        item=_maybe(fields, 5),
        to={role: fields.is_ids(8, ids, LIMITS.recipients_max, 16) for role, ids in to.items()},
        re=fields.ids(9, LIMITS.re_max),
        language=fields.text(10, LANGUAGE_CHARS_MAX),
        purpose=fields.text(11, LIMITS.text_bytes_max),
    )
    kind, salt = fields.text(2, LIMITS.verb_chars_max), fields.octets(14, NONCE_BYTES)
    return Prepared(kind, _maybe(fields, 3), order, fields.flag(12), fields.uint(13), salt)


def _maybe(fields: shape.Fields, label: int) -> bytes | None:
    return None if fields.map.get(label) is None else fields.octets(label, 16)
