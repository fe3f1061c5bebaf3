"""Mutual legal assistance in a central-authority lawyer's words."""

from __future__ import annotations

from tests.kinds.table import Table


def requested() -> Table:
    """VN showed MY a draft, MY commented, VN asked."""
    table = Table("mla", "VN", "share a draft", requested="MY")
    table.do("MY", "comment on the draft")
    table.do("VN", "request")
    return table


def executing() -> Table:
    table = requested()
    for verb in ("acknowledge", "accept", "execute"):
        table.do("MY", verb)
    return table


def test_i_see_that_they_have_it_what_they_still_need_and_whose_move_it_is() -> None:
    table = requested()
    assert (table.phase(), table.awaited()) == ("sent", "MY")
    table.do("MY", "acknowledge")
    assert (table.phase(), table.awaited()) == ("received", "MY")
    query = table.do("MY", "ask for more")
    assert (table.phase(), table.awaited()) == ("more asked for", "VN")
    assert "needs no query" in table.void("MY", "accept")
    table.do("VN", "supplement", query)
    assert (table.phase(query), table.awaited(query)) == ("supplemented", "MY")
    table.do("MY", "ask again", query)
    assert (table.phase(query), table.awaited(query)) == ("asked", "VN")
    table.do("VN", "supplement", query)
    table.do("MY", "go on", query)
    table.do("MY", "accept")
    assert (table.phase(), table.awaited()) == ("accepted", "MY")


def test_more_is_asked_during_execution_and_nothing_falls_back() -> None:
    table = executing()
    query = table.do("MY", "ask for more")
    assert table.phase() == "more asked for"
    assert "needs no query" in table.void("MY", "deliver")
    table.do("VN", "cannot supplement", query)
    table.do("MY", "go on", query)
    assert table.phase() == "in execution"


def test_evidence_comes_in_parts_and_originals_go_back_even_after_closing() -> None:
    table = executing()
    part = table.do("MY", "deliver a part")
    originals = table.do("MY", "lend originals")
    table.do("MY", "deliver")
    assert (table.phase(), table.phase(part), table.awaited()) == ("delivered", "sent", "VN")
    assert "needs no delivery" in table.void("VN", "close")
    table.do("VN", "send back", part)
    again = table.do("MY", "deliver a part")
    table.do("VN", "take receipt", again)
    table.do("VN", "take receipt", originals)
    assert (table.phase(part), table.phase(again), table.phase(originals)) == (
        "sent back",
        "received",
        "originals held",
    )
    table.do("VN", "close")
    table.void("MY", "deliver a part")
    table.void("VN", "file away")
    table.do("VN", "return the originals", originals)
    assert table.awaited(originals) == "MY"
    table.do("MY", "confirm their return", originals)
    table.do("VN", "file away")
    assert (table.phase(originals), table.phase(), table.awaited()) == ("originals returned", "filed away", "")


def test_a_refusal_comes_after_consultation_and_conditions_may_avert_it() -> None:
    table = requested()
    table.do("MY", "acknowledge")
    assert "cannot follow received" in table.void("MY", "refuse")
    table.do("MY", "consult before refusing")
    table.do("VN", "write")
    table.do("MY", "take up again")
    table.do("MY", "set conditions")
    assert (table.phase(), table.awaited()) == ("conditions set", "VN")
    table.do("VN", "agree to the conditions")
    table.do("MY", "set conditions")
    assert table.awaited() == "VN", "what VN agreed to has been changed"
    assert "needs requesting" in table.void("MY", "accept on the conditions")
    table.do("VN", "agree to the conditions")
    table.do("MY", "accept on the conditions")
    table.do("MY", "consult before refusing")
    table.do("MY", "refuse")
    assert (table.phase(), table.awaited()) == ("refused", "VN")
    table.do("VN", "close")
    assert table.phase() == "closed"


def test_a_withdrawal_that_crosses_the_evidence_undoes_neither() -> None:
    table = executing()
    known = table.tips("MY")
    table.do("MY", "deliver")
    table.do("VN", "withdraw", seen=known)
    assert table.phase() == "delivered before withdrawal was known"
    assert table.awaited() == ""


def test_what_was_asked_by_word_is_executed_at_once_and_confirmed_in_writing() -> None:
    table = Table("mla", "VN", "share a draft", requested="MY")
    table.do("VN", "ask by word")
    assert (table.phase(), table.awaited()) == ("asked by word", "MY VN")
    for verb in ("acknowledge", "accept", "execute"):
        table.do("MY", verb)
    table.do("VN", "request")
    assert (table.phase(), table.awaited()) == ("in execution", "MY")


def test_evidence_waits_for_an_assurance_that_my_own_side_finds_sufficient() -> None:
    table = executing()
    assurance = table.do("MY", "seek an assurance")
    assert "needs no assurance" in table.void("MY", "deliver a part")
    assert table.awaited(assurance) == "VN"
    table.do("VN", "give", assurance)
    table.void("MY", "deliver")
    table.do("MY", "find insufficient", assurance)
    assert (table.phase(assurance), table.awaited(assurance)) == ("insufficient", "VN")
    table.do("VN", "give", assurance)
    table.do("MY", "find sufficient", assurance)
    table.do("MY", "deliver")


def test_another_use_is_asked_years_later_and_only_the_provider_consents() -> None:
    table = executing()
    table.do("MY", "deliver")
    table.do("VN", "close")
    use = table.do("VN", "ask for another use")
    assert (table.phase(use), table.awaited()) == ("asked", "MY")
    table.void("VN", "consent", use)
    table.void("VN", "file away")
    table.do("MY", "consent", use)
    assert table.phase(use) == "consented"
    table.do("VN", "file away")
    table.do("MY", "correct")
    table.void("VN", "ask for another use")


def test_another_authority_of_my_state_goes_on_where_the_old_one_stood() -> None:
    table = requested()
    table.do("MY", "acknowledge")
    table.do("VN", "let another authority of ours go on", requesting="VN-NEW")
    assert (table.phase(), table.held("requesting")) == ("received", "VN-NEW")
    table.refused("VN", "withdraw")
    query = table.do("MY", "ask for more")
    table.do("VN-NEW", "supplement", query)
    table.do("VN-NEW", "withdraw")
    assert table.phase() == "withdrawn"


def test_nobody_else_gets_in() -> None:
    table = requested()
    table.refused("TH", "accept")
    assert "is for requested" in table.void("VN", "acknowledge")
