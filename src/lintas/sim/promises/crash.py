"""Promises about disks, looked at when a machine has just died: what is found there is all that it will start from.

At the end of a history it would be too late: others bring back what was lost, and nobody would see it.
"""

from __future__ import annotations

from collections.abc import Iterable

from lintas.dossier.sealing import epoch_of, is_plain
from lintas.node.recalls import act_key_name, gone_name
from lintas.sim.host import Host
from lintas.sim.promises import recalled
from lintas.sim.truth import Machine, Truth


def look(truth: Truth, host: Host) -> None:
    """Hold the disk of an honest machine that has just died against all promises of this module."""
    machine = truth.machines[host.number]
    what_was_receipted_is_on_the_disk(truth, host, machine)
    what_an_officer_was_told_is_on_the_disk(truth, host, machine)
    a_cursor_covers_only_what_is_on_the_disk(truth, host)
    who_signed_a_body_can_open_it(truth, host)
    bodies_lie_with_their_audience_only(truth, host)
    recalled.chunks_lie_with_their_audience_only(truth, host)
    recalled.what_was_said_to_be_erased_opens_with_nothing(truth, host)


def what_was_receipted_is_on_the_disk(truth: Truth, host: Host, machine: Machine) -> None:
    """I5: whatever a receipt of this node covers survives its crash."""
    for act in _lacking(truth, host, machine.promised):
        truth.breaks(what_was_receipted_is_on_the_disk, f"{host.code} lost {truth.shown(act)}, receipted, in a crash")


def what_an_officer_was_told_is_on_the_disk(truth: Truth, host: Host, machine: Machine) -> None:
    """An act that an officer was told is done survives the crash of the node."""
    for act in _lacking(truth, host, machine.told):
        words = f"{host.code} lost its own {truth.shown(act)} in a crash"
        truth.breaks(what_an_officer_was_told_is_on_the_disk, words)


def a_cursor_covers_only_what_is_on_the_disk(truth: Truth, host: Host) -> None:
    """Core decision 10: the cursor of a link never runs ahead of the acts that it covers."""
    for peer, inbound in host.disk.content.inbound.items():
        sent = truth.on_link.get((peer, inbound.epoch, host.id), ())
        # A sender whose row rotted since sends the same positions without it.
        covered = [act for upto, acts in sent if upto <= inbound.upto for act in acts if act not in truth.rotted]
        for act in _lacking(truth, host, covered):
            words = f"{host.code} moved its cursor over {truth.shown(act)}, which it has not"
            truth.breaks(a_cursor_covers_only_what_is_on_the_disk, words)


def who_signed_a_body_can_open_it(truth: Truth, host: Host) -> None:
    """Keys are durable before what they seal: no author is left with a body of its own that it cannot open, but one
    that it is about to drop since it took it back.
    """
    if truth.machines[host.number].restored:
        return
    for row in host.disk.content.acts:
        if row is not None and row.author == host.id and row.body is not None:
            act = truth.act_of(row)
            epoch = None if is_plain(act) else host.safe.epoch(row.dossier, epoch_of(act) or b"")
            kept = [host.safe.secret(name(row.id)) for name in (act_key_name, gone_name)]
            if not is_plain(act) and (epoch is None or epoch.key is None) and not any(kept):
                truth.breaks(who_signed_a_body_can_open_it, f"{host.code} has no key of its {truth.shown(row.id)}")


def bodies_lie_with_their_audience_only(truth: Truth, host: Host) -> None:
    """As after each commit, for bodies that came later, bodies of acts that wait, and keys."""
    for row in [*host.disk.content.acts, *host.disk.content.waiting.values()]:
        audience = truth.audience.get(row.id) if row else None
        if row is not None and row.body is not None and audience is not None and host.id not in audience:
            truth.breaks(bodies_lie_with_their_audience_only, f"{host.code} has the body of {truth.shown(row.id)}")
    for epoch in host.safe.every_epoch():
        begun = next((a for act, a in truth.audience.items() if act[:16] == epoch.id), None)
        if epoch.key is not None and begun is not None and host.id not in begun:
            truth.breaks(bodies_lie_with_their_audience_only, f"{host.code} has the key of epoch {epoch.id.hex()[:8]}")


def _lacking(truth: Truth, host: Host, acts: Iterable[bytes]) -> list[bytes]:
    """Those that the disk lacks, but for what rotted, and what liars made, which may have been refused since."""
    content, rotted = host.disk.content, truth.machines[host.number].rotted
    return [
        act
        for act in acts
        if act not in content.positions and act not in content.waiting and act not in rotted
        and act in truth.acts and truth.honest(truth.acts[act].header.author)
    ]  # fmt: skip
