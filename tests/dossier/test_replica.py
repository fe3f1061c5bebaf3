"""A replica at its edges: any order, every reason to refuse, nothing that makes it fall over."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lintas.dossier.control import Disown, control_of, disown_fields
from lintas.dossier.header import Act, Form, Header
from lintas.dossier.header_bytes import encode, make_act, read_act
from lintas.dossier.position import DOSSIER
from lintas.dossier.replica import Replica
from lintas.dossier.verdict import Verdict
from lintas.wire.errors import Malformed
from lintas.wire.identifiers import NULL16, NULL32
from lintas.wire.limits import LIMITS
from tests.dossier.acts import ERRAND, OTHER_REG, SEAL, A, Acts, B, C, D, fork_of

VERBS = ("say", "add", "drop", "hand over", "agree", "close", "open", "dance")
STEPS = st.lists(
    st.tuples(
        st.sampled_from((A, B, C, D)),
        st.sampled_from(VERBS),
        st.lists(st.integers(0, 20), max_size=3),
        st.sampled_from((B, C, D)),
    ),
    max_size=12,
)


def drawn(steps: list[tuple[bytes, str, list[int], bytes]]) -> Acts:
    """Acts of four parties, three of them seated, each having seen some of those before it."""
    acts = Acts()
    for author, verb, picks, named in steps:
        own = [act for act in acts.made if act.header.chain == (author, 1)][-1:]
        after = own + [a for a in (acts.made[p % len(acts.made)] for p in picks) if a.header.author != author]
        to = (("lead" if verb == "hand over" else "member", (named,)),) if verb in {"add", "drop", "hand over"} else ()
        acts.add(author, after or [acts.first], verb=verb, to=to)
    return acts


def shown(replica: Replica) -> tuple[object, ...]:
    now = replica.now()
    verdicts = {i: (j.verdict, j.rule, j.role) for i, j in replica.judged.items()}
    return verdicts, now.parties, now.firm, now.phase(DOSSIER), replica.tips(), now.awaited()


@settings(max_examples=60)
@given(steps=STEPS, data=st.data())
def test_any_order_of_arrival_gives_the_same_verdicts_and_the_same_position(
    steps: list[tuple[bytes, str, list[int], bytes]], data: st.DataObject
) -> None:
    acts = drawn(steps)
    replica, shuffled = Replica(ERRAND), data.draw(st.permutations(acts.made))
    for act in shuffled:
        if act.id not in replica.judged:
            replica.receive(act)
        assert replica.receive(act) == [], "the second time it says nothing"
    assert not replica.waiting
    assert not replica.missing()
    assert shown(replica) == shown(acts.replica())


@settings(max_examples=60)
@given(steps=STEPS, cut=st.integers(0, 12))
def test_a_copy_grows_apart(steps: list[tuple[bytes, str, list[int], bytes]], cut: int) -> None:
    acts = drawn(steps)
    replica = Replica(ERRAND)
    late = [act for number, act in enumerate(acts.made) if number > cut or number == 1]
    for act in acts.made:
        if act not in late:
            replica.receive(act)
    before = shown(replica), dict(replica.waiting), replica.missing()
    twin = replica.copy()
    for act in late:
        twin.receive(act)
    assert (shown(replica), dict(replica.waiting), replica.missing()) == before
    assert shown(twin) == shown(acts.replica())


def test_an_act_waits_for_what_it_saw_and_says_what_is_missing() -> None:
    acts = Acts()
    one = acts.add(B, [acts.first])
    two = acts.add(C, [acts.first, one])
    replica = Replica(ERRAND)
    assert replica.receive(two) == []
    assert replica.receive(one) == []
    assert replica.missing() == {acts.first.id}
    assert [judged.act for judged in replica.receive(acts.first)] == [acts.first, one, two]
    assert replica.tips() == (two.id,)
    assert not replica.missing()


def test_considering_an_act_changes_nothing() -> None:
    acts = Acts()
    replica = acts.replica()
    draft = acts.add(B, [acts.first], verb="agree")
    before = shown(replica)
    assert replica.consider(draft).counted
    assert shown(replica) == before
    assert draft.id not in replica.judged


def refused(**header: Any) -> str:
    """The rule by which B's act after the first is refused, if that is changed so."""
    acts = Acts()
    replica = acts.replica()
    (judged,) = replica.receive(acts.add(header.pop("author", B), [acts.first], **header))
    assert judged.verdict is Verdict.REFUSED or not judged.rule, judged
    return judged.rule


