"""What is true in a simulated history, and no node knows: who made which act for whom, and what was promised to whom.

The promises (`sim.promises`) are checked against this. Nothing of it reaches a node.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field

from lintas.dossier.admission import parse_act
from lintas.dossier.control import Release, control_of
from lintas.dossier.header import Act, Form
from lintas.dossier.header_bytes import dossier_of
from lintas.node.ports import StoredAct
from lintas.node.recalls import named as named_by

Place = tuple[bytes, bytes, int, int]
"""A place in a chain: dossier, author, incarnation, sequence number."""


@dataclass(frozen=True, slots=True)
class Breach:
    """A promise that was broken: its name, what was seen, and when."""

    promise: str
    words: str
    at_ms: int


@dataclass(slots=True)
class Machine:
    """What is true of one machine. `promised`: acts that a receipt of it covers; `told`: acts of its own of which an
    officer was told; `seen_rows`: how much of its store was looked at; `roots`: of its log by era and size, as it said;
    `lost`: acts that a restore took away; `worn`: files of which a chunk rotted. Before the last commit, and after it:
    `gone`, whose bodies were recalled here, and `parties` of each dossier.
    """

    number: int
    honest: bool = True
    promised: dict[bytes, None] = field(default_factory=dict)
    told: dict[bytes, None] = field(default_factory=dict)
    seen_rows: int = 0
    roots: dict[tuple[str, int], bytes] = field(default_factory=dict)
    restored: int = 0
    rotted: set[bytes] = field(default_factory=set)
    lost: set[bytes] = field(default_factory=set)
    tries: dict[bytes, list[int]] = field(default_factory=dict)
    worn: set[bytes] = field(default_factory=set)
    gone: tuple[frozenset[bytes], frozenset[bytes]] = (frozenset(), frozenset())
    parties: dict[bytes, tuple[frozenset[bytes], frozenset[bytes]]] = field(default_factory=dict)


@dataclass(slots=True)
class Truth:
    """Everything that is true. `now` tells virtual time. `audience`: who may read each act, `given_later` among them
    by a release; `erased`: of which acts each authority said ERASED; `naming`: the acts that send a file.
    `other_programs`: authorities that began with a program of another version than the one they have; `sealed_to`:
    which machine sent which authority something sealed since either's last start with another, and whether that was a
    chunk; `mail`: what lies in the mailboxes of each machine, and whose it is.
    """

    now: Callable[[], int]
    machines: dict[int, Machine] = field(default_factory=dict)
    liars: frozenset[bytes] = frozenset()
    acts: dict[bytes, Act] = field(default_factory=dict)
    audience: dict[bytes, frozenset[bytes]] = field(default_factory=dict)
    given_later: dict[bytes, frozenset[bytes]] = field(default_factory=dict)
    place: dict[Place, bytes] = field(default_factory=dict)
    named: dict[bytes, set[bytes]] = field(default_factory=dict)
    erased: dict[bytes, set[bytes]] = field(default_factory=dict)
    naming: dict[bytes, set[bytes]] = field(default_factory=dict)
    on_link: dict[tuple[bytes, bytes, bytes], list[tuple[int, tuple[bytes, ...]]]] = field(default_factory=dict)
    status: dict[tuple[bytes, tuple[bytes, ...]], object] = field(default_factory=dict)
    rotted: set[bytes] = field(default_factory=set)
    not_taken: Counter[tuple[int, int, bytes, int, int]] = field(default_factory=Counter)
    registries: set[bytes] = field(default_factory=set)
    answered: set[tuple[int, int, bytes]] = field(default_factory=set)
    ids: dict[bytes, bytes] = field(default_factory=dict)
    other_programs: set[bytes] = field(default_factory=set)
    sealed_to: set[tuple[bytes, bytes, bool]] = field(default_factory=set)
    mail: dict[int, dict[bytes, bytes]] = field(default_factory=dict)
    done: int = 0
    broken: list[Breach] = field(default_factory=list)
    trace: list[tuple[int, str, str]] = field(default_factory=list)
    names: dict[bytes, str] = field(default_factory=dict)

    def breaks(self, promise: Callable[..., object], words: str) -> None:
        """A promise does not hold."""
        self.broken.append(Breach(promise.__name__, words, self.now()))

    def tell(self, who: str, what: str) -> None:
        """For whoever reads the trace."""
        self.trace.append((self.now(), who, what))

    def another_program(self, authority: bytes) -> None:
        """The authority goes on with a program of another version: who heard of the old one may go by that."""
        self.other_programs.add(authority)
        self.sealed_to = {each for each in self.sealed_to if authority not in each[:2]}

    def act_of(self, row: StoredAct) -> Act:
        """The act in a row; read once."""
        act = self.acts.get(row.id)
        if act is None:
            act = self.acts[row.id] = parse_act(row.signed).act
            named = self.named.setdefault(dossier_of(act), set())
            named.add(act.header.author)
            named |= {party for _, parties in act.header.to for party in parties}
            for file in act.header.attachments:
                self.naming.setdefault(file, set()).add(act.id)
            if act.header.form is Form.ERASED:
                self.erased.setdefault(act.header.author, set()).update(named_by(act))
        return act

    def note_release(self, by: Act) -> None:
        """If an act gives others to newcomers, those are of their audience now."""
        control = control_of(by.header)
        if isinstance(control, Release):
            for act in control.acts:
                before = self.audience.get(act, frozenset())
                self.audience[act] = before.union(control.parties)
                self.given_later[act] = self.given_later.get(act, frozenset()).union(control.parties) - before

    def audience_at_first(self, act: bytes) -> frozenset[bytes]:
        """The audience of an act when it was made. A release may be lost; who has it then is not told of it."""
        return self.audience.get(act, frozenset()) - self.given_later.get(act, frozenset())

    def id_of(self, signed: bytes) -> bytes:
        """The id of an act as it travels; read once."""
        found = self.ids.get(signed)
        if found is None:
            found = self.ids[signed] = parse_act(signed).act.id
        return found

    def honest(self, author: bytes) -> bool:
        """Whether the authority has no liar among its machines."""
        return author not in self.liars

    def shown(self, act: bytes) -> str:
        """An act for people: who did what."""
        known = self.acts.get(act)
        if known is None:
            return f"an act ({act.hex()[:8]})"
        head = known.header
        return f"{self.names.get(head.author, '?')}'s {head.verb or head.form.name} ({act.hex()[:8]})"
