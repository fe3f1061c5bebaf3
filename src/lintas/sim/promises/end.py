"""Promises that hold once faults have ended and everybody had time: each yields what is still owed.

They are asked again and again while the federation heals; what is left when time is up is broken.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from hashlib import sha256
from itertools import chain, permutations, product
from random import Random

from lintas.crypto.errors import BadSignature
from lintas.dossier.header import Act, Form
from lintas.dossier.replica import Replica
from lintas.dossier.sealing import epoch_of
from lintas.dossier.traits import DIRECTORY
from lintas.node import line
from lintas.node.compare import serve
from lintas.node.obey import was_reader
from lintas.node.recalls import Stage, may_be_recalled, named
from lintas.node.sets import counted
from lintas.sim.host import Host
from lintas.sim.truth import Truth
from lintas.sync.compare import PING_KIND, Ping, ping_fields
from lintas.sync.envelope import Envelope, write
from lintas.sync.line import PLAIN, SEALED


@dataclass(frozen=True)
class Case:
    """A dossier: what all honest machines together know of it, and what each of its honest parties holds."""

    dossier: bytes
    whole: Replica
    held: tuple[tuple[Host, Replica], ...]
    without: tuple[Host, ...]

    @cached_property
    def by(self) -> dict[bytes, tuple[Host, Replica]]:
        """The machines that hold it, by the ids of their authorities."""
        return {host.id: (host, replica) for host, replica in self.held}


@dataclass(frozen=True)
class Scene:
    """The honest machines that run at the end, and what is true. It is of one moment, at which all promises look."""

    truth: Truth
    hosts: Sequence[Host]

    @cached_property
    def cases(self) -> tuple[Case, ...]:
        """Each dossier. Who is a party of it is decided by all that is known of it: one that lost the act by which it
        was discharged may think otherwise.
        """
        found: dict[bytes, dict[int, Replica]] = {}
        for host in self.hosts:
            assert host.node is not None
            for dossier in host.disk.dossiers():
                if replica := host.node.folded(dossier):
                    found.setdefault(dossier, {})[host.number] = replica
        return tuple(self._case(*each) for each in sorted(found.items()))

    def _case(self, dossier: bytes, replicas: dict[int, Replica]) -> Case:
        whole = self._whole(replicas)
        parties = [host for host in self.hosts if self._belongs(whole, host)]
        held = tuple((host, replicas[host.number]) for host in parties if host.number in replicas)
        return Case(dossier, whole, held, tuple(host for host in parties if host.number not in replicas))

    def _belongs(self, whole: Replica, host: Host) -> bool:
        """Whether it is a party, and not by a branch alone that a liar forked off and nobody went on from."""
        if DIRECTORY in whole.kind.item.traits:
            return True
        if host.id not in whole.now().parties:
            return False
        if not any(len(strands) > 1 for strands in whole.graph.chains.values()):
            return True
        return host.id in whole.view([node.act.id for node in counted(whole.graph)]).parties

    def _whole(self, replicas: dict[int, Replica]) -> Replica:
        """The dossier with every act that any of them admitted."""
        largest = max(replicas.values(), key=lambda replica: len(replica.graph.nodes))
        others = {act: node for each in replicas.values() for act, node in each.graph.nodes.items()}
        if len(others) == len(largest.graph.nodes):
            return largest
        whole = Replica(largest.kind)
        for node in others.values():
            whole.receive(node.act)
        return whole


Owed = Callable[[Scene], Iterator[str]]


def everybody_has_every_act(scene: Scene) -> Iterator[str]:
    """I6: after healing every honest party of a dossier holds every act that counts for all."""
    for case in scene.cases:
        every = {act: host for host, replica in case.held for act in _counted(replica)}
        for host, replica in case.held:
            if lacking := [act for act in every if act not in replica.graph.nodes]:
                yield f"{host.code} lacks {scene.truth.shown(lacking[0])}, which {every[lacking[0]].code} has"
        for host in case.without if case.held else ():
            yield f"{host.code} lacks a dossier of which {case.held[0][0].code} says it is a party"


def nothing_waits_for_ever(scene: Scene) -> Iterator[str]:
    """I4: no act of an honest author waits for what nobody will ever bring."""
    for case in scene.cases:
        for host in [*(host for host, _ in case.held), *case.without]:
            assert host.node is not None
            for waiting in host.node.staged.of(case.dossier):
                if scene.truth.honest(waiting.sender) and waiting.id in case.whole.graph:
                    yield f"{scene.truth.shown(waiting.id)} waits at {host.code}"


def every_reader_has_the_body(scene: Scene) -> Iterator[str]:
    """Whoever is of an act's audience and has been a party ever since has its body, if its author still has it, and
    did not lose the act that began the epoch for a while: that one, which has the list of who reads, it may have given
    as a header alone. Nor did the author recall that one by an ERASE that lies behind an act which is lost, or the act
    itself by one that it lost when the party had heard of it, nor is the party a newcomer to what began the epoch.
    """
    for case in scene.cases:
        for host, replica in case.held:
            for act, node in replica.graph.nodes.items():
                author = case.by.get(node.act.header.author)
                if node.act.header.seal is None or host.id not in scene.truth.audience_at_first(act):
                    continue
                if author is None or not _readable(author[0], act) or _lost_its_key(scene.truth, author[0], node.act):
                    continue
                if _took_back_unseen(case, author[0], node.act):
                    continue
                if _readable(host, act) or _took_back_and_lost_it(scene.truth, host, node.act):
                    continue
                if _sat_all_along(case, host, act):
                    yield f"{host.code} cannot read {scene.truth.shown(act)}"


def who_was_released_an_act_has_it(scene: Scene) -> Iterator[str]:
    """A newcomer to whom an author released an act has its body, if the author still has it and its key."""
    for case in scene.cases:
        now = case.whole.now()
        for act, node in case.whole.graph.nodes.items():
            author = case.by.get(node.act.header.author)
            if author is None or not _readable(author[0], act) or _lost_its_key(scene.truth, author[0], node.act):
                continue
            for party in sorted(now.released(node) & case.by.keys()):
                if not _readable(case.by[party][0], act):
                    yield f"{case.by[party][0].code} was released {scene.truth.shown(act)}, and cannot read it"


def every_reader_has_the_files(scene: Scene) -> Iterator[str]:
    """Whoever can read an act, and has been a party ever since, has the files that it sends, if its author still has
    them whole.
    """
    for case in scene.cases:
        for host, replica in case.held:
            for act, node in replica.graph.nodes.items():
                author = case.by.get(node.act.header.author)
                if author is None or not node.act.header.attachments or not _readable(host, act):
                    continue
                if not _readable(author[0], act):
                    continue
                sent, came = author[0].shelf.files, host.shelf.files
                whole = set(node.act.header.attachments) - scene.truth.machines[author[0].number].worn
                lacking = any(sent.get(each, {}).keys() - came.get(each, {}).keys() for each in whole)
                if lacking and _sat_all_along(case, host, act):
                    yield f"{host.code} lacks a file of {scene.truth.shown(act)}"


def everybody_sees_the_same(scene: Scene) -> Iterator[str]:
    """I1: honest parties that hold the same acts give them the same verdicts and see the same."""
    for case in scene.cases:
        views: dict[frozenset[bytes], tuple[Host, object]] = {}
        for host, replica in case.held:
            key = frozenset(replica.graph.nodes)
            view = _view(replica)
            other, known = views.setdefault(key, (host, view))
            if known != view:
                yield f"{host.code} and {other.code} hold the same acts and see other things"


def a_lane_moves_by_its_own_party_only(scene: Scene) -> Iterator[str]:
    """Whatever moved a party's lane at any node is an act of that party."""
    for case in scene.cases:
        for host, replica in case.held:
            for (_, role, party), track in replica.records.moves.items():
                for move in chain.from_iterable(track.things.values()):
                    if move.by.act.header.author != party:
                        words = f"{scene.truth.shown(move.by.act.id)} moved {scene.truth.names.get(party)} as {role}"
                        yield f"at {host.code} {words}"