def test_each_reason_to_refuse() -> None:
    assert refused() == ""
    assert refused(dossier=NULL16, verb="open", seen=(), depth=1) == "R1", "a second first act"
    assert refused(seen=(), depth=1) == "R1", "an act that has seen nothing"
    assert refused(sequence=2) == "R2"
    assert refused(prev=Acts().first.id, seen=(), sequence=2) == "R2", "the predecessor is another's"
    assert refused(author=A, prev=Acts().first.id, seen=(), sequence=3) == "R2", "a number is left out"
    assert refused(author=A, prev=Acts().first.id, seen=(), sequence=2, incarnation=9) == "R2"
    assert refused(depth=1) == refused(depth=3) == "R3"
    assert refused(author=D) == "R4"


@pytest.mark.parametrize("verb", ["say", "dance", ""])
def test_what_does_not_begin_the_kind_is_no_first_act(verb: str) -> None:
    (judged,) = Replica(ERRAND).receive(Acts(verb=verb).first)
    assert (judged.verdict, judged.rule) == (Verdict.REFUSED, "R1")


def test_a_key_that_its_author_disowned_signs_nothing_that_saw_it() -> None:
    acts = Acts()
    control = disown_fields(Disown((OTHER_REG,), ()))
    disown = acts.add(A, [acts.first], form=Form.DISOWN, control=control)
    replica = acts.replica()
    unaware = acts.add(A, [acts.first], incarnation=2, reg=OTHER_REG)
    aware = acts.add(A, [acts.first, disown], incarnation=3, reg=OTHER_REG)
    others = acts.add(B, [acts.first, disown], reg=OTHER_REG)
    verdicts = [replica.receive(act)[0].rule for act in (unaware, aware, others)]
    assert verdicts == ["", "R5", ""]
    assert not replica.now().effect(replica.graph.nodes[unaware.id]), "what the key signed unseen is lifted"


def test_what_rests_on_a_refused_act_is_refused_however_long_the_chain() -> None:
    acts = Acts()
    last = acts.add(D, [acts.first])
    for _ in range(2_000):
        last = acts.add(B, [last])
    replica = Replica(ERRAND)
    for act in reversed(acts.made[2:]):
        replica.receive(act)
    replica.receive(acts.first)
    judged = replica.receive(acts.made[1])
    assert [j.rule for j in judged] == ["R4"] + ["R6"] * 2_000
    assert len(replica.graph.nodes) == 1


def test_a_first_act_stands_at_the_dossier_whatever_item_it_names() -> None:
    plain, odd = Acts(), Acts(item=b"i" * 16)
    assert odd.replica().now().lane(DOSSIER, "lead", A) == plain.replica().now().lane(DOSSIER, "lead", A) == {"open"}
    assert all(item == DOSSIER for item, _ in odd.replica().records.marks)


def test_an_office_may_pass_on_any_number_of_times() -> None:
    """The successor stands where the holder stood: also after more successions than Python has stack."""
    acts = Acts()
    replica, last, holders = acts.replica(), acts.first, (A, B, C)
    for number in range(400):
        last = acts.add(
            holders[number % 3], [last, *acts.made[-3:]], verb="hand over", to=(("lead", (holders[(number + 1) % 3],)),)
        )
        assert replica.receive(last)[0].counted
    holder = holders[400 % 3]
    assert replica.now().held(DOSSIER, "lead") == {holder}
    assert replica.now().lane(DOSSIER, "lead", holder) == {"open"}
    replica.records.inherited.clear()
    assert replica.copy().now().lane(DOSSIER, "lead", holder) == {"open"}, "also where nobody asked before"


HEADERS: st.SearchStrategy[dict[str, Any]] = st.builds(
    dict,
    author=st.sampled_from((A, B, C, D)),
    form=st.sampled_from(Form),
    verb=st.sampled_from(VERBS),
    item=st.sampled_from((None, b"i" * 16)),
    to=st.lists(
        st.tuples(
            st.sampled_from(("lead", "member", "clown")), st.lists(st.sampled_from((B, C, D)), max_size=2, unique=True)
        ),
        max_size=2,
        unique_by=lambda pair: pair[0],
    ),
    control=st.sampled_from(("none", "fork", "false fork", "disown", "erase")),
    seal=st.booleans(),
)


def control(acts: Acts, name: str) -> dict[int, object] | None:
    unknown = b"u" * 32
    controls: dict[str, dict[int, object] | None] = {
        "none": None,
        "fork": fork_of(acts.made[1], acts.made[2]),
        "false fork": fork_of(acts.first, acts.made[1]),
        "disown": disown_fields(Disown((OTHER_REG,), (acts.first.id, unknown))),
        "erase": {1: [unknown]},
    }
    return controls[name]


