"""Recalling: who may, what is destroyed, what stays, who says so, and that nothing brings a body back."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import Any

import pytest

from lintas.dossier.admission import parse_act
from lintas.dossier.control import Erasure, erasure_fields
from lintas.dossier.header import Act, Form
from lintas.dossier.officers import TooFewOfficers
from lintas.dossier.sealing import NoBody, act_key, epoch_of
from lintas.node import fetch, mend
from lintas.node.answers import Answers, open_recalls
from lintas.node.author import Authored
from lintas.node.files import add_file
from lintas.node.holds import Hold, HoldUnclear, NoSuchHold, hold, lift
from lintas.node.obey import obey
from lintas.node.reading import read
from lintas.node.recall import NoReason, NotRecallable, RecallOrder, recall
from lintas.node.recalls import Copy, destructions, forget_copy, named, put_copy
from lintas.node.retention import NotErasable, erase_here
from lintas.node.state import Node
from lintas.store.vault import MemoryVault
from lintas.sync.link import LinkItem
from tests.node.hostile import draft, federation, give, shared, signed
from tests.node.test_receive import sent_to
from tests.support.federation import Federation3

WORDS = {"text": "the words that are taken back"}
DAY_MS = 24 * 60 * 60 * 1000


def told(*codes: str) -> tuple[Federation3, bytes, bytes, bytes]:
    """bb said two things to all, and everybody has both: the dossier, the one that is to go, the other."""
    fed = federation(*codes)
    dossier = shared(fed)
    one = fed.act("bb-ca", dossier, "adopt the terms", WORDS).act
    other = fed.act("bb-ca", dossier, "adopt the terms", {"text": "the words that stay"}).act
    fed.settle()
    return fed, dossier, one, other


def taken_back(fed: Federation3, dossier: bytes, *acts: bytes, code: str = "bb-ca") -> Authored:
    node = fed.nodes[code]
    done = recall(node, dossier, RecallOrder(acts, "it was an error", fed.desks[code]))
    node.commit()
    return done


def rest(fed: Federation3) -> None:
    """Everything is delivered and everything that can be obeyed is."""
    for _ in range(4):
        for node in fed.nodes.values():
            obey(node)
        fed.settle()


def words(node: Node, act: bytes) -> object:
    row = node.store.act(act)
    assert row
    return read(node, row)[1].fields.get("text")


def erased_by(node: Node, dossier: bytes, act: bytes) -> list[str]:
    acts: list[Act] = [found.act for found in node.replica(dossier).graph.nodes.values()]
    said = [each for each in acts if each.header.form is Form.ERASED and act in named(each)]
    return sorted(node.federation.code(each.header.author) for each in said)


def keys_of(node: Node, dossier: bytes) -> list[bytes]:
    assert isinstance(node.vault, MemoryVault)
    return [
        each.key
        for each in node.vault.epochs(dossier)
        if each.key and each.author == node.federation.by_code("bb-ca").id
    ]


def test_a_recalled_body_is_gone_everywhere_and_everybody_says_so() -> None:
    fed, dossier, act, other = told()
    before = {code: node.replica(dossier).now().vector for code, node in fed.nodes.items() if node.has(dossier)}
    judged = {code: dict(fed.nodes[code].replica(dossier).judged) for code in before}
    assert all(keys_of(fed.nodes[code], dossier) for code in before)
    done = taken_back(fed, dossier, act)
    rest(fed)
    for code in ("aa-ca", "bb-ca", "cc-ca"):
        node = fed.nodes[code]
        with pytest.raises(NoBody):
            words(node, act)
        assert words(node, other) == "the words that stay"
        assert erased_by(node, dossier, act) == ["aa-ca", "bb-ca", "cc-ca"]
        assert judged[code].items() <= node.replica(dossier).judged.items()
        row = node.store.act(done.act)
        assert row
        assert read(node, row)[1].fields == {"because": "it was an error"}
        assert not [key for key in keys_of(node, dossier) if opens(node, key, act)]


def opens(node: Node, key: bytes, act: bytes) -> bool:
    row = node.store.act(act)
    assert row
    header = parse_act(row.signed).act.header
    assert header.seal
    found = node.suite.seal(act_key(node.suite, key, header), b"", b"")[1]
    return found == header.seal.commitment


def test_an_epoch_of_which_an_act_was_recalled_seals_nothing_more() -> None:
    fed, dossier, act, _ = told()
    taken_back(fed, dossier, act)
    rest(fed)
    again = fed.act("bb-ca", dossier, "adopt the terms", {"text": "said after it"}).act
    fed.settle()
    row, old = fed.nodes["aa-ca"].store.act(again), fed.nodes["aa-ca"].store.act(act)
    assert row
    assert old
    assert epoch_of(parse_act(row.signed).act) != epoch_of(parse_act(old.signed).act)
    assert words(fed.nodes["aa-ca"], again) == "said after it"


def test_only_the_author_recalls_and_only_what_says_something() -> None:
    fed, dossier, act, _ = told()
    aa, bb = fed.nodes["aa-ca"], fed.nodes["bb-ca"]
    with pytest.raises(NotRecallable, match="author"):
        recall(aa, dossier, RecallOrder((act,), "not mine", fed.desks["aa-ca"]))
    with pytest.raises(NotRecallable, match="no act"):
        recall(bb, dossier, RecallOrder((bytes(32),), "nothing", fed.desks["bb-ca"]))
    with pytest.raises(NoReason):
        recall(bb, dossier, RecallOrder((act,), " ", fed.desks["bb-ca"]))
    with pytest.raises(TooFewOfficers):
        recall(bb, dossier, RecallOrder((act,), "nobody answers", ()))
    assert not bb.pending
    taken_back(fed, dossier, act)
    with pytest.raises(NotRecallable, match="already"):
        recall(bb, dossier, RecallOrder((act,), "again", fed.desks["bb-ca"]))


def test_a_peer_that_was_away_gets_what_stays_and_never_what_went() -> None:
    fed = federation()
    dossier = shared(fed)
    act = fed.act("bb-ca", dossier, "adopt the terms", WORDS).act
    other = fed.act("bb-ca", dossier, "adopt the terms", {"text": "the words that stay"}).act
    fed.bring("bb-ca", "aa-ca")
    taken_back(fed, dossier, act)
    obey(fed.nodes["bb-ca"])
    rest(fed)
    for code in ("aa-ca", "cc-ca"):
        node = fed.nodes[code]
        assert words(node, other) == "the words that stay"
        with pytest.raises(NoBody):
            words(node, act)
        assert erased_by(node, dossier, act) == ["aa-ca", "bb-ca", "cc-ca"]


def test_whatever_comes_late_brings_no_body_back() -> None:
    fed = federation()
    dossier = shared(fed)
    act = fed.act("bb-ca", dossier, "adopt the terms", WORDS).act
    late = sent_to(fed.nodes["bb-ca"], fed.nodes["aa-ca"], dossier)
    fed.settle()
    taken_back(fed, dossier, act)
    rest(fed)
    for code in ("aa-ca", "cc-ca"):
        for _ in range(2):
            give(fed.nodes["bb-ca"], fed.nodes[code], late)
            obey(fed.nodes[code])
            with pytest.raises(NoBody):
                words(fed.nodes[code], act)
            assert not [key for key in keys_of(fed.nodes[code], dossier) if opens(fed.nodes[code], key, act)]
            fed.restart(code)


def test_an_erase_that_comes_before_what_it_names_is_obeyed_when_that_comes() -> None:
    fed = federation()
    dossier = shared(fed)
    bb = fed.nodes["bb-ca"]
    act = fed.act("bb-ca", dossier, "adopt the terms", WORDS).act
    late = sent_to(bb, fed.nodes["aa-ca"], dossier)
    erase = draft(bb, dossier, verb="", form=Form.ERASE, control=erasure_fields(Erasure((act,))))
    first = late[0]
    shutout = replace(erase, prev=bytes(32), sequence=1, incarnation=7)
    seen = tuple(row.id for row in bb.store.acts(dossier) if row.author != bb.id)[:1]
    shutout = replace(shutout, seen=seen, depth=2)
    give(bb, fed.nodes["aa-ca"], [LinkItem(signed(bb, shutout).signed)])
    aa = fed.restart("aa-ca")
    obey(aa)
    assert aa.recalls.due
    give(bb, aa, late)
    obey(aa)
    assert first
    with pytest.raises(NoBody):
        words(aa, act)
    assert not aa.recalls.due
    assert not [key for key in keys_of(aa, dossier) if opens(aa, key, act)]


def test_an_epoch_of_another_that_is_named_in_a_header_is_not_destroyed() -> None:
    fed, dossier, act, other = told()
    aa, bb, cc = (fed.nodes[code] for code in ("aa-ca", "bb-ca", "cc-ca"))
    row = bb.store.act(act)
    assert row
    sealed = parse_act(row.signed).act.header.seal
    bait = signed(cc, draft(cc, dossier, verb="adopt the terms", seal=sealed))
    give(cc, aa, [LinkItem(bait.signed)])
    give(cc, cc, [LinkItem(bait.signed)])
    erase = draft(cc, dossier, verb="", form=Form.ERASE, control=erasure_fields(Erasure((bait.act.id,))))
    give(cc, aa, [LinkItem(signed(cc, erase).signed)])
    obey(aa)
    assert words(aa, act) == WORDS["text"]
    assert words(aa, other) == "the words that stay"
    assert keys_of(aa, dossier)


def test_what_is_held_stays_and_nothing_is_said_of_it_until_the_hold_ends() -> None:
    fed, dossier, act, _ = told()
    cc = fed.nodes["cc-ca"]
    hold(cc, Hold(dossier, b"", "officer 1", "a court's order", cc.clock(), cc.clock() + DAY_MS))
    taken_back(fed, dossier, act)
    rest(fed)
    fed.restart("cc-ca")
    rest(fed)
    cc = fed.nodes["cc-ca"]
    assert words(cc, act) == WORDS["text"]
    assert erased_by(cc, dossier, act) == ["aa-ca", "bb-ca"]
    seen = Answers(cc, dossier).of(act)
    assert seen
    assert (seen.here, list(seen.awaited)) == ("held", ["cc-ca"])
    elsewhere = Answers(fed.nodes["aa-ca"], dossier).of(act)
    assert elsewhere
    assert (elsewhere.here, elsewhere.held, list(elsewhere.awaited)) == ("erased", None, ["cc-ca"])
    fed.clock.now_ms += 2 * DAY_MS
    rest(fed)
    with pytest.raises(NoBody):
        words(cc, act)
    assert erased_by(cc, dossier, act) == ["aa-ca", "bb-ca", "cc-ca"]


def test_a_hold_says_why_and_ends_and_can_be_lifted() -> None:
    fed, dossier, act, _ = told()
    cc = fed.nodes["cc-ca"]
    with pytest.raises(HoldUnclear):
        hold(cc, Hold(dossier, act, "officer 1", " ", cc.clock(), cc.clock() + DAY_MS))
    with pytest.raises(HoldUnclear):
        hold(cc, Hold(dossier, act, "officer 1", "why", cc.clock(), cc.clock() - 1))
    with pytest.raises(NoSuchHold):
        lift(cc, dossier, act)
    hold(cc, Hold(dossier, act, "officer 1", "why", cc.clock(), cc.clock() + DAY_MS))
    taken_back(fed, dossier, act)
    rest(fed)
    assert words(cc, act) == WORDS["text"]
    lift(cc, dossier, act)
    rest(fed)
    with pytest.raises(NoBody):
        words(cc, act)


def test_who_has_not_answered_is_listed_and_late_after_the_days_of_the_policy() -> None:
    fed, dossier, act, _ = told()
    taken_back(fed, dossier, act)
    bb = fed.nodes["bb-ca"]
    obey(bb)
    seen = next(open_recalls(bb)).recall
    assert seen.awaited == {"aa-ca": 0, "cc-ca": 0}
    assert seen.late == ()
    fed.clock.now_ms += 31 * DAY_MS
    fed.bring("bb-ca", "cc-ca")
    obey(fed.nodes["cc-ca"])
    fed.bring("cc-ca", "bb-ca")
    seen = next(open_recalls(bb)).recall
    assert seen.awaited == {"aa-ca": 31}
    assert seen.late == ("aa-ca",)
    rest(fed)
    assert list(open_recalls(bb)) == []


def test_erased_waits_for_every_copy_of_the_vault() -> None:
    fed, dossier, act, _ = told()
    cc = fed.nodes["cc-ca"]
    for file in ("/one", "/two"):
        put_copy(cc.vault, Copy(file, 1, destructions(cc.vault)))
    taken_back(fed, dossier, act)
    rest(fed)
    seen = Answers(cc, dossier).of(act)
    assert seen
    assert (seen.here, sorted(seen.in_copies)) == ("in a copy", ["/one", "/two"])
    put_copy(cc.vault, Copy("/one", 2, destructions(cc.vault)))
    rest(fed)
    assert erased_by(cc, dossier, act) == ["aa-ca", "bb-ca"]
    forget_copy(cc.vault, "/two")
    rest(fed)
    assert erased_by(cc, dossier, act) == ["aa-ca", "bb-ca", "cc-ca"]


def test_one_who_could_never_read_it_says_nothing() -> None:
    fed = federation()
    dossier = shared(fed)
    act = fed.act("bb-ca", dossier, "adopt the terms", WORDS, readers=("cc-ca",)).act
    fed.settle()
    taken_back(fed, dossier, act)
    rest(fed)
    assert erased_by(fed.nodes["aa-ca"], dossier, act) == ["bb-ca", "cc-ca"]


def test_what_is_erased_here_alone_is_said_and_what_comes_later_is_still_read() -> None:
    fed, dossier, act, other = told()
    cc = fed.nodes["cc-ca"]
    assert erase_here(cc, dossier, (act,)) == (act,)
    rest(fed)
    assert erased_by(fed.nodes["bb-ca"], dossier, act) == ["cc-ca"]
    assert words(fed.nodes["aa-ca"], act) == WORDS["text"]
    assert words(cc, other) == "the words that stay"
    again = fed.act("bb-ca", dossier, "adopt the terms", {"text": "in the same epoch"}).act
    rest(fed)
    fetch_bodies(fed, "cc-ca", "bb-ca")
    assert words(cc, again) == "in the same epoch"
    with pytest.raises(NotErasable, match="already"):
        erase_here(cc, dossier, (act,))
    with pytest.raises(NotErasable, match="ours"):
        erase_here(fed.nodes["bb-ca"], dossier, (other,))


def fetch_bodies(fed: Federation3, asker: str, asked: str) -> None:
    """What an idle round does for bodies that are missing."""
    here, there = fed.nodes[asker], fed.nodes[asked]
    for dossier, acts in mend.bodies(here, there.id).items():
        request, data = fetch.ask(here, there.id, dossier, acts)
        fetch.take(here, request, fetch.serve(there, data))
        here.commit()


class Killed(BaseException):
    """The process ends here."""


def dying(node: Node, step: int) -> list[str]:
    """Let the node die at its step-th change of what is durable, before (even) or after (odd) it."""
    points = list[str]()

    def at(name: str, call: Callable[..., Any]) -> Callable[..., Any]:
        def run(*args: Any) -> Any:
            points.append(f"before {name}")
            if len(points) == step:
                raise Killed
            result = call(*args)
            points.append(f"after {name}")
            if len(points) == step:
                raise Killed
            return result

        return run

    @contextmanager
    def batch() -> Iterator[Any]:
        points.append("before commit")
        if len(points) == step:
            raise Killed
        with whole() as each:
            yield each
        points.append("after commit")
        if len(points) == step:
            raise Killed

    whole = node.store.batch
    node.store.batch = batch  # type: ignore[method-assign]
    node.store.scrub = at("scrub", node.store.scrub)  # type: ignore[method-assign]
    node.vault.change = at("change of the vault", node.vault.change)  # type: ignore[method-assign]
    node.chunks.drop = at("drop of a chunk", node.chunks.drop)  # type: ignore[method-assign]
    return points


def revive(fed: Federation3, code: str) -> None:
    """The node again, on what was durable, with nothing in its way."""
    node = fed.nodes[code]
    for port, name in (("store", "batch"), ("store", "scrub"), ("vault", "change"), ("chunks", "drop")):
        vars(getattr(node, port)).pop(name, None)
    obey(fed.restart(code))


def with_a_file() -> tuple[Federation3, bytes, bytes, bytes]:
    """As `told`, and what goes names a file; its chunk."""
    fed = federation()
    dossier = shared(fed)
    bb = fed.nodes["bb-ca"]
    fed.act("bb-ca", dossier, "adopt the terms", {"text": "agreed"})
    file = add_file(bb, "a.txt", "text/plain", [b"what the file says"])
    needed = {"information": "with a file", "offence": {"name": "fraud", "band": "10 years or more"},
              "handling": "H0", "source": "A", "certainty": "1", "files": [file]}  # fmt: skip
    act = fed.act("bb-ca", dossier, "give", needed, {"receiving": ("aa-ca", "cc-ca")}).act
    fed.settle()
    return fed, dossier, act, file["chunks"][0]


@pytest.mark.parametrize("code", ["aa-ca", "bb-ca"])
@pytest.mark.parametrize("step", range(1, 19))
def test_a_crash_at_any_point_ends_in_the_same_state(code: str, step: int) -> None:
    fed, dossier, act, chunk = with_a_file()
    assert fed.nodes["aa-ca"].chunks.has(chunk)
    taken_back(fed, dossier, act)
    if code != "bb-ca":
        obey(fed.nodes["bb-ca"])
    points = dying(fed.nodes[code], step)
    try:
        if code != "bb-ca":
            fed.bring("bb-ca", code)
        obey(fed.nodes[code])
    except Killed:
        assert len(points) == step
    revive(fed, code)
    rest(fed)
    node = fed.nodes[code]
    assert not node.chunks.has(chunk)
    with pytest.raises(NoBody):
        row = node.store.act(act)
        assert row
        read(node, row)
    assert not [key for key in keys_of(node, dossier) if opens(node, key, act)]
    assert erased_by(node, dossier, act) == ["aa-ca", "bb-ca", "cc-ca"]
    assert not node.recalls.due


def test_a_chunk_that_another_act_names_stays() -> None:
    fed, dossier, act, chunk = with_a_file()
    row = fed.nodes["bb-ca"].store.act(act)
    assert row
    fields = dict(read(fed.nodes["bb-ca"], row)[1].fields)
    again = fed.act("bb-ca", dossier, "give", fields, {"receiving": ("aa-ca", "cc-ca")}).act
    fed.settle()
    taken_back(fed, dossier, act)
    rest(fed)
    assert all(fed.nodes[code].chunks.has(chunk) for code in ("aa-ca", "bb-ca", "cc-ca"))
    taken_back(fed, dossier, again)
    rest(fed)
    assert not any(fed.nodes[code].chunks.has(chunk) for code in ("aa-ca", "bb-ca", "cc-ca"))
