"""What an honest node writes: verbs, epochs, proofs of forks, DISOWN, ERASE and ERASED, citing by core decision 5."""

from __future__ import annotations

from lintas.dossier.control import Disown, Fork, control_of
from lintas.dossier.header import Act, Form, Seal
from lintas.wire.identifiers import NULL16, NULL32
from tests.model.drafts import Place, disown_act, erasure_act, fork_act, key_act, verb_act
from tests.model.messages import Parcel, Wrap
from tests.model.node import Node
from tests.model.second_view import View
from tests.model.store import Cipher, EpochKey, act_key, epoch_of


class Author(Node):
    """An honest node that also writes."""

    duty_disown: bytes | None = None

    # Citing (5, 6)

    def place(self) -> Place | None:
        """Where the next act stands, or nothing if there is nothing to stand on."""
        named = self.cited()
        prev = self.last
        past = [*named, *([prev] if prev != NULL32 else [])]
        name = self.fold.fold.name
        if not past or name is None:
            return None
        depth = 1 + max(self.c.acts[one].header.depth for one in past)
        seen = tuple(sorted(named))
        return Place(name, self.id, self.incarnation, self.sequence + 1, prev, seen, depth, self.reg)

    def cited(self) -> set[bytes]:
        """Own maximal acts first, then one act per other author in turn, the oldest first."""
        pasts, limit = self.fold.fold.pasts, self.rules.seen_max or self.world.profile.seen_max
        own = self.own_tips() - {self.last} if self.rules.cites_own else set()
        others = [one for one in self.fold.tips() if self.author_of(one) != self.id and not self.shunned(one)]
        chosen = [*sorted(own), *self.in_turn(others)][: max(limit, 1)]
        shadow = frozenset().union(*(pasts[one] for one in chosen), pasts.get(self.last, frozenset()))
        return set(chosen) - shadow - {self.last}

    def own_tips(self) -> set[bytes]:
        pasts = self.fold.fold.pasts
        own = {one for one in self.fold.known if self.author_of(one) == self.id}
        own = own.difference(*(pasts[one] for one in own)) if own else own
        return own if self.rules.spares_own else {one for one in own if not self.shunned(one)}

    def shunned(self, one: bytes) -> bool:
        """A bound: an act in the forked part of a chain that nobody else has cited is not cited."""
        now, act = self.fold.now(), self.c.acts[one]
        if self.author_of(one) == self.id and self.rules.spares_own:
            return False
        return any(act.header.chain == c and act.header.sequence >= s for c, s in now.forks) and not now.cited(act)

    def in_turn(self, acts: list[bytes]) -> list[bytes]:
        if not self.rules.fair:
            return sorted(acts, key=lambda one: (self.author_of(one), one))
        lines: dict[bytes, list[bytes]] = {}
        for one in sorted(acts, key=lambda one: (self.waited_since(one), one)):
            lines.setdefault(self.author_of(one), []).append(one)
        found = []
        while lines:
            found += [line.pop(0) for line in lines.values()]
            lines = {author: line for author, line in lines.items() if line}
        return found

    def waited_since(self, one: bytes) -> int:
        """The depth of the oldest act of its author that this act brings and this node's own acts have not seen.

        Were it the depth of the act itself, an author that writes often would never be the oldest.
        """
        pasts = self.fold.fold.pasts
        seen = pasts.get(self.last, frozenset()) | {self.last}
        author = self.author_of(one)
        news = [x for x in (pasts[one] - seen) | {one} if self.author_of(x) == author]
        return min(self.c.acts[x].header.depth for x in news)

    def author_of(self, one: bytes) -> bytes:
        return self.fold.fold.acts[one].header.author

    # Writing

    def standing(self) -> tuple[Place, View] | None:
        """The place of the next act and the view in which it will be judged; nothing if that has no seat for it."""
        place = self.place()
        if place is None:
            return None
        past = self.fold.view([*place.seen, *([place.prev] if place.prev != NULL32 else [])])
        return (place, past) if self.id in past.parties else None

    def write(self) -> bool:
        """Do a duty, or something that the author's seats allow; whether an act was made."""
        found = self.standing()
        return found is not None and (self.duty(*found) or self.venture(*found))

    def speak(self) -> None:
        """Write something, an empty ERASED if nothing else is open; it cites what this node has seen."""
        if not self.write() and (found := self.standing()):
            self.issue(erasure_act(found[0], Form.ERASED, ()))

    def duty(self, place: Place, past: View) -> bool:
        """Owed: DISOWN, the proof of a fork, ERASED."""
        if self.duty_disown and self.disown(place, past, self.duty_disown):
            return True
        if (pair := self.unproved(past)) is not None:
            return self.issue(fork_act(place, *pair))
        due = sorted(self.unconfirmed())
        return bool(due) and self.issue(erasure_act(place, Form.ERASED, due))

    def disown(self, place: Place, past: View, stolen: bytes) -> bool:
        control = [control_of(act.header) for act in past.disowns(self.id)]
        if any(isinstance(one, Disown) and stolen in one.regs for one in control):
            self.duty_disown = None
            return False
        mine = self.c.signed & past.acts
        return self.issue(disown_act(place, [stolen], self.good_names(mine)))

    def good_names(self, mine: set[bytes]) -> set[bytes]:
        """The acts to name so that all of `mine` are good: good spreads by way of one's own acts only (fold 4.2)."""
        named = {before for one in mine for before in self.c.acts[one].header.past}
        return mine - named

    def unproved(self, past: View) -> tuple[Act, Act] | None:
        """Two known acts at one place of a chain of which no FORK is known."""
        known = [control_of(self.c.acts[x].header) for x in self.fold.known if self.c.acts[x].header.form is Form.FORK]
        proved = {one.one.act.header.chain for one in known if isinstance(one, Fork)}
        places: dict[tuple[object, ...], Act] = {}
        for act in sorted(self.c.acts.values(), key=lambda act: act.id):
            head = act.header
            twin = places.setdefault((head.chain, head.sequence), act)
            if twin is not act and head.chain not in proved and head.author != self.id:
                return twin, act
        return None

    def unconfirmed(self) -> set[bytes]:
        """Recalls that this node has carried out and not yet said so."""
        done = self.recalled if self.rules.erased_after == "once" else self.recalled & self.purged
        mine = {one for one in done if self.id in self.world.audience[one] or self.author_of(one) == self.id}
        own = [act for act in self.c.acts.values() if act.header.author == self.id]
        return mine - {one for act in own if act.header.form is Form.ERASED for one in self.named(act)}

    def venture(self, place: Place, past: View) -> bool:
        profile = self.world.profile
        if self.rng.random() < profile.erase and (target := self.own_sealed()):
            return self.issue(erasure_act(place, Form.ERASE, [target]))
        if self.rng.random() < profile.release and self.release(place, past):
            return True
        audience = self.audience(past) if self.rng.random() < profile.sealed else frozenset()
        seal = self.seal(place, audience) if audience else None
        if audience and seal is None:
            return True
        act = self.choose(place, past, seal)
        return act is not None and self.issue(act, audience)

    def choose(self, place: Place, past: View, seal: Seal | None) -> Act | None:
        for _ in range(6):
            wish = self.world.wisher.wish(self.fold.fold, past, self.id)
            if wish is not None:
                act = verb_act(place, wish, seal, self.world.now)
                if self.fold.preview(act).counted:
                    return act
        return None

    # Sealing (12)

    def audience(self, past: View) -> frozenset[bytes]:
        """Firm parties of the view in which the act will be judged (fold 5.6)."""
        if self.rules.audience_by == "nothing" and self.live and self.rng.random() < 0.7:
            return self.rng.choice(sorted(self.live, key=sorted))
        pool = past.firm if self.rules.audience_by != "present" else self.fold.now().firm
        known = [who for who in sorted(self.live, key=sorted) if who <= pool]
        if known and self.rng.random() < 0.6:
            return self.rng.choice(known)
        others = sorted(pool - {self.id})
        return frozenset(self.rng.sample(others, self.rng.randint(1, len(others)))) if others else frozenset()

    def seal(self, place: Place, audience: frozenset[bytes]) -> Seal | None:
        """The seal of an act for this audience; if a new epoch must begin first, its KEY act is made instead."""
        if audience not in self.live and self.rules.newcomer_in_live_epoch:
            for who, epoch in sorted(self.live.items(), key=lambda pair: pair[1]):
                if who < audience:
                    self.live[audience] = epoch
                    for peer in sorted(audience - who):
                        self.outbox.append((peer, Wrap(self.id, epoch, self.v.epochs[epoch])))
        if audience in self.live:
            return Seal(self.live[audience], NULL32, NULL32, 512)
        act = key_act(place, Seal(NULL16, NULL32, NULL32, 512), self.world.count())
        key: EpochKey = ("K", self.id, self.rng.getrandbits(60))
        self.v.epochs[act.id[:16]] = key
        self.issue(act, audience)
        self.live[audience] = act.id[:16]
        return None

    def own_sealed(self) -> bytes | None:
        own = [
            act.id
            for act in self.c.acts.values()
            if act.header.author == self.id and act.header.seal and act.header.form is Form.VERB
        ]
        own = [one for one in own if one not in self.recalled and one in self.c.bodies]
        return self.rng.choice(sorted(own)) if own else None

    def release(self, place: Place, past: View) -> bool:
        """Give an earlier body to somebody who was not in its audience."""
        target = self.own_sealed()
        pool = sorted(past.firm - {self.id} - (self.world.audience[target] if target else frozenset()))
        key = self.v.opens(self.c.acts[target]) if target else None
        if target is None or key is None or not pool:
            return False
        peer = self.rng.choice(pool)
        self.world.audience[target] |= {peer}
        self.c.released[target] = self.c.released.get(target, frozenset()) | {peer}
        if self.rules.release_in_body:
            audience = frozenset({peer})
            if self.seal(place, audience) is None and (found := self.standing()):
                place, past = found
            seal = self.seal(place, audience) if audience <= past.firm else None
            act = self.choose(place, past, seal) if seal else None
            return act is None or self.issue(act, audience, (target, key))
        self.outbox.append((peer, Parcel(self.id, target, self.c.bodies[target], key)))
        self.touch()
        return False

    def issue(self, act: Act, audience: frozenset[bytes] = frozenset(), gives: object = None) -> bool:
        """Sign, seal and store; it is sent after the commit."""
        self.world.made(act, self, audience)
        self.c.signed.add(act.id)
        if act.header.seal is not None and act.header.form is Form.VERB:
            key = self.v.epochs[epoch_of(act)]
            self.c.bodies[act.id] = Cipher(act_key(key, act.header), act.id.hex(), gives)  # type: ignore[arg-type]
        self.take(act)
        if act.id in self.c.acts:
            self.last, self.sequence, self.fresh = act.id, self.sequence + 1, True
        return True

    def listed(self) -> list[bytes]:
        """The acts to show as disowned after they were cited (6)."""
        if not self.rules.flags_disowned:
            return []
        now = self.fold.now()
        return [one for one in sorted(now.acts) if now.disowned(self.c.acts[one]) and now.cited(self.c.acts[one])]
