"""Meetings, as an officer tells them."""

from __future__ import annotations

from tests.kinds.table import Table


def test_meeting_shows_brackets_and_an_objection_on_its_way_is_never_overridden() -> None:
    table = Table("meeting", "MY", "convene", member="MY ID VN")
    table.do("MY", "circulate the agenda")
    table.do("ID", "object to the agenda")
    assert (table.phase(), table.awaited()) == ("agenda objected to", "ID MY VN")
    assert "needs no member" in table.void("MY", "open the meeting")
    table.do("MY", "circulate the agenda")
    for state in ("MY", "ID", "VN"):
        table.do(state, "agree to the agenda")
    assert (table.phase(), table.awaited()) == ("agenda agreed", "MY")
    draft = table.do("MY", "table")
    table.do("VN", "put in brackets", draft)
    assert (table.phase(draft), table.awaited(draft)) == ("in brackets", "VN")
    assert "needs no member" in table.void("MY", "record consensus", draft)
    table.do("VN", "lift the bracket", draft)
    table.do("MY", "open silence", draft)
    known = table.tips("MY", "VN")
    table.do("MY", "adopt", draft)
    table.do("ID", "object", draft, seen=known)
    assert table.phase(draft) == "contested: an objection was on its way"
    assert table.awaited(draft) == "ID MY"
    table.do("MY", "maintain", draft)
    assert table.phase(draft) == "adopted, objection answered"
    table.void("VN", "object", draft)


def test_a_text_tabled_while_the_meeting_was_being_closed_is_still_to_be_settled() -> None:
    table = Table("meeting", "MY", "convene", member="ID VN")
    table.do("MY", "circulate the agenda")
    table.do("MY", "open the meeting")
    known = table.tips("MY")
    table.do("MY", "close the meeting")
    assert table.phase() == "closed"
    draft = table.do("ID", "table", seen=known)
    assert (table.phase(), table.awaited(draft)) == ("closed: a text was on its way", "MY")
    table.do("ID", "withdraw", draft)
    assert table.phase() == "closed"


def test_meeting_is_not_over_until_its_texts_are_settled_and_its_tasks_are_done() -> None:
    table = Table("meeting", "MY", "convene", member="ID VN", observer="XP")
    table.do("MY", "circulate the agenda")
    table.do("MY", "open the meeting")
    paper = table.do("MY", "enter a paper for another")
    assert "confirm as ours" not in table.can("XP", paper)
    table.do("MY", "ask to confirm", paper, for_whom_it_was_entered="XP")
    table.do("XP", "confirm as ours", paper)
    assert (table.phase(), table.phase(paper)) == ("sitting", "confirmed")
    draft = table.do("ID", "table")
    table.do("MY", "refer to capitals", draft)
    task = table.do("MY", "task", owner="VN ID")
    table.do("MY", "close the meeting")
    assert (table.phase(), table.awaited(draft)) == ("closed, texts not yet settled", "ID MY VN")
    table.do("ID", "endorse", draft)
    table.do("VN", "endorse", draft)
    offer = table.do("MY", "offer to hand over", successor="VN")
    table.do("VN", "take over", offer)
    table.do("VN", "adopt ad referendum", draft)
    assert (table.phase(), table.awaited()) == ("closed, follow-up open", "ID VN")
    table.do("VN", "take up", task)
    table.do("VN", "report done", task)
    table.do("ID", "not take up", task)
    table.do("VN", "close", task)
    assert (table.phase(), table.awaited()) == ("closed", "")


def test_a_text_revised_while_the_chair_settled_it_after_the_meeting_is_contested() -> None:
    table = Table("meeting", "MY", "convene", member="ID VN")
    draft = table.do("ID", "table")
    table.do("MY", "circulate the agenda")
    table.do("MY", "open the meeting")
    table.do("MY", "close the meeting")
    known = table.tips("MY", "ID")
    table.do("MY", "record consensus", draft)
    assert table.phase() == "closed"
    table.do("ID", "revise", draft, seen=known)
    assert (table.phase(), table.awaited(draft)) == ("closed, a text contested", "MY")
    table.do("MY", "maintain", draft)
    assert table.phase() == "closed"


