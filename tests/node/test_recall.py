"""Recalling: who may, what is destroyed, what stays, who says so, and that nothing brings a body back."""

from __future__ import annotations

from dataclasses import replace

import pytest

from lintas.dossier.admission import parse_act
from lintas.dossier.control import Erasure, erasure_fields
from lintas.dossier.header import Form
from lintas.dossier.officer_errors import TooFewOfficers
from lintas.dossier.sealing import NoBody, epoch_of, key_info
from lintas.node.answers import Answers, open_recalls
from lintas.node.files import read_file
from lintas.node.holds import Hold, HoldUnclear, NoSuchHold, hold, lift
from lintas.node.obey import obey
from lintas.node.reading import key_of, read
from lintas.node.recall import NoReason, NotRecallable, RecallOrder, recall
from lintas.node.recalls import Copy, act_key_name, destructions, forget_copy, put_copy
from lintas.node.retention import NotErasable, erase_here
from lintas.node.tree import NoSuchChunk
from lintas.node.uploads import add_file
from lintas.sync.link import LinkItem
from tests.node.hostile import TERMS, draft, federation, give, shared, signed
from tests.node.recalling import DAY_MS, WORDS, erased_by, fetch_bodies, keys_of, opens, rest, taken_back, told, words
from tests.node.test_receive import sent_to


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
    shutout = replace(erase, prev=bytes(32), sequence=1, incarnation=7)
    seen = tuple(row.id for row in bb.store.acts(dossier) if row.author != bb.id)[:1]
    shutout = replace(shutout, seen=seen, depth=2)
    give(bb, fed.nodes["aa-ca"], [LinkItem(signed(bb, shutout).signed)])
    aa = fed.restart("aa-ca")
    obey(aa)
    assert aa.recalls.due
    give(bb, aa, late)
    obey(aa)
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


def test_who_has_left_is_told_apart_and_not_waited_for() -> None:
    fed, dossier, act, _ = told()
    fed.act("cc-ca", dossier, "leave", {"text": "We have no part in it"})
    fed.settle()
    taken_back(fed, dossier, act)
    seen = next(open_recalls(fed.nodes["bb-ca"])).recall
    assert (seen.left, "cc-ca" in seen.awaited) == (("cc-ca",), False)


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


def test_who_was_away_answers_for_a_first_act_that_went_before_it_came() -> None:
    fed = federation()
    opened = fed.open("aa-ca", "exchange", "open", TERMS, {"member": ("bb-ca", "cc-ca")})
    fed.bring("aa-ca", "bb-ca")
    other = fed.act("aa-ca", opened.dossier, "change the terms", {**TERMS, "purpose": "what stays"}).act
    taken_back(fed, opened.dossier, opened.act, code="aa-ca")
    rest(fed)
    for code in ("bb-ca", "cc-ca"):
        fetch_bodies(fed, code, "aa-ca")
        node = fed.nodes[code]
        assert erased_by(node, opened.dossier, opened.act) == ["aa-ca", "bb-ca", "cc-ca"]
        row = node.store.act(other)
        assert row
        assert read(node, row)[1].fields["purpose"] == "what stays"


def test_who_gets_the_readers_of_an_epoch_after_the_recall_answers_then() -> None:
    fed = federation()
    dossier = shared(fed)
    aa, bb = fed.nodes["aa-ca"], fed.nodes["bb-ca"]
    act = fed.act("bb-ca", dossier, "adopt the terms", WORDS).act
    taken_back(fed, dossier, act)
    obey(bb)
    rows = [row for row in bb.store.acts(dossier) if row.author == bb.id]
    give(bb, aa, [LinkItem(row.signed) for row in rows])
    obey(aa)
    assert erased_by(aa, dossier, act) == ["bb-ca"]
    rest(fed)
    fetch_bodies(fed, "aa-ca", "bb-ca")
    rest(fed)
    assert "aa-ca" in erased_by(aa, dossier, act)


def test_the_key_of_an_act_that_was_kept_goes_with_its_own_recall() -> None:
    fed, dossier, act, other = told()
    for each in (act, other):
        taken_back(fed, dossier, each)
        rest(fed)
    for code in ("aa-ca", "bb-ca", "cc-ca"):
        node = fed.nodes[code]
        assert [node.vault.secret(act_key_name(each)) for each in (act, other)] == [None, None]
        with pytest.raises(NoBody):
            words(node, other)


