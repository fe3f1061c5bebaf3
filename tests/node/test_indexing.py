"""The index follows the log: nothing is missed, nothing is found that may not be, and what goes is gone first."""

from __future__ import annotations

import pytest

from lintas.node.indexing import Indexing, catch_up, form_of
from lintas.node.obey import obey
from lintas.node.recalls import Stage
from lintas.node.retention import erase_here
from lintas.node.search_index import IndexState, Wanted
from lintas.node.state import Node
from lintas.search.words import read_words
from lintas.store.errors import StoreFailed
from lintas.store.search_memory import MemorySearchIndex
from tests.kinds.samples import sample
from tests.node.hostile import TERMS, shared
from tests.node.recalling import rest, taken_back, told
from tests.node.searching import Beside, Slow, acts, protecting, with_indexes
from tests.support.federation import Federation3


def test_every_act_that_says_something_is_found_where_it_can_be_read() -> None:
    fed = with_indexes()
    dossier = shared(fed, "bb-ca", "cc-ca")
    act = fed.act("bb-ca", dossier, "adopt the terms", {"text": "Nguyễn at the harbour"}).act
    fed.settle()
    for code in ("aa-ca", "bb-ca", "cc-ca"):
        assert acts(fed.nodes[code], "nguyen harbour") == [act]
        assert acts(fed.nodes[code], "boats") == [dossier_act(fed, code, dossier)]
    assert acts(fed.nodes["dd-ca"], "boats") == []


def dossier_act(fed: Federation3, code: str, dossier: bytes) -> bytes:
    return next(iter(fed.nodes[code].store.acts(dossier))).id


def test_what_is_sealed_to_others_is_not_found() -> None:
    fed = with_indexes()
    dossier = shared(fed, "bb-ca", "cc-ca")
    fed.act("bb-ca", dossier, "adopt the terms", {"text": "for aa only"}, readers=("aa-ca",))
    fed.settle()
    assert len(acts(fed.nodes["aa-ca"], "only")) == 1
    assert acts(fed.nodes["cc-ca"], "only") == []


def written(indexing: Indexing, node: Node) -> None:
    while looked := indexing.look(node):
        indexing.hold(looked)
    indexing.write()


def test_a_body_that_comes_while_its_act_is_held_is_found() -> None:
    fed, _, act, _ = told()
    cc = with_indexes(fed).nodes["cc-ca"]
    row, index = cc.store.act(act), MemorySearchIndex()
    assert row
    assert row.body
    with cc.store.batch() as batch:
        batch.erase_body(act)
    indexing = Indexing(index)
    while looked := indexing.look(cc):
        indexing.hold(looked)
    cc.pending.bodies[act] = row.body
    cc.commit()
    written(indexing, cc)
    assert index.unread() == []
    assert index.matches(Wanted(read_words("taken back")), None, 1)


def test_what_is_held_and_not_written_is_looked_at_again() -> None:
    fed, _, _, _ = told()
    aa, index = fed.nodes["aa-ca"], MemorySearchIndex()
    before = Indexing(index)
    while looked := before.look(aa):
        before.hold(looked)
    # As if the process had ended here.
    assert index.state().upto == 0
    written(Indexing(index), aa)
    assert index.state().upto == aa.store.size()
    assert len(index.matches(Wanted(read_words("words")), None, 100)) == 2


class Full(MemorySearchIndex):
    """An index that takes nothing while it is full."""

    full = False

    def put(self, *args: object) -> None:
        if self.full:
            raise StoreFailed("search.db", "a test")
        super().put(*args)  # type: ignore[arg-type]