@settings(max_examples=150)
@given(drafts=st.lists(HEADERS, min_size=1, max_size=4))
def test_no_readable_act_makes_a_replica_fall_over(drafts: list[dict[str, Any]]) -> None:
    acts = Acts()
    acts.add(B, [acts.first])
    acts.add(B, [acts.first], time_ms=77)
    replica = acts.replica()
    for draft in drafts:
        own = [a for a in acts.made if a.header.chain == (draft["author"], 1)][-1:]
        form = draft["form"]
        made = acts.add(
            draft["author"],
            [*own, acts.first, acts.made[-1]],
            form=form,
            verb=draft["verb"] if form is Form.VERB else "",
            item=draft["item"],
            to=tuple((role, tuple(sorted(parties))) for role, parties in sorted(draft["to"])),
            control=control(acts, draft["control"]),
            seal=replace(SEAL, epoch=NULL16) if draft["seal"] or form is Form.KEY else None,
        )
        try:
            control_of(read_act(encode(made.header)).header)
        except Malformed:
            acts.made.pop()
            continue
        judged = replica.receive(made)
        if any(j.verdict is Verdict.REFUSED for j in judged):
            acts.made.pop()
        now = replica.now()
        assert now.phase(DOSSIER) in {"open", "closed"}
        assert now.firm <= now.parties
        assert list(now.can(A)) is not None


def test_an_act_of_nobody_in_a_chain_of_nobody_waits_for_ever_and_harms_nobody() -> None:
    acts = Acts()
    replica = acts.replica()
    header = Header(acts.dossier, B, 1, 2, b"p" * 32, (b"q" * 32,), 2, 0, NULL32, verb="say")
    lost: Act = make_act(header)[0]
    assert replica.receive(lost) == []
    assert replica.missing() == {b"p" * 32}
    assert replica.receive(acts.add(B, [acts.first]))[0].counted


def test_a_dossier_has_sixty_four_parties_and_no_more() -> None:
    members = [b"m" + bytes((number,)) * 15 for number in range(LIMITS.parties_max - 1)]
    acts = Acts(members=members)
    more = acts.add(A, [acts.first], verb="add", to=(("member", (b"z" * 16,)),))
    replica = acts.replica()
    assert len(replica.now().parties) == LIMITS.parties_max
    assert (replica.judged[more.id].verdict, replica.judged[more.id].rule) == (Verdict.VOID, "V5")
    fewer = Acts(members=members[1:])
    last = fewer.add(A, [fewer.first], verb="add", to=(("member", (b"z" * 16,)),))
    assert fewer.replica().judged[last.id].counted


def test_of_two_who_were_handed_an_office_at_once_one_holds_it() -> None:
    acts = Acts()
    one = acts.add(A, [acts.first], verb="hand over", to=(("lead", (B,)),))
    other = acts.add(A, [acts.first], incarnation=2, verb="hand over", to=(("lead", (C,)),))
    now = acts.replica().now()
    assert now.held(DOSSIER, "lead") == {min((one, B), (other, C), key=lambda each: each[0].id)[1]}


def test_whoever_an_author_seated_in_one_of_its_stories_alone_is_a_party_and_not_a_firm_one() -> None:
    acts = Acts()
    acts.add(A, [acts.first], verb="add", to=(("member", (D,)),))
    acts.add(A, [acts.first], incarnation=2, verb="say")
    now = acts.replica().now()
    assert D in now.parties
    assert now.firm == {A, B, C}


def test_a_key_act_counts_and_all_of_nobody_is_not_enough() -> None:
    acts = Acts()
    key = acts.add(B, [acts.first], form=Form.KEY, seal=replace(SEAL, epoch=NULL16))
    gone = acts.add(A, [acts.first], verb="drop", to=(("member", (B, C)),))
    early = acts.add(A, [gone], verb="close")
    replica = acts.replica()
    assert replica.judged[key.id].counted
    assert (replica.judged[early.id].verdict, replica.judged[early.id].rule) == (Verdict.VOID, "V7")


def test_an_act_continues_a_chain_of_its_own_author_only() -> None:
    acts = Acts()
    said = acts.add(B, [acts.first])
    stolen = acts.keep(replace(acts.add(C, [said]).header, prev=said.id, seen=(), sequence=2))
    assert acts.replica().judged[stolen.id].rule == "R2"
