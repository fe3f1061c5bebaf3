"""A dossier that is played: named parties, acts that have seen everything, and sentences about them.

Parties are few and have speaking names ("member 2"). A party signs with one key in one incarnation, so that no walk
meets a fork or a disowned key.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from hashlib import sha256

from lintas.dossier.grammar import Item, Kind, Verb
from lintas.dossier.header import Act, Header
from lintas.dossier.header_bytes import dossier_of, make_act
from lintas.dossier.position import DOSSIER, Position
from lintas.dossier.replica import Replica
from lintas.dossier.verdict import Verdict
from lintas.wire.identifiers import NULL16, NULL32

Naming = tuple[tuple[str, tuple[bytes, ...]], ...]

NEWCOMER = "newcomer"

_names: dict[bytes, str] = {}


class NotOpen(AssertionError):
    """An act that the walk took for open was not counted."""


def party(name: str) -> bytes:
    """The identifier of the party with this name."""
    identifier = sha256(name.encode()).digest()[:16]
    _names[identifier] = name
    return identifier


def name_of(identifier: bytes) -> str:
    """The name of a party."""
    return _names[identifier]


@dataclass(frozen=True, slots=True)
class Step:
    """An act, and the label of the item at which it was done."""

    act: Act
    label: str

    def __str__(self) -> str:
        """As in "lead 1: invite (invited newcomer) at campaign"."""
        header = self.act.header
        named = "; ".join(f"{role} {', '.join(map(name_of, who))}" for role, who in header.to)
        return f"{name_of(header.author)}: {header.verb}{f' ({named})' if named else ''} at {self.label}"


@dataclass(frozen=True, slots=True)
class Option:
    """A verb that is open to a party in a role at an item, and whom it would name."""

    author: bytes
    item: bytes
    verb: Verb
    role: str
    to: Naming = ()


def make(replica: Replica, option: Option, time_ms: int = 0) -> Act:
    """The act that takes the option, having seen everything that the replica holds."""
    graph = replica.graph
    own = [graph.strands[strand].nodes[-1].act for strand in graph.authors.get(option.author, ())]
    prev = own[-1] if own else None
    tips = tuple(tip for tip in replica.tips() if prev is None or tip != prev.id)
    cited = (*tips, prev.id) if prev else tips
    header = Header(
        dossier=dossier_of(next(iter(graph.nodes.values())).act),
        author=option.author,
        incarnation=1,
        sequence=prev.header.sequence + 1 if prev else 1,
        prev=prev.id if prev else NULL32,
        seen=tips,
        depth=1 + max(graph.nodes[tip].act.header.depth for tip in cited),
        time_ms=time_ms,
        reg=NULL32,
        verb=option.verb.name,
        item=None if option.item == DOSSIER else option.item,
        to=option.to,
    )
    return make_act(header)[0]


def receive(replica: Replica, *acts: Act) -> Replica:
    """A replica that grew by these acts, all of which must count; raises `NotOpen`."""
    grown = replica.copy()
    for act in acts:
        for judged in grown.receive(act):
            if judged.verdict is not Verdict.COUNTED:
                raise NotOpen(f"{judged.act.header.verb}: {judged.rule} {judged.why}")
    return grown


def firsts(kind: Kind) -> Iterator[tuple[Replica, Step]]:
    """For each verb that begins the kind: the dossier with two parties in every role of many, one in a role of one."""
    for verb in kind.item.verbs:
        if verb.begins:
            opener = party(f"{verb.takes} 1")
            header = Header(
                dossier=NULL16,
                author=opener,
                incarnation=1,
                sequence=1,
                prev=NULL32,
                seen=(),
                depth=1,
                time_ms=0,
                reg=NULL32,
                verb=verb.name,
                to=tuple((role, cast(kind.item, role, verb.takes)) for role in verb.seats),
            )
            act = make_act(header)[0]
            yield receive(Replica(kind), act), Step(act, kind.name)


def cast(item: Item, role: str, taken: str) -> tuple[bytes, ...]:
    """Whom the first act seats in a role, which its author may have taken as one of two."""
    declared = item.role(role)
    holders = [party(f"{role} {n}") for n in ((1, 2) if declared and declared.many else (1,))]
    return tuple(sorted(holders[1:] if role == taken else holders))


def label_of(position: Position, item: bytes) -> str:
    """The names of the types above an item and of its own, as in "plan/component"."""
    return "/".join(position.type(at).name for at in reversed(tuple(position.above(item))))


def sentences(steps: Iterable[tuple[Step, ...]]) -> str:
    """A history, one act after the other; in brackets an act that crossed one or several others."""
    told = (
        str(made[0]) if len(made) == 1 else f"[{made[0]}, crossing {', then '.join(map(str, made[1:]))}]"
        for made in steps
    )
    return "; ".join(told)
