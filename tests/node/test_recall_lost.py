"""A first act is taken back, and its ERASE is lost for good: what was not taken back is read all the same."""

from __future__ import annotations

from lintas.dossier.admission import parse_act
from lintas.dossier.sealing import epoch_of
from lintas.node.obey import obey, purge
from lintas.node.parcels import key_parcel
from lintas.node.reading import kept_key, read
from lintas.node.recalls import set_replay
from lintas.node.retention import erase_here
from lintas.node.state import Node
from lintas.sync.link import LinkItem
from tests.node.hostile import TERMS, federation, give
from tests.node.recalling import fetch_bodies, taken_back
from tests.node.test_receive import sent_to
from tests.support.federation import Federation3

STAYS = {**TERMS, "purpose": "what stays"}


def opened() -> tuple[Federation3, bytes, bytes, bytes]:
    """bb opened a dossier and said something more under the same epoch, and nobody was there: the dossier, the first
    act, the other.
    """
    fed = federation("aa-ca", "bb-ca", "cc-ca")
    done = fed.open("bb-ca", "exchange", "open", TERMS, {"member": ("aa-ca", "cc-ca")})
    return fed, done.dossier, done.act, fed.act("bb-ca", done.dossier, "change the terms", STAYS).act


def erased_without_a_word_why(fed: Federation3, dossier: bytes, act: bytes) -> None:
    """What bb is like when it carried out an ERASE that rot took from it and from everybody: it says ERASED."""
    bb = fed.nodes["bb-ca"]
    purge(bb, dossier, [bb.replica(dossier).graph.nodes[act].act])
    assert obey(bb)


def purpose(node: Node, act: bytes) -> object:
    row = node.store.act(act)
    assert row
    return read(node, row)[1].fields["purpose"] if row.body else None


def headers_alone(items: list[LinkItem]) -> list[LinkItem]:
    return [LinkItem(each.signed) for each in items]


def test_who_learns_only_that_the_author_erased_it_takes_what_stays_by_its_own_key() -> None:
    fed, dossier, first, other = opened()
    erased_without_a_word_why(fed, dossier, first)
    fed.settle()
    for code in ("aa-ca", "cc-ca"):
        fetch_bodies(fed, code, "bb-ca")
        assert purpose(fed.nodes[code], first) is None
        assert purpose(fed.nodes[code], other) == "what stays"
        assert purpose(fed.restart(code), other) == "what stays"


def test_what_was_passed_over_before_the_author_erased_the_first_act_is_asked_for_then() -> None:
    fed, dossier, first, other = opened()
    aa, bb, cc = (fed.nodes[code] for code in ("aa-ca", "bb-ca", "cc-ca"))
    give(cc, aa, headers_alone(sent_to(bb, aa, dossier)))
    erased_without_a_word_why(fed, dossier, first)
    # The author gives nothing of the first act any more, and nothing tells yet for whom the other one is.
    fetch_bodies(fed, "aa-ca", "bb-ca")
    assert purpose(aa, other) is None
    give(cc, aa, headers_alone(sent_to(bb, aa, dossier)))
    fetch_bodies(fed, "aa-ca", "bb-ca")
    assert purpose(aa, other) == "what stays"


def test_what_was_passed_over_before_the_first_act_was_recalled_is_asked_for_then() -> None:
    fed, dossier, first, other = opened()
    aa, bb, cc = (fed.nodes[code] for code in ("aa-ca", "bb-ca", "cc-ca"))
    give(cc, aa, headers_alone(sent_to(bb, aa, dossier)))
    taken_back(fed, dossier, first)
    obey(bb)
    fetch_bodies(fed, "aa-ca", "bb-ca")
    assert purpose(aa, other) is None
    give(cc, aa, headers_alone(sent_to(bb, aa, dossier)))
    fetch_bodies(fed, "aa-ca", "bb-ca")
    assert purpose(aa, other) == "what stays"


def test_that_a_reader_erased_the_first_act_makes_nobody_else_a_reader() -> None:
    fed = federation("aa-ca", "bb-ca", "cc-ca")
    done = fed.open("bb-ca", "exchange", "open", TERMS, {"member": ("aa-ca", "cc-ca")}, readers=("cc-ca",))
    dossier, aa, bb, cc = done.dossier, *(fed.nodes[code] for code in ("aa-ca", "bb-ca", "cc-ca"))
    other = fed.act("bb-ca", dossier, "change the terms", STAYS, readers=("cc-ca",)).act
    fed.settle()
    assert erase_here(cc, dossier, [done.act])
    assert obey(cc)
    fed.settle()
    row = bb.store.act(other)
    assert row
    act = parse_act(row.signed).act
    epoch = bb.epoch(dossier, epoch_of(act) or b"")
    assert epoch
    give(bb, aa, [LinkItem(row.signed, row.body, key_parcel(bb, act, epoch, aa.id))])
    assert purpose(cc, other) == "what stays"
    assert purpose(aa, other) is None


def test_a_body_that_comes_back_with_a_restore_and_that_no_key_opens_comes_from_a_reader_with_its_key() -> None:
    fed = federation("aa-ca", "bb-ca", "cc-ca")
    done = fed.open("bb-ca", "exchange", "open", TERMS, {"member": ("aa-ca", "cc-ca")})
    before = fed.nodes["bb-ca"].store.snapshot()  # type: ignore[attr-defined]
    other = fed.act("bb-ca", done.dossier, "change the terms", STAYS).act
    backup = fed.nodes["bb-ca"].store.snapshot()  # type: ignore[attr-defined]
    fed.settle()
    fed.nodes["bb-ca"].store.restore(before)  # type: ignore[attr-defined]
    bb = fed.restart("bb-ca")
    taken_back(fed, done.dossier, done.act)
    obey(bb)
    assert kept_key(bb, other) is None, "it was not here when the key of the epoch was destroyed"
    bb.store.restore(backup)  # type: ignore[attr-defined]
    set_replay(bb.vault)
    bb = fed.restart("bb-ca")
    obey(bb)
    assert purpose(bb, other) is None
    fetch_bodies(fed, "bb-ca", "aa-ca")
    assert purpose(bb, other) == "what stays"
