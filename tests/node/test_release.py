"""Releasing: what a newcomer gets of what was said before it came, by whom, with which key, and who sees that."""

from __future__ import annotations

from dataclasses import replace

import pytest

from lintas.crypto.errors import CryptoError
from lintas.dossier.admission import parse_act
from lintas.dossier.control import Release, release_fields
from lintas.dossier.header import Form
from lintas.dossier.officer_errors import TooFewOfficers
from lintas.dossier.releases import release_words
from lintas.dossier.sealing import NoBody, epoch_of, key_info, wrap_info
from lintas.node import chunks, fetch
from lintas.node.aside import at_once
from lintas.node.bodies import look_again
from lintas.node.entitled import Right, right_to
from lintas.node.export import export
from lintas.node.files import read_file
from lintas.node.order import BadBody, NotAParty, ReachesNobody
from lintas.node.reading import audience_of, read
from lintas.node.release import NothingToRelease, NotReleasable, Released, ReleaseOrder, release
from lintas.node.saying import Saying, say
from lintas.node.show import show
from lintas.node.tree import NoSuchChunk
from lintas.node.uploads import add_file
from lintas.node.verify_export import verify_export
from lintas.sync.link import LinkItem
from tests.conformance.messages import chunk_request
from tests.node.hostile import TERMS, draft, everything, federation, give, shared, signed
from tests.node.recalling import erased_by, fetch_bodies, rest, taken_back, words
from tests.support.federation import Federation3
from tests.support.mending import mended

SAID = ("adopt the terms", {"text": "said before dd came"})


def joined() -> tuple[Federation3, bytes, bytes, bytes]:
    """bb said one thing to all and one to aa alone, then aa invited dd: the dossier and the two acts."""
    fed = federation()
    dossier = shared(fed)
    for_all = fed.act("bb-ca", dossier, *SAID).act
    for_aa = fed.act("bb-ca", dossier, "adopt the terms", {"text": "for aa alone"}, readers=("aa-ca",)).act
    fed.settle()
    fed.act("aa-ca", dossier, "invite", {"text": "Welcome"}, {"member": ("dd-ca",)})
    fed.settle()
    return fed, dossier, for_all, for_aa


def given(fed: Federation3, dossier: bytes, *acts: bytes, code: str = "bb-ca", to: str = "dd-ca") -> Released:
    done = release(fed.nodes[code], dossier, ReleaseOrder((fed.id(to),), acts, fed.desks[code]))
    fed.nodes[code].commit()
    return done


def brought(fed: Federation3) -> None:
    """Everything is delivered, and everybody asks for bodies as an idle round does."""
    fed.settle()
    for asker in fed.nodes:
        for asked in fed.nodes:
            if asker != asked:
                fetch_bodies(fed, asker, asked)


def reads(fed: Federation3, act: bytes, code: str = "dd-ca") -> bool:
    row = fed.nodes[code].store.act(act)
    try:
        return row is not None and bool(read(fed.nodes[code], row))
    except (NoBody, CryptoError):
        return False


def test_a_newcomer_has_all_headers_and_nothing_of_what_was_said_before() -> None:
    fed, dossier, for_all, for_aa = joined()
    dd, aa = fed.nodes["dd-ca"], fed.nodes["aa-ca"]
    assert {row.id for row in dd.store.acts(dossier)} == {row.id for row in aa.store.acts(dossier)}
    brought(fed)
    mended(dd, fed.nodes["bb-ca"])
    assert not reads(fed, for_all)
    assert not reads(fed, for_aa)


def test_all_is_what_everybody_was_told_and_no_key_of_an_epoch() -> None:
    fed, dossier, for_all, for_aa = joined()
    done = given(fed, dossier)
    assert (done.acts, done.left_out) == ((for_all,), (for_aa,))
    brought(fed)
    assert words(fed.nodes["dd-ca"], for_all) == "said before dd came"
    assert not reads(fed, for_aa)
    bb = fed.nodes["bb-ca"]
    keys = [e.key for e in bb.vault.epochs(dossier) if e.key and fed.id("dd-ca") not in e.members]
    ours = [e.key for e in fed.nodes["dd-ca"].vault.epochs(dossier) if e.key]
    assert keys
    assert not set(keys) & set(ours)
    key = fed.nodes["dd-ca"].vault.secret(f"act-key/{for_all.hex()}")
    assert key
    assert not any(key in everything(node) for node in (bb, fed.nodes["dd-ca"]))