def order_of_arrival_does_not_matter(scene: Scene) -> Iterator[str]:
    """I12: folded again in another order that respects what each act saw, a dossier shows the same."""
    for case in scene.cases:
        if not case.held:
            continue
        host, replica = case.held[case.dossier[0] % len(case.held)]
        acts = [node.act for node in replica.graph.nodes.values()]
        Random(case.dossier).shuffle(acts)
        again = Replica(replica.kind)
        for act in acts:
            again.receive(act)
        if _view(again) != _view(replica):
            yield f"a dossier of {host.code}, folded again in another order, is another"


def what_honest_authors_seal_counts(scene: Scene) -> Iterator[str]:
    """What an honest node let its officer do is neither refused nor void at any honest node."""
    for case in scene.cases:
        for host, replica in case.held:
            for judged in replica.judged.values():
                if scene.truth.honest(judged.act.header.author) and not judged.counted:
                    said = f"{judged.verdict.value} {judged.rule} {judged.why}"
                    yield f"{scene.truth.shown(judged.act.id)} is {said} at {host.code}"


def what_was_taken_back_goes_everywhere(scene: Scene) -> Iterator[str]:
    """I9: whoever has an ERASE and what it asks for carries it out, however late either came."""
    for case in scene.cases:
        acts = {act: node.act for act, node in case.whole.graph.nodes.items()}
        for erase in (act for act in acts.values() if act.header.form is Form.ERASE):
            if not scene.truth.honest(erase.header.author):
                continue
            asked = [a for each in named(erase) if (a := acts.get(each)) and a.header.author == erase.header.author]
            for (host, replica), act in product(case.held, filter(may_be_recalled, asked)):
                known = erase.id in replica.graph and act.id in replica.graph
                assert host.node is not None
                if known and act.id not in host.node.recalls.gone:
                    yield f"{host.code} has not carried out the recall of {scene.truth.shown(act.id)}"