def test_what_could_not_be_written_is_looked_at_again_be_it_new_or_late() -> None:
    fed, _, act, _ = told()
    cc, index = with_indexes(fed).nodes["cc-ca"], Full()
    row = cc.store.act(act)
    assert row
    assert row.body
    with cc.store.batch() as batch:
        batch.erase_body(act)
    indexing = Indexing(index)
    index.full = True
    with pytest.raises(StoreFailed):
        written(indexing, cc)
    first = indexing.look(cc)
    assert first
    assert first.opened[0].heading.position == 0
    index.full = False
    written(indexing, cc)
    cc.pending.bodies[act] = row.body
    cc.commit()
    index.full = True
    with pytest.raises(StoreFailed):
        written(indexing, cc)
    index.full = False
    written(indexing, cc)
    assert index.matches(Wanted(read_words("taken back")), None, 1)


def test_much_is_written_before_there_is_nothing_left_to_look_at(monkeypatch: pytest.MonkeyPatch) -> None:
    fed, _, _, _ = told()
    aa = fed.nodes["aa-ca"]
    for limit in ("HELD_ACTS_MAX", "HELD_CHARS_MAX"):
        index = MemorySearchIndex()
        indexing = Indexing(index)
        with monkeypatch.context() as patched:
            patched.setattr(f"lintas.node.indexing.{limit}", 1)
            looked = indexing.look(aa)
            assert looked
            indexing.hold(looked)
        assert index.state().upto == looked.state.upto


def test_a_body_that_comes_later_is_found_then() -> None:
    fed, _, act, _ = told()
    cc = with_indexes(fed).nodes["cc-ca"]
    row = cc.store.act(act)
    assert row
    assert row.body
    with cc.store.batch() as batch:
        batch.erase_body(act)
    assert cc.search is not None
    indexing = Indexing(cc.search)
    written(indexing, cc)
    assert cc.search.unread() == [act]
    cc.pending.bodies[act] = row.body
    cc.commit()
    written(indexing, cc)
    assert cc.search.unread() == []
    assert act in acts(cc, "taken back")


def test_a_start_looks_once_at_what_was_unread() -> None:
    fed, _, act, _ = told()
    cc = with_indexes(fed).nodes["cc-ca"]
    row = cc.store.act(act)
    assert row
    assert row.body
    with cc.store.batch() as batch:
        batch.erase_body(act)
    assert act not in acts(cc, "words")
    with cc.store.batch() as batch:
        # As if the node had ended between the commit and the index.
        batch.put_body(act, row.body)
    assert act in acts(cc, "taken back")


def test_another_log_another_program_or_other_settings_begin_it_anew() -> None:
    fed, _, act, other = told()
    aa = with_indexes(fed).nodes["aa-ca"]
    assert acts(aa, "words") == [other, act]
    assert isinstance(aa.search, MemorySearchIndex)
    for state in (IndexState("other", 2, b"x"), IndexState(form_of(aa), aa.store.size(), b"x" * 32)):
        aa.search._state = state
        aa.search._entries.clear()
        assert acts(aa, "words") == [other, act]
    aa.search._state = IndexState(form_of(aa), aa.store.size() + 5, b"x" * 32)
    assert acts(aa, "words") == [other, act], "the store was restored from an older backup"
    assert aa.search.state().upto == aa.store.size()


def test_an_act_that_names_somebody_who_is_protected_is_not_found() -> None:
    fed, dossier, act, other = told()
    aa = with_indexes(fed).nodes["aa-ca"]
    hers = fed.act("bb-ca", dossier, "adopt the terms", {"text": "words with LÊ  Thi Mau in them"}).act
    fed.settle()
    assert hers in acts(aa, "words")
    protecting(aa, "Le Thị Mẫu")
    assert acts(aa, "words") == [other, act]
    assert acts(aa, "mau") == []


def test_no_word_of_a_dossier_with_a_child_is_found_whatever_came_first() -> None:
    fed = with_indexes(Federation3.build(("aa-ca", "bb-ca"), kinds=("exchange", "mla")))
    verb = fed.nodes["aa-ca"].kinds["mla"].item.verbs[0]
    fields = {name: sample(meaning) for name, meaning in verb.says.fields().items() if meaning.required}
    born = next(name for name, meaning in verb.says.fields().items() if meaning.name == "date of birth")
    grown = fed.open("aa-ca", "mla", verb.name, fields | {born: "1970"}, {"requested": ["bb-ca"]})
    young = fed.open("aa-ca", "mla", verb.name, fields | {born: "2020-05-17"}, {"requested": ["bb-ca"]})
    text = fed.act("aa-ca", young.dossier, "write", {"text": "more of some words"}).act
    fed.settle()
    for node in fed.nodes.values():
        assert acts(node, "words") == [grown.act]
        assert acts(node, "words", kind="mla") == [grown.act]
        assert node.store.act(text)


