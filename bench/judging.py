"""Judging a long dossier: CPU per act at 1,000 and at 10,000 acts, as a ratio to checking the acts' signatures.

Five parties ask and answer in one exchange; every act cites all it knows. The baseline is the verification of one
Ed25519 signature per act in the same run: judging must not be what a node spends its time on, nor grow with the
dossier.
"""

from __future__ import annotations

import random
import time
from typing import Any

from bench.table import row
from lintas.crypto.real import RealSuite
from lintas.dossier.citing import citations, depth
from lintas.dossier.control import pin_fields
from lintas.dossier.declaration import pin
from lintas.dossier.header import Act, Header
from lintas.dossier.header_bytes import make_act
from lintas.dossier.replica import Replica
from lintas.kinds import all_kinds
from lintas.wire.identifiers import NULL16, NULL32

PARTIES = [bytes([number]) * 16 for number in range(1, 6)]
KIND = all_kinds()["exchange"]


class Table:
    """A dossier in which everybody sees everything at once."""

    def __init__(self) -> None:
        """Opened, with all parties in it."""
        self.replica, self.tips = Replica(KIND), dict.fromkeys(PARTIES, (NULL32, 0))
        self.acts: list[Act] = []
        begin = next(verb for verb in KIND.item.verbs if verb.begins)
        to = ((begin.seats[0], tuple(PARTIES[1:])),)
        self.dossier = self.do(PARTIES[0], begin.name, to=to, control=pin_fields(pin(KIND))).id[:16]
        for member in PARTIES[1:]:
            self.do(member, "adopt the terms")

    def do(self, author: bytes, verb: str, **said: Any) -> Act:
        """One act that must count."""
        prev, sequence = self.tips[author]
        seen = citations(self.replica.now(), author, prev) if self.acts else ()
        past = seen if prev == NULL32 else (prev, *seen)
        dossier = self.dossier if self.acts else NULL16
        header = Header(
            dossier, author, 1, sequence + 1, prev, seen, depth(self.replica.graph, past), 0, NULL32, verb=verb, **said
        )
        act, _ = make_act(header)
        judged = self.replica.receive(act)[0]
        assert judged.counted, judged
        self.tips[author] = act.id, sequence + 1
        self.acts.append(act)
        return act


def history(count: int) -> list[Act]:
    """So many acts: questions, and answers to them."""
    rng, table, asked = random.Random(1), Table(), list[tuple[bytes, bytes]]()
    while len(table.acts) < count:
        if not asked or rng.random() < 0.4:
            author, other = rng.sample(PARTIES, 2)
            asked.append((table.do(author, "ask", to=(("asked", (other,)),)).item, other))
        else:
            item, other = asked[rng.randrange(max(0, len(asked) - 20), len(asked))]
            table.do(other, "answer", item=item)
    return table.acts


def judged_us(acts: list[Act]) -> float:
    """CPU microseconds per act to judge them all anew."""
    replica, start = Replica(KIND), time.process_time()
    for act in acts:
        replica.receive(act)
    return (time.process_time() - start) / len(acts) * 1e6


def verified_us(count: int = 500) -> float:
    """CPU microseconds to verify one signature."""
    suite = RealSuite()
    signer = suite.signer(bytes(32))
    signature = signer.sign(bytes(400))
    start = time.process_time()
    for _ in range(count):
        suite.verify(signer.public, bytes(400), signature)
    return (time.process_time() - start) / count * 1e6


def main() -> None:
    """Print the figures."""
    floor, acts = verified_us(), history(10_000)
    short, long = judged_us(acts[:1_000]), judged_us(acts)
    row("floor, verify one signature", floor, "CPU us")
    row("judge one act, dossier of 1,000", short, "CPU us", floor)
    row("judge one act, dossier of 10,000", long, "CPU us", floor)
    row("  growth from 1,000 to 10,000", long / short, "times")


if __name__ == "__main__":
    main()
