"""What differs is looked into if it stays the same, or if traffic never rests; what was looked into is left alone."""

from __future__ import annotations

from lintas.node.doubt import UNEQUAL_PINGS_MAX, Doubt
from lintas.sync.compare import SetDigest, digest_of

ONE, TWO, THREE, FOUR = (bytes([number]) * 32 for number in range(4))


def differ(ours: list[bytes], theirs: list[bytes]) -> tuple[SetDigest, SetDigest]:
    return digest_of(ours), digest_of(theirs)


def look(doubt: Doubt, differs: tuple[SetDigest, SetDigest]) -> bool:
    """As a courier does that reaches its peer."""
    founded = doubt.founded(differs)
    if founded:
        doubt.looked(differs)
    return founded


def test_one_ping_proves_nothing_and_the_same_lack_twice_does() -> None:
    doubt = Doubt()
    assert not doubt.founded(differ([ONE], [ONE, TWO]))
    assert doubt.founded(differ([ONE, THREE], [ONE, TWO, THREE])), "other traffic does not hide what is missing"


def test_acts_that_are_under_way_are_others_at_each_ping() -> None:
    doubt = Doubt()
    assert not doubt.founded(differ([], [ONE]))
    assert not doubt.founded(differ([ONE], [ONE, TWO]))
    assert not doubt.founded(None)
    assert not doubt.founded(differ([ONE, TWO], [ONE, TWO, THREE]))


def test_an_agreement_in_between_begins_it_anew() -> None:
    doubt = Doubt()
    assert not doubt.founded(differ([], [ONE]))
    assert not doubt.founded(None)
    assert not doubt.founded(differ([], [ONE]))


def test_where_traffic_never_rests_it_is_looked_into_all_the_same_and_then_counted_anew() -> None:
    doubt = Doubt()
    acts = [number.to_bytes(32) for number in range(1, 2 * UNEQUAL_PINGS_MAX + 1)]
    found = [look(doubt, differ(acts[:at], acts[: at + 1])) for at in range(2 * UNEQUAL_PINGS_MAX)]
    assert [at for at, looked in enumerate(found, 1) if looked] == [UNEQUAL_PINGS_MAX, 2 * UNEQUAL_PINGS_MAX]


def test_what_looking_did_not_bring_is_left_until_a_digest_changes() -> None:
    doubt = Doubt()
    lacking = differ([ONE], [ONE, TWO])
    assert [look(doubt, lacking) for _ in range(20)] == [False, True] + [False] * 18
    changed = differ([ONE, FOUR], [ONE, FOUR, TWO])
    assert doubt.founded(changed)
    assert doubt.founded(changed), "the peer could not be asked"


def test_what_the_peer_refused_to_say_is_asked_again_after_a_while_and_not_at_each_ping() -> None:
    doubt = Doubt()
    lacking = differ([ONE], [ONE, TWO])
    assert [look(doubt, lacking) for _ in range(2)] == [False, True]
    doubt.refused()
    found = [doubt.founded(lacking) for _ in range(UNEQUAL_PINGS_MAX)]
    assert found == [False] * (UNEQUAL_PINGS_MAX - 1) + [True]
    doubt.looked(lacking)
    assert not any(look(doubt, lacking) for _ in range(20))