def test_acts_that_are_named_are_released_and_no_others() -> None:
    fed, dossier, for_all, for_aa = joined()
    given(fed, dossier, for_aa)
    brought(fed)
    assert words(fed.nodes["dd-ca"], for_aa) == "for aa alone"
    assert not reads(fed, for_all)
    assert not reads(fed, for_aa, "cc-ca")


def test_the_newcomer_checks_the_officers_of_what_it_was_given_here_and_in_a_file() -> None:
    fed, dossier, _, for_aa = joined()
    given(fed, dossier, for_aa)
    brought(fed)
    dd = fed.nodes["dd-ca"]
    row = dd.store.act(for_aa)
    assert row
    assert audience_of(dd, parse_act(row.signed).act) == (fed.id("aa-ca"),)
    (line,) = (each for each in show(dd, dossier).acts if each.id == for_aa)
    assert line.officers
    assert all(how.endswith(", by session only") for how in line.officers.values())
    report = verify_export(export(dd, dossier))
    assert report.ok, report.findings
    (proven,) = (each for each in report.acts if each.id == for_aa)
    assert proven.officers


def test_the_act_that_opened_the_dossier_is_released_like_any_other() -> None:
    fed, dossier, _, _ = joined()
    first = next(iter(fed.nodes["aa-ca"].store.acts(dossier))).id
    given(fed, dossier, first, code="aa-ca")
    brought(fed)
    dd = fed.nodes["dd-ca"]
    (line,) = (each for each in show(dd, dossier).acts if each.id == first)
    assert line.says == TERMS
    assert all(e.key is None for e in dd.vault.epochs(dossier) if e.id == dossier)
    assert verify_export(export(dd, dossier)).ok


def test_who_could_read_it_stands_in_the_act_that_says_so_and_not_in_what_a_release_says_of_it() -> None:
    fed, dossier, _, _ = joined()
    aa, dd = fed.nodes["aa-ca"], fed.nodes["dd-ca"]
    first = next(iter(aa.store.acts(dossier))).id
    control, told = release_fields(Release((first,), (dd.id,))), release_words("", {dossier: (dd.id,)})
    saying = Saying(Form.RELEASE, control, told, (dd.id,), "en", 1)
    say(aa, dossier, aa.replica(dossier), saying, fed.desks["aa-ca"])
    aa.commit()
    brought(fed)
    act = dd.replica(dossier).graph.nodes[first].act
    assert set(audience_of(dd, act) or ()) == {fed.id("bb-ca"), fed.id("cc-ca")}


def test_the_files_of_an_act_come_with_it_once_it_is_released() -> None:
    fed = federation()
    dossier = shared(fed)
    aa, dd = fed.nodes["aa-ca"], fed.nodes["dd-ca"]
    picture = add_file(aa, "one.jpg", "image/jpeg", [b"a picture" * 100])
    question = {"urgency": "urgent", "question": "Whose?", "purpose": "x", "files": [picture],
                "offence": {"name": "fraud", "band": "4 years or more"}}  # fmt: skip
    act = fed.act("aa-ca", dossier, "ask", question, {"asked": ("bb-ca",)}).act
    fed.act("aa-ca", dossier, "invite", {"text": "Welcome"}, {"member": ("dd-ca",)})
    brought(fed)
    row = aa.store.act(act)
    assert row
    with pytest.raises(NoSuchChunk):
        at_once(aa, chunks.serve(aa, chunk_request(dd, aa, parse_act(row.signed).act)))
    given(fed, dossier, act, code="aa-ca")
    brought(fed)
    fed.settle()
    assert b"".join(read_file(dd.chunks, picture)) == b"a picture" * 100


