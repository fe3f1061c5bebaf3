"""A dossier at a table: parties with short names, who see everything at once unless told otherwise."""

from __future__ import annotations

from collections.abc import Iterable
from hashlib import sha256

from lintas.dossier.control import pin_fields
from lintas.dossier.declaration import pin
from lintas.dossier.header import Act, Header
from lintas.dossier.header_bytes import make_act
from lintas.dossier.position import DOSSIER
from lintas.dossier.replica import Replica
from lintas.dossier.verdict import Verdict
from lintas.wire.identifiers import NULL16, NULL32
from tests.kinds.every import every_kind

KINDS = every_kind()


def party(name: str) -> bytes:
    """The identifier of the party with this short name."""
    return sha256(name.encode()).digest()[:16]


def named(names: str) -> tuple[bytes, ...]:
    """The identifiers of several, as a header wants them."""
    return tuple(sorted(party(name) for name in names.split()))


class Table:
    """One dossier. Items are named by the act that opened them, the dossier by None."""

    def __init__(self, kind: str, opener: str, verb: str, **to: str) -> None:
        """The opener begins the dossier and seats others: `requested="MY"`, `member="TH PH"`."""
        self.kind = KINDS[kind]
        self.replica = Replica(self.kind)
        self.acts: dict[bytes, Act] = {}
        self.last: dict[str, bytes] = {}
        self.names: dict[bytes, str] = {}
        self.dossier = NULL16
        self._count(opener, verb, None, None, to)

    def do(
        self, author: str, verb: str, at: bytes | None = None, /, *, seen: Iterable[bytes] | None = None, **to: str
    ) -> bytes:
        """An act that counts, done at an item; its id. `seen` in place of everything known: what the author knew."""
        return self._count(author, verb, at, seen, to)

    def void(
        self, author: str, verb: str, at: bytes | None = None, /, *, seen: Iterable[bytes] | None = None, **to: str
    ) -> str:
        """An act that is void; why."""
        verdict, why = self.receive(author, verb, at, seen, to)
        assert verdict is Verdict.VOID, (author, verb, verdict)
        return why

    def refused(self, author: str, verb: str, at: bytes | None = None, /, **to: str) -> None:
        """An act that is not admitted."""
        verdict, _ = self.receive(author, verb, at, None, to)
        assert verdict is Verdict.REFUSED, (author, verb, verdict)

    def _count(
        self, author: str, verb: str, at: bytes | None, seen: Iterable[bytes] | None, to: dict[str, str]
    ) -> bytes:
        judged = self.receive(author, verb, at, seen, to)
        assert judged == (Verdict.COUNTED, ""), (author, verb, judged)
        return self.last[author]

    def receive(
        self, author: str, verb: str, at: bytes | None, seen: Iterable[bytes] | None, to: dict[str, str]
    ) -> tuple[Verdict, str]:
        """Sign an act, hand it to the replica, and remember it unless it was refused."""
        self.names[party(author)] = author
        act = self._sign(author, verb, at, self.replica.tips() if seen is None else seen, to)
        (judged,) = self.replica.receive(act)
        if judged.verdict is not Verdict.REFUSED:
            self.acts[act.id], self.last[author] = act, act.id
            self.dossier = act.id[:16] if act.header.first else self.dossier
        return judged.verdict, judged.why

    def _sign(self, author: str, verb: str, at: bytes | None, seen: Iterable[bytes], to: dict[str, str]) -> Act:
        for names in to.values():
            self.names |= {party(name): name for name in names.split()}
        before = self.acts.get(self.last.get(author, b""))
        cited = tuple(sorted(act for act in seen if before is None or act != before.id))
        past = [*(self.acts[act].header for act in cited), *([before.header] if before else [])]
        header = Header(
            dossier=self.dossier,
            author=party(author),
            incarnation=1,
            sequence=before.header.sequence + 1 if before else 1,
            prev=before.id if before else NULL32,
            seen=cited,
            depth=1 + max((header.depth for header in past), default=0),
            time_ms=0,
            reg=NULL32,
            verb=verb,
            item=None if at is None else at[:16],
            to=tuple((role.replace("_", " "), named(names)) for role, names in to.items()),
            control=None if past else pin_fields(pin(self.kind)),
        )
        return make_act(header)[0]

    def tips(self, *authors: str) -> tuple[bytes, ...]:
        """The newest acts of these authors: what one who has heard no more of the others knows."""
        return tuple(self.last[author] for author in authors)

    def phase(self, at: bytes | None = None) -> str:
        """What the position of the dossier, or of an item, is called."""
        return self.replica.now().phase(DOSSIER if at is None else at[:16])

    def awaited(self, at: bytes | None = None) -> str:
        """Whose move it is, in alphabetical order: "MY VN"."""
        found = self.replica.now().awaited(DOSSIER if at is None else at[:16])
        return " ".join(sorted(self.names[who] for who in found))

    def held(self, role: str, at: bytes | None = None) -> str:
        """Who holds the role."""
        found = self.replica.now().held(DOSSIER if at is None else at[:16], role)
        return " ".join(sorted(self.names[who] for who in found))

    def can(self, name: str, at: bytes | None = None) -> set[str]:
        """The verbs that are open to a party at the dossier or at an item."""
        return {verb.name for _, verb, _ in self.replica.now().can(party(name), DOSSIER if at is None else at[:16])}
