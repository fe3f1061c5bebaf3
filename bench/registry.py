"""Reading a registry of 200 authorities: CPU per act at 250 and at 1,000 acts, as a ratio to one signature.

Ten states, each with a registry desk, list nineteen authorities each and then enter their later entries in turn; every
desk sees everything at once. `read at a start`: what a node does with its own store. `taken one by one`: what it does
with acts as they come, who is in force being known after each. `verified`: what a newcomer does with a bundle, or a
court with a case. The baseline is the verification of one Ed25519 signature; an entry alone has two.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence

from bench.judging import verified_us
from bench.table import row
from lintas.crypto.real import RealSuite
from lintas.dossier.admission import parse_act
from lintas.dossier.authority import Federation, write_entry
from lintas.dossier.replica import Replica
from lintas.kinds import registry as declared
from lintas.node.register import Register, read_acts
from tests.support.federation import Chain, Federation3, new_identity

STATES, EACH, ACTS, FEW = 10, 19, 1_000, 250
Stored = tuple[bytes, bytes | None]
SUITE = RealSuite()


def federation() -> tuple[bytes, list[Stored]]:
    """A genesis, and so many acts of the registry that grew out of it."""
    codes = [f"{letter}{letter}-ca" for letter in "abcdefghij"[:STATES]]
    fed = Federation3.build(codes, kinds=("registry",))
    registry = fed.found_registry()
    who = [(c, new_identity(SUITE, f"{c[:2]}-{n}", Chain(f"{c} {n}"))) for n in range(EACH) for c in codes]
    now, items, number = {each.authority.code: each.authority for _, each in who}, dict[str, bytes](), 0
    while fed.nodes[codes[0]].store.size() < ACTS:
        desk, each = who[number % len(who)]
        code, number = each.authority.code, number + 1
        if code in items:
            now[code] = now[code].following(name=f"Authority {code}, as of {number}")
        fields = {"entry": write_entry(now[code], each.signer)}
        done = fed.act(desk, registry, "amend" if code in items else "list", fields, item=items.get(code))
        items.setdefault(code, done.act[:16])
        for other in codes:
            if other != desk:
                fed.bring(desk, other)
    return fed.genesis, [(row.signed, row.body) for row in fed.nodes[codes[0]].store.acts(registry)]


def at_start(genesis: Federation, acts: Sequence[Stored]) -> None:
    """Read what is stored."""
    register, replica = Register(SUITE, genesis.founded()), Replica(declared.KIND)
    for signed, body in acts:
        act = parse_act(signed).act
        replica.receive(act)
        register.put(replica, act, body)
    register.federation.stand(register.standing(replica.now()))


def one_by_one(genesis: Federation, acts: Sequence[Stored]) -> None:
    """Read what comes."""
    register, replica = Register(SUITE, genesis.founded()), Replica(declared.KIND)
    for signed, body in acts:
        act = parse_act(signed).act
        replica.receive(act)
        register.take(replica, act, body)


def from_elsewhere(genesis: Federation, acts: Sequence[Stored]) -> None:
    """Read what somebody else gives."""
    assert not list(read_acts(SUITE, genesis.founded(), acts))


def spent_us(work: Callable[[Federation, Sequence[Stored]], None], genesis: Federation, acts: list[Stored]) -> float:
    """CPU microseconds per act."""
    start = time.process_time()
    work(genesis, acts)
    return (time.process_time() - start) / len(acts) * 1e6


def main() -> None:
    """Print the figures."""
    floor, (genesis, acts) = verified_us(), federation()
    row("floor, verify one signature", floor, "CPU us")
    known = Federation(SUITE, genesis)
    for name, work in (("read at a start", at_start), ("taken one by one", one_by_one), ("verified", from_elsewhere)):
        few, many = (spent_us(work, known, acts[:count]) for count in (FEW, ACTS))
        row(f"registry, {name}, {FEW} acts", few, "CPU us", floor)
        row(f"registry, {name}, {ACTS} acts", many, "CPU us", floor)
        row(f"  growth from {FEW} to {ACTS}", many / few, "times")


if __name__ == "__main__":
    main()