def test_a_state_says_all_its_brackets_at_once_and_the_text_is_public_when_the_chair_says_so() -> None:
    table = Table("meeting", "MY", "convene", member="ID VN")
    draft = table.do("MY", "table")
    table.do("VN", "put in brackets", draft)
    table.do("VN", "put in brackets", draft)
    assert (table.phase(draft), table.awaited(draft)) == ("in brackets", "VN")
    table.void("MY", "make public", draft)
    table.do("VN", "lift the bracket", draft)
    table.do("MY", "record consensus", draft)
    assert (table.phase(draft), table.awaited(draft)) == ("adopted", "")
    table.do("MY", "make public", draft)
    assert table.phase(draft) == "adopted"


def test_a_state_that_cannot_agree_to_all_of_it_annexes_its_position_and_keeps_nobody_from_adopting() -> None:
    table = Table("meeting", "MY", "convene", member="ID VN")
    draft = table.do("MY", "table")
    table.do("VN", "put in brackets", draft)
    assert "needs no member" in table.void("MY", "record consensus", draft)
    table.do("VN", "annex a national position", draft)
    assert (table.phase(draft), table.awaited(draft)) == ("clean", "MY")
    table.do("MY", "record consensus", draft)
    assert (table.phase(draft), table.awaited(draft)) == ("adopted, national positions annexed", "")
    table.void("ID", "annex a national position", draft)


def test_a_position_that_was_on_its_way_stands_beside_the_text_and_an_objection_contests_it_all_the_same() -> None:
    table = Table("meeting", "MY", "convene", member="ID VN")
    draft = table.do("ID", "table")
    known = table.tips("ID")
    table.do("MY", "record consensus", draft)
    table.do("VN", "annex a national position", draft, seen=known)
    assert table.phase(draft) == "adopted, national positions annexed"
    table.do("ID", "revise", draft, seen=known)
    assert (table.phase(draft), table.awaited(draft)) == ("contested: another act was on its way", "MY")


def test_a_position_annexed_to_an_older_round_is_annexed_again_before_capitals_have_answered() -> None:
    table = Table("meeting", "MY", "convene", member="ID VN")
    draft = table.do("MY", "table")
    table.do("MY", "refer to capitals", draft)
    table.do("ID", "endorse", draft)
    table.do("VN", "annex a national position", draft)
    table.do("MY", "revise", draft)
    table.do("ID", "endorse", draft)
    assert "endorses or annexed" in table.void("MY", "adopt ad referendum", draft)
    table.do("VN", "annex a national position", draft)
    table.do("MY", "adopt ad referendum", draft)
    assert table.phase(draft) == "adopted, national positions annexed"


def test_brackets_of_a_state_without_a_node_keep_the_chair_from_settling_until_it_lifts_them() -> None:
    table = Table("meeting", "MY", "convene", member="ID VN")
    draft = table.do("ID", "table")
    held = table.do("MY", "enter brackets for another", draft)
    assert table.phase(held) == "not confirmed"
    assert (table.phase(draft), table.awaited(held)) == ("in brackets of a state without a node", "MY")
    assert "brackets on behalf" in table.void("MY", "record consensus", draft)
    table.do("MY", "lift for the state", held)
    assert (table.phase(held), table.phase(draft)) == ("lifted", "clean")
    table.do("MY", "record consensus", draft)
    assert table.phase(draft) == "adopted"


def test_a_state_that_has_a_node_by_now_confirms_what_was_entered_for_it_and_lifts_it_itself() -> None:
    table = Table("meeting", "MY", "convene", member="ID VN")
    draft = table.do("ID", "table")
    held = table.do("MY", "enter brackets for another", draft)
    paper = table.do("MY", "enter a paper for another")
    assert table.phase(paper) == "not confirmed"
    table.do("MY", "invite", member="LA")
    assert "lift as ours" not in table.can("LA", held)
    table.do("MY", "ask to confirm", held, for_whom_it_was_entered="LA")
    assert (table.phase(held), table.awaited(held)) == ("to be confirmed", "LA MY")
    table.do("LA", "say that it was entered for us", paper)
    table.do("LA", "confirm as ours", held)
    table.do("LA", "confirm as ours", paper)
    assert (table.phase(held), table.phase(paper)) == ("confirmed", "confirmed")
    table.do("MY", "replace", paper)
    assert (table.phase(paper), table.awaited(paper)) == ("to be confirmed", "LA")
    table.do("LA", "say that it is not ours", paper)
    assert table.phase(paper) == "not theirs"
    table.do("LA", "lift as ours", held)
    assert (table.phase(held), table.awaited(held)) == ("to be lifted", "MY")
    assert "brackets on behalf" in table.void("MY", "record consensus", draft)
    table.do("MY", "lift for the state", held)
    assert table.phase(draft) == "clean"


