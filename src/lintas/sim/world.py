"""One history: a federation that begins, works while faults befall it, heals, and is held against every promise.

    World(seed, profile).run()

One source of chance per history, one agenda, no clock and no I/O: the same seed and profile make the same history,
event by event. First *safety*: whatever happens, what is promised at every moment holds. Then *liveness*: the faults
end, and everything that is owed must come within `HEAL_MS_MAX`.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator
from contextlib import nullcontext
from dataclasses import replace
from functools import lru_cache
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
from lintas.node.author import Authored
from lintas.node.courier import Pace
from lintas.node.group import Outcome
from lintas.node.joining import NotListed, read_bundle, take_bundle, write_bundle
from lintas.node.order import NotSealed, OfficerAtWork
from lintas.node.ports import Unreachable
from lintas.node.state import Node
from lintas.node.steps import Post
from lintas.sim import reading
from lintas.sim.agenda import Agenda
from lintas.sim.carry import Carrier
from lintas.sim.collector import together
from lintas.sim.faults import Faults
from lintas.sim.host import Host, Place
from lintas.sim.load import Desk
from lintas.sim.members import Member, genesis, member, officers, tokens
from lintas.sim.mutants.swap import is_something_wrong
from lintas.sim.network import TIMEOUT_MS, Network, Reply
from lintas.sim.opener import Opener
from lintas.sim.profile import QUIET, Profile, draw
from lintas.sim.promises import commit, crash, end, recalled, whole
from lintas.sim.registrar import Registrar
from lintas.sim.truth import Breach, Machine, Truth
from lintas.sim.watch import Watch
from lintas.sync.line import PLAIN, SEALED

HEAL_MS_MAX: Final = 15 * 60_000
HEAL_STEP_MS: Final = 2_500
FOUNDINGS: Final = 3
"""How many federations there are of each size that founded a registry."""
FOUNDING: Final = range(2)
FOUNDING_MS: Final = 2_000
"""The registry is founded, and then confirmed; each has so long to reach everybody."""
TRIES: Final = 3
EVENTS_MAX: Final = 1_500
"""How many events a history may take for each pair of nodes: some five times what it does take."""


class World:
    """A history, and what is true in it."""

    def __init__(self, seed: int, profile: Profile | None = None, *, founds: bool = False) -> None:
        """Not begun. Without a profile it is the one that belongs to the seed (`profile.draw`). `founds`: a federation
        that is about to found its registry; any other history that has one begins where such a one ends.
        """
        self.seed, self.rng = seed, Random(seed)
        self.alone = seed % reading.ALONE_EVERY == 0
        """Whether every node reads and judges for itself."""
        self.profile = profile or draw(seed)
        self.agenda = Agenda()
        self.truth = Truth(lambda: self.agenda.now_ms)
        self.network = Network(self.agenda, self.rng, self.profile)
        suite: Suite = RealSuite() if self.profile.real else CheapSuite(i_know_this_protects_nothing=True)
        self.founded = None if founds or not self.profile.renewals else _founded(self.profile, seed % FOUNDINGS)
        self.members = self._members(suite)
        federation = Federation(suite, genesis(self.members))
        pace = Pace(self.profile.idle_ms, self.profile.retry_ms_max, self.profile.checkpoint_ms)
        kinds = self._kinds()
        self.hosts: list[Host] = []
        self.by_id: dict[bytes, Host] = {}
        self.tokens: dict[bytes, tuple[str, str]] = {}
        self.faults = Faults(self)
        self.watch = Watch(self.truth, Opener(suite), self.by_id, self.faults.down)
        self.place = Place(
            self.agenda, suite, federation, kinds, pace, self._chance, self._route, self._between, self.watch
        )
        self.carrier = Carrier(self, self.watch)
        for made in self.members:
            self._place(made)
        self.desk = Desk(
            self.rng, tuple(sorted(self.by_id)), kinds, self.profile.files, self.profile.recalls, self.profile.releases
        )
        self.registrar = Registrar(
            self.rng, self._newcomer, lambda each: self.faults.copy_vault(self.by_id[each]), self._node_of,
            self.truth.rotted,
        )  # fmt: skip
        self.registrar.next_seeds = {each.identity.authority.signing: each.next_seed for each in self.members}

    def _members(self, suite: Suite) -> list[Member]:
        if self.founded is None:
            return [member(suite, number, self._chance) for number in range(self.profile.nodes)]
        self.agenda.now_ms = self.founded.agenda.now_ms
        self.truth.registries |= self.founded.truth.registries
        # All that found one do it with programs of version 1.
        self.truth.other_programs |= {each.identity.authority.id for each in self.founded.members}
        self.truth.broken += self.founded.truth.broken
        return list(self.founded.members)

    def _kinds(self) -> dict[str, Kind]:
        known = all_kinds()
        directories = sorted(name for name, kind in known.items() if DIRECTORY in kind.item.traits)
        for name, version in self.profile.among:
            known[name] = next(each for each in (*known[name].former, known[name]) if each.version == version)
        usual = sorted(set(dict(self.profile.among) or known) - set(directories))
        chosen = self.rng.sample(usual, min(self.profile.kinds, len(usual)))
        if self.profile.renewals:
            chosen += directories
        return {name: known[name] for name in chosen}

    def _place(self, made: Member) -> None:
        """A machine for an authority."""
        host = Host(len(self.hosts), self.place, made.identity, speaks=self._speaks())
        if self.founded:
            host.hold_what(self.founded.by_id[host.id])
        else:
            made.keep_keys(self.place.suite, host.safe)
        self._known(host)

    def _speaks(self) -> int:
        """The newest version of the line that a machine knows."""
        return SEALED if self.profile.sealed and self.rng.random() < self.profile.sealed else PLAIN

    def _known(self, host: Host) -> None:
        self.add(host)
        self.by_id[host.id] = host
        self.truth.names[host.id] = host.code

    def _newcomer(self, state: str) -> Member:
        self.members.append(member(self.place.suite, len(self.members), self._chance, state, desk=not state))
        return self.members[-1]

    def _node_of(self, authority: bytes) -> Node | None:
        host = self.by_id.get(authority)
        return host.node if host else None

    def add(self, host: Host) -> None:
        """One machine more."""
        self.hosts.append(host)
        self.truth.machines[host.number] = Machine(host.number, honest=host.honest)

    def _chance(self, count: int) -> bytes:
        return self.rng.randbytes(count)

    # A run.

    def run(self) -> list[Breach]:
        """Play, heal, check; the promises that were broken, the first one first."""
        return self._broken_by(self._whole)

    def found(self) -> list[Breach]:
        """The registry is founded, and confirmed by all, without any fault; the promises that were broken."""
        return self._broken_by(self._found)

    def _whole(self) -> None:
        self._begin()
        self.faults.begin()
        self._play()
        if not self.truth.broken:
            self._heal()

    def _broken_by(self, play: Callable[[], None]) -> list[Breach]:
        with together(), nullcontext() if self.alone else reading.once():
            try:
                play()
            except Exception as error:  # noqa: BLE001 - whatever it is, the seed that raised it is the finding
                self.truth.breaks(whole.no_job_breaks_a_node, f"{type(error).__name__}: {error}")
        self._end()
        return self.truth.broken

    def _end(self) -> None:
        """Machines and what is true of them stay; nodes, and all that was to come, are freed here and now."""
        for host in self.hosts:
            host.stop()
        self.agenda.forget()

    def _begin(self) -> None:
        for host in self.hosts:
            host.start()
            assert host.node is not None
            self.tokens[host.id] = self.founded.tokens[host.id] if self.founded else tokens(host.node)
            self.watch.committed(host)

    def _found(self) -> None:
        self.network.healed = True
        self._begin()
        for _ in FOUNDING:
            for host in self.hosts:
                self._submit(host, lambda node: self.registrar.found(node, self._officers(node)))
            self.agenda.until(self.agenda.now_ms + FOUNDING_MS)

    def _officers(self, node: Node) -> tuple[OfficerAtWork, OfficerAtWork]:
        return officers(node, self.tokens[node.id])

    def _entered(self, by: Host, act: bytes) -> None:
        entry = self.registrar.entered.pop(act, None)
        if by.honest and by.node and entry:
            commit.what_a_desk_entered_is_in_force(self.truth, by, by.node, entry)

    def _join(self, by: Host, act: bytes) -> None:
        """If the act lists an authority, its node begins with the bundle of whoever listed it. Where that has a hole it
        does not begin, as an operator is told.
        """
        made = self.registrar.added.pop(act, None)
        if made is None or by.node is None:
            return
        host = Host(len(self.hosts), self.place, made.identity, speaks=self._speaks())
        made.keep_keys(self.place.suite, host.safe)
        host.start()
        assert host.node is not None
        try:
            take_bundle(host.node, read_bundle(write_bundle(by.node)))
        except NotListed:
            host.stop()
            return
        self._known(host)
        host.stop()
        host.start()
        self.tokens[host.id] = tokens(host.node)
        self.faults.back_up(host)
        self.truth.tell(host.code, f"joins, listed by {by.code}")

    def _play(self) -> None:
        for _ in range(self.profile.acts):
            pause_ms = self.rng.expovariate(self.profile.acts / self.profile.span_ms)
            self.agenda.until(self.agenda.now_ms + int(pause_ms))
            if self.truth.broken or not self._rests():
                return
            self._order(self.rng.choice(self.hosts))
            self.faults.strike()
            if self.rng.random() < self.profile.carried:
                self.carrier.send()

    def _order(self, host: Host) -> None:
        """An officer orders something; if it is not open, something else."""
        if host.up:
            registry = host.honest and self.rng.random() < self.profile.renewals
            host.alive(lambda: self._submit(host, self._of_the_registry if registry else self._of_a_desk))

    def _of_a_desk(self, node: Node) -> Authored | None:
        return self.desk.order(node, self._officers(node))

    def _of_the_registry(self, node: Node) -> Authored | None:
        return self.registrar.order(node, self._officers(node))

    def _submit(self, host: Host, order: Callable[[Node], Authored | None]) -> None:
        def job(node: Node) -> tuple[bytes, ...]:
            before = len(node.pending.acts)
            for _ in range(TRIES):
                try:
                    done = order(node)
                except NotSealed:
                    continue
                if done:
                    made = [new.id for new in node.pending.acts[before:] if new.author == node.id]
                    readers = frozenset(done.audience) | {node.id}
                    if not any(is_plain(parse_act(new.signed).act) for new in node.pending.acts[before:]):
                        self.truth.audience |= dict.fromkeys(made, readers)
                    for new in node.pending.acts[before:]:
                        self.truth.note_release(parse_act(new.signed).act)
                    return tuple(made)
            return ()

        def told(outcome: Outcome) -> None:
            if outcome.refusal is None and outcome.result:
                self.truth.machines[host.number].told |= dict.fromkeys(outcome.result)
                self.truth.done += 1
                for act in outcome.result:
                    self._entered(host, act)
                    self._join(host, act)

        if outcome := host.submit(job, told):
            told(outcome)

    def _heal(self) -> None:
        self.faults.end()
        looked_at, owed = -1, True
        until_ms = self.agenda.now_ms + max(HEAL_MS_MAX, 4 * self.profile.idle_ms)
        while self.agenda.now_ms < until_ms and not self.truth.broken and self._rests():
            self.agenda.until(self.agenda.now_ms + max(HEAL_STEP_MS, self.profile.idle_ms // 4))
            for host in self._honest():
                # Who said ERASED has no older copy of its vault.
                self.faults.back_up(host)
            now = sum(host.disk.length + len(host.shelf.places()) + host.changes for host in self.hosts)
            if looked_at != now:
                looked_at, owed = now, any(self._owed(self.scene(), end.OWED))
            if not owed:
                break
        for host in self._honest():
            crash.look(self.truth, host)
            recalled.nothing_of_it_lies_on_the_disk(self.truth, host)
        scene = self.scene()
        with reading.anew():
            for promise, words in [*self._owed(scene, end.OWED if owed else ()), *self._owed(scene, end.ALWAYS)]:
                self.truth.breaks(promise, words)

    def _rests(self) -> bool:
        """Whether so much has happened that it will never end."""
        most = EVENTS_MAX * len(self.hosts) * (len(self.hosts) - 1)
        if self.agenda.done > most:
            words = f"{self.agenda.done} events in {self.agenda.now_ms} ms"
            self.truth.breaks(whole.a_federation_comes_to_rest, words)
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
        everything = hashlib.sha256()
        for host in self.hosts:
            for row in host.disk.content.acts:
                everything.update(row.id + row.salt if row else b"-")
        return everything.hexdigest() + f" {self.agenda.done} {self.agenda.now_ms}"

    # Between machines.

    def _route(self, host: Host, peer: bytes, step: Post, reply: Reply) -> None:
        to = self.faults.reached(host, peer)
        if to is None:
            host.later(TIMEOUT_MS, lambda: reply(Unreachable(host.code, "withheld")))
            return
        self.network.ask(host.number, to.number, to, step.path, step.body, reply)

    def _between(self, host: Host, peer: bytes) -> int:
        return host.changes + sum(each.changes for each in self.faults.machines_of(peer))


def _founded(profile: Profile, number: int) -> World:
    """The federation with this number that has just founded its registry. It is made once in a process, and copied into
    histories; where a rule is a wrong one, each time anew.
    """
    quiet = replace(QUIET, nodes=profile.nodes, real=profile.real, renewals=1.0)
    return _founded_anew(number, quiet) if is_something_wrong() else _founded_once(number, quiet)


def _founded_anew(number: int, quiet: Profile) -> World:
    world = World(number, quiet, founds=True)
    world.found()
    return world


_founded_once: Final = lru_cache(maxsize=None)(_founded_anew)
