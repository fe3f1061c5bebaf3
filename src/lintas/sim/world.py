"""One history: a federation that begins, works while faults befall it, heals, and is held against every promise.

    World(seed, profile).run()

One source of chance per history, one agenda, no clock and no I/O: the same seed and profile make the same history,
event by event. First *safety*: whatever happens, what is promised at every moment holds. Then *liveness*: the faults
end, and everything that is owed must come within `HEAL_MS_MAX`.
"""

from __future__ import annotations

import gc
import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from random import Random
from typing import Final

from lintas.crypto.cheap import CheapSuite
from lintas.crypto.ports import Suite
from lintas.crypto.real import RealSuite
from lintas.dossier.admission import parse_act
from lintas.dossier.authority import Federation
from lintas.dossier.grammar import Kind
from lintas.dossier.sealing import is_plain
from lintas.dossier.traits import DIRECTORY
from lintas.kinds import all_kinds
from lintas.node.author import NotSealed, OfficerAtWork
from lintas.node.courier import Pace
from lintas.node.group import Outcome
from lintas.node.ports import StoreError, StoreFull, Unreachable
from lintas.node.state import Node
from lintas.node.steps import Post
from lintas.sim.agenda import Agenda
from lintas.sim.faults import Faults
from lintas.sim.host import Host, Place
from lintas.sim.load import Desk
from lintas.sim.members import genesis, member, officers
from lintas.sim.network import TIMEOUT_MS, Network, Reply
from lintas.sim.profile import Profile, draw
from lintas.sim.promises import commit, crash, end, wire
from lintas.sim.truth import Breach, Machine, Truth
from lintas.wire.errors import LintasError

HEAL_MS_MAX: Final = 15 * 60_000
HEAL_STEP_MS: Final = 5_000
TRIES: Final = 3
EVENTS_MAX: Final = 1_500
"""How many events a history may take for each pair of nodes: some ten times what it does take."""


