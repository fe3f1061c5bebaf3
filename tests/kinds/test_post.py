"""Posts and secondments, as personnel desks tell them."""

from __future__ import annotations

from lintas.node.export import export
from lintas.node.plain_data import plain
from lintas.node.show import show
from lintas.node.timeline import readme, timeline
from lintas.node.verify_export import verify_export
from tests.kinds.samples import body
from tests.kinds.table import KINDS, Table
from tests.support.federation import Federation3


def test_a_secondment_is_filled_by_consensus_where_its_terms_say_so() -> None:
    table = Table("post", "XS", "announce, to be filled by consensus", state="VN MY ID")
    assert "needs announcing: open" in table.void("VN", "apply")
    ours = table.do("VN", "apply before all")
    theirs = table.do("MY", "apply before all")
    assert (table.phase(ours), table.awaited()) == ("received", "XS")
    table.do("XS", "examine it", ours)
    table.do("XS", "examine it", theirs)
    assert "needs nominating: put forward" in table.void("XS", "choose", ours)
    table.do("VN", "agree", ours)
    table.do("MY", "agree", ours)
    table.do("ID", "object", ours)
    assert "needs state: agrees" in table.void("XS", "record that all agreed", ours)
    table.do("ID", "agree", ours)
    table.do("XS", "record that all agreed", ours)
    assert (table.phase(ours), table.awaited(ours)) == ("chosen", "VN")
    table.do("VN", "accept the post", ours)
    table.do("XS", "choose another", theirs)
    table.do("XS", "fill the post")
    table.do("XS", "record the start")
    table.do("XS", "extend")
    table.do("XS", "record the end")
    assert (table.phase(), table.awaited()) == ("ended", "")


def test_an_office_chooses_alone_only_where_its_terms_say_so() -> None:
    table = Table("post", "XS", "announce, to be filled by us", state="VN MY")
    assert "needs announcing: open to all" in table.void("VN", "apply before all")
    ours = table.do("VN", "apply")
    table.do("XS", "examine it", ours)
    assert "needs nominating: before all" in table.void("MY", "agree", ours)
    assert "needs application: accepted" in table.void("XS", "fill the post")
    table.do("XS", "choose", ours)
    table.do("VN", "accept the post", ours)
    table.do("XS", "fill the post")
    assert (table.phase(), table.awaited()) == ("filled", "XS")


def test_an_agreement_to_an_older_application_counts_for_nothing() -> None:
    table = Table("post", "XS", "announce, to be filled by consensus", state="VN MY")
    ours = table.do("VN", "apply before all")
    table.do("XS", "examine it", ours)
    table.do("VN", "agree", ours)
    table.do("MY", "agree", ours)
    table.do("VN", "change the application", ours)
    assert "needs state: agrees" in table.void("XS", "record that all agreed", ours)


CANDIDATE = "Exercise Candidate Farah"


def applied() -> tuple[Federation3, bytes]:
    """A post at the Secretariat for which Viet Nam put somebody forward; three more states were told of the post."""
    federation = Federation3.build(("xs-asec", "vn-mps", "my-kdn", "th-moi"), kinds=("post",))
    post = KINDS["post"].item
    begins, apply = post.verb("announce, to be filled by us"), post.verb("apply")
    assert begins
    assert apply
    to = {"state": ("vn-mps", "my-kdn", "th-moi")}
    opened = federation.open("xs-asec", "post", begins.name, body(begins.says), to)
    federation.settle()
    said = body(apply.says) | {"person": CANDIDATE}
    federation.act("vn-mps", opened.dossier, "apply", said, readers=("xs-asec",))
    federation.settle()
    return federation, opened.dossier


def test_only_those_entitled_read_an_application() -> None:
    federation, dossier = applied()
    said = {code: show(node, dossier).acts[-1].says for code, node in federation.nodes.items()}
    assert said["xs-asec"] == said["vn-mps"]
    assert (said["xs-asec"] or {})["person"] == CANDIDATE
    assert (said["my-kdn"], said["th-moi"]) == (None, None)


def test_no_other_state_can_learn_who_applied_from_anything_that_its_node_has_or_writes() -> None:
    federation, dossier = applied()
    for code in ("my-kdn", "th-moi"):
        node = federation.nodes[code]
        report = verify_export(export(node, dossier))
        words = [str(plain(show(node, dossier))), str(report), readme(report), timeline(report)]
        assert not [each for each in words if CANDIDATE in each]
        for row in node.store.acts(dossier):
            assert CANDIDATE.encode() not in row.signed + (row.body or b"")
        (applied_for,) = [each for each in show(node, dossier).acts if each.verb == "apply"]
        assert applied_for.readers is None or set(applied_for.readers) == {"vn-mps", "xs-asec"}
    assert CANDIDATE in str(show(federation.nodes["xs-asec"], dossier))
