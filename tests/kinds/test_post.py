"""Posts and secondments, as personnel desks tell them."""

from __future__ import annotations

from lintas.node.show import show
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


def test_only_those_entitled_read_an_application() -> None:
    federation = Federation3.build(("xs-asec", "vn-mps", "my-kdn"), kinds=("post",))
    post = KINDS["post"].item
    begins, apply = post.verb("announce, to be filled by us"), post.verb("apply")
    assert begins
    assert apply
    opened = federation.open("xs-asec", "post", begins.name, body(begins.says), {"state": ("vn-mps", "my-kdn")})
    federation.settle()
    federation.act("vn-mps", opened.dossier, "apply", body(apply.says), readers=("xs-asec",))
    federation.settle()
    said = {code: show(node, opened.dossier).acts[-1].says for code, node in federation.nodes.items()}
    assert said["xs-asec"] == said["vn-mps"] == body(apply.says)
    assert said["my-kdn"] is None
