"""Promises that hold after every commit of every honest node."""

from __future__ import annotations

from collections.abc import Iterable

from lintas.dossier.authority import Authority
from lintas.dossier.header_bytes import dossier_of
from lintas.dossier.position import DOSSIER
from lintas.dossier.replica import Replica
from lintas.node.ports import StoredAct
from lintas.node.state import Node
from lintas.sim.host import Host
from lintas.sim.truth import Truth

STATUS_EVERY = 3
"""Of how many commits the status of what changed is compared at one; at the end of a history all are."""
QUEUE_ACTS_MAX = 400


def look(truth: Truth, host: Host) -> None:
    """Hold what a node has just made durable against all promises of this module."""
    machine, node = truth.machines[host.number], host.node
    if node is None:
        return
    if node.federation.registry:
        truth.registries.add(node.federation.registry)
    queues_are_bounded(truth, host)
    known, gone = machine.gone[1], node.recalls.gone
    machine.gone = known, known if known == gone.keys() else frozenset(gone)
    if machine.seen_rows == host.disk.size():
        return
    rows = host.disk.since(machine.seen_rows, QUEUE_ACTS_MAX)
    machine.seen_rows = host.disk.size()
    for row in rows:
        # All of them before any is judged: the last may name who keeps the first.
        truth.act_of(row)
    for row in rows:
        if not any(act[:16] == row.dossier for act in machine.rotted):
            every_past_is_here(truth, host, row)
        a_chain_never_forks(truth, row)
        a_body_lies_with_its_audience_only(truth, host, row)
        if row.dossier not in truth.registries:
            a_dossier_lies_with_who_was_named_only(truth, host, row)
    for dossier in dict.fromkeys(row.dossier for row in rows) if len(truth.acts) % STATUS_EVERY == 0 else ():
        if replica := node.folded(dossier):
            the_same_acts_show_the_same_status(truth, host, replica, dossier)
    for dossier in dict.fromkeys(row.dossier for row in rows):
        if replica := node.folded(dossier):
            of = machine.parties.get(dossier)
            before = of[1] if of else _parties_before(replica, [row.id for row in rows if row.dossier == dossier])
            machine.parties[dossier] = before, replica.now().parties


def _parties_before(replica: Replica, new: Iterable[bytes]) -> frozenset[bytes]:
    """Who were parties before these acts: what was served in one group with them was for those."""
    found = filter(None, map(replica.graph.nodes.get, new))
    return frozenset(party for node in found for party in replica.parties_before(node))


def every_past_is_here(truth: Truth, host: Host, row: StoredAct) -> None:
    """I2: whatever an act has seen lies in the same store before it, unless the dossier lost its very first act."""
    for past in truth.act_of(row).header.past:
        if past not in host.disk.content.positions and past not in truth.machines[host.number].rotted:
            truth.breaks(every_past_is_here, f"{host.code} stored {truth.shown(row.id)} without {truth.shown(past)}")


def a_chain_never_forks(truth: Truth, row: StoredAct) -> None:
    """I3: no two acts stand at one place of an honest author's chain, so that nobody can prove it a liar."""
    header = truth.act_of(row).header
    place = (dossier_of(truth.act_of(row)), *header.chain, header.sequence)
    other = truth.place.setdefault(place, row.id)
    if other != row.id and truth.honest(header.author):
        truth.breaks(a_chain_never_forks, f"{truth.shown(row.id)} and {truth.shown(other)} stand at one place")


def a_body_lies_with_its_audience_only(truth: Truth, host: Host, row: StoredAct) -> None:
    """A sealed body lies in the stores of its author and its audience, and nowhere else."""
    audience = truth.audience.get(row.id)
    if row.body is not None and audience is not None and host.id not in audience:
        truth.breaks(a_body_lies_with_its_audience_only, f"{host.code} stored the body of {truth.shown(row.id)}")


def a_dossier_lies_with_who_was_named_only(truth: Truth, host: Host, row: StoredAct) -> None:
    """Who was never named in a dossier keeps nothing of it: to anybody else it does not exist."""
    if host.id not in truth.named[row.dossier]:
        truth.breaks(a_dossier_lies_with_who_was_named_only, f"{host.code} keeps {truth.shown(row.id)}")


def the_same_acts_show_the_same_status(truth: Truth, host: Host, replica: Replica, dossier: bytes) -> None:
    """I1, I13: whoever holds the same acts sees the same status, at every node and at any time; so a status never
    changes without a new act.
    """
    key, now = (dossier, replica.tips()), replica.now()
    phases = tuple((item, now.phase(item)) for item in sorted(now.items))
    status = (tuple(sorted(now.parties)), tuple(sorted(now.firm)), phases)
    known = truth.status.setdefault(key, status)
    if known != status:
        truth.breaks(the_same_acts_show_the_same_status, f"{host.code} sees {now.phase(DOSSIER)}, others do not")


def queues_are_bounded(truth: Truth, host: Host) -> None:
    """I11: what waits at a node stays below its bounds, whoever is away and for however long."""
    node = host.node
    assert node is not None
    ahead = max([len(link.ahead) for link in node.links.values()], default=0)
    if max(len(node.staged), ahead) > QUEUE_ACTS_MAX:
        truth.breaks(queues_are_bounded, f"{len(node.staged)} acts wait at {host.code}")


def what_a_desk_entered_is_in_force(truth: Truth, host: Host, node: Node, entry: Authority) -> None:
    """What a registry desk, or its deputy, enters as it may is in force at its node from when it is durable: an
    authority that it lists, a state that all assented to, new keys.
    """
    known = node.federation.authorities.get(entry.id)
    if known is None or known.number < entry.number:
        truth.breaks(what_a_desk_entered_is_in_force, f"{host.code} entered {entry.code}, number {entry.number}")
