"""What users of other tools reported in public threads about members, sharing and deletion, and what holds here.

A thread is named by project and number, as in MISP 7715. Each test says in a sentence what was suffered there and what
holds between nodes of lintas, and plays it on real nodes.
"""

from __future__ import annotations

import pytest

from lintas.dossier.control import Release, release_fields
from lintas.dossier.header import Form
from lintas.node import deliver, fetch
from lintas.node.author import author
from lintas.node.deliver import next_batch, take_receipt
from lintas.node.export import export
from lintas.node.order import NotAParty, ReachesNobody
from lintas.node.release import NotReleasable, ReleaseOrder, release
from lintas.node.show import Shown, show
from lintas.node.state import UnknownDossier
from lintas.node.verify_export import verify_export
from lintas.sync.link import LinkItem
from tests.node.hostile import TERMS, WORDS, draft, federation, give, shared, signed
from tests.node.pair import Pair
from tests.node.recalling import erased_by, rest, taken_back, told, words
from tests.node.test_release import brought, reads
from tests.support.federation import Federation3
from tests.support.mending import mended, pinged

pytestmark = pytest.mark.slow


def without_cc() -> tuple[Federation3, bytes]:
    """cc was a member and is discharged; aa and bb know, cc does not yet."""
    fed = federation()
    dossier = shared(fed)
    fed.act("aa-ca", dossier, "discharge", {"reasons": "its part is done"}, {"member": ("cc-ca",)})
    fed.bring("aa-ca", "bb-ca")
    return fed, dossier


def lines(shown: Shown) -> dict[str, object]:
    """What a page says that must be the same everywhere."""
    return {
        "phase": shown.phase,
        "parties": shown.parties,
        "items": shown.items,
        "verdicts": sorted((act.id, act.verdict, act.effect) for act in shown.acts),
        "newcomers": shown.newcomers,
    }


def test_misp_7715_a_member_list_that_only_grows() -> None:
    """Synchronisation only added members to a list, so that who was removed stayed on the copies; here a discharge is
    an act like any other and ends the seat at every node that has it.
    """
    fed, _ = without_cc()
    fed.settle()
    for code in ("aa-ca", "bb-ca", "cc-ca"):
        (dossier,) = fed.nodes[code].store.dossiers()
        assert show(fed.nodes[code], dossier).parties == ("aa-ca", "bb-ca")


@pytest.mark.parametrize("third", ["aa-ca", "bb-ca"])
def test_misp_10899_who_was_removed_pulls_from_a_third_node(third: str) -> None:
    """An organisation that had been removed still pulled from a third server; here every node judges for itself who
    is a party, and gives nothing to who is none.
    """
    fed, dossier = without_cc()
    secret = fed.act("aa-ca", dossier, "change the terms", {**TERMS, "crimes": "said afterwards"}).act
    fed.bring("aa-ca", "bb-ca")
    cc, node = fed.nodes["cc-ca"], fed.nodes[third]
    with pytest.raises(UnknownDossier):
        fetch.serve(node, fetch.ask(cc, node.id, dossier)[1])
    mended(cc, node)
    assert not reads(fed, secret, "cc-ca")


def test_misp_10899_a_third_node_that_has_not_heard_of_the_removal_gives_no_body() -> None:
    """As above, at a node that the discharge has not reached: it serves headers to whom it takes for a party, and
    bodies of others to nobody.
    """
    fed = federation()
    dossier = shared(fed)
    secret = fed.act("aa-ca", dossier, "change the terms", {**TERMS, "crimes": "for bb and cc"}).act
    fed.bring("aa-ca", "bb-ca")
    fed.act("aa-ca", dossier, "discharge", {"reasons": "its part is done"}, {"member": ("cc-ca",)})
    cc, bb = fed.nodes["cc-ca"], fed.nodes["bb-ca"]
    assert cc.id in bb.replica(dossier).now().parties
    mended(cc, bb)
    assert cc.store.act(secret)
    fed.settle()
    mended(cc, fed.nodes["aa-ca"])
    assert not reads(fed, secret, "cc-ca")


