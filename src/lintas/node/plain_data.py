"""Plain input into orders, and what the node shows into plain output: text, integers, lists and maps.

Officers name authorities by code and dossiers, items and acts by the text form of their ids or the beginning of it,
and write values as people do: `1250.50 MYR`, `fraud; 4 years or more`. What cannot be read becomes a problem with the
field's name and what to do.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import fields, is_dataclass
from enum import Enum
from typing import Any, Final

from lintas.dossier.grammar import Verb
from lintas.dossier.meanings import Bracket, Count, Link, Meaning, Money, Offence, Party, Problem
from lintas.dossier.occasions import Appointment, Delegate
from lintas.dossier.position import DOSSIER, Position
from lintas.dossier.replica import Replica
from lintas.node.closed import may_know
from lintas.node.order import BadBody
from lintas.node.state import Node
from lintas.wire.errors import BadIdentifier, LintasError
from lintas.wire.identifiers import ACT_BYTES, DOSSIER_BYTES, ITEM_BYTES, NULL16, read, show

DOSSIER_WORD = "dossier"
SHORT = 8
_COUNT_DIGITS_MAX = 19

Parser = Callable[[Node, Any], object]


class Unreadable(LintasError):
    """A value is not written as its field needs it."""

    def __init__(self, how: str) -> None:
        self.how = how


class NoSuchDossier(LintasError):
    """No dossier here, or more than one, has an id that begins so."""

    def __init__(self, text: str, found: int) -> None:
        self.text = text
        self.found = found


class NoSuchItem(LintasError):
    """No item of the dossier, or more than one, is meant; `items` are those that might be."""

    def __init__(self, text: str, items: Sequence[str]) -> None:
        self.text = text
        self.items = ", ".join(items) or "none"


class NoSuchAct(LintasError):
    """No act of the dossier, or more than one, has an id that begins so."""

    def __init__(self, text: str, found: int) -> None:
        self.text = text
        self.found = found


def read_fields(node: Node, verb: Verb, given: Mapping[str, Any]) -> dict[str, object]:
    """The fields of a body as values of their meanings; raises `BadBody` naming every field that cannot be read."""
    known, found, problems = verb.says.fields(), dict[str, object](), list[Problem]()
    for name, value in given.items():
        meaning = known.get(name)
        if meaning is None:
            problems.append(Problem(name, f"there is no such field; there are: {', '.join(known)}"))
            continue
        try:
            found[name] = _read_value(node, meaning, value)
        except LintasError as error:
            problems.append(Problem(name, error.how if isinstance(error, Unreadable) else str(error)))
    if problems:
        raise BadBody(problems)
    return found


def _read_value(node: Node, meaning: Meaning, value: Any) -> object:
    parser = _PARSERS.get(meaning.name, _as_it_is)
    if meaning.many:
        return [parser(node, entry) for entry in (value if isinstance(value, list) else [value])]
    if isinstance(value, list):
        raise Unreadable("give it once")
    return parser(node, value)


def _as_it_is(node: Node, value: Any) -> object:
    return value


def _count(node: Node, value: Any) -> object:
    if isinstance(value, str) and value.isascii() and value.isdigit() and len(value) <= _COUNT_DIGITS_MAX:
        return int(value)
    return value


def _party(node: Node, value: Any) -> object:
    return node.federation.by_code(value).id if isinstance(value, str) else value


def _money(node: Node, value: Any) -> object:
    if not isinstance(value, str):
        return value
    amount, _, currency = value.strip().partition(" ")
    if not currency:
        raise Unreadable("write the amount and the currency, as 1250.50 MYR")
    return {"amount": amount, "currency": currency.strip()}


def _offence(node: Node, value: Any) -> object:
    if not isinstance(value, str):
        return value
    parts = [part.strip() for part in value.split(";")]
    if not 2 <= len(parts) <= 3:
        raise Unreadable("write the offence and its penalty band, as fraud; 4 years or more")
    return dict(zip(("name", "band", "purpose"), parts, strict=False))


def _bracket(node: Node, value: Any) -> object:
    if not isinstance(value, str):
        return value
    parts = [part.strip() for part in value.split("|")]
    if not 2 <= len(parts) <= 5 or not parts[0].isascii() or not parts[0].isdigit():
        raise Unreadable("write the paragraph, the words, what instead and why, as 3 | shall | should | our law")
    said = {name: part for name, part in zip(("words", "instead", "why", "language"), parts[1:], strict=False) if part}
    return {"paragraph": _count(node, parts[0]), **said}


def _appointment(node: Node, value: Any) -> object:
    if not isinstance(value, str):
        return value
    parts = [part.strip() for part in value.split("|")]
    if not 3 <= len(parts) <= len(APPOINTMENT):
        raise Unreadable(
            "write what, from when, the zone of the clock there, until when, where and how, as "
            "Plenary | 2026-01-31 09:30 | Asia/Jakarta | 2026-01-31 11:00 | Main hall | in person"
        )
    return {name: part for name, part in zip(APPOINTMENT, parts, strict=False) if part}


def _delegate(node: Node, value: Any) -> object:
    if not isinstance(value, str):
        return value
    parts = [part.strip() for part in value.split("|")]
    if not 2 <= len(parts) <= len(DELEGATE):
        raise Unreadable("write who, as what, and of which office, as Director of X | head of delegation | Ministry")
    return {name: part for name, part in zip(DELEGATE, parts, strict=False) if part}


def _link(node: Node, value: Any) -> object:
    if not isinstance(value, str):
        return value
    target, _, relation = value.strip().partition(" ")
    if not relation.strip():
        raise Unreadable("write the dossier, perhaps with an act, and the relation, as DOSSIER/ACT formalised in")
    name, _, act = target.partition("/")
    dossier = _any_dossier(node, name)
    link: dict[str, object] = {"dossier": dossier, "relation": relation.strip()}
    if act:
        replica = node.folded(dossier)
        link["act"] = find_act(replica, act) if replica else read(act, ACT_BYTES)
    return link


def _any_dossier(node: Node, text: str) -> bytes:
    """A dossier by its whole id, which need not be here, or by the beginning of one that is."""
    try:
        return read(text, DOSSIER_BYTES)
    except BadIdentifier:
        pass
    try:
        return find_dossier(node, text)
    except NoSuchDossier:
        raise Unreadable(f"no dossier here begins with {text}, or several do: give its whole id") from None


APPOINTMENT: Final = ("what", "starts", "zone", "ends", "place", "held")
"""The parts of an appointment, in the order in which people write them on one line."""

DELEGATE: Final = ("who", "as", "office")
"""The same of a delegate."""

_PARSERS: dict[str, Parser] = {
    Count.name: _count, Party.name: _party, Money.name: _money, Offence.name: _offence, Link.name: _link,
    Bracket.name: _bracket, Appointment.name: _appointment, Delegate.name: _delegate,
}  # fmt: skip


def read_parties(node: Node, codes: Any, everybody: frozenset[bytes]) -> tuple[bytes, ...]:
    """Authorities by code; the word `all` stands for `everybody`. Raises `UnknownAuthority`."""
    names = codes.split(",") if isinstance(codes, str) else list(codes)
    found: set[bytes] = set()
    for name in (str(entry).strip() for entry in names):
        found |= everybody if name == "all" else {node.federation.by_code(name).id} if name else set()
    return tuple(sorted(found))


def find_dossier(node: Node, text: str, officer: str = "") -> bytes:
    """A dossier by its id or by the beginning of it that no other has; raises `NoSuchDossier`. Nobody comes upon one
    that is closed: by its beginning it is found for an `officer` of this name who may know of it.
    """
    with suppress(BadIdentifier):
        if node.has(whole := read(text, DOSSIER_BYTES)):
            return whole
    begun = (d for d in node.store.dossiers() if text and show(d).startswith(text.lower()))
    found = [d for d in begun if may_know(node, d, officer)]
    if len(found) != 1:
        raise NoSuchDossier(text, len(found))
    return found[0]


def find_item(now: Position, text: str) -> bytes:
    """An item by its id, by the beginning of it, or by what it is where one alone is open; raises `NoSuchItem`.

    The word `dossier` means the dossier itself.
    """
    if text == DOSSIER_WORD:
        return DOSSIER
    with suppress(BadIdentifier):
        if now.exists(whole := read(text, ITEM_BYTES)) and whole != DOSSIER:
            return whole
    inner = [item for item in now.items if item != DOSSIER]
    named = [item for item in inner if now.type(item).name == text and not now.ended(item)]
    found = named or [item for item in inner if text and show(item).startswith(text.lower())]
    if len(found) != 1:
        raise NoSuchItem(text, [_called(now, item) for item in found or inner])
    return found[0]


def item_of(now: Position, party: bytes, verb: str) -> bytes:
    """Where a verb is meant when no item is named: at the dossier, or at the one item where it is open to the party.

    Raises `NoSuchItem` where there are several.
    """
    if now.type(DOSSIER).verb(verb):
        return DOSSIER
    found = [item for item, each, _ in now.can(party) if each.name == verb]
    if len(found) > 1:
        raise NoSuchItem("", [_called(now, item) for item in found])
    return found[0] if found else DOSSIER


def _called(now: Position, item: bytes) -> str:
    return f"{now.type(item).name} {show(item)[:SHORT]}"


def find_act(replica: Replica, text: str) -> bytes:
    """An act by its id or by the beginning of it that no other of the dossier has; raises `NoSuchAct`."""
    found = [act for act in replica.judged if text and show(act).startswith(text.lower())]
    if len(found) != 1:
        raise NoSuchAct(text, len(found))
    return found[0]


def plain(value: Any) -> Any:
    """Anything that the node shows, as plain data: identifiers in their text form, the dossier item by its word."""
    if is_dataclass(value) and not isinstance(value, type):
        return {field.name: plain(getattr(value, field.name)) for field in fields(value)}
    if isinstance(value, Mapping):
        return {plain(name) if isinstance(name, bytes) else str(name): plain(entry) for name, entry in value.items()}
    if isinstance(value, list | tuple | set | frozenset):
        return [plain(entry) for entry in value]
    if isinstance(value, bytes):
        return DOSSIER_WORD if value == NULL16 else show(value)
    return value.value if isinstance(value, Enum) else value