def test_a_body_that_comes_again_with_its_own_key_is_not_stored() -> None:
    fed, dossier, act, _ = told()
    aa, bb = fed.nodes["aa-ca"], fed.nodes["bb-ca"]
    row = bb.store.act(act)
    assert row
    key = key_of(bb, parse_act(row.signed).act)
    parcel = bb.suite.wrap(aa.identity.authority.recipient, key, key_info(dossier, act, bb.id, aa.id))
    taken_back(fed, dossier, act)
    rest(fed)
    for code in ("aa-ca", "cc-ca"):
        give(bb, fed.nodes[code], [LinkItem(row.signed, row.body, parcel)])
        obey(fed.nodes[code])
        kept = fed.nodes[code].store.act(act)
        assert kept
        assert kept.body is None
        assert fed.nodes[code].vault.secret(act_key_name(act)) is None


def test_what_was_recalled_is_served_to_nobody_though_it_is_still_here() -> None:
    fed, dossier, act, _ = told()
    bb, aa = fed.nodes["bb-ca"], fed.nodes["aa-ca"]
    hold(bb, Hold(dossier, act, "officer 1", "a court's order", bb.clock(), bb.clock() + DAY_MS))
    taken_back(fed, dossier, act)
    obey(bb)
    assert words(bb, act) == WORDS["text"]
    (item,) = (each for each in sent_to(bb, aa, dossier) if parse_act(each.signed).act.id == act)
    assert (item.body, item.parcel) == (None, None)


def test_what_waits_of_a_recalled_act_loses_its_body_and_its_parcel() -> None:
    fed = federation()
    dossier = shared(fed)
    aa, bb = fed.nodes["aa-ca"], fed.nodes["bb-ca"]
    fed.act("bb-ca", dossier, "adopt the terms", WORDS)
    act = fed.act("bb-ca", dossier, "adopt the terms", WORDS).act
    key, _, waits = (each for each in sent_to(bb, aa, dossier)[-3:])
    assert key.parcel
    erase = draft(bb, dossier, verb="", form=Form.ERASE, control=erasure_fields(Erasure((act,))))
    seen = tuple(row.id for row in bb.store.acts(dossier) if row.author != bb.id)[:1]
    erase = replace(erase, prev=bytes(32), sequence=1, incarnation=7, seen=seen, depth=2)
    lost = replace(parse_act(key.signed).act.header, prev=b"\x01" * 32, sequence=9)
    stray = signed(bb, lost)
    give(bb, aa, [LinkItem(stray.signed), waits])
    assert waits.body
    assert act in aa.staged
    give(bb, aa, [LinkItem(signed(bb, erase).signed)])
    obey(aa)
    assert all(each.body is None and each.parcel is None for each in aa.store.waiting())


def test_who_never_had_the_epoch_of_a_recalled_first_act_still_learns_why() -> None:
    fed = federation()
    opened = fed.open("bb-ca", "exchange", "open", TERMS, {"member": ("aa-ca", "cc-ca")})
    erase = taken_back(fed, opened.dossier, opened.act).act
    # The key of the epoch is still there, and the act that would bring it goes without its body already.
    fed.bring("bb-ca", "aa-ca")
    rest(fed)
    row = fed.nodes["aa-ca"].store.act(erase)
    assert row
    assert row.body is None
    fetch_bodies(fed, "aa-ca", "bb-ca")
    row = fed.nodes["aa-ca"].store.act(erase)
    assert row
    assert read(fed.nodes["aa-ca"], row)[1].fields["because"] == "it was an error"


def test_a_file_that_another_act_sends_stays_until_that_is_recalled_too() -> None:
    fed = federation()
    dossier = shared(fed)
    aa, bb = fed.nodes["aa-ca"], fed.nodes["bb-ca"]
    picture = add_file(aa, "one.jpg", "image/jpeg", [b"a picture" * 100])
    question = {"urgency": "urgent", "question": "Whose?", "purpose": "x", "files": [picture],
                "offence": {"name": "fraud", "band": "4 years or more"}}  # fmt: skip
    one, other = (fed.act("aa-ca", dossier, "ask", question, {"asked": ("bb-ca",)}).act for _ in range(2))
    rest(fed)
    taken_back(fed, dossier, one, code="aa-ca")
    rest(fed)
    assert [len(b"".join(read_file(node.chunks, picture))) for node in (aa, bb)] == [900, 900]
    taken_back(fed, dossier, other, code="aa-ca")
    rest(fed)
    for node in (aa, bb):
        with pytest.raises(NoSuchChunk):
            b"".join(read_file(node.chunks, picture))