def test_misp_4200_an_empty_group_reaches_everybody() -> None:
    """A sharing group without anybody in it meant everybody; here an audience without anybody reaches nobody, and is
    refused before anything is stored or sent.
    """
    fed = federation()
    dossier = shared(fed)
    before = fed.nodes["aa-ca"].store.size()
    for readers in ((), ("aa-ca",)):
        order = fed.order("aa-ca", "change the terms", TERMS, readers=readers)
        with pytest.raises(ReachesNobody):
            author(fed.nodes["aa-ca"], dossier, order)
    fed.nodes["aa-ca"].commit()
    assert fed.nodes["aa-ca"].store.size() == before


def test_misp_7409_4681_4784_8149_a_deletion_that_does_not_travel() -> None:
    """What its author deleted stayed where it had been copied to, in one thread "by design"; here a recall reaches
    all who have it, whoever brings the words again brings nothing back, and each says with a signed act that it
    erased them.
    """
    fed, dossier, act, other = told()
    bb, cc = fed.nodes["bb-ca"], fed.nodes["cc-ca"]
    copied = [LinkItem(row.signed, row.body) for row in bb.store.acts(dossier) if row.author == bb.id]
    taken_back(fed, dossier, act)
    (line,) = (each for each in show(bb, dossier).acts if each.id == act)
    assert line.recall
    assert {"aa-ca", "cc-ca"} <= line.recall.awaited.keys()
    rest(fed)
    give(bb, cc, copied)
    mended(cc, fed.nodes["aa-ca"])
    for code in ("aa-ca", "cc-ca"):
        assert not reads(fed, act, code)
        assert words(fed.nodes[code], other) == "the words that stay"
        assert erased_by(fed.nodes[code], dossier, act) == ["aa-ca", "bb-ca", "cc-ca"]


def test_misp_4664_a_record_that_can_be_proved_although_what_it_said_was_lawfully_deleted() -> None:
    """Users needed a record that can be proved although what it said was lawfully deleted; here header, signature and
    place in the log stay, and an evidence file proves them without the words.
    """
    fed, dossier, act, _ = told()
    taken_back(fed, dossier, act)
    rest(fed)
    report = verify_export(export(fed.nodes["aa-ca"], dossier))
    assert report.ok, report.findings
    (proven,) = (each for each in report.acts if each.id == act)
    assert (proven.proven, proven.says, bool(proven.recalled)) == (True, None, True)


def test_misp_3468_what_a_new_member_gets_of_older_items() -> None:
    """What a new member gets of older items was left open; here it has all headers, each author chooses for itself
    what it reads, and every party sees who chose what.
    """
    fed = federation()
    dossier = shared(fed)
    one, two = (fed.act("bb-ca", dossier, "adopt the terms", {"text": text}).act for text in ("one", "two"))
    third = fed.act("cc-ca", dossier, "adopt the terms", {"text": "three"}).act
    fed.settle()
    fed.act("aa-ca", dossier, "invite", {"text": "Welcome"}, {"member": ("dd-ca",)})
    fed.settle()
    release(fed.nodes["bb-ca"], dossier, ReleaseOrder((fed.id("dd-ca"),), (one,), fed.desks["bb-ca"]))
    release(fed.nodes["cc-ca"], dossier, ReleaseOrder((fed.id("dd-ca"),), (), fed.desks["cc-ca"]))
    for code in ("bb-ca", "cc-ca"):
        fed.nodes[code].commit()
    brought(fed)
    assert [reads(fed, act) for act in (one, two, third)] == [True, False, True]
    for code in ("aa-ca", "bb-ca", "cc-ca", "dd-ca"):
        found = show(fed.nodes[code], dossier).newcomers
        assert {each.author: (each.released, each.earlier) for each in found} == {
            "aa-ca": (0, 1), "bb-ca": (1, 2), "cc-ca": (1, 1),
        }  # fmt: skip


