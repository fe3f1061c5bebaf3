"""The fold: which acts are refused, void or counted, and what stands after them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Final

from lintas.dossier.control import Disown, disown_fields
from lintas.dossier.header import Form, Seal
from lintas.wire.identifiers import NULL16
from tools.vectors.files import Vector
from tools.vectors.story import NEWER, REG, A, B, C, D, E, Story, kind_vector, position

_MANY: Final = tuple(bytes((0x80 + number,)) * 16 for number in range(63))


def vectors() -> Iterator[Vector]:
    """All of them."""
    yield kind_vector()
    yield from _forks()
    yield from _stories()
    yield from _late()
    yield from _discharged()
    yield from _disowned()
    yield from _offices()
    yield from _items()
    yield from _given()


def _forks() -> Iterator[Vector]:
    story = Story()
    story.add("b1", B, "open")
    story.add("b2", B, "open b1", "agree")
    story.add("b2-other", B, "b1", "say")
    story.fork("proof", C, "b2", "b2", "b2-other")
    yield story.vector(
        "fork-cited", "of two acts at one place, the one that another party had cited keeps its effect", "fold.md 4.3",
        "b2-other", "counted",
        **position(b"abc", "open", {"dossier/member/b": "agreed"}, ["b2-other"]),
    )  # fmt: skip
    story = Story()
    story.add("b1", B, "open", "agree")
    story.add("b1-other", B, "open", "say")
    story.fork("proof", C, "open", "b1", "b1-other")
    yield story.vector(
        "fork-uncited", "two acts at one place that nobody had cited: neither has effect", "fold.md 4.3", "b1",
        "counted", **position(b"abc", "open", {"dossier/member/b": "-"}, ["b1", "b1-other"]),
    )  # fmt: skip
    story = Story()
    story.add("b1", B, "open", "agree")
    story.add("b1-other", B, "open", "say")
    story.add("c1", C, "open b1")
    story.add("d1", C, "open b1-other", inc=2)
    story.fork("proof", A, "open c1 d1", "b1", "b1-other")
    yield story.vector(
        "fork-both-cited", "two acts at one place, each cited by another party: both have effect", "fold.md 4.3",
        "proof", "counted", **position(b"abc", "open", {"dossier/member/b": "agreed"}),
    )  # fmt: skip
    story = Story()
    story.add("b1", B, "open")
    story.add("c1", C, "open")
    story.fork("proof", A, "open b1 c1", "b1", "c1")
    yield story.vector("fork-of-two-chains", "a FORK that names acts of two chains", "fold.md 3", "proof", "void FORK")
    story = Story()
    story.add("b1", B, "open")
    story.fork("proof", A, "open b1", "b1", "b1")
    yield story.vector("fork-of-one-act", "a FORK that names one act twice", "fold.md 3", "proof", "void FORK")
    story = Story()
    other = Story(members=(B, D))
    story.add("b1", B, "open")
    other.add("b1", B, "open")
    story.acts["elsewhere"] = other.acts["b1"]
    story.fork("proof", A, "open b1", "b1", "elsewhere")
    del story.acts["elsewhere"]
    yield story.vector("fork-of-two-dossiers", "a FORK that names acts of two dossiers", "fold.md 3", "proof",
                       "void FORK")  # fmt: skip


def _stories() -> Iterator[Vector]:
    story = Story()
    story.add("b1", B, "open", "agree")
    story.add("b-restored", B, "open", "agree", inc=2)
    story.add("b-took-back", B, "b-restored", "take back", inc=2)
    yield story.vector(
        "two-stories", "one party in two incarnations that knew nothing of each other: two stories", "fold.md 6.2",
        "b-took-back", "counted", **position(b"abc", "open", {"dossier/member/b": "- agreed"}),
    )  # fmt: skip
    story.add("joined", B, "b1 b-took-back", "take back", inc=2)
    yield story.vector(
        "cites-two", "an act that cites two others joins their stories", "fold.md 6.2", "joined", "counted",
        **position(b"abc", "open", {"dossier/member/b": "-"}),
    )  # fmt: skip
    story = Story()
    story.add("b1", B, "open", "agree")
    story.add("c1", C, "open", "agree")
    story.add("close", A, "open b1 c1", "close")
    yield story.vector(
        "need-from-two", "an act whose need holds only since it saw two others", "fold.md 7", "close", "counted",
        **position(b"abc", "closed", {"dossier/member/b": "agreed", "dossier/chair/a": "closed"}),
    )  # fmt: skip
    story = Story()
    story.add("b1", B, "open", "agree")
    story.add("c1", C, "open", "agree")
    story.add("close", A, "open b1", "close")
    yield story.vector(
        "need-unseen", "the need holds by now, and did not in what the author had seen: void for ever", "fold.md 7 V7",
        "close", "void V7", **position(b"abc", "open", {"dossier/chair/a": "open"}, ["close"]),
    )  # fmt: skip
    story.add("after-void", A, "close c1", "close")
    yield story.vector(
        "after-void", "an act behind a void one is judged by its own past", "fold.md 7", "after-void", "counted",
        others={"close": "void V7"}, **position(b"abc", "closed", {"dossier/chair/a": "closed"}, ["close"]),
    )  # fmt: skip
    story = Story()
    story.add("b1", B, "open", "agree")
    story.add("again", B, "open b1", "agree")
    yield story.vector(
        "twice", "agreeing twice: the author does not stand where the verb begins", "fold.md 7 V7", "again", "void V7",
        **position(b"abc", "open", {"dossier/member/b": "agreed"}, ["again"]),
    )  # fmt: skip


def _late() -> Iterator[Vector]:
    story = Story()
    story.add("b1", B, "open", "agree")
    story.add("drop", A, "open b1", "drop", to=(("member", (C,)),))
    story.add("close", A, "drop", "close")
    story.add("late", C, "open", "agree")
    yield story.vector(
        "late", "an act that crossed the end: counted, and the end stands", "fold.md 7 V6", "late", "counted",
        **position(b"ab", "closed", {"dossier/member/c": "agreed", "dossier/member/b": "agreed"}),
    )  # fmt: skip
    story.add("after-end", B, "b1 close", "take back")
    yield story.vector("after-end", "an act that had seen the end", "fold.md 7 V6", "after-end", "void V6")
    story.add("word", B, "after-end", "say")
    yield story.vector("word-after-end", "words that move nothing stay open after the end", "fold.md 7 V6", "word",
                       "counted", others={"after-end": "void V6"})  # fmt: skip
    story = Story()
    story.add("b1", B, "open")
    story.add("c1", C, "open b1")
    del story.acts["b1"]
    yield story.vector("waits", "an act that saw one which is not here", "fold.md 1.4", "c1", "waits",
                       **position(b"abc", "open", {}))  # fmt: skip


def _discharged() -> Iterator[Vector]:
    story = Story()
    story.add("drop", A, "open", "drop", to=(("member", (C,)),))
    story.add("seen", C, "drop")
    yield story.vector("discharged", "an act of a party that had seen its discharge", "fold.md 2 R4", "seen",
                       "refused R4", **position(b"ab", "open", {}))  # fmt: skip
    story = Story()
    story.add("drop", A, "open", "drop", to=(("member", (C,)),))
    story.add("crossed", C, "open", "agree")
    yield story.vector("discharged-crossed", "an act that crossed its author's discharge", "fold.md 2 R4", "crossed",
                       "counted", **position(b"ab", "open", {"dossier/member/c": "agreed"}))  # fmt: skip
    story.add("back", A, "drop crossed", "add", to=(("member", (C,)),))
    yield story.vector("readmitted", "a party that is seated again stands where it stood", "fold.md 5.4", "back",
                       "counted", **position(b"abc", "open", {"dossier/member/c": "agreed"}))  # fmt: skip
    story = Story()
    story.add("stranger", D, "open")
    yield story.vector("stranger", "an act of one who was never a party", "fold.md 2 R4", "stranger", "refused R4")
    story.add("rests", B, "open stranger")
    yield story.vector("rests-on-refused", "an act that cites a refused one", "fold.md 2 R6", "rests", "refused R6",
                       others={"stranger": "refused R4"})  # fmt: skip
    story = Story()
    story.add("left", B, "open", "leave")
    story.add("after", B, "left")
    yield story.vector("left", "an act after leaving", "fold.md 2 R4", "after", "refused R4",
                       **position(b"ac", "open", {}))  # fmt: skip
    yield from _refused()


def _refused() -> Iterator[Vector]:
    story = Story()
    story.add("deep", B, "open", depth=3)
    yield story.vector("depth", "a depth that is not one more than what it saw", "fold.md 2 R3", "deep", "refused R3")
    story = Story()
    story.add("skips", B, "open", sequence=2)
    yield story.vector("sequence", "the second of a chain, with none before it", "fold.md 2 R2", "skips", "refused R2")
    story = Story()
    story.add("b1", B, "open")
    story.add("stolen", C, "open b1", prev=story.acts["b1"].id, seen=(story.acts["open"].id,), sequence=2)
    yield story.vector("other-chain", "an act that follows one of another author's chain", "fold.md 2 R2", "stolen",
                       "refused R2")  # fmt: skip
    story = Story(verb="say")
    yield story.vector("first-does-not-begin", "a first act whose verb does not begin the kind", "fold.md 2 R1", "open",
                       "refused R1")  # fmt: skip


def _disowned() -> Iterator[Vector]:
    story = Story()
    story.add("b1", B, "open")
    story.add("stolen", B, "b1", "agree")
    good = disown_fields(Disown((REG,), (story.acts["b1"].id,)))
    story.add("disown", B, "open b1", inc=2, form=Form.DISOWN, control=good, reg=NEWER)
    yield story.vector(
        "disowned", "acts under a disowned key that are not good lose their effect", "fold.md 4.2", "stolen", "counted",
        **position(b"abc", "open", {"dossier/member/b": "-"}, ["stolen"]),
    )  # fmt: skip
    story.add("cited", C, "open stolen")
    yield story.vector(
        "disowned-cited", "citing it does not bring it back", "fold.md 4.2", "cited", "counted",
        **position(b"abc", "open", {"dossier/member/b": "-"}, ["stolen"]),
    )  # fmt: skip
    story.add("old-key", B, "disown")
    yield story.vector("disowned-after", "an act under a key whose DISOWN it had seen", "fold.md 2 R5", "old-key",
                       "refused R5")  # fmt: skip
    story = Story()
    own = disown_fields(Disown((REG,), ()))
    story.add("disown", B, "open", form=Form.DISOWN, control=own)
    yield story.vector("disown-own-key", "a DISOWN of the key that signs it", "fold.md 3", "disown", "void DISOWN")
    story = Story()
    story.add("c1", C, "open")
    foreign = disown_fields(Disown((REG,), (story.acts["c1"].id,)))
    story.add("disown", B, "open c1", form=Form.DISOWN, control=foreign, reg=NEWER)
    yield story.vector("disown-foreign-good", "a DISOWN that calls another's act good", "fold.md 3", "disown",
                       "void DISOWN")  # fmt: skip


def _offices() -> Iterator[Vector]:
    story = Story()
    story.add("pass", A, "open", "hand over", to=(("chair", (B,)),))
    story.add("old", A, "pass", "drop", to=(("member", (C,)),))
    yield story.vector(
        "office-passed", "one who handed the office over holds no seat any more", "fold.md 2 R4", "old", "refused R4",
        **position(b"bc", "open", {"dossier/chair/b": "open"}),
    )  # fmt: skip
    story = Story(members=(B, C, D))
    story.add("nominate", B, "open", "nominate")
    nomination = story.item("nominate")
    story.add("take", B, "open nominate", "take over", item=nomination)
    story.add("crossed", A, "open", "drop", to=(("member", (D,)),))
    yield story.vector(
        "take-over", "what the old holder did beside a take-over is without effect", "fold.md 4.4", "crossed",
        "counted", **position(b"bcd", "open", {"dossier/chair/b": "open"}),
    )  # fmt: skip
    story = Story()
    for author in (B, C):
        name = chr(author[0])
        story.add(f"{name}-nominates", author, "open", "nominate")
        item = story.item(f"{name}-nominates")
        story.add(f"{name}-takes", author, f"open {name}-nominates", "take over", item=item)
    binds = story.lower("b-takes", "c-takes")[0]
    yield story.vector(
        "rival-take-overs", "of two take-overs that crossed, the one with the lower id binds", "fold.md 4.4",
        "c-takes", "counted", **position(b"bc", "open", {f"dossier/chair/{binds}": "open"}),
    )  # fmt: skip
    story = Story()
    story.add("one", B, "open", "nominate")
    story.add("two", C, "open", "nominate")
    story.add("supports", B, "one two", "support", item=story.item("one"))
    story.add("again", B, "supports two", "support", item=story.item("two"))
    yield story.vector("once", "what may be done once in a term, done at a second item", "fold.md 7 V8", "again",
                       "void V8")  # fmt: skip


def _items() -> Iterator[Vector]:
    story = Story()
    story.add("gone", B, "open", "assent", item=b"i" * 16)
    yield story.vector("no-item", "an act at an item that is not there", "fold.md 7 V1", "gone", "void V1")
    story = Story()
    story.add("dance", B, "open", "dance")
    yield story.vector("no-verb", "a verb that the item does not know", "fold.md 7 V2", "dance", "void V2")
    story.add("begin", A, "open", "open", to=(("member", (D,)),))
    yield story.vector("begins-again", "a verb that begins a dossier, within one", "fold.md 7 V2", "begin", "void V2",
                       others={"dance": "void V2"})  # fmt: skip
    for name, scenario, verb, to, rule in (
        ("to-role", "a role that the verb does not seat", "add", (("chair", (D,)),), "V3"),
        ("to-nobody", "a verb that seats, and nobody named", "add", (), "V3"),
        ("to-empty", "nobody named in a role", "add", (("member", ()),), "V3"),
        ("to-several", "two named for a role of one", "hand over", (("chair", (B, C)),), "V3"),
        ("unseats-stranger", "one unseated who is no party", "drop", (("member", (D,)),), "V4"),
    ):
        story = Story()
        story.add("act", A, "open", verb, to=to)
        yield story.vector(name, scenario, f"fold.md 7 {rule}", "act", f"void {rule}")
    story = Story(members=_MANY)
    story.add("more", A, "open", "add", to=(("member", (E,)),))
    yield story.vector("parties-beyond", "the 65th party", "fold.md 7 V5", "more", "void V5")
    story = Story(members=_MANY[:-1])
    story.add("more", A, "open", "add", to=(("member", (E,)),))
    yield story.vector("parties-at-limit", "the 64th party", "fold.md 7 V5", "more", "counted")
    yield from _texts()


def _texts() -> Iterator[Vector]:
    story = Story()
    story.add("table", A, "open", "table")
    text = story.item("table")
    story.add("b1", B, "open table", "assent", item=text)
    story.add("c1", C, "open table", "assent", item=text)
    story.add("change", A, "table", "change", item=text)
    story.add("adopt", A, "change b1 c1", "adopt", item=text)
    yield story.vector(
        "since", "assent to an older text is none to the newer", "fold.md 6.4", "adopt", "void V7",
        **position(b"abc", "open", {"table/member/b": "assents", "table/sponsor/a": "tabled"}, ["adopt"],
                   phases={"table": "open"}),
    )  # fmt: skip
    story.add("b2", B, "b1 change", "assent", item=text)
    story.add("c2", C, "c1 change", "assent", item=text)
    story.add("adopt-2", A, "adopt b2 c2", "adopt", item=text)
    story.add("objects", C, "c2", "object", item=text)
    yield story.vector(
        "contested", "an objection that crossed the adoption: contested, never overridden", "fold.md 6.7", "objects",
        "counted", others={"adopt": "void V7"},
        **position(b"abc", "open", {"table/member/c": "objects", "table/chair/a": "adopted"}, ["adopt"],
                   phases={"table": "contested"}),
    )  # fmt: skip


def _given() -> Iterator[Vector]:
    """Section 9: whom each act knows, and to whom it is released."""
    story = Story()
    story.add("said", B, "open")
    story.add("add", A, "said", "add", to=(("member", (D,)),))
    story.add("later", B, "add")
    yield story.vector(
        "newcomer", "who is seated later is a newcomer to what did not see that", "fold.md 9.1", "later", "counted",
        known={"open": "abc", "said": "abc", "add": "abcd", "later": "abcd"}, released={"said": ""},
    )  # fmt: skip
    story.release("release", B, "later", ["said", "add"], [D, E])
    yield story.vector(
        "release", "a RELEASE gives what is its author's to parties, and nothing else to nobody else", "fold.md 9.2",
        "release", "counted", released={"open": "", "said": "d", "add": ""},
    )  # fmt: skip
    story.add("drop", A, "release", "drop", to=(("member", (D,)),))
    story.add("between", B, "drop")
    story.add("back", A, "between", "add", to=(("member", (D,)),))
    yield story.vector(
        "come-back", "who comes back is a newcomer to all that was said before, and nothing is released to it any more",
        "fold.md 9.1", "back", "counted",
        known={"add": "abc", "later": "abc", "between": "abc", "back": "abcd"}, released={"said": ""},
    )  # fmt: skip
    story = Story()
    story.add("said", B, "open")
    story.add("add", A, "open", "add", to=(("member", (D,)),))
    story.release("release", B, "said", ["said"], [D])
    yield story.vector(
        "release-unseen", "a RELEASE to one whose seating it did not see", "fold.md 9.2", "release", "counted",
        released={"said": ""},
    )  # fmt: skip
    story = Story()
    seal = Seal(NULL16, bytes(32), bytes(32), 512)
    story.add("key", A, "open", form=Form.KEY, seal=seal)
    story.add("other", B, "open", form=Form.KEY, seal=seal)
    story.add("add", A, "key", "add", to=(("member", (D,)),), seal=replace(seal, epoch=story.item("key")))
    story.add("odd", A, "add", "add", to=(("member", (E,)),), seal=replace(seal, epoch=story.item("other")))
    yield story.vector(
        "epoch-of-seating", "an act knows whom an act under the epoch that it began seats, if both have one author",
        "fold.md 9.1", "odd", "counted",
        known={"key": "abcd", "other": "abc", "add": "abcd", "odd": "abcde"},
    )  # fmt: skip
