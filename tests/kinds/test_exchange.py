"""Information exchange in a duty officer's words."""

from __future__ import annotations

from tests.kinds.table import Table


def opened() -> Table:
    """SG convenes TH, PH and VN; all adopt the terms."""
    table = Table("exchange", "SG", "open", member="TH PH VN")
    for member in ("TH", "PH", "VN"):
        table.do(member, "adopt the terms")
    return table


def test_each_of_my_five_questions_shows_whose_answer_is_due() -> None:
    table = opened()
    asked = [table.do("SG", "ask", asked="TH PH") for _ in range(5)]
    table.do("TH", "answer", asked[0])
    table.do("PH", "nothing held", asked[0])
    table.do("TH", "answer in part", asked[1])
    table.do("TH", "stop the clock", asked[2])
    table.do("PH", "stop the clock", asked[2])
    table.do("TH", "decline", asked[3])
    assert [table.phase(q) for q in asked] == ["answered", "partly answered", "on hold", "partly answered", "waiting"]
    assert [table.awaited(q) for q in asked] == ["SG", "PH TH", "PH TH", "PH", "PH TH"]
    assert "needs no asked" in table.void("SG", "close", asked[1])
    table.do("SG", "close", asked[0])
    table.do("PH", "resume", asked[2])
    assert table.phase(asked[2]) == "waiting"


def test_one_who_will_not_answer_is_excused_and_another_is_asked() -> None:
    table = opened()
    question = table.do("TH", "ask", asked="PH VN")
    table.do("PH", "answer", question)
    table.do("TH", "excuse", question, asked="VN")
    assert (table.phase(question), table.awaited(question)) == ("answered", "TH")
    table.do("TH", "ask another as well", question, asked="SG")
    assert table.awaited(question) == "SG"
    table.do("TH", "withdraw", question)
    table.void("SG", "answer", question)


def test_a_restriction_is_lifted_by_its_provider_alone_and_items_go_into_a_request() -> None:
    table = opened()
    told = table.do("PH", "give", receiving="SG TH")
    table.do("SG", "acknowledge", told)
    assert (table.phase(told), table.awaited(told)) == ("given", "")
    table.do("TH", "acknowledge", told)
    assert table.phase(told) == "acknowledged"
    lift = table.do("SG", "ask to lift", provider="PH")
    assert table.awaited(lift) == "PH"
    assert "is for provider" in table.void("TH", "lift", lift)
    table.do("PH", "keep", lift)
    assert table.phase(lift) == "restriction kept"
    table.do("PH", "lift", lift)
    table.do("SG", "formalise")
    assert table.phase(lift) == "restriction lifted"


def test_terms_bind_whoever_adopted_them_and_a_change_must_be_adopted_again() -> None:
    table = Table("exchange", "SG", "open", member="TH PH")
    assert (table.phase(), table.awaited()) == ("terms to be adopted", "PH TH")
    assert "cannot follow -" in table.void("TH", "ask", asked="PH")
    table.do("TH", "adopt the terms")
    table.do("PH", "adopt the terms")
    assert table.phase() == "open"
    table.do("SG", "change the terms")
    assert (table.phase(), table.awaited()) == ("terms to be adopted", "PH TH")


def test_a_member_is_discharged_by_the_convenor_and_one_leaves_by_itself() -> None:
    table = opened()
    assert "is for convenor" in table.void("TH", "discharge", member="PH")
    table.do("SG", "discharge", member="PH")
    table.refused("PH", "ask", asked="SG")
    table.do("VN", "leave")
    table.refused("VN", "adopt the terms")
    assert table.held("member") == "TH"


def test_a_question_whose_asker_left_does_not_keep_the_dossier_open() -> None:
    table = opened()
    question = table.do("TH", "ask", asked="PH")
    table.do("TH", "leave")
    table.do("PH", "answer", question)
    assert "needs no request" in table.void("SG", "close")
    table.do("SG", "close for one that left", question)
    table.do("SG", "close")
    assert table.phase() == "closed"


def test_a_question_on_its_way_is_answered_after_closing() -> None:
    table = opened()
    known = table.tips("SG", "TH", "PH", "VN")
    table.do("SG", "close")
    question = table.do("TH", "ask", seen=known, asked="VN")
    assert (table.phase(), table.awaited()) == ("closed, with a question on its way", "VN")
    assert "needs convenor" in table.void("PH", "ask", asked="SG")
    table.do("VN", "answer", question)
    table.do("TH", "close", question)
    assert table.phase() == "closed"
    lift = table.do("TH", "ask to lift", provider="VN")
    assert "needs no lift" in table.void("SG", "file away")
    table.do("VN", "lift", lift)
    table.do("SG", "file away")
    table.void("TH", "ask to lift", provider="VN")
    table.do("VN", "correct", question)


def test_when_the_convenor_falls_silent_all_others_put_another_in_its_place() -> None:
    table = opened()
    over = table.do("TH", "propose a take-over")
    table.do("TH", "assent", over)
    table.do("PH", "assent", over)
    assert (table.phase(over), table.awaited(over)) == ("proposed", "VN")
    assert "needs asked" in table.void("TH", "take the office", over)
    rival = table.do("PH", "propose a take-over")
    assert "done in this term already" in table.void("PH", "assent", rival)
    table.do("VN", "assent", over)
    known = table.tips("SG", "TH", "PH", "VN")
    table.do("TH", "take the office", over)
    table.do("SG", "discharge", seen=known, member="PH")
    assert (table.held("convenor"), table.held("member")) == ("TH", "PH TH VN")
    table.do("TH", "invite", member="MY")


def test_the_office_is_handed_over_and_the_successor_stands_where_the_holder_stood() -> None:
    table = opened()
    offer = table.do("SG", "offer to hand over", successor="PH")
    assert "needs no hand-over" in table.void("SG", "offer to hand over", successor="TH")
    table.do("PH", "take over", offer)
    assert table.held("convenor") == "PH"
    table.do("PH", "close")
    assert table.phase() == "closed"
