"""Bodies and crime areas, as the staff of senior officials tell them."""

from __future__ import annotations

from lintas.kinds.bodies import KIND
from tests.kinds.table import Table


def register() -> Table:
    return Table("bodies", "XS", "open the register", state="MY VN ID")


def established(table: Table) -> bytes:
    body = table.do("MY", "propose a body")
    for state in ("MY", "VN", "ID"):
        table.do(state, "agree", body)
    table.do("MY", "record that all agreed", body)
    return body


def test_a_body_is_established_when_every_state_agrees_to_its_newest_terms() -> None:
    table = register()
    body = table.do("MY", "propose a body")
    assert (table.phase(body), table.awaited(body)) == ("proposed", "ID MY VN")
    table.do("MY", "agree", body)
    table.do("VN", "agree", body)
    table.do("ID", "object", body)
    assert (table.phase(body), table.awaited(body)) == ("objected to", "ID")
    assert "needs state: agrees" in table.void("MY", "record that all agreed", body)
    table.do("MY", "change what is proposed", body)
    for state in ("MY", "VN"):
        table.do(state, "agree", body)
    assert "needs state: agrees" in table.void("MY", "record that all agreed", body)
    table.do("ID", "agree", body)
    assert (table.phase(body), table.awaited(body)) == ("agreed by all", "MY")
    table.do("MY", "record that all agreed", body)
    assert (table.phase(body), table.awaited(body)) == ("established", "")


def test_an_agreement_to_older_terms_counts_for_nothing() -> None:
    table = register()
    body = table.do("MY", "propose a body")
    known = table.tips("MY")
    table.do("MY", "change what is proposed", body)
    for state in ("VN", "ID"):
        table.do(state, "agree", body, seen=known)
    table.do("MY", "agree", body)
    assert (table.phase(body), table.awaited(body)) == ("proposed", "ID VN")
    assert "needs state: agrees" in table.void("MY", "record that all agreed", body)


def test_the_secretariat_cannot_close_or_end_a_body_that_all_established() -> None:
    table = register()
    body = established(table)
    assert "needs sponsor: proposed" in table.void("XS", "close what its proposer left", body)
    assert "is for state" in table.void("XS", "propose to end or merge it", body)
    assert table.can("XS", body) == {"record a review", "seat the chair"}


def test_a_state_takes_its_seat_itself_and_a_merged_body_is_at_an_end_with_all_that_it_held() -> None:
    table = register()
    body = established(table)
    seat = table.do("VN", "take part", body)
    table.do("VN", "change the seat", seat)
    assert "is for taking part" in table.void("MY", "end our part", seat)
    end = table.do("ID", "propose to end or merge it", body)
    for state in ("MY", "VN"):
        table.do(state, "agree", end)
    assert "needs state: agrees" in table.void("ID", "record that all agreed", end)
    table.do("ID", "agree", end)
    table.do("ID", "record that all agreed", end)
    assert (table.phase(end), table.phase(body)) == ("decided", "ended")
    assert "has ended" in table.void("VN", "end our part", seat)


def test_new_terms_are_decided_beside_those_in_force() -> None:
    table = register()
    body = established(table)
    terms = table.do("VN", "propose new terms", body)
    table.do("ID", "object", terms)
    assert (table.phase(terms), table.phase(body)) == ("objected to", "established")
    table.do("VN", "withdraw the proposal", terms)
    assert (table.phase(terms), table.phase(body)) == ("withdrawn", "established")


def test_an_offer_to_lead_is_recommended_and_decided_and_then_taken_with_the_file() -> None:
    table = register()
    area = table.do("XS", "enter a crime area")
    assert table.phase(area) == "nobody leads it"
    first = table.do("MY", "offer to lead", area)
    rival = table.do("ID", "offer to lead", area)
    table.do("VN", "back the offer", first)
    table.do("VN", "object", rival)
    assert "needs no state: objects" in table.void("XS", "record what senior officials recommend", rival)
    assert "needs keeper: chosen" in table.void("MY", "take the lead", first)
    table.do("XS", "record what senior officials recommend", first)
    assert (table.phase(first), table.awaited(first)) == ("recommended", "XS")
    table.do("XS", "record what ministers decided", first)
    assert (table.phase(first), table.awaited(first)) == ("decided", "MY")
    table.do("MY", "take the lead", first)
    table.do("XS", "record that it was not taken up", rival)
    assert (table.phase(area), table.held("lead shepherd", area)) == ("led", "MY")
    table.do("MY", "report what was done", area)
    later = table.do("ID", "offer to lead", area)
    table.do("XS", "record what senior officials recommend", later)
    table.do("XS", "record what ministers decided", later)
    table.do("MY", "hand over the file", area)
    table.do("ID", "take the lead", later)
    assert table.held("lead shepherd", area) == "ID"


def test_nobody_is_made_to_lead_and_an_objection_after_the_recommendation_holds_the_decision_up() -> None:
    table = register()
    area = table.do("XS", "enter a crime area")
    offer = table.do("MY", "offer to co-lead", area)
    table.do("XS", "record what senior officials recommend", offer)
    table.do("VN", "object", offer)
    assert table.phase(offer) == "objected to"
    assert "needs no state: objects" in table.void("XS", "record what ministers decided", offer)
    table.do("VN", "no longer back or object", offer)
    table.do("XS", "record what ministers decided", offer)
    assert "is for candidate" in table.void("XS", "take the co-lead", offer)
    table.do("MY", "withdraw the offer", offer)
    assert (table.phase(offer), table.held("co-lead", area)) == ("withdrawn", "")


def test_offers_are_not_counted_against_each_other() -> None:
    assert [path[-1].name for path in KIND.item.walk() if path[-1].totals] == []


def test_chair_and_host_are_rows_of_their_own_that_the_state_named_confirms() -> None:
    table = register()
    chair = table.do("XS", "record a term", holder="VN")
    host = table.do("XS", "record a term", holder="MY")
    assert (table.phase(chair), table.awaited()) == ("entered", "MY VN")
    table.do("VN", "confirm", chair)
    table.do("MY", "dispute", host)
    assert (table.phase(chair), table.phase(host)) == ("confirmed", "disputed")


def test_the_chair_of_a_body_records_what_all_agreed_to_and_has_no_power_over_any_state() -> None:
    table = register()
    body = established(table)
    terms = table.do("VN", "propose new terms", body)
    assert "is for chair" in table.void("ID", "record as chair that all agreed", terms)
    table.do("XS", "seat the chair", body, chair="ID")
    table.do("MY", "agree", terms)
    assert "needs state: agrees" in table.void("ID", "record as chair that all agreed", terms)
    table.do("VN", "agree", terms)
    table.do("ID", "agree", terms)
    table.do("ID", "record as chair that all agreed", terms)
    assert (table.phase(terms), table.phase(body)) == ("decided", "established")
    end = table.do("VN", "propose to end or merge it", body)
    table.do("XS", "seat the chair", body, chair="MY")
    for state in ("MY", "VN", "ID"):
        table.do(state, "agree", end)
    assert "is for chair" in table.void("ID", "record as chair that all agreed", end)
    table.do("MY", "record as chair that all agreed", end)
    assert table.phase(body) == "ended"


def test_what_another_source_says_stands_beside_the_row_and_moves_nothing() -> None:
    table = register()
    chair = table.do("XS", "record a term", holder="VN")
    table.do("VN", "confirm", chair)
    table.do("MY", "note what another source says", chair)
    table.do("XS", "note what another source says", chair)
    assert (table.phase(chair), table.awaited(chair)) == ("confirmed", "")
