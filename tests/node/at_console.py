"""A node whose officers sign in at a console in the same process, with passkeys, in a federation that is real."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from lintas.dossier.officers import APPROVER, AUTHOR, Answer
from lintas.node.author import Authored
from lintas.node.desk import appoint
from lintas.node.enrol import enrol
from lintas.node.order import Order
from lintas.node.prepare import Prepared, Wanted, prepare, seal_prepared
from lintas.node.prepare_saying import PreparedSaying
from lintas.node.presence import by_passkey
from lintas.node.shifts import begin_shift, propose_shift
from tests.support.federation import Federation3
from tools.vectors.authenticator import Authenticator

TERMS = {"terms": "As agreed", "languages": "en"}
MESSAGE = {"urgency": "now", "text": "A boat is leaving"}


@dataclass(slots=True)
class Console:
    """The desk of aa, with a line to bb and cc. Two officers have passkeys; a third, `bare`, has none."""

    fed: Federation3 = field(
        default_factory=lambda: Federation3.build(["aa-ca", "bb-ca", "cc-ca"], exercise=False, kinds=["hotline"])
    )
    keys: dict[str, Authenticator] = field(default_factory=dict)
    line: bytes = b""
    node: Any = None

    def __post_init__(self) -> None:
        self.node = self.fed.nodes["aa-ca"]
        for name in ("one", "two"):
            appoint(self.node, name, (AUTHOR, APPROVER))
            self.keys[name] = Authenticator(name.encode().ljust(32))
            enrol(self.node, name, self.keys[name].passkey())
        appoint(self.node, "bare", (AUTHOR,))
        self.line = self.fed.open("aa-ca", "hotline", "open the line", TERMS, {"end": ["bb-ca", "cc-ca"]}).dossier

    def order(
        self, verb: str, fields: Mapping[str, Any] | None = None, readers: Sequence[str] = ("bb-ca",), **more: Any
    ) -> Order:
        to = {role: tuple(map(self.fed.id, codes)) for role, codes in more.pop("to", {}).items()}
        return Order(verb, dict(fields or {}), tuple(map(self.fed.id, readers)), (), to=to, **more)

    def say(self) -> tuple[Prepared, Wanted]:
        return self.prepare(self.order("say", MESSAGE, to={"reader": ["bb-ca"]}))

    def close(self) -> tuple[Prepared, Wanted]:
        return self.prepare(self.order("close our end", {"reasons": "Moved"}))

    def prepare(self, order: Order) -> tuple[Prepared, Wanted]:
        return prepare(self.node, self.line, "hotline", order)

    def touch(self, name: str, prepared: Prepared | PreparedSaying, role: str = AUTHOR) -> Answer:
        return by_passkey(self.node, name, role, prepared, self.keys[name].touch(prepared.challenge))

    def shift(self, name: str = "one") -> None:
        begin_shift(self.node, name, self.keys[name].touch(propose_shift(self.node, name).challenge))

    def seal(self, prepared: Prepared, *answers: Answer) -> Authored:
        done = seal_prepared(self.node, prepared, answers)
        self.node.commit()
        return done
