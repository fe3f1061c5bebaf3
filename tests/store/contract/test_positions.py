from __future__ import annotations

import pytest

from lintas.node.ports import AlreadyStored, Place, Store
from tests.store.contract.samples import ALPHA, BETA, DOSSIERS, act, acts, append, stored


def test_an_empty_store_has_nothing(store: Store) -> None:
    assert store.size() == 0
    assert list(store.dossiers()) == []
    assert list(store.acts(DOSSIERS[0])) == []
    assert list(store.since(0, 10)) == []
    assert store.act(act(1).id) is None


def test_positions_are_gapless_from_zero_in_the_order_of_commits(store: Store) -> None:
    new = acts(range(10))
    assert append(store, new[:4]) == 0
    assert append(store, []) == 4
    assert append(store, new[4:5]) == 4
    with store.batch() as batch:
        assert batch.append(new[5:7]) == 5
        assert batch.append(new[7:]) == 7
    assert store.size() == 10
    assert list(store.since(0, 100)) == [stored(each, position) for position, each in enumerate(new)]


def test_a_stored_act_is_the_act_that_was_given(store: Store) -> None:
    for position, each in enumerate((act(1), act(2, body=False), act(3, size=0), act(4, size=256 * 1024))):
        append(store, [each])
        assert store.act(each.id) == stored(each, position)


def test_dossiers_come_in_the_order_of_their_first_act(store: Store) -> None:
    append(store, [act(1, dossier=1), act(2, dossier=0), act(3, dossier=1), act(4, dossier=2), act(5, dossier=0)])
    assert list(store.dossiers()) == [DOSSIERS[1], DOSSIERS[0], DOSSIERS[2]]


def test_the_acts_of_a_dossier_come_by_position_however_many(store: Store) -> None:
    new = acts(range(500))
    append(store, new)
    for number, dossier in enumerate(DOSSIERS):
        expected = [stored(each, position) for position, each in enumerate(new) if each.dossier == dossier]
        assert len(expected) > 150
        assert list(store.acts(dossier)) == expected, number


def test_an_iteration_ends_where_the_store_ended_when_it_began(store: Store) -> None:
    append(store, [act(number) for number in range(100)])
    positions = []
    for number, each in enumerate(store.acts(DOSSIERS[0])):
        if number % 10 == 0:
            append(store, [act(1_000 + number)])
        positions.append(each.position)
    assert positions == list(range(100))
    assert store.size() == 110


def test_since_has_a_start_a_limit_and_perhaps_an_author(store: Store) -> None:
    new = acts(range(20))
    append(store, new)
    assert [each.position for each in store.since(5, 3)] == [5, 6, 7]
    assert [each.position for each in store.since(18, 10)] == [18, 19]
    assert [each.position for each in store.since(20, 10)] == []
    assert [each.position for each in store.since(0, 0)] == []
    assert [each.position for each in store.since(0, -1)] == []
    assert [each.position for each in store.since(5, 3, ALPHA)] == [6, 8, 10]
    assert [each.position for each in store.since(5, 3, BETA)] == [5, 7, 9]
    assert list(store.since(0, 10, b"nobody".ljust(16, b"."))) == []


def test_places_say_where_the_acts_of_an_author_lie(store: Store) -> None:
    new = acts(range(20))
    append(store, new)
    assert store.places(5, 3, ALPHA) == [Place(each, new[each].id, new[each].dossier, ALPHA) for each in (6, 8, 10)]
    assert [(place.position, place.author) for place in store.places(5, 2)] == [(5, BETA), (6, ALPHA)]
    assert [place.position for place in store.places(17, 10, BETA)] == [17, 19]
    assert list(store.places(0, -1, ALPHA)) == []
    assert list(store.places(0, 10, b"nobody".ljust(16, b"."))) == []


def test_an_act_is_stored_once(store: Store) -> None:
    append(store, acts(range(3)))
    with pytest.raises(AlreadyStored) as caught:
        append(store, [act(7), act(1), act(8)])
    assert caught.value.act == act(1).id
    assert store.size() == 3
    assert store.act(act(7).id) is None


def test_one_append_may_not_hold_an_act_twice(store: Store) -> None:
    with pytest.raises(AlreadyStored) as caught:
        append(store, [act(1), act(2), act(2)])
    assert caught.value.act == act(2).id
    assert store.size() == 0


def test_a_batch_may_go_on_after_an_act_that_was_stored_already(store: Store) -> None:
    append(store, [act(0)])
    with store.batch() as batch:
        assert batch.append([act(1)]) == 1
        for known in (act(0), act(1)):
            with pytest.raises(AlreadyStored) as caught:
                batch.append([act(5), known])
            assert caught.value.act == known.id
        assert batch.append([act(2)]) == 2
    assert [each.id for each in store.since(0, 10)] == [act(number).id for number in range(3)]