def silence(beside: str = "") -> tuple[Table, bytes]:
    """A text of Indonesia under silence: Malaysia chairs, and this one may close the silence beside it."""
    to = {"chair_by_term_or_secretariat": beside} if beside else {}
    table = Table("meeting", "MY", "convene", member="MY ID VN PH", observer="ASEC", **to)
    draft = table.do("ID", "table")
    table.do("MY", "open silence", draft)
    return table, draft


def test_a_silence_that_outlasts_the_term_of_its_chair_is_closed_by_the_chair_by_term() -> None:
    table, draft = silence("PH")
    assert (table.phase(draft), table.awaited(draft)) == ("under silence", "MY PH")
    assert "is for chair or" in table.void("ASEC", "adopt", draft)
    table.do("PH", "adopt", draft)
    assert (table.phase(draft), table.awaited(draft)) == ("adopted", "")
    table.void("VN", "object", draft)
    table.do("MY", "make public", draft)


def test_the_secretariat_closes_a_silence_where_the_chair_named_it_and_not_over_an_objection() -> None:
    table, draft = silence("ASEC")
    assert "is for chair or" in table.void("PH", "adopt", draft)
    table.do("VN", "object", draft)
    assert (table.phase(draft), table.awaited(draft)) == ("objected to", "MY VN")
    assert "needs no member" in table.void("ASEC", "adopt", draft)
    assert "take back" not in table.can("ASEC", draft)
    table.do("VN", "drop the objection", draft)
    table.do("ASEC", "adopt", draft)
    assert table.phase(draft) == "adopted"


def test_where_the_terms_of_reference_name_nobody_the_chair_of_the_meeting_alone_closes_its_silence() -> None:
    table, draft = silence()
    for code in ("PH", "ASEC"):
        table.void(code, "adopt", draft)
    assert table.awaited(draft) == "MY"
    table.do("MY", "adopt", draft)
    assert table.phase(draft) == "adopted"


def test_an_objection_on_its_way_when_the_secretariat_closed_the_silence_is_the_chairs_to_answer() -> None:
    table, draft = silence("ASEC")
    known = table.tips("MY")
    table.do("ASEC", "adopt", draft)
    table.do("VN", "object", draft, seen=known)
    assert (table.phase(draft), table.awaited(draft)) == ("contested: an objection was on its way", "MY VN")
    assert table.can("ASEC", draft).isdisjoint({"adopt", "maintain", "reopen"})
    table.do("MY", "reopen", draft)
    assert table.phase(draft) == "objected to"
    table.do("VN", "drop the objection", draft)
    assert (table.phase(draft), table.awaited(draft)) == ("clean", "MY")
    table.do("MY", "open silence", draft)
    assert table.phase(draft) == "under silence", "what it closed before does not count again"
    table.do("ASEC", "adopt", draft)
    assert table.phase(draft) == "adopted"


def test_a_silence_that_the_chair_took_back_while_another_closed_it_is_contested_until_the_chair_has_seen_both() -> (
    None
):
    table, draft = silence("PH")
    known = table.tips("MY", "ID")
    table.do("PH", "adopt", draft)
    table.do("MY", "take back", draft, seen=known)
    assert (table.phase(draft), table.awaited(draft)) == ("contested: another act was on its way", "MY")
    assert table.can("MY", draft).isdisjoint({"record consensus", "open silence", "refer to capitals", "take back"})
    again, other = silence("PH")
    known = again.tips("MY", "ID")
    again.do("PH", "adopt", other)
    again.do("MY", "take back", other, seen=known)
    table.do("MY", "reopen", draft)
    assert (table.phase(draft), table.awaited(draft)) == ("clean", "MY")
    again.do("MY", "maintain", other)
    assert again.phase(other) == "adopted, objection answered"


def test_two_who_close_one_silence_at_once_have_closed_it() -> None:
    table, draft = silence("ASEC")
    known = table.tips("MY", "ID")
    for code in ("ASEC", "MY"):
        table.do(code, "adopt", draft, seen=known)
    assert (table.phase(draft), table.awaited(draft)) == ("adopted", "")
