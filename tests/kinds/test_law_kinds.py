"""Preservation, controlled delivery, joint teams and transfer of proceedings in the words of those who do them."""

from __future__ import annotations

from tests.kinds.table import Table


def kept() -> Table:
    """PH asked the desk of SG at night to keep an account's data; SG keeps them."""
    table = Table("preservation", "PH", "ask to preserve", preserving="SG")
    assert (table.phase(), table.awaited()) == ("asked", "SG")
    table.do("SG", "acknowledge")
    table.do("SG", "preserve")
    return table


def test_data_are_kept_until_my_request_is_there() -> None:
    table = kept()
    assert (table.phase(), table.awaited()) == ("preserved, request awaited", "PH")
    table.do("SG", "disclose the path")
    table.do("SG", "preserve")
    table.do("PH", "follow with a request")
    assert (table.phase(), table.awaited()) == ("preserved, the request is there", "SG")
    assert "needs no requesting" in table.void("SG", "let the data go")
    table.do("SG", "keep for the request")
    assert (table.phase(), table.awaited()) == ("kept for the request", "")


def test_data_are_let_go_where_no_request_comes_and_a_request_on_its_way_is_told_apart() -> None:
    table = kept()
    table.do("SG", "let the data go")
    assert table.phase() == "let go"
    table = kept()
    known = table.tips("SG")
    table.do("PH", "follow with a request")
    table.do("SG", "let the data go", seen=known)
    assert table.phase() == "let go before the request was known"


def test_data_that_nobody_needs_any_longer_are_let_go() -> None:
    table = kept()
    table.do("PH", "need it no longer")
    assert (table.phase(), table.awaited()) == ("needed no longer", "SG")
    assert "needs requesting" in table.void("SG", "disclose the path")
    table.do("SG", "let go what is needed no longer")
    assert table.phase() == "let go"


def delivery() -> Table:
    table = Table("controlled_delivery", "TH", "propose", on_the_route="MY SG")
    table.do("MY", "agree")
    return table


def test_nothing_enters_a_state_that_has_not_agreed_to_the_plan_as_it_is_now() -> None:
    table = delivery()
    assert "needs on the route" in table.void("TH", "let it go")
    table.do("SG", "agree")
    table.do("TH", "change the plan")
    assert "needs on the route" in table.void("TH", "let it go")
    table.do("MY", "agree")
    table.do("SG", "refuse")
    assert table.phase() == "refused by a state on the route"
    table.do("TH", "plan round a state", on_the_route="SG")
    table.do("TH", "let it go")
    table.do("MY", "report the passage")
    table.do("MY", "confirm arrival and arrest")
    table.do("TH", "end it")
    assert (table.phase(), table.awaited()) == ("over", "MY")
    table.do("MY", "say what was learnt")
    table.do("TH", "close")
    assert table.phase() == "closed"


def test_each_state_on_the_route_can_call_a_halt_and_a_refusal_on_its_way_is_seen() -> None:
    table = delivery()
    table.do("SG", "agree")
    known = table.tips("TH", "MY", "SG")
    table.do("TH", "let it go")
    table.do("SG", "refuse", seen=known)
    assert (table.phase(), table.awaited()) == ("a refusal was on its way", "MY TH")
    table.do("MY", "call a halt")
    table.do("TH", "break off")
    assert "cannot follow halts" in table.void("MY", "intercept")
    table.do("MY", "say what was learnt")
    table.do("TH", "close")


def team() -> Table:
    table = Table("joint_team", "VN", "propose a team", member="KH VN")
    for member in ("KH", "VN"):
        table.do(member, "say what we have and may")
    table.do("VN", "lay down the agreement")
    return table


def test_a_team_works_under_the_text_that_all_have_signed() -> None:
    table = team()
    assert (table.phase(), table.awaited()) == ("to be signed", "KH VN")
    table.do("KH", "sign")
    table.do("VN", "lay down the agreement")
    table.do("VN", "sign")
    assert "needs member" in table.void("VN", "begin work")
    assert "needs convenor" in table.void("KH", "put into the log of evidence")
    table.do("KH", "sign")
    table.do("VN", "begin work")
    table.do("KH", "put into the log of evidence")
    table.do("VN", "lay down an amendment")
    assert (table.phase(), table.awaited()) == ("at work, a text to be signed", "KH VN")
    table.do("KH", "sign")
    table.do("VN", "sign")
    assert table.phase() == "at work"


def test_what_a_member_put_in_is_used_for_another_purpose_by_its_leave_alone() -> None:
    table = team()
    table.do("KH", "sign")
    table.do("VN", "sign")
    table.do("VN", "begin work")
    use = table.do("KH", "ask for another use", provider="VN")
    table.void("KH", "consent", use)
    table.do("VN", "end the team")
    table.do("KH", "evaluate")
    table.do("VN", "evaluate")
    table.do("VN", "close")
    assert "needs no other use" in table.void("VN", "file away")
    table.do("VN", "consent", use)
    table.do("VN", "file away")


def offered() -> Table:
    table = Table("transfer_of_proceedings", "SG", "offer the proceedings", taking="ID")
    table.do("ID", "acknowledge")
    return table


def test_nobody_is_tried_twice_or_by_nobody() -> None:
    table = offered()
    assert "needs taking" in table.void("SG", "hand over the file")
    table.do("ID", "accept")
    table.do("SG", "hand over the file")
    assert (table.phase(), table.awaited()) == ("file on its way", "ID")
    table.do("ID", "confirm the file")
    table.void("SG", "resume here")
    table.do("ID", "decide not to prosecute")
    assert (table.phase(), table.awaited()) == ("not prosecuted there", "SG")
    table.do("SG", "resume here")
    assert table.phase() == "resumed"


