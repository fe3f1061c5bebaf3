"""Who is told what simulated machines do, and holds it against the promises."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from lintas.node.mail import COLLECT, Came
from lintas.node.ports import StoreError, StoreFull
from lintas.sim.host import Host
from lintas.sim.opener import Opener
from lintas.sim.promises import carried, commit, crash, whole, wire
from lintas.sim.truth import Truth
from lintas.wire.errors import LintasError


class Watch:
    """The `Witness` of all machines, and the `Watch` of all files."""

    def __init__(self, truth: Truth, opener: Opener, by_id: Mapping[bytes, Host], down: Callable[[Host], None]) -> None:
        """`by_id` are the machines, one for each authority; `down` is told who died."""
        self.truth, self.opener, self.by_id, self._down = truth, opener, by_id, down

    def asks(self, host: Host, peer: bytes, path: str, data: bytes) -> None:
        if host.honest:
            known = self.by_id.get(peer)
            inner, said = self.opener.request(peer, known.safe if known else None, path, data)
            wire.what_both_can_seal_goes_sealed(self.truth, host, known, path, inner)
            wire.asks(self.truth, host, peer, inner, said)
            if not known or not known.up:
                wire.who_is_away_is_asked_ever_more_seldom(self.truth, host, peer)

    def takes(self, host: Host, path: str, data: bytes) -> None:
        if host.honest:
            wire.takes(self.truth, host, *self.opener.request(host.id, host.safe, path, data))
            if path == COLLECT:
                carried.asked_for(self.truth, host, data)

    def answers(self, host: Host, path: str, data: bytes, reply: bytes) -> None:
        if host.honest:
            said = self.opener.reply(host.id, host.safe, path, data, reply)
            wire.answers(self.truth, host, *self.opener.request(host.id, host.safe, path, data), said)
            if path == COLLECT:
                carried.a_mailbox_loses_nothing(self.truth, host, data)

    def packed(self, host: Host, owner: Host, file: bytes, answers: int) -> None:
        self.truth.tell(host.code, f"packs a file for {owner.code}")
        carried.packed(self.truth, host, owner.id, file, self.opener.file(owner.id, owner.safe, file))
        carried.an_exchange_of_files_ends(self.truth, host, owner.code, answers)

    def opens(self, host: Host, file: bytes) -> None:
        carried.opens(self.truth, host, self.opener.file(host.id, host.safe, file))

    def opened(self, host: Host, file: bytes, came: Came) -> None:
        carried.opened(self.truth, host, file, self.opener.file(host.id, host.safe, file), came)

    def left(self, keeper: Host, owner: Host, name: bytes) -> None:
        self.truth.mail.setdefault(keeper.number, {})[name] = owner.id

    def committed(self, host: Host) -> None:
        if host.honest:
            commit.look(self.truth, host)
        else:
            for row in host.disk.since(self.truth.machines[host.number].seen_rows, commit.QUEUE_ACTS_MAX):
                self.truth.act_of(row)
            self.truth.machines[host.number].seen_rows = host.disk.size()

    def died(self, host: Host, how: str) -> None:
        self.truth.tell(host.code, f"dies: {how}")
        if host.honest:
            crash.look(self.truth, host)
        self._down(host)

    def troubled(self, host: Host, peer: bytes, error: LintasError) -> None:
        self.truth.tell(host.code, f"trouble with {self.truth.names.get(peer)}: {error}")

    def broke(self, host: Host, error: Exception) -> None:
        self.truth.tell(host.code, f"a group of jobs was undone: {type(error).__name__}: {error}")
        # It is read anew, as at a start: of what rotted meanwhile it knows no more.
        self.truth.machines[host.number].parties = {}
        # What rotted away under a running node is noticed when it is written to; the node then reads its store anew.
        rotten = isinstance(error, StoreError) and bool(self.truth.machines[host.number].rotted)
        if host.honest and not rotten and not isinstance(error, StoreFull):
            self.truth.breaks(whole.no_job_breaks_a_node, f"{host.code}: {type(error).__name__}: {error}")