class World:
    """A history, and what is true in it."""

    def __init__(self, seed: int, profile: Profile | None = None) -> None:
        """Not begun. Without a profile it is the one that belongs to the seed (`profile.draw`)."""
        self.seed, self.rng = seed, Random(seed)
        self.profile = profile or draw(seed)
        self.agenda = Agenda()
        self.truth = Truth(lambda: self.agenda.now_ms)
        self.network = Network(self.agenda, self.rng, self.profile)
        suite: Suite = RealSuite() if self.profile.real else CheapSuite(i_know_this_protects_nothing=True)
        members = [member(suite, number, self._chance) for number in range(self.profile.nodes)]
        federation = Federation(suite, genesis(members))
        pace = Pace(self.profile.idle_ms, self.profile.retry_ms_max, self.profile.checkpoint_ms)
        kinds = self._kinds()
        place = Place(self.agenda, suite, federation, kinds, pace, self._chance, self._route, self)
        self.hosts = [Host(number, place, each.identity) for number, each in enumerate(members)]
        self.by_id = {host.id: host for host in self.hosts}
        self.officers: dict[bytes, tuple[OfficerAtWork, OfficerAtWork]] = {}
        self.desk = Desk(self.rng, tuple(sorted(self.by_id)), kinds, self.profile.files)
        self.faults = Faults(self)
        for host in self.hosts:
            self.truth.machines[host.number] = Machine(host.number)
            self.truth.names[host.id] = host.code

    def _kinds(self) -> dict[str, Kind]:
        known = all_kinds()
        usual = sorted(name for name, kind in known.items() if DIRECTORY not in kind.item.traits)
        chosen = self.rng.sample(usual, min(self.profile.kinds, len(usual)))
        return {name: known[name] for name in chosen}

    def add(self, host: Host) -> None:
        """One machine more."""
        self.hosts.append(host)
        self.truth.machines[host.number] = Machine(host.number, honest=host.honest)

    def _chance(self, count: int) -> bytes:
        return self.rng.randbytes(count)

    # A run.

    def run(self) -> list[Breach]:
        """Play, heal, check; the promises that were broken, the first one first."""
        with _steady():
            try:
                self._begin()
                self._play()
                if not self.truth.broken:
                    self._heal()
            except Exception as error:  # noqa: BLE001 - whatever it is, the seed that raised it is the finding
                self.truth.breaks(no_job_breaks_a_node, f"{type(error).__name__}: {error}")
        return self.truth.broken

    def _begin(self) -> None:
        for host in self.hosts:
            host.start()
            assert host.node is not None
            self.officers[host.id] = officers(host.node)
        self.faults.begin()

    def _play(self) -> None:
        for _ in range(self.profile.acts):
            pause_ms = self.rng.expovariate(self.profile.acts / self.profile.span_ms)
            self.agenda.until(self.agenda.now_ms + int(pause_ms))
            if self.truth.broken or not self._rests():
                return
            self._order(self.rng.choice(self.hosts))
            self.faults.strike()

    def _order(self, host: Host) -> None:
        """An officer orders something; if it is not open, something else."""
        if host.up:
            host.alive(lambda: self._submit(host))

    def _submit(self, host: Host) -> None:
        def job(node: Node) -> tuple[bytes, ...]:
            before = len(node.pending.acts)
            for _ in range(TRIES):
                try:
                    done = self.desk.order(node, self.officers[node.id])
                except NotSealed:
                    continue
                if done:
                    made = [new.id for new in node.pending.acts[before:] if new.author == node.id]
                    readers = frozenset(done[1].audience) | {node.id}
                    if not any(is_plain(parse_act(new.signed).act) for new in node.pending.acts[before:]):
                        self.truth.audience |= dict.fromkeys(made, readers)
                    return tuple(made)
            return ()

        def told(outcome: Outcome) -> None:
            if outcome.refusal is None and outcome.result:
                self.truth.machines[host.number].told |= dict.fromkeys(outcome.result)
                self.truth.done += 1

        if outcome := host.submit(job, told):
            told(outcome)

    def _heal(self) -> None:
        self.faults.end()
        owed: list[tuple[end.Owed, str]] = []
        until_ms = self.agenda.now_ms + max(HEAL_MS_MAX, 4 * self.profile.idle_ms)
        while self.agenda.now_ms < until_ms and not self.truth.broken and self._rests():
            self.agenda.until(self.agenda.now_ms + max(HEAL_STEP_MS, self.profile.idle_ms // 2))
            scene = self.scene()
            owed = list(self._owed(scene, end.OWED))
            if not owed:
                break
        for host in self._honest():
            crash.look(self.truth, host)
        scene = self.scene()
        for promise, words in [*owed, *self._owed(scene, end.ALWAYS)]:
            self.truth.breaks(promise, words)

    def _rests(self) -> bool:
        """Whether so much has happened that it will never end."""
        most = EVENTS_MAX * self.profile.nodes * (self.profile.nodes - 1)
        if self.agenda.done > most:
            words = f"{self.agenda.done} events in {self.agenda.now_ms} ms"
            self.truth.breaks(a_federation_comes_to_rest, words)
        return self.agenda.done <= most

    def _owed(self, scene: end.Scene, promises: tuple[end.Owed, ...]) -> Iterator[tuple[end.Owed, str]]:
        for promise in promises:
            if words := next(promise(scene), None):
                yield promise, words

    def scene(self) -> end.Scene:
        """What the promises of the end are asked of."""
        return end.Scene(self.truth, [host for host in self._honest() if host.up])

    def _honest(self) -> list[Host]:
        return [host for host in self.hosts if host.honest]

    def fingerprint(self) -> str:
        """A hash of everything that the machines hold: two runs of one seed have the same."""
        whole = hashlib.sha256()
        for host in self.hosts:
            for row in host.disk.content.acts:
                whole.update(row.id + row.salt if row else b"-")
        return whole.hexdigest() + f" {self.agenda.done} {self.agenda.now_ms}"

    # What machines tell.

    def _route(self, host: Host, peer: bytes, step: Post, reply: Reply) -> None:
        to = self.faults.reached(host, peer)
        if to is None:
            host.later(TIMEOUT_MS, lambda: reply(Unreachable(host.code, "withheld")))
            return
        self.network.ask(host.number, to.number, to, step.path, step.body, reply)

    def asks(self, host: Host, peer: bytes, path: str, data: bytes) -> None:
        if host.honest:
            wire.asks(self.truth, host, peer, path, data)
            if not self.by_id[peer].up:
                wire.who_is_away_is_asked_ever_more_seldom(self.truth, host, peer)

    def takes(self, host: Host, path: str, data: bytes) -> None:
        if host.honest:
            wire.takes(self.truth, host, path, data)

    def answers(self, host: Host, path: str, data: bytes, reply: bytes) -> None:
        if host.honest:
            wire.answers(self.truth, host, path, data, reply)

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
        self.faults.down(host)

    def troubled(self, host: Host, peer: bytes, error: LintasError) -> None:
        self.truth.tell(host.code, f"trouble with {self.truth.names.get(peer)}: {error}")

    def broke(self, host: Host, error: Exception) -> None:
        self.truth.tell(host.code, f"a group of jobs was undone: {type(error).__name__}: {error}")
        # What rotted away under a running node is noticed when it is written to; the node then reads its store anew.
        rotten = isinstance(error, StoreError) and bool(self.truth.machines[host.number].rotted)
        if host.honest and not rotten and not isinstance(error, StoreFull):
            self.truth.breaks(no_job_breaks_a_node, f"{host.code}: {type(error).__name__}: {error}")


def a_federation_comes_to_rest() -> None:
    """Once everybody has everything, next to nothing is said: no two nodes go on telling each other the same."""


def no_job_breaks_a_node() -> None:
    """Whatever comes from officers or peers, a node answers it or refuses it: nothing else is ever raised."""


@contextmanager
def _steady() -> Iterator[None]:
    """Without the collector's pauses, which cost a fifth of the time; what a history leaves is collected after it."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()