def test_proceedings_are_not_taken_over_while_a_question_is_open_or_answered_against_it() -> None:
    table = offered()
    question = table.do("ID", "open a question")
    assert "needs no question" in table.void("ID", "accept")
    table.void("SG", "find that it does not stand in the way", question)
    table.do("ID", "find that it stands in the way", question)
    assert (table.phase(), table.awaited()) == ("a finding stands in the way", "ID")
    assert "needs no question" in table.void("ID", "accept")
    table.do("ID", "ask again", question)
    table.do("ID", "find that it does not stand in the way", question)
    table.do("ID", "accept")


def test_an_advance_copy_and_the_original_are_two_acts() -> None:
    table = offered()
    paper = table.do("SG", "send an advance copy")
    assert (table.phase(paper), table.awaited(paper)) == ("copy only", "SG")
    table.do("SG", "send the original", paper)
    assert (table.phase(paper), table.awaited(paper)) == ("original on its way", "ID")
    table.do("ID", "confirm the original", paper)
    assert table.phase(paper) == "arrived"


def heard() -> Table:
    """PH asked ID for a person, who is before the court there."""
    table = Table("extradition", "PH", "share a draft", requested="ID")
    table.do("PH", "request")
    table.do("ID", "acknowledge")
    table.do("ID", "begin the hearing")
    return table


def test_nobody_is_surrendered_before_the_three_steps_on_torture_are_taken() -> None:
    table = heard()
    question = table.do("ID", "open the question of torture")
    table.do("ID", "commit")
    assert "needs no question" in table.void("ID", "grant")
    table.void("ID", "find the assurances good enough", question)
    table.do("ID", "find a risk", question)
    table.void("ID", "find that they will be honoured", question)
    table.do("ID", "find the assurances good enough", question)
    assert "needs no question" in table.void("ID", "grant")
    table.do("ID", "find that they will be honoured", question)
    table.do("ID", "grant")
    table.do("ID", "ask again of torture", question)
    assert "needs no question" in table.void("ID", "surrender")
    table.do("ID", "find a risk", question)
    table.do("ID", "find that torture stands in the way", question)
    assert (table.phase(), table.awaited()) == ("a finding stands in the way", "ID")
    table.do("ID", "refuse for what was found")
    assert table.phase() == "refused"


def test_who_refuses_its_own_national_owes_a_prosecution() -> None:
    table = heard()
    table.do("ID", "refuse as our national")
    assert (table.phase(), table.awaited()) == ("refused as a national, prosecution owed", "ID")
    table.do("ID", "submit for prosecution here")
    assert (table.phase(), table.awaited()) == ("refused, prosecuted there", "PH")
    table.do("PH", "report the outcome")


def test_an_appeal_holds_up_the_grant() -> None:
    table = heard()
    table.do("ID", "commit")
    table.do("ID", "record an appeal")
    assert "cannot follow on appeal" in table.void("ID", "grant")
    table.do("ID", "record what the appeal decided")
    table.do("ID", "grant")


def requested() -> Table:
    table = Table("mla", "VN", "share a draft", requested="MY")
    table.do("VN", "request")
    for verb in ("acknowledge", "accept", "execute"):
        table.do("MY", verb)
    return table


def test_no_evidence_leaves_in_any_form_while_a_question_or_an_assurance_is_open() -> None:
    ways = ("deliver", "deliver a part", "lend originals", "hand over in custody")
    table = requested()
    question = table.do("MY", "open a question")
    for way in ways:
        assert "needs no question" in table.void("MY", way)
    table.do("MY", "find that it stands in the way", question)
    assert (table.phase(), table.awaited()) == ("a finding stands in the way", "MY")
    for way in ways:
        assert "needs no question" in table.void("MY", way)
    table.do("MY", "consult on what was found")
    table.do("MY", "refuse")
    table = requested()
    table.do("MY", "seek an assurance")
    for way in ways:
        assert "needs no assurance" in table.void("MY", way)


def test_a_person_in_custody_goes_to_give_evidence_and_comes_back() -> None:
    table = requested()
    person = table.do("MY", "hand over in custody")
    table.do("VN", "undertake safe conduct")
    assert (table.phase(person), table.awaited(person)) == ("there", "VN")
    table.do("MY", "deliver")
    table.do("VN", "close")
    assert "needs no person in custody" in table.void("VN", "file away")
    table.do("VN", "send the person back", person)
    assert (table.phase(person), table.awaited(person)) == ("on the way back", "MY")
    table.do("MY", "confirm the return", person)
    table.do("VN", "file away")


def test_a_prisoner_is_not_moved_while_the_sentencing_state_has_an_open_question() -> None:
    table = Table("transfer_of_sentenced_person", "TH", "express interest", administering="NZ")
    table.do("TH", "send documents")
    table.do("NZ", "send its documents")
    question = table.do("TH", "open a question")
    table.do("TH", "consent")
    table.do("NZ", "consent")
    consent = table.do("TH", "record the person's consent")
    table.do("NZ", "verify through the consul", consent)
    assert "needs no question" in table.void("TH", "hand over")
    table.do("TH", "find that it stands in the way", question)
    assert (table.phase(), table.awaited()) == ("a finding stands in the way", "TH")
    table.do("TH", "refuse for what was found")
    assert table.phase() == "refused"