def test_every_party_sees_who_was_given_what_by_whom() -> None:
    fed, dossier, for_all, _ = joined()
    done = given(fed, dossier)
    fed.settle()
    for code in ("aa-ca", "cc-ca", "dd-ca"):
        shown = show(fed.nodes[code], dossier)
        (line,) = (each for each in shown.acts if each.id == for_all)
        assert list(line.released) == ["dd-ca"]
        (made,) = (each for each in shown.acts if each.id == done.made[0].act)
        assert (made.form, made.releases, made.to) == ("release", (for_all,), {"newcomer": ("dd-ca",)})
        newcomers = {(each.party, each.author): (each.earlier, each.released) for each in shown.newcomers}
        assert newcomers == {("dd-ca", "aa-ca"): (1, 0), ("dd-ca", "bb-ca"): (2, 1)}


def test_what_cannot_be_released_is_said_and_nothing_is_made() -> None:
    fed, dossier, for_all, for_aa = joined()
    bb, dd = fed.nodes["bb-ca"], fed.id("dd-ca")
    desk = fed.desks["bb-ca"]
    for wrong, act in (("author", dossier_first(fed, dossier)), ("no act", bytes(32))):
        with pytest.raises(NotReleasable, match=wrong):
            release(bb, dossier, ReleaseOrder((dd,), (act,), desk))
    with pytest.raises(NotReleasable, match="already"):
        release(bb, dossier, ReleaseOrder((fed.id("aa-ca"),), (for_aa,), desk))
    with pytest.raises(NothingToRelease):
        release(bb, dossier, ReleaseOrder((fed.id("cc-ca"),), (), desk))
    with pytest.raises(ReachesNobody):
        release(bb, dossier, ReleaseOrder((bb.id,), (for_all,), desk))
    with pytest.raises(NotAParty):
        release(bb, dossier, ReleaseOrder((bytes(16),), (for_all,), desk))
    with pytest.raises(TooFewOfficers):
        release(bb, dossier, ReleaseOrder((dd,), (for_all,), ()))
    assert not bb.pending
    taken_back(fed, dossier, for_all)
    with pytest.raises(NotReleasable, match="recalled"):
        release(bb, dossier, ReleaseOrder((dd,), (for_all,), desk))


def dossier_first(fed: Federation3, dossier: bytes) -> bytes:
    return next(iter(fed.nodes["aa-ca"].store.acts(dossier))).id


def test_what_could_not_be_sealed_to_the_newcomer_today_is_not_released_to_it() -> None:
    fed = federation()
    dossier = shared(fed)
    said = {"urgency": "urgent", "question": "Whose?", "purpose": "To find", "person": "Invented Person",
            "offence": {"name": "trafficking of drugs", "band": "death"}}  # fmt: skip
    asked = fed.act("aa-ca", dossier, "ask", said, {"asked": ("bb-ca",)}).act
    fed.act("aa-ca", dossier, "invite", {"text": "Welcome"}, {"member": ("dd-ca",)})
    aa = fed.nodes["aa-ca"]
    aa.policy = replace(aa.policy, death={"DD": ("drugs",)})
    with pytest.raises(BadBody, match="death"):
        given(fed, dossier, asked, code="aa-ca")
    aa.policy = replace(aa.policy, death={})
    given(fed, dossier, asked, code="aa-ca")


def test_officers_answer_for_a_release_as_they_do_for_what_it_gives() -> None:
    fed, dossier, for_all, _ = joined()
    assert given(fed, dossier, for_all).made
    bb = fed.nodes["bb-ca"]
    made = [row for row in bb.store.acts(dossier) if parse_act(row.signed).act.header.form is Form.RELEASE]
    act = bb.store.act(for_all)
    assert act
    assert {len(read(bb, row)[1].officers) for row in (*made, act)} == {2}


def test_a_recall_reaches_whom_it_was_released_to_and_is_answered_there() -> None:
    fed, dossier, for_all, _ = joined()
    given(fed, dossier)
    brought(fed)
    dd = fed.nodes["dd-ca"]
    assert reads(fed, for_all)
    erase = taken_back(fed, dossier, for_all)
    assert fed.id("dd-ca") in erase.audience
    rest(fed)
    assert not reads(fed, for_all)
    assert erased_by(fed.nodes["bb-ca"], dossier, for_all) == ["aa-ca", "bb-ca", "cc-ca", "dd-ca"]
    row = dd.store.act(for_all)
    assert row
    assert dd.vault.secret(f"act-key/{for_all.hex()}") is None
    assert b"said before dd came" not in everything(dd)


