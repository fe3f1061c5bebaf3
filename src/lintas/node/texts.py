"""A text that states settle together, at the item that is about it: its rounds as files, and who still holds a bracket.

An item is about a text if its kind has a verb there that says brackets. The text is the file of the newest act that
brings one; a party holds the brackets of the act by which its lane came to where that verb leads, and so it does the
position that it annexes. No kind is named.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from lintas.crypto.errors import CryptoError
from lintas.dossier.grammar import Item, Verb
from lintas.dossier.graph import Node as GraphNode
from lintas.dossier.meanings import Annexed, Bracket, Language, Meaning
from lintas.dossier.position import DOSSIER, Position
from lintas.node import opened
from lintas.node.files import files_in
from lintas.node.on_behalf import entered_at
from lintas.node.ports import StoredAct
from lintas.node.reading import read
from lintas.node.state import Node
from lintas.wire.errors import LintasError, Malformed

LABEL_CHARS_MAX: Final = 32
"""How long the label of a bracket may be, as it is written in a text."""


class NoText(LintasError):
    """There is no text to be settled at that item."""


@dataclass(frozen=True, slots=True)
class Round:
    """The text as an act brought it. `file` is as `handing` names it; `number` counts from 1; `title`: the newest;
    `language`: which version it is, or empty, for that which was tabled without saying so.
    """

    number: int
    act: bytes
    verb: str
    author: str
    time_ms: int
    title: str
    file: str
    name: str
    media: str
    language: str = ""


@dataclass(frozen=True, slots=True)
class Held:
    """What a party holds: the act, in which round it came, and its brackets; None where we may not read them.

    `label`: the state, or the code of the party where another one here is of the same state. What `entered_by` entered
    for a state without a node has no `party`, and says in its label who did, until the state has confirmed it.
    """

    party: str
    label: str
    act: bytes
    time_ms: int
    round: int
    brackets: tuple[Mapping[str, Any], ...] | None
    entered_by: str = ""


@dataclass(frozen=True, slots=True)
class Beside:
    """The position that a party annexes to the text, as `Held` names it; `words` None where we may not read it."""

    party: str
    label: str
    act: bytes
    time_ms: int
    words: str | None


@dataclass(frozen=True, slots=True)
class SharedText:
    """The text at an item. `puts`: the verbs by which we could put brackets now, each with the name of the field, and
    whether they would be those of another state, which has no node.
    """

    item: bytes
    item_name: str
    phase: str
    us: str
    rounds: tuple[Round, ...]
    held: tuple[Held, ...]
    annexed: tuple[Beside, ...]
    puts: tuple[tuple[str, str, bool], ...]


def fields_of(verb: Verb, wanted: Meaning) -> list[str]:
    """The names of the fields in which the verb says something of this meaning."""
    return [name for name, meaning in verb.says.fields().items() if meaning.says(wanted)]


def is_text(item: Item) -> bool:
    """Whether items of this type are about a text."""
    return any(fields_of(verb, Bracket) for verb in item.verbs)


def texts(node: Node, dossier: bytes) -> list[bytes]:
    """The items of the dossier that are about a text; none where it is not folded here."""
    replica = node.folded(dossier)
    now = replica.now() if replica else None
    return [item for item in now.items if is_text(now.type(item))] if now else []


def text(node: Node, dossier: bytes, item: bytes) -> SharedText:
    """The text at the item, which counts as opened by an officer here; raises `UnknownDossier` or `NoText`."""
    replica = node.replica(dossier)
    now = replica.now()
    if not now.exists(item) or not is_text(now.type(item)):
        raise NoText()
    looked = dict[bytes, bytes]()
    rounds = tuple(_rounds(node, now, dossier, item, looked))
    held = (*_held(node, now, item, rounds, looked), *_for_others(node, now, item, rounds, looked))
    annexed = tuple(_annexed(node, now, item, looked))
    opened.tell(node, dossier, [(author, act) for act, author in looked.items()])
    ways = [way.verb for way in now.ways(item, node.id)]
    puts = [(verb.name, name, bool(verb.opens)) for verb in ways for name in fields_of(verb, Bracket)]
    kind, phase, us = now.type(item).name, now.phase(item), node.federation.code(node.id)
    return SharedText(item, kind, phase, us, rounds, held, annexed, tuple(puts))


def _rounds(node: Node, now: Position, dossier: bytes, item: bytes, looked: dict[bytes, bytes]) -> Iterator[Round]:
    graph, number, title, first = node.replica(dossier).graph, 0, "", ""
    for row in node.store.acts(dossier):
        found = graph.nodes.get(row.id)
        at = found.act.header.item if found else None
        if found is None or (at != item and row.id[: len(item)] != item) or not now.effect(found):
            continue
        verb = now.type(item).verb(found.act.header.verb) if at == item else None
        if verb and verb.opens:
            continue  # What it attaches belongs to the item that it opens, and is no round of this text.
        said = _said(node, row)
        title = str(said.get("title", title))
        language = next((str(each) for each in _languages(now, item, found, said)), first)
        first = first if number else language
        for place, file in enumerate(files_in(said)):
            number += 1
            looked[row.id] = row.author
            yield Round(
                number, row.id, found.act.header.verb, node.federation.code(row.author), found.act.header.time_ms,
                title, f"{row.id.hex()}/{place}", str(file["name"]), str(file["media"]), language,
            )  # fmt: skip


def _languages(now: Position, item: bytes, found: GraphNode, said: Mapping[str, Any]) -> Iterator[object]:
    """In which language the act says that it brings the text."""
    header, parent = found.act.header, now.records.items[item].parent
    at = item if header.item == item else parent or DOSSIER
    verb = now.type(at).verb(header.verb)
    yield from (said[name] for name in (fields_of(verb, Language) if verb else ()) if name in said)


def _held(
    node: Node, now: Position, item: bytes, rounds: tuple[Round, ...], looked: dict[bytes, bytes]
) -> Iterator[Held]:
    for party, by, name in _holders(now, item, Bracket):
        said = _brackets(_said(node, node.store.act(by.act.id)).get(name))
        if said is not None:
            looked[by.act.id] = party
        yield Held(
            node.federation.code(party), _label(node, now, party), by.act.id, by.act.header.time_ms,
            _round(now, rounds, by), said,
        )  # fmt: skip


def _for_others(
    node: Node, now: Position, item: bytes, rounds: tuple[Round, ...], looked: dict[bytes, bytes]
) -> Iterator[Held]:
    """What was entered for states without a node, each an item of its own below the text."""
    for verb in now.type(item).verbs:
        for name in fields_of(verb, Bracket) if verb.opens else ():
            for child in now.children(item, verb.opens):
                by, found = now.records.items[child].by, entered_at(node, now, child)
                if by is None or found is None or now.over(child):
                    continue
                looked[by.act.id] = by.act.header.author
                label = found.state if found.theirs else f"{found.state}-via-{found.by}"[:LABEL_CHARS_MAX]
                said = _brackets(_said(node, node.store.act(by.act.id)).get(name))
                round_ = _round(now, rounds, by)
                yield Held("", label, by.act.id, by.act.header.time_ms, round_, said, found.by)


def _brackets(said: object) -> tuple[Mapping[str, Any], ...] | None:
    """Those that are well formed; None where nothing of them can be read here."""
    return tuple(each for each in said if Bracket.checks(each) is None) if isinstance(said, list) else None


def _round(now: Position, rounds: tuple[Round, ...], by: GraphNode) -> int:
    """The newest round that the act had seen; 0 for none."""
    return next((each.number for each in reversed(rounds) if by.saw(now.graph.nodes[each.act])), 0)


def _annexed(node: Node, now: Position, item: bytes, looked: dict[bytes, bytes]) -> Iterator[Beside]:
    for party, by, name in _holders(now, item, Annexed):
        words = _said(node, node.store.act(by.act.id)).get(name)
        if words is not None:
            looked[by.act.id] = party
        code, label = node.federation.code(party), _label(node, now, party)
        yield Beside(code, label, by.act.id, by.act.header.time_ms, None if words is None else str(words))


def _label(node: Node, now: Position, party: bytes) -> str:
    """The state of a party, or its code where another one here is of the same state."""
    states = Counter(node.federation.state(each) for each in now.parties)
    state = node.federation.state(party)
    return state if state and states[state] == 1 else node.federation.code(party)


def _holders(now: Position, item: bytes, wanted: Meaning) -> Iterator[tuple[bytes, GraphNode, str]]:
    """The parties whose lane stands where a verb leads that says this, each with the act that brought it there, and
    the name of the field.
    """
    for verb in now.type(item).verbs:
        for name in fields_of(verb, wanted) if not verb.opens else ():
            for role in verb.by:
                for party in sorted(now.held(item, role)):
                    for move in now.stories(item, role, party):
                        if move.by.act.header.verb == verb.name:
                            yield party, move.by, name


def _said(node: Node, row: StoredAct | None) -> Mapping[str, Any]:
    """What an act says; nothing where it is not for us, or was recalled."""
    try:
        return read(node, row)[1].fields if row and row.id not in node.recalls.gone else {}
    except (CryptoError, Malformed):
        return {}
