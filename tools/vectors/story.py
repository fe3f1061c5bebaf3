"""A small kind made for vectors, and acts of it put where a scenario wants them, each under a name."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any, Final

from lintas.dossier.control import Release, pin_fields, release_fields
from lintas.dossier.declaration import declaration, pin
from lintas.dossier.declare import Item, begins, every, kind, many, may, no, one, phase, some
from lintas.dossier.grammar import Kind
from lintas.dossier.header import Act, Form, Header
from lintas.dossier.header_bytes import encode, make_act
from lintas.wire.identifiers import NULL16, NULL32
from tools.vectors.files import ACCEPTED, Vector

A, B, C, D, E = (letter * 16 for letter in (b"a", b"b", b"c", b"d", b"e"))
REG, NEWER = b"r" * 32, b"s" * 32

TEXT: Final = Item(
    "text",
    roles=(one("sponsor"),),
    verbs=(
        may("sponsor", "change", at="tabled", to="tabled"),
        may("member", "assent", at="-, assents", to="assents"),
        may("member", "object", to="objects"),
        may("chair", "adopt", to="adopted", needs=every("member", "assents", since="change")),
    ),
    phases=(
        phase("contested", some("chair", "adopted"), some("member", "objects")),
        phase("adopted", some("chair", "adopted"), ends=True),
        phase("agreed", every("member", "assents", since="change")),
        phase("open"),
    ),
)
NOMINATION: Final = Item(
    "nomination",
    roles=(),
    verbs=(
        may("member", "support", at="-", to="supports", once="chair"),
        may("member", "take over", takes="chair", deposes=True, aside=True),
    ),
    phases=(phase("open"),),
)
COUNCIL: Final = kind(
    "council",
    "Council",
    sentence="I see what we agreed.",
    basis="made for vectors",
    roles=(one("chair"), many("member")),
    verbs=(
        begins("open", takes="chair", seats="member", to="open"),
        may("chair, member", "say", aside=True),
        may("chair", "add", seats="member", aside=True),
        may("chair", "drop", unseats="member", aside=True),
        may("chair", "hand over", seats="chair", aside=True),
        may("member", "leave", leaves=True, aside=True),
        may("member", "agree", at="-", to="agreed", needs=some("chair", "open")),
        may("member", "take back", at="agreed", to="-"),
        may("chair", "table", opens="text", takes="sponsor", to="tabled", aside=True),
        may("member", "nominate", opens="nomination", aside=True),
        may("chair", "close", at="open", to="closed", needs=every("member", "agreed")),
    ),
    phases=(
        phase("closed", some("chair", "closed"), ends=True),
        phase("nobody", no("member", "-, agreed"), rests=True),
        phase("open"),
    ),
    items=(TEXT, NOMINATION),
)


def kind_vector(declared: Kind = COUNCIL) -> Vector:
    """The declaration, once for all stories of the kind, and the hash by which their first acts pin it."""
    given, gives = {"declaration": declaration(declared)}, {"hash": pin(declared).declaration}
    return Vector(f"kind/{declared.name}", "the canonical declaration of a kind", "fold.md 8", ACCEPTED, given, gives)


class Story:
    """The acts of one dossier by name."""

    def __init__(
        self, members: Iterable[bytes] = (B, C), of: Kind = COUNCIL, closer: Iterable[bytes] = (), **header: Any
    ) -> None:
        """With a first act, called `open`, which seats these."""
        made = Header(NULL16, A, 1, 1, NULL32, (), 1, 0, REG, verb="open", control=pin_fields(pin(of)))
        to = (("closer", tuple(closer)), ("member", tuple(sorted(members))))
        made = replace(made, to=tuple((role, parties) for role, parties in to if parties or role == "member"))
        self.kind, self.acts = of.name, dict[str, Act]()
        self._keep("open", replace(made, **header))
        self.dossier = self.acts["open"].item

    def _keep(self, name: str, header: Header) -> None:
        assert name not in self.acts
        self.acts[name] = make_act(header)[0]

    def add(self, name: str, author: bytes, after: str, verb: str = "say", inc: int = 1, **header: Any) -> None:
        """The next act of a chain that saw those named in `after`; it follows the last of its own chain there."""
        saw = {self.acts[each].id: self.acts[each] for each in after.split()}
        own = [act for act in saw.values() if act.header.chain == (author, inc)]
        before = max(own, key=lambda act: act.header.sequence, default=None)
        made = Header(
            dossier=self.dossier,
            author=author,
            incarnation=inc,
            sequence=before.header.sequence + 1 if before else 1,
            prev=before.id if before else NULL32,
            seen=tuple(sorted(saw.keys() - ({before.id} if before else set()))),
            depth=1 + max((act.header.depth for act in saw.values()), default=0),
            time_ms=len(self.acts),
            reg=REG,
            verb=verb if header.get("form", Form.VERB) is Form.VERB else "",
        )
        self._keep(name, replace(made, **header))

    def item(self, name: str) -> bytes:
        """The item that this act opens."""
        return self.acts[name].item

    def lower(self, *names: str) -> str:
        """The one with the lowest id."""
        return min(names, key=lambda name: self.acts[name].id)

    def fork(self, name: str, author: bytes, after: str, one_side: str, other: str, **header: Any) -> None:
        """A FORK that names two acts."""
        sides = [[encode(self.acts[side].header), bytes(64)] for side in (one_side, other)]
        self.add(name, author, after, form=Form.FORK, control={1: sides[0], 2: sides[1]}, **header)

    def release(self, name: str, author: bytes, after: str, acts: Iterable[str], parties: Iterable[bytes]) -> None:
        """A RELEASE of acts to parties."""
        said = Release(tuple(self.acts[each].id for each in acts), tuple(parties))
        self.add(name, author, after, form=Form.RELEASE, control=release_fields(said))

    def vector(self, name: str, scenario: str, rule: str, act: str, verdict: str, **gives: Any) -> Vector:
        """The scenario is about this act; all others are counted unless `others` says so."""
        verdicts = dict.fromkeys(self.acts, "counted") | gives.pop("others", {}) | {act: verdict}
        given = {
            "kind": f"kind/{self.kind}",
            "acts": [{"name": each, "payload": encode(made.header)} for each, made in self.acts.items()],
            "act": act,
        }
        return Vector(f"fold/{name}", scenario, rule, verdict, given, {"verdicts": verdicts, **gives})


def position(
    parties: bytes, phase_name: str, lanes: Mapping[str, str], effect_lost: Iterable[str] = (), **more: Any
) -> dict[str, Any]:
    """What all acts together show: `parties` as letters, lanes as `item/role/party` with the stands, which acts are
    without effect.
    """
    return {
        "parties": [bytes((letter,)) * 16 for letter in parties],
        "phase": phase_name,
        "lanes": dict(lanes),
        "without_effect": sorted(effect_lost),
        **more,
    }
