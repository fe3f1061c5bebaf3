"""Headers as bytes: deterministic CBOR maps with the labels of `spec/act.md`, and the ids that the bytes give.

Decoding is strict: a label that version 1 does not know is kept in the bytes and passed over; everything that version 1
does know must have its exact type, length and range.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from lintas.dossier.header import VERSION, Act, Beacon, Form, Header, Seal
from lintas.wire import cbor, shape
from lintas.wire.errors import TooLarge
from lintas.wire.identifiers import NULL16, digest
from lintas.wire.limits import LIMITS
from lintas.wire.shape import BadShape, Fields

MESSAGE = "act header"
_ACT_LABEL = "lintas/act/1"
_PLAIN = False, False, True, True
_FORMS = {form.value: form for form in Form}


class UnknownVersion(BadShape):
    """A header of a version that this node does not know."""

    def __init__(self, version: int) -> None:
        super().__init__(MESSAGE, 1, f"version {version} is not known here; this node may need an upgrade")
        self.version = version


@dataclass(frozen=True, slots=True)
class LaterAct:
    """What every version of a header keeps (`spec/act.md` 5), of one that is not known here."""

    version: int
    id: bytes
    dossier: bytes
    author: bytes
    reg: bytes


def read_later(payload: bytes) -> LaterAct:
    """What can be read of an act of a later version; raises `Malformed`."""
    fields = shape.read(MESSAGE, payload, size_max=LIMITS.header_bytes_max, depth_max=LIMITS.header_depth_max)
    version, identifier = fields.uint(1, VERSION + 1), act_id(payload)
    dossier, author, reg = fields.octets(2, 16), fields.octets(3, 16), fields.octets(16, 32)
    return LaterAct(version, identifier, identifier[:16] if dossier == NULL16 else dossier, author, reg)


def named(to: Mapping[str, Iterable[bytes]]) -> tuple[tuple[str, tuple[bytes, ...]], ...]:
    """Parties by role as a header that was read has them: roles in the order of a canonical map, parties ascending."""
    return tuple(_in_order([(role, tuple(sorted(set(parties)))) for role, parties in to.items()]))


def _in_order(to: Sequence[tuple[str, tuple[bytes, ...]]]) -> Sequence[tuple[str, tuple[bytes, ...]]]:
    return sorted(to, key=_role_bytes) if len(to) > 1 else to


def _role_bytes(named: tuple[str, tuple[bytes, ...]]) -> bytes:
    return cbor.encode(named[0])


def act_id(payload: bytes) -> bytes:
    """The id of the act whose header these bytes are: 32 bytes."""
    return digest(_ACT_LABEL, payload)


def read_act(payload: bytes) -> Act:
    """Decode a header; raises `Malformed` or one of its kinds."""
    return Act(act_id(payload), decode(payload))


def make_act(header: Header) -> tuple[Act, bytes]:
    """The act and the bytes to sign."""
    payload = encode(header)
    return Act(act_id(payload), header), payload


def make_readable_act(header: Header, seal: Seal | None = None) -> tuple[Act, bytes]:
    """As `make_act`, of a header that every reader takes; raises what `decode` of its bytes would raise. `seal`: of a
    header that lacks it.

    What `decode` asks of the fields is asked of them before they are bytes; what bytes add is their number and depth.
    """
    fields = _fields(header, seal)
    payload = cbor.encode(fields, depth_max=LIMITS.header_depth_max)
    if len(payload) > LIMITS.header_bytes_max:
        raise TooLarge("cbor", len(payload), LIMITS.header_bytes_max)
    return Act(act_id(payload), _header(Fields(MESSAGE, fields))), payload


def dossier_of(act: Act) -> bytes:
    """The dossier to which the act belongs; a first act gives the dossier its name."""
    return act.id[:16] if act.header.first else act.header.dossier


def encode(header: Header) -> bytes:
    """The bytes that are signed; what is empty and optional is left out."""
    return cbor.encode(_fields(header))


def _fields(header: Header, seal: Seal | None = None) -> dict[int, object]:
    fields: dict[int, object] = {
        1: VERSION,
        2: header.dossier,
        3: header.author,
        4: header.incarnation,
        5: header.sequence,
        6: header.prev,
        7: list(header.seen),
        8: header.depth,
        9: header.time_ms,
    }
    if header.beacon:
        fields[10] = [header.beacon.log, header.beacon.size, header.beacon.root, header.beacon.time_ms]
    fields[11] = int(header.form)
    if seal := header.seal or seal:
        if not seal.plain:
            fields[12], fields[13] = seal.epoch, seal.commitment
        fields[14], fields[15] = seal.body_hash, seal.body_bytes
    fields[16], fields[17] = header.reg, header.retention
    if header.attachments:
        fields[18] = list(header.attachments)
    if header.control is not None:
        fields[19] = dict(header.control)
    fields[20], fields[21] = header.verb, header.item
    if header.re:
        fields[22] = list(header.re)
    if header.to:
        fields[23] = {role: list(parties) for role, parties in _in_order(header.to)}
    return fields


def decode(payload: bytes) -> Header:
    """The header in these bytes; raises `Malformed` (not CBOR as required), `UnknownVersion` or `BadShape`."""
    return _header(shape.read(MESSAGE, payload, size_max=LIMITS.header_bytes_max, depth_max=LIMITS.header_depth_max))


def _header(fields: Fields) -> Header:
    if fields.uint(1) != VERSION:
        raise UnknownVersion(fields.uint(1))
    header = Header(
        dossier=fields.octets(2, 16),
        author=fields.octets(3, 16),
        incarnation=fields.uint(4),
        sequence=fields.uint(5, least=1),
        prev=fields.octets(6, 32),
        seen=_seen(fields),
        depth=fields.uint(8, least=1),
        time_ms=fields.uint(9),
        beacon=_beacon(fields),
        form=_form(fields),
        seal=_seal(fields),
        reg=fields.octets(16, 32),
        retention=fields.uint(17),
        attachments=fields.ids(18, LIMITS.attachments_max),
        control=fields.take(19, dict) if 19 in fields else None,
        verb=fields.text(20, LIMITS.verb_chars_max),
        item=None if fields.map.get(21, 0) is None else fields.octets(21, 16),
        re=fields.ids(22, LIMITS.re_max),
        to=_to(fields),
    )
    _check(fields, header)
    return header


def _check(fields: Fields, header: Header) -> None:
    if (header.form is Form.VERB) != bool(header.verb):
        raise fields.bad(20, "a verb belongs to acts of form verb, and to them only")
    if header.form is Form.KEY and (header.seal is None or header.seal.epoch != NULL16):
        raise fields.bad(12, "a KEY act is sealed under the epoch that it begins")
    if header.first and (header.sequence != 1 or header.past or header.form is not Form.VERB):
        raise fields.bad(2, "a first act has nothing before it")
    if header.item == NULL16:
        raise fields.bad(21, "the dossier as an item is null, and nothing else")
    if not header.first and not header.past:
        # Refused here, whether the dossier is known or not: the answer must not tell a stranger which.
        raise fields.bad(7, "only a first act has nothing before it")


def _seen(fields: Fields) -> tuple[bytes, ...]:
    return _ordered(fields, 7, fields.is_ids(7, fields.take(7, list), LIMITS.seen_max))


def _ordered(fields: Fields, label: int, values: tuple[bytes, ...]) -> tuple[bytes, ...]:
    if not shape.ascending(values):
        raise fields.bad(label, "is not in ascending order without doubles")
    return values


def _form(fields: Fields) -> Form:
    form = _FORMS.get(value := fields.uint(11))
    if form is None:
        raise fields.bad(11, f"form {value} is not known to version {VERSION}")
    return form


def _seal(fields: Fields) -> Seal | None:
    given = fields.map
    present = 12 in given, 13 in given, 14 in given, 15 in given
    if True not in present:
        return None
    plain = present == _PLAIN
    if not (plain or all(present)):
        raise fields.bad(12, "labels 12 to 15 come together, or 14 and 15 alone where the body is plain")
    size = fields.uint(15, least=1, most=LIMITS.body_bytes_max)
    if plain:
        return Seal(b"", b"", fields.octets(14, 32), size)
    return Seal(fields.octets(12, 16), fields.octets(13, 32), fields.octets(14, 32), size)


def _beacon(fields: Fields) -> Beacon | None:
    if 10 not in fields:
        return None
    value = fields.take(10, list)
    if len(value) != 4:
        raise fields.bad(10, "is not [log, size, root, time]")
    log, size, root, time_ms = value
    return Beacon(
        fields.is_octets(10, log, 16),
        fields.is_uint(10, size),
        fields.is_octets(10, root, 32),
        fields.is_uint(10, time_ms),
    )


def _to(fields: Fields) -> tuple[tuple[str, tuple[bytes, ...]], ...]:
    if 23 not in fields:
        return ()
    named: list[tuple[str, tuple[bytes, ...]]] = []
    for role, parties in fields.take(23, dict).items():
        found = _ordered(fields, 23, fields.is_ids(23, parties, LIMITS.parties_max, 16))
        named.append((fields.is_text(23, role, LIMITS.verb_chars_max), found))
    return tuple(named)
