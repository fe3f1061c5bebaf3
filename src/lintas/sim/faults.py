"""What befalls a simulated federation: crashes, restores, rot, partitions, wrong clocks, full and slow disks."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from itertools import chain
from random import Random
from typing import Final, Protocol

from lintas.node.come_back import begin_anew
from lintas.node.recalls import Copy, destructions, put_copy, set_replay
from lintas.sim.agenda import Agenda
from lintas.sim.host import POINTS, Host
from lintas.sim.network import Network
from lintas.sim.profile import Profile
from lintas.sim.safe import Letterbox, Shelf
from lintas.sim.truth import Truth
from lintas.sync.line import PLAIN, SEALED
from lintas.sync.witness import ERA_BYTES
from lintas.wire.identifiers import show

DOWN_MS_MAX: Final = 8_000
DISK_MS_MAX: Final = 6_000
BACKUP: Final = 0.1
LIE: Final = 0.15
COPY: Final = "copy"
CHUNK: Final = 0.5
"""Of what rots, how much is a chunk where there is one; the rest are rows."""


class Stage(Protocol):
    """What faults need of a history."""

    rng: Random
    profile: Profile
    agenda: Agenda
    network: Network
    truth: Truth
    hosts: list[Host]
    by_id: dict[bytes, Host]

    def add(self, host: Host) -> None:
        """One machine more."""


@dataclass(slots=True)
class Backup:
    """What a backup of a machine holds beside its vault, of which there is one copy, the newest. `registry`: acts of
    the registry in it.
    """

    length: int
    shelf: Shelf
    registry: frozenset[bytes]


@dataclass(slots=True)
class Faults:
    """The faults of one history."""

    stage: Stage
    backups: dict[int, list[Backup]] = field(default_factory=dict)
    second: dict[bytes, Host] = field(default_factory=dict)
    away: Host | None = None
    over: bool = False

    def begin(self) -> None:
        """Everybody makes a backup, and some clocks are wrong."""
        stage = self.stage
        for host in stage.hosts:
            self.back_up(host)
            if stage.profile.skew_ms:
                host.skew_ms = stage.rng.randint(-stage.profile.skew_ms, stage.profile.skew_ms)
        for liar in stage.rng.sample(stage.hosts, min(stage.profile.liars, len(stage.hosts) - 2)):
            liar.honest = stage.truth.machines[liar.number].honest = False
            stage.truth.liars |= {liar.id}
        if stage.profile.away_ms:
            self.away = stage.hosts[-1]
            self.away.stop()
            stage.truth.tell(self.away.code, "is away")

    def reached(self, host: Host, peer: bytes) -> Host | None:
        """Which machine a request to an authority reaches; None where a liar withholds what it would say, or where an
        authority that was listed has no machine.

        A liar has two machines with one key, each of which knows one half of the federation, and tells nothing to the
        other half.
        """
        to = self.stage.by_id.get(peer)
        if to is None:
            return None
        if not host.honest and to.honest:
            return to if self._half(host) in {None, to.number % 2} else None
        second = self.second.get(peer)
        return second if second and self._half(second) == host.number % 2 else to

    def machines_of(self, authority: bytes) -> list[Host]:
        """The machine of an authority; both, if it lies."""
        found = (self.stage.by_id.get(authority), self.second.get(authority))
        return [each for each in found if each]

    def _half(self, liar: Host) -> int | None:
        """Which half of the machines a liar's machine talks to; None as long as it is alone."""
        second = self.second.get(liar.id)
        return None if second is None else int(liar is second)

    def _lie(self) -> None:
        """A liar begins a second machine that goes on from here in the same chain: whatever both sign is a fork."""
        for liar in [host for host in self.stage.hosts if not host.honest and host.up]:
            if liar.id in self.second or liar.node is None:
                continue
            twin = replace(
                liar, number=len(self.stage.hosts), node=None, runners={}, letters=Letterbox(), _queue=[], _groups=None
            )
            twin.hold_what(liar)
            self.stage.add(twin)
            self.second[liar.id] = twin
            twin.start()
            assert twin.node is not None
            twin.node.incarnation = liar.node.incarnation
            self.stage.truth.tell(liar.code, "begins a second machine with the same key")

    def down(self, host: Host) -> None:
        """A machine died: it comes back after a while."""
        self.stage.agenda.after(self.stage.rng.randint(10, DOWN_MS_MAX), lambda: self.up(host))

    def up(self, host: Host) -> None:
        """A machine starts, unless it runs."""
        if not host.up:
            self.stage.truth.tell(host.code, "starts")
            # What it knew at its last commit may be less, since it died of the next, or more, since acts rotted.
            self.stage.truth.machines[host.number].parties = {}
            host.alive(host.start)

    def strike(self) -> None:
        """What befalls somebody now."""
        rng, profile, host = self.stage.rng, self.stage.profile, self.stage.rng.choice(self.stage.hosts)
        if profile.liars and rng.random() < LIE:
            self._lie()
        if rng.random() < BACKUP:
            self.back_up(host)
        if rng.random() < profile.partition:
            self._part()
        if rng.random() < profile.full_disk:
            self._fill(host)
        if rng.random() < profile.slow_disk:
            self._slow(host)
        if not (host.honest and host.up) or host is self.away:
            return
        if rng.random() < profile.upgrades:
            self._upgrade(host)
            return
        if rng.random() < profile.crash:
            self._doom(host)
        elif rng.random() < profile.restore:
            self._restore(host)
        elif rng.random() < profile.rot:
            self._rot(host)

    def end(self) -> None:
        """No fault befalls anybody any more; what can be put right is."""
        stage = self.stage
        self.over, stage.network.healed, stage.network.apart = True, True, frozenset()
        for host in stage.hosts:
            host.skew_ms, host.slow, host.doom = 0, False, ""
            host.disk.size_bytes_max, host.shelf.full = None, False
            machine = stage.truth.machines[host.number]
            if (machine.rotted or machine.worn) and host.up:
                # What rotted is noticed by the next start.
                host.stop()
            self.up(host)

    def back_up(self, host: Host) -> None:
        """A backup, as `compose.backup` makes one: content apart from the vault, whose copy replaces the one before."""
        self.backups.setdefault(host.number, []).append(
            Backup(host.disk.length, host.shelf.backup(), self._registry(host))
        )
        self.copy_vault(host)

    def copy_vault(self, host: Host) -> None:
        """The copy of the vault is made anew; the vault is told, since what it destroyed is gone only then."""
        host.copy = host.safe.backup()
        put_copy(host.safe, Copy(COPY, host.clock(), destructions(host.copy)))

    def _upgrade(self, host: Host) -> None:
        """The machine goes on with the program of the other version of the line: a newer one, or the older one again
        where the newer disappointed.
        """
        host.stop()
        host.speaks = PLAIN if host.speaks == SEALED else SEALED
        self.stage.truth.another_program(host.id)
        self.stage.truth.tell(host.code, f"stops, to go on with a program of version {host.speaks}")
        self.down(host)

    def _part(self) -> None:
        stage = self.stage
        if stage.network.apart:
            stage.network.apart = frozenset()
            stage.truth.tell("network", "is whole again")
        else:
            count = stage.rng.randint(1, max(1, len(stage.hosts) // 2))
            stage.network.apart = frozenset(stage.rng.sample(range(len(stage.hosts)), count))
            stage.truth.tell("network", f"cuts off {sorted(stage.network.apart)}")

    def _fill(self, host: Host) -> None:
        host.disk.size_bytes_max, host.shelf.full = host.disk.content.size_bytes, True
        self.stage.truth.tell(host.code, "has no room on its disk")

        def free() -> None:
            host.disk.size_bytes_max, host.shelf.full = None, False

        self.stage.agenda.after(self.stage.rng.randint(100, DISK_MS_MAX), free)

    def _slow(self, host: Host) -> None:
        host.slow = True

        def mend() -> None:
            host.slow = False

        self.stage.agenda.after(self.stage.rng.randint(100, DISK_MS_MAX), mend)

    def _doom(self, host: Host) -> None:
        if self.stage.profile.named_points:
            host.doom = self.stage.rng.choice(POINTS)
        else:
            host.crash("at some moment")

    def _registry(self, host: Host) -> frozenset[bytes]:
        content = host.disk.content
        places = chain.from_iterable(content.by_dossier.get(each, ()) for each in self.stage.truth.registries)
        return frozenset(row.id for at in places if (row := content.acts[at]))

    def _restore(self, host: Host) -> None:
        """The machine is lost; another one begins with a backup, as `compose.restore` does. Not one from before an act
        of the registry that no other founder has: a newcomer that has it may be unknown without it, and heard by
        nobody (docs/decisions/0032).
        """
        founders = [each for each in self.stage.hosts[: self.stage.profile.nodes] if each.honest and each is not host]
        kept = frozenset[bytes]().union(*map(self._registry, founders))
        usual = [each for each in self.backups[host.number] if self._registry(host) - each.registry <= kept]
        if not usual:
            return
        backup = self.stage.rng.choice(usual)
        machine = self.stage.truth.machines[host.number]
        before = set(host.disk.content.positions)
        host.crash("its disk is lost")
        host.disk.restore(backup.length)
        machine.lost |= before - host.disk.content.positions.keys()
        host.safe.restore(host.copy)
        host.shelf.copy_of(backup.shelf)
        # Whoever restores is no process of the node: what is meant to strike it strikes when it runs.
        doom, host.doom = host.doom, ""
        begin_anew(host.safe, show(self.stage.rng.randbytes(ERA_BYTES)))
        set_replay(host.safe)
        host.doom = doom
        host.letters, self.stage.truth.mail[host.number] = Letterbox(), {}
        self.backups[host.number] = []
        self.back_up(host)
        machine.promised, machine.told, machine.restored = {}, {}, machine.restored + 1
        for link in [each for each in self.stage.truth.on_link if each[2] == host.id]:
            del self.stage.truth.on_link[link]
        # What others spoke is in the backup as it was then.
        self.stage.truth.sealed_to = {each for each in self.stage.truth.sealed_to if each[0] != host.id}
        machine.seen_rows = host.disk.size()
        machine.gone, machine.parties = (frozenset(), frozenset()), {}
        self.stage.truth.tell(host.code, f"begins anew with a backup of {host.disk.size()} acts")

    def _rot(self, host: Host) -> None:
        """A row is lost; not the last, of which the log itself would tell at the next start, nor one of the registry
        (docs/decisions/0032). Or a chunk is lost.
        """
        if (places := host.shelf.places()) and self.stage.rng.random() < CHUNK:
            file, address = self.stage.rng.choice(places)
            host.shelf.rot(file, address)
            self.stage.truth.machines[host.number].worn.add(file)
            self.stage.truth.tell(host.code, f"loses a chunk to rot: {address.hex()[:8]}")
            return
        rows = [row for row in host.disk.content.acts[:-1] if row and row.dossier not in self.stage.truth.registries]
        if rows:
            row, machine = self.stage.rng.choice(rows), self.stage.truth.machines[host.number]
            host.disk.rot(row.position)
            machine.rotted.add(row.id)
            self.stage.truth.rotted.add(row.id)
            self.stage.truth.tell(host.code, f"loses {self.stage.truth.shown(row.id)} to rot")