@pytest.mark.slow
def test_no_word_of_a_protected_kind_is_found() -> None:
    fed = with_indexes(Federation3.build(("aa-ca", "bb-ca"), kinds=("victim",)))
    aa = fed.nodes["aa-ca"]
    verb = next(each for each in aa.kinds["victim"].item.verbs if each.begins)
    fields = {name: sample(meaning) for name, meaning in verb.says.fields().items() if meaning.required}
    fed.open("aa-ca", "victim", verb.name, fields, {verb.seats[0]: ["bb-ca"]} if verb.seats else None)
    assert aa.store.size()
    assert acts(aa, "words") == []


def test_what_is_recalled_leaves_the_index_before_anybody_says_so() -> None:
    fed, dossier, act, other = told()
    with_indexes(fed)
    for code in ("aa-ca", "bb-ca", "cc-ca"):
        assert act in acts(fed.nodes[code], "words")
    taken_back(fed, dossier, act)
    obey(fed.nodes["bb-ca"])
    search = fed.nodes["bb-ca"].search
    assert search
    assert search.passages(range(10)).keys() == {fed.nodes["bb-ca"].store.act(other).position, 0}  # type: ignore[union-attr]
    rest(fed)
    for code in ("aa-ca", "bb-ca", "cc-ca"):
        assert acts(fed.nodes[code], "words") == [other]
        assert fed.nodes[code].recalls.gone[act].stage is Stage.SAID


def test_what_is_erased_here_leaves_the_index() -> None:
    fed, dossier, act, other = told()
    aa = with_indexes(fed).nodes["aa-ca"]
    assert acts(aa, "words") == [other, act]
    erase_here(aa, dossier, [act])
    assert acts(aa, "words") == [other]


def test_nobody_says_erased_while_a_file_of_the_index_still_holds_it() -> None:
    fed, dossier, act, _ = told()
    bb = fed.nodes["bb-ca"]
    bb.search, keeper = Slow(), Beside()
    catch_up(bb, bb.search)
    bb.indexer = keeper
    taken_back(fed, dossier, act)
    keeper.hurried = 0
    obey(bb)
    obey(bb)
    assert bb.recalls.gone[act].stage is Stage.SHREDDED
    assert keeper.hurried
    bb.search.scrub()
    obey(bb)
    assert bb.recalls.gone[act].stage is Stage.PURGED
    obey(bb)
    assert bb.recalls.gone[act].stage is not Stage.SHREDDED


def test_what_was_opened_before_a_recall_is_not_kept_after_it() -> None:
    fed, dossier, act, other = told()
    bb = fed.nodes["bb-ca"]
    bb.search = MemorySearchIndex()
    indexing = Indexing(bb.search)
    while looked := indexing.look(bb):
        assert act in {each.heading.act for each in looked.opened}
        indexing.hold(looked)
    taken_back(fed, dossier, act)
    obey(bb)
    indexing.write()
    assert bb.search.state().upto > 0
    assert acts(bb, "words") == [other]


def test_an_act_that_came_while_it_was_behind_is_not_missed() -> None:
    fed = with_indexes()
    dossier = shared(fed, "bb-ca")
    aa = fed.nodes["aa-ca"]
    said = list[bytes]()
    for number in range(40):
        said.append(fed.act("aa-ca", dossier, "change the terms", {**TERMS, "crimes": f"number {number} again"}).act)
        if number % 7 == 0:
            assert acts(aa, "again")[0] == said[-1]
    assert acts(aa, "again", limit=100) == said[::-1]