def test_misp_4814_10439_1952_pulls_of_what_is_dropped_again() -> None:
    """50,542 of 68,906 events were fetched only to be dropped; here two nodes that hold the same ask each other for
    nothing, whatever lies in their stores that is not for both.
    """
    fed = federation()
    dossier = shared(fed)
    shared(fed, "cc-ca")
    fed.act("cc-ca", dossier, "adopt the terms", WORDS, readers=("aa-ca",))
    fed.settle()
    for here, there in (("aa-ca", "bb-ca"), ("bb-ca", "aa-ca"), ("bb-ca", "cc-ca")):
        mended(fed.nodes[here], fed.nodes[there])
        assert pinged(fed.nodes[here], fed.nodes[there]).differs is None
        assert next_batch(fed.nodes[here], fed.id(there)) is None


def test_misp_6030_6054_9666_6918_a_push_that_fails_and_says_nothing() -> None:
    """A push failed in silence; here each receiver has a state of its own, and nothing but its signed receipt makes
    an act *stored*.
    """
    pair = Pair()
    act = pair.say()
    deliver.next_batch(pair.aa, pair.bb.id)

    def mark() -> str:
        (line,) = (each for each in show(pair.aa, pair.dossier).acts if each.id == act)
        return line.marks["bb-ca"]

    deliver.not_handed_over(pair.aa, pair.bb.id)
    assert mark() == "queued"
    sent = pair.next()
    assert mark() == "sent"
    take_receipt(pair.aa, sent, pair.take(sent))
    pair.aa.commit()
    assert mark() == "stored"


def test_opencti_9700_8512_8545_copies_that_diverge() -> None:
    """Copies of one case came to differ and stayed so, since states were copied; here acts are, and whatever crossed,
    in whichever order, all pages say the same.
    """
    fed = federation()
    dossier = shared(fed)
    fed.act("bb-ca", dossier, "adopt the terms")
    fed.act("cc-ca", dossier, "adopt the terms")
    fed.act("aa-ca", dossier, "change the terms", TERMS)
    fed.bring("cc-ca", "bb-ca")
    fed.act("aa-ca", dossier, "invite", {"text": "Welcome"}, {"member": ("dd-ca",)})
    fed.act("cc-ca", dossier, "leave", {"text": "We have no part in it"})
    fed.settle()
    for here in ("bb-ca", "dd-ca"):
        mended(fed.nodes[here], fed.nodes["aa-ca"])
    pages = [lines(show(fed.nodes[code], dossier)) for code in ("aa-ca", "bb-ca", "dd-ca")]
    assert pages[0] == pages[1] == pages[2]


def test_misp_5909_8767_thehive_1497_sharing_with_more_than_was_meant() -> None:
    """More was shared, or with more, than was meant; here the act says who will read it, whoever is no party cannot
    be named, and every reader sees the same names.
    """
    fed = federation()
    dossier = shared(fed)
    done = fed.act("aa-ca", dossier, "change the terms", TERMS, readers=("bb-ca",))
    fed.settle()
    assert done.audience == (fed.id("bb-ca"),)
    for code in ("aa-ca", "bb-ca"):
        (line,) = (each for each in show(fed.nodes[code], dossier).acts if each.id == done.act)
        assert line.readers == ("bb-ca",)
    assert not reads(fed, done.act, "cc-ca")
    with pytest.raises(NotAParty):
        fed.act("aa-ca", dossier, "change the terms", TERMS, readers=("dd-ca",))


def test_opencti_9986_who_may_see_may_also_release() -> None:
    """Who could see could let others see; here the author alone releases what it said, and what another's node claims
    to release goes to nobody.
    """
    fed = federation()
    dossier = shared(fed)
    act = fed.act("bb-ca", dossier, "adopt the terms", WORDS).act
    fed.act("aa-ca", dossier, "invite", {"text": "Welcome"}, {"member": ("dd-ca",)})
    fed.settle()
    aa, dd = fed.nodes["aa-ca"], fed.nodes["dd-ca"]
    with pytest.raises(NotReleasable):
        release(aa, dossier, ReleaseOrder((dd.id,), (act,), fed.desks["aa-ca"]))
    control = release_fields(Release((act,), (dd.id,)))
    forged = signed(aa, draft(aa, dossier, verb="", form=Form.RELEASE, control=control))
    for code in ("bb-ca", "dd-ca"):
        give(aa, fed.nodes[code], [LinkItem(forged.signed)])
    brought(fed)
    assert not reads(fed, act)


