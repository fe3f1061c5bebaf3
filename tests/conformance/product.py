"""What lintas says to the vectors of `spec/vectors/`: by area, a function from what is given to what it gives.

What it refuses raises; the name of the error's class is the verdict.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from lintas.crypto.cose import open1
from lintas.crypto.real import RealSuite
from lintas.dossier.admission import ACT_KIND, admit_act
from lintas.dossier.authority import NotEntered, NotRevoked, UnknownAuthority, UnknownRegistry
from lintas.dossier.header_bytes import dossier_of
from lintas.wire import cbor
from lintas.wire.errors import LintasError
from lintas.wire.limits import LIMITS
from lintas.wire.shape import BadShape
from tests.conformance import product_body, product_fold, product_log, product_message
from tools.vectors.files import ACCEPTED, octets, read_octets

SUITE = RealSuite()

Given = Mapping[str, Any]
Gives = dict[str, Any]


class Keys:
    """The registry of a vector: which key signs for whom as of which `reg`, and which it replaced."""

    def __init__(self, given: Given) -> None:
        self.genesis = read_octets(given["genesis"])
        rows = given["keys"]
        self.rows = {(read_octets(row["reg"]), read_octets(row["author"])): row for row in rows}
        self.regs = {reg for reg, _ in self.rows} | set(map(read_octets, given["enters_nobody"]))

    def row(self, reg: bytes, author: bytes) -> Mapping[str, Any]:
        if reg not in self.regs:
            raise UnknownRegistry(reg)
        if (reg, author) not in self.rows:
            raise UnknownAuthority(author.hex()) if reg == self.genesis else NotEntered(reg, author)
        found: Mapping[str, Any] = self.rows[reg, author]
        return found

    def signing_key(self, reg: bytes, author: bytes) -> bytes:
        return read_octets(self.row(reg, author)["key"])

    def check_revoked(self, reg: bytes, author: bytes, regs: Iterable[bytes]) -> None:
        replaced = set(map(read_octets, self.row(reg, author)["replaces"]))
        for each in regs:
            if each not in replaced:
                raise NotRevoked(each)


def read_cbor(given: Given) -> Gives:
    bounds = {name: given[name] for name in ("size_max", "depth_max", "items_max")}
    data = read_octets(given["bytes"])
    assert cbor.encode(cbor.decode(data, **bounds)) == data
    return {}


def admit(given: Given) -> Gives:
    found = admit_act(SUITE, Keys(given), read_octets(given["signed"]))
    payload = open1(found.signed, kind=ACT_KIND, size_max=2 * LIMITS.header_bytes_max).payload
    return {"id": found.act.id.hex(), "dossier": dossier_of(found.act).hex(), "payload": octets(payload)}


AREAS: dict[str, Callable[[Given], Gives]] = {
    "cbor": read_cbor,
    "act": admit,
    **product_body.AREAS,
    **product_log.AREAS,
    **product_fold.AREAS,
    **product_message.AREAS,
}


def verdict(area: str, given: Given) -> tuple[str, Gives]:
    """The verdict, and what comes out with it."""
    try:
        gives = AREAS[area](given)
        return gives.pop("verdict", ACCEPTED), gives
    except BadShape as error:
        return type(error).__name__, {"label": error.label}
    except LintasError as error:
        return type(error).__name__, {}