def test_a_release_that_comes_after_the_recall_brings_nothing_back() -> None:
    fed, dossier, for_all, _ = joined()
    given(fed, dossier)
    taken_back(fed, dossier, for_all)
    rest(fed)
    brought(fed)
    assert not reads(fed, for_all)
    assert erased_by(fed.nodes["bb-ca"], dossier, for_all) == ["aa-ca", "bb-ca", "cc-ca", "dd-ca"]


def test_what_was_released_is_there_after_a_start_and_comes_to_who_was_away() -> None:
    fed, dossier, for_all, _ = joined()
    given(fed, dossier)
    fed.settle()
    fed.restart("dd-ca")
    fed.restart("bb-ca")
    fed.settle()
    mended(fed.nodes["dd-ca"], fed.nodes["bb-ca"])
    assert words(fed.nodes["dd-ca"], for_all) == "said before dd came"


def test_what_a_release_gives_is_asked_for_also_where_the_release_counts_only_after_a_hole_was_mended() -> None:
    fed, dossier, for_all, _ = joined()
    (made,) = given(fed, dossier).made
    fed.settle()
    newcomer = fed.nodes["dd-ca"]
    nodes = newcomer.replica(dossier).graph.nodes
    newcomer.lacking.drop(nodes[for_all].act)
    look_again(newcomer, nodes[made.act].act, None)
    wanted = [act.id for act in newcomer.lacking.due(fed.id("bb-ca"), newcomer.clock(), 100)]
    assert for_all in wanted


def test_a_release_names_acts_of_its_own_author_and_no_others_count() -> None:
    fed, dossier, for_all, _ = joined()
    aa, bb, dd = (fed.nodes[code] for code in ("aa-ca", "bb-ca", "dd-ca"))
    control = release_fields(Release((for_all,), (dd.id,)))
    forged = signed(aa, draft(aa, dossier, verb="", form=Form.RELEASE, control=control))
    give(aa, bb, [LinkItem(forged.signed)])
    give(aa, dd, [LinkItem(forged.signed)])
    found = bb.replica(dossier).graph.nodes[for_all]
    assert right_to(bb, bb.replica(dossier).now(), found.act, dd.id) is Right.NONE
    brought(fed)
    assert not reads(fed, for_all)


def test_nobody_is_a_reader_in_silence() -> None:
    """bb's node wraps the key of an epoch, and of an act, for cc, which is on no list of readers: cc keeps neither."""
    fed, dossier, _, for_aa = joined()
    bb, cc = fed.nodes["bb-ca"], fed.nodes["cc-ca"]
    row = bb.store.act(for_aa)
    assert row
    act = parse_act(row.signed).act
    epoch = bb.vault.epoch(dossier, epoch_of(act) or b"")
    assert epoch
    assert epoch.key
    begun = next(r for r in bb.store.acts(dossier) if r.id[:16] == epoch.id)
    to = cc.identity.authority.recipient
    whole = bb.suite.wrap(to, epoch.key, wrap_info(dossier, epoch.id, bb.id, cc.id))
    alone = bb.suite.wrap(
        to, bb.suite.act_key(epoch.key, act.header.incarnation, act.header.sequence),
        key_info(dossier, for_aa, bb.id, cc.id),
    )  # fmt: skip
    give(bb, cc, [LinkItem(begun.signed, begun.body, whole), LinkItem(row.signed, row.body, alone)])
    assert not reads(fed, for_aa, "cc-ca")
    assert cc.vault.epoch(dossier, epoch.id) is None
    assert cc.vault.secret(f"act-key/{for_aa.hex()}") is None


def test_whoever_asks_for_a_body_that_was_not_released_gets_the_header_alone() -> None:
    fed, dossier, for_all, for_aa = joined()
    given(fed, dossier)
    fed.settle()
    for code in ("bb-ca", "aa-ca", "cc-ca"):
        request, data = fetch.ask(fed.nodes["dd-ca"], fed.id(code), dossier, (for_aa, for_all))
        fetch.take(fed.nodes["dd-ca"], request, fetch.serve(fed.nodes[code], data))
        fed.nodes["dd-ca"].commit()
        assert reads(fed, for_all)
        assert not reads(fed, for_aa)