def who_was_given_it_says_that_it_is_gone(scene: Scene) -> Iterator[str]:
    """A party that wrote what was recalled, or was given its key, says ERASED once that is true."""
    for case in scene.cases:
        for host, _ in case.held:
            assert host.node is not None
            for gone in host.node.recalls.gone.values():
                if gone.dossier == case.dossier and gone.stage is not Stage.SAID and was_reader(host.node, gone):
                    yield f"{host.code} has not said that {scene.truth.shown(gone.act)} is gone"


def everybody_knows_the_same_federation(scene: Scene) -> Iterator[str]:
    """Who is in force, and under which keys, is the same at every node that has the same registry."""
    first = scene.hosts[0].node if scene.hosts else None
    for host in scene.hosts:
        assert host.node is not None
        assert first is not None
        if host.node.federation.authorities != first.federation.authorities:
            yield f"{host.code} and {scene.hosts[0].code} do not know the same authorities"


def who_can_seal_knows_who_else_can(scene: Scene) -> Iterator[str]:
    """I14: once two nodes both have a program of version 2, each knows that the other has, whatever it had before."""
    for host, other in permutations(scene.hosts, 2):
        assert host.node is not None
        known = host.node.federation.authorities.keys()
        if host.speaks == other.speaks == SEALED and other.id in known and line.spoken(host.node, other.id) == PLAIN:
            yield f"{host.code} goes by what {other.code} spoke before"


