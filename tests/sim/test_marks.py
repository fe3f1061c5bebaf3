"""What an officer is told of how far an act has got, held against the disks of a whole history."""

from __future__ import annotations

from dataclasses import replace

import pytest

from lintas.node.deliver import STORED
from lintas.node.marks import Marks
from lintas.node.passed import PASSED
from lintas.sim.host import Host
from lintas.sim.profile import QUIET
from lintas.sim.world import World

WORN = replace(
    QUIET, nodes=4, acts=60, span_ms=60_000, rot=0.4, crash=0.3, loss=0.1, delay_ms=200, idle_ms=30_000
)  # fmt: skip
"""Rows rot, and nodes compare seldom, so that it takes a while until what a link went over is found by comparing."""
SEEDS = (4, 5, 9, 11)
"""In each of these an officer would be told that something is stored which is not, if what links go over were not
noted.
"""


def untrue(world: World, host: Host) -> list[str]:
    """The acts that the machine, calls stored at a peer that never had them."""
    assert host.node is not None
    found, marks, code = list[str](), Marks(host.node), host.node.federation.code
    for dossier in host.disk.dossiers():
        replica = host.node.folded(dossier)
        for row in host.disk.acts(dossier) if replica else ():
            if row.author != host.id or replica is None or row.id not in replica.graph:
                continue
            said = marks.of(row)
            for peer in filter(lambda each: each.honest, world.hosts):
                if said.get(code(peer.id)) == STORED and not had(world, peer, row.id):
                    found.append(f"{host.code} calls {world.truth.shown(row.id)} stored at {peer.code}")
    return found


def had(world: World, peer: Host, act: bytes) -> bool:
    """Whether the act is on the disk of a machine, or was before it rotted there or a restore took it away."""
    content, machine = peer.disk.content, world.truth.machines[peer.number]
    return act in content.positions or act in content.waiting or act in machine.rotted or act in machine.lost


class Asked(World):
    """A history in which somebody looks at all marks each time that an order was given."""

    def __init__(self, seed: int) -> None:
        super().__init__(seed, WORN)
        self.lies: list[str] = []

    def _order(self, host: Host) -> None:
        super()._order(host)
        self.lies += [lie for each in self.hosts if each.up for lie in untrue(self, each)]


@pytest.mark.slow
@pytest.mark.parametrize("seed", SEEDS)
def test_nothing_is_called_stored_at_a_peer_that_never_had_it(seed: int) -> None:
    world = Asked(seed)
    assert world.run() == []
    assert world.lies == []
    assert any(host.safe.secrets(PASSED) for host in world.hosts), "links went over acts"