def test_misp_10019_thehive_1427_strangers_learn_who_works_on_what() -> None:
    """Names of members and likenesses of cases leaked; here whoever is no party is told the same of a dossier that is
    there as of one that is not.
    """
    fed = federation()
    dossier = shared(fed)
    dd, aa = fed.nodes["dd-ca"], fed.nodes["aa-ca"]
    answers = []
    for asked in (dossier, bytes(16)):
        with pytest.raises(UnknownDossier) as caught:
            fetch.serve(aa, fetch.ask(dd, aa.id, asked)[1])
        answers.append(str(caught.value).replace(asked.hex(), ""))
    assert answers[0] == answers[1]
    assert pinged(dd, aa).differs is None


def test_thehive_2067_handing_a_case_over() -> None:
    """Users asked to hand a case over; here the convenor offers its office, and the successor stands where the holder
    stood.
    """
    fed = federation()
    dossier = shared(fed)
    offered = fed.act("aa-ca", dossier, "offer to hand over", {}, {"successor": ("bb-ca",)})
    fed.settle()
    fed.act("bb-ca", dossier, "take over", item=offered.act[:16])
    fed.settle()
    fed.act("bb-ca", dossier, "invite", {"text": "Welcome"}, {"member": ("dd-ca",)})
    fed.settle()
    for code in ("aa-ca", "bb-ca", "cc-ca", "dd-ca"):
        lanes = next(item for item in show(fed.nodes[code], dossier).items if item.parent is None).lanes
        assert ("convenor", "bb-ca", ("open",)) in lanes


def test_misp_4113_5522_changes_of_access_that_nobody_can_audit() -> None:
    """Users asked who had changed access, and when; here each such change is a signed act that every party has, and
    that an evidence file proves.
    """
    fed = federation()
    dossier = shared(fed)
    fed.act("bb-ca", dossier, "adopt the terms", WORDS)
    fed.act("aa-ca", dossier, "invite", {"text": "Welcome"}, {"member": ("dd-ca",)})
    fed.settle()
    release(fed.nodes["bb-ca"], dossier, ReleaseOrder((fed.id("dd-ca"),), (), fed.desks["bb-ca"]))
    fed.nodes["bb-ca"].commit()
    fed.settle()
    fed.act("aa-ca", dossier, "discharge", {"reasons": "done"}, {"member": ("cc-ca",)})
    fed.settle()
    report = verify_export(export(fed.nodes["dd-ca"], dossier))
    assert report.ok, report.findings
    assert {(act.author, act.verb or act.form, *sorted(*act.to.values())) for act in report.acts if act.to} == {
        ("aa-ca", "open", "bb-ca", "cc-ca"),
        ("aa-ca", "invite", "dd-ca"),
        ("bb-ca", "release", "dd-ca"),
        ("aa-ca", "discharge", "cc-ca"),
    }


def test_oxalis_205_what_is_refused_for_its_content_is_sent_again_and_again() -> None:
    """What a receiver refused for its content was sent again, sixteen times over days; here the receipt lists it, the
    cursor moves on, and it is not sent again.
    """
    pair = Pair()
    forged = signed(pair.aa, draft(pair.aa, pair.dossier, depth=9_999))
    receipt = give(pair.aa, pair.bb, [LinkItem(forged.signed)])
    assert [each.act for each in receipt.refused] == [forged.act.id]
    assert receipt.taken
    pair.say()
    assert all(forged.signed != item.signed for batch in pair.bring() for item in batch.items)