def a_replaced_key_speaks_for_nobody(scene: Scene) -> Iterator[str]:
    """Who stole a key that was replaced is answered by no node that knows of the new one."""
    for host, other in permutations(scene.hosts, 2):
        assert host.node is not None
        known = host.node.federation.authorities.get(other.id)
        old = other.identity.signer
        if known is None or known.signing == old.public:
            continue
        nonce = sha256(other.id + host.id).digest()[:16]
        head = Envelope(other.id, host.id, nonce, host.node.clock())
        try:
            serve(host.node, write(old, PING_KIND, head, ping_fields(Ping(None, host.node.federation.reg))))
        except BadSignature:
            continue
        yield f"{host.code} answered who had the old key of {other.code}"


OWED: tuple[Owed, ...] = (
    everybody_has_every_act,
    nothing_waits_for_ever,
    every_reader_has_the_body,
    who_was_released_an_act_has_it,
    every_reader_has_the_files,
    what_was_taken_back_goes_everywhere,
    who_was_given_it_says_that_it_is_gone,
    everybody_knows_the_same_federation,
    who_can_seal_knows_who_else_can,
)
"""What may take time after the faults have ended."""

ALWAYS: tuple[Owed, ...] = (
    a_lane_moves_by_its_own_party_only,
    everybody_sees_the_same,
    order_of_arrival_does_not_matter,
    what_honest_authors_seal_counts,
    a_replaced_key_speaks_for_nobody,
)
"""What holds whatever is still under way; looked at once, at the end."""


def _counted(replica: Replica) -> list[bytes]:
    return [node.act.id for node in counted(replica.graph)]


def _sat_all_along(case: Case, host: Host, act: bytes) -> bool:
    """Whether the host was a party in every view since the act: whoever was out for a while may have been given the
    header alone, and nobody owes it the body later. Nor is it owed to whoever sits by another act than the one that
    the author had seen (`spec/fold.md` 9.1), though it never was out.
    """
    sealed, now = case.whole.graph.nodes[act], case.whole.now()
    begun = (node for each, node in case.whole.graph.nodes.items() if each[:16] == epoch_of(sealed.act))
    if not all(now.knew(each, host.id) for each in (sealed, *begun)):
        return False
    since = [node for node in case.whole.graph.nodes.values() if not sealed.saw(node)]
    views = [case.whole.view([node.act.id]) for node in since]
    return all(host.id in view.parties for view in views)


def _lost_its_key(truth: Truth, author: Host, act: Act) -> bool:
    epoch = epoch_of(act)
    machine = truth.machines[author.number]
    return any(lost[:16] == epoch for lost in machine.lost | machine.rotted)


def _took_back_unseen(case: Case, author: Host, act: Act) -> bool:
    """Whether the author recalled what began the epoch of its act, and no act that counts tells of it."""
    assert author.node is not None
    begun = {each for each in author.node.recalls.gone if each[:16] == epoch_of(act)}
    tells = (each.act for each in case.whole.graph.nodes.values() if each.act.header.form in {Form.ERASE, Form.ERASED})
    return bool(begun.difference(*(named(each) for each in tells if each.header.author == author.id)))


def _took_back_and_lost_it(truth: Truth, host: Host, act: Act) -> bool:
    """Whether the party carried out a recall of which the author knows no more."""
    assert host.node is not None
    recalls = (each for each in truth.acts.values() if each.header.form is Form.ERASE)
    asked = any(act.id in named(each) for each in recalls if each.header.author == act.header.author)
    return act.id in host.node.recalls.gone and asked


def _readable(host: Host, act: bytes) -> bool:
    row = host.disk.act(act)
    return row is not None and row.body is not None


def _view(replica: Replica) -> object:
    now = replica.now()
    verdicts = sorted((act, judged.verdict.value, judged.rule) for act, judged in replica.judged.items())
    lanes = sorted((item, now.phase(item)) for item in now.items)
    effect = sorted(node.act.id for node in replica.graph.nodes.values() if now.effect(node))
    return verdicts, lanes, effect, now.parties, now.firm, now.forked
