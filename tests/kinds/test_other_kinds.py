"""For each other kind: its officer's sentence made true."""

from __future__ import annotations

import pytest

from tests.kinds.table import Table


def campaign() -> Table:
    table = Table("campaign", "TH", "propose", invited="LA VN")
    for force in ("LA", "VN"):
        table.do(force, "join")
        table.do(force, "agree to the plan")
    return table


def test_campaign_shows_who_has_not_reported_yet() -> None:
    table = campaign()
    assert (table.phase(), table.awaited()) == ("ready", "TH")
    table.do("TH", "change the plan")
    assert (table.phase(), table.awaited()) == ("forming", "LA VN")
    assert "needs member" in table.void("TH", "launch")
    table.do("LA", "agree to the plan")
    table.do("VN", "agree to the plan")
    table.do("TH", "launch")
    table.do("LA", "report")
    table.do("LA", "report")
    assert (table.phase(), table.awaited()) == ("running", "VN")
    assert "needs no member" in table.void("TH", "conclude")
    table.do("VN", "report")
    assert (table.phase(), table.awaited()) == ("all have reported", "TH")
    table.do("TH", "conclude")
    table.void("VN", "report")


def test_campaign_of_one_force_is_not_joint() -> None:
    table = Table("campaign", "TH", "propose", invited="LA TH")
    table.do("TH", "join")
    table.do("TH", "agree to the plan")
    table.do("LA", "decline")
    assert table.phase() == "one force alone agrees"
    assert "needs member" in table.void("TH", "launch")
    table.do("LA", "join")
    table.do("LA", "agree to the plan")
    table.do("TH", "launch")


def test_campaign_goes_on_when_its_lead_falls_silent() -> None:
    table = campaign()
    table.do("TH", "launch")
    over = table.do("LA", "propose a take-over")
    table.do("LA", "assent", over)
    table.do("VN", "assent", over)
    table.do("LA", "take the office", over)
    assert (table.held("lead"), table.phase()) == ("LA", "running")
    table.do("LA", "report")
    table.do("VN", "report")
    table.do("LA", "conclude")
    assert table.phase() == "concluded"


def test_registry_lets_nobody_in_unless_all_agree_and_nobody_puts_another_out() -> None:
    table = Table("registry", "ID", "found", state="MY SG")
    assert (table.phase(), table.awaited()) == ("one has yet to confirm", "MY SG")
    table.do("MY", "confirm")
    table.do("SG", "confirm")
    candidacy = table.do("ID", "propose a state")
    table.do("MY", "assent", candidacy)
    table.do("SG", "assent", candidacy)
    assert "cannot follow -" in table.void("ID", "admit", candidacy, state="TL")
    assert "needs state" in table.void("MY", "admit", candidacy, state="TL")
    table.do("ID", "change the entry", candidacy)
    for state in ("ID", "MY", "SG"):
        table.do(state, "assent", candidacy)
    table.do("ID", "admit", candidacy, state="TL")
    table.do("TL", "confirm")
    entry = table.do("TL", "list")
    assert "is for keeper" in table.void("ID", "retire", entry)
    table.do("TL", "renew keys", entry)
    table.do("TL", "leave")
    table.refused("TL", "list")


def test_law_register_says_who_checked_a_row_and_keeps_it_in_force_while_it_is_amended() -> None:
    table = Table("law_register", "ASEC", "open", state="VN MY PH")
    row = table.do("VN", "enter", checker="MY ASEC")
    table.do("MY", "check", row)
    assert (table.phase(row), table.awaited(row)) == ("being checked", "ASEC")
    assert "needs checker" in table.void("VN", "put in force", row)
    table.do("ASEC", "check", row)
    table.do("VN", "amend", row)
    assert (table.phase(row), table.awaited(row)) == ("being checked", "ASEC MY")
    for checker in ("ASEC", "MY"):
        table.do(checker, "check", row)
    table.do("VN", "put in force", row)
    assert table.phase(row) == "in force"
    table.do("VN", "amend what is in force", row)
    assert (table.phase(row), table.awaited(row)) == ("in force, amendment being checked", "ASEC MY")
    table.do("PH", "take part in checking", row)
    table.do("PH", "dispute", row)
    assert (table.phase(row), table.awaited(row)) == ("disputed", "ASEC MY PH")
    table.do("ASEC", "check", row)
    table.do("MY", "check", row)
    assert "needs no checker" in table.void("VN", "put in force", row)
    table.void("PH", "no longer dispute", row)
    table.do("PH", "check", row)
    table.do("VN", "put in force", row)
    table.do("PH", "dispute", row)
    assert table.phase(row) == "in force, disputed"
    table.do("PH", "no longer dispute", row)
    assert (table.phase(row), table.awaited()) == ("in force", "")


def test_asset_shows_for_each_where_it_stands_and_what_stops_its_return() -> None:
    table = Table("asset", "ID", "enquire", holding="SG HK MY")
    flat, account = table.do("SG", "find"), table.do("MY", "find")
    table.do("SG", "restrain", flat)
    claim = table.do("HK", "lodge a claim", flat)
    assert (table.phase(flat), table.phase(account)) == ("claimed by another", "located")
    assert "needs no claim" in table.void("SG", "confiscate", flat)
    table.do("SG", "dismiss the claim", claim)
    table.do("SG", "confiscate", flat)
    table.do("SG", "offer to share", flat)
    table.do("ID", "agree to share", flat)
    table.do("SG", "offer to share", flat)
    assert "needs requesting" in table.void("SG", "return", flat), "the offer changed"
    table.do("ID", "agree to share", flat)
    table.do("SG", "return", flat)
    assert table.phase(flat) == "returned"
    assert "needs no property" in table.void("ID", "close")
    table.do("MY", "release", account)
    table.do("ID", "close")
    table.do("ID", "file away")


def test_asset_that_is_held_is_released_when_the_matter_is_withdrawn() -> None:
    table = Table("asset", "ID", "enquire", holding="SG")
    account = table.do("SG", "find")
    table.do("SG", "suspend", account)
    table.do("ID", "withdraw")
    assert table.phase() == "withdrawn, assets to be released"
    assert "SG" in table.awaited()
    table.do("SG", "release", account)
    assert (table.phase(), table.phase(account)) == ("withdrawn", "released")


def arrested() -> Table:
    table = Table("extradition", "PH", "share a draft", requested="ID")
    table.do("PH", "ask for provisional arrest")
    table.do("ID", "arrest provisionally")
    assert (table.phase(), table.awaited()) == ("arrested, full request awaited", "PH")
    return table


def test_extradition_hands_nobody_over_on_an_open_assurance() -> None:
    table = arrested()
    table.do("PH", "request")
    assert (table.phase(), table.awaited()) == ("arrested, full request sent", "ID")
    table.do("ID", "acknowledge")
    table.do("ID", "begin the hearing")
    table.do("ID", "commit")
    assurance = table.do("ID", "seek an assurance")
    assert "needs no assurance" in table.void("ID", "grant")
    table.do("PH", "give", assurance)
    table.do("ID", "find sufficient", assurance)
    table.do("ID", "grant")
    later = table.do("ID", "seek an assurance")
    assert "needs no assurance" in table.void("ID", "surrender")
    table.do("PH", "give", later)
    table.do("ID", "find sufficient", later)
    table.do("ID", "surrender")
    assert (table.phase(), table.awaited()) == ("surrendered", "PH")
    beyond = table.do("PH", "ask to go beyond")
    table.do("ID", "decline", beyond)
    table.do("PH", "report the outcome")
    table.do("PH", "report on the assurance", assurance)


def test_extradition_by_consent_needs_no_hearing_and_the_person_may_think_again() -> None:
    table = arrested()
    table.do("ID", "record consent")
    assert table.phase() == "person consents"
    table.do("ID", "record that consent is withdrawn")
    assert table.phase() == "arrested, full request awaited"
    table.do("ID", "record consent")
    table.do("ID", "grant")
    table.do("ID", "surrender")
    assert table.phase() == "surrendered"


@pytest.mark.parametrize("verb", ["release for want of a request", "refuse"])
def test_extradition_without_a_full_request_ends_custody(verb: str) -> None:
    table = arrested()
    table.do("ID", verb)
    assert table.phase() == {"refuse": "refused"}.get(verb, "not in custody, full request awaited")
    assert table.awaited() == "PH"
    assert ("arrest again" in table.can("ID")) == (verb != "refuse")


def test_extradition_withdrawn_after_the_arrest_leaves_nobody_in_custody() -> None:
    table = arrested()
    table.do("PH", "withdraw")
    assert (table.phase(), table.awaited()) == ("withdrawn, custody to be settled", "ID")
    assert "needs requesting" in table.void("ID", "record consent")
    table.do("ID", "stop")
    assert (table.phase(), table.awaited()) == ("withdrawn, nothing open", "")


def test_extradition_withdrawn_while_the_person_was_being_arrested_is_not_over_before_the_release() -> None:
    table = Table("extradition", "PH", "share a draft", requested="ID")
    table.do("PH", "ask for provisional arrest")
    known = table.tips("PH")
    table.do("PH", "withdraw")
    assert table.phase() == "withdrawn"
    table.do("ID", "arrest provisionally", seen=known)
    assert (table.phase(), table.awaited()) == ("withdrawn, custody to be settled", "ID")
    table.do("ID", "stop")
    assert table.phase() == "withdrawn, nothing open"


def test_extradition_of_one_whom_two_states_want() -> None:
    table = arrested()
    table.do("PH", "request")
    table.do("ID", "acknowledge")
    table.do("ID", "note another request")
    table.do("ID", "prefer another request")
    assert (table.phase(), table.awaited()) == ("another request preferred", "ID")
    table.do("ID", "take up again")
    assert table.phase() == "received"


def consented() -> tuple[Table, bytes]:
    table = Table("transfer_of_sentenced_person", "TH", "express interest", administering="NZ")
    table.do("TH", "send documents")
    table.do("NZ", "send its documents")
    table.do("TH", "consent")
    table.do("NZ", "consent")
    return table, table.do("TH", "record the person's consent")


def test_transfer_moves_nobody_without_three_consents() -> None:
    table, consent = consented()
    assert "needs consent of the person" in table.void("TH", "hand over")
    table.do("NZ", "verify through the consul", consent)
    assert (table.phase(), table.awaited()) == ("three consents", "TH")
    table.do("TH", "record that the person thinks again", consent)
    assert table.phase() == "the person's consent is wanted"
    table.void("TH", "hand over")
    table.void("NZ", "verify through the consul", consent)
    again = table.do("TH", "record the person's consent")
    table.do("NZ", "verify through the consul", again)
    table.do("TH", "hand over")
    table.do("NZ", "enforce")
    table.do("TH", "tell of pardon or revision")
    table.do("NZ", "report the end of the sentence")
    assert table.phase() == "served"


def test_transfer_refused_while_the_person_was_on_the_way_is_still_enforced() -> None:
    table, consent = consented()
    table.do("NZ", "verify through the consul", consent)
    known = table.tips("TH")
    table.do("TH", "hand over")
    table.do("NZ", "refuse", seen=known)
    assert (table.phase(), table.awaited()) == ("handed over before a refusal was known", "NZ")
    table.do("NZ", "enforce")


def test_transfer_may_begin_with_a_letter_to_the_own_state() -> None:
    table = Table("transfer_of_sentenced_person", "NZ", "pass on the person's wish", sentencing="TH")
    query = table.do("NZ", "ask for more")
    assert table.awaited(query) == "TH"
    table.do("TH", "send documents")
    table.do("NZ", "send its documents")
    assert table.phase() == "more asked for"


def test_victim_is_looked_at_again_by_who_referred_and_by_who_cares_and_nothing_moves() -> None:
    table = Table("victim", "KH", "refer", caring="VN TH", receiving="LA")
    table.void("VN", "review")
    table.do("TH", "decline")
    table.do("VN", "take into care")
    before = (table.phase(), table.awaited())
    table.do("VN", "review")
    table.do("KH", "review")
    assert (table.phase(), table.awaited()) == before
    assert "cannot follow declined" in table.void("TH", "review")
    assert "is for referring or caring" in table.void("LA", "review")
    table.do("VN", "record the finding")
    table.do("VN", "review")
    table.do("KH", "close")
    table.void("KH", "review")
    table.do("VN", "review")
    assert "review" in table.can("VN")


def test_victim_goes_home_only_with_consent_risk_and_non_punishment_on_record() -> None:
    table = Table("victim", "KH", "refer", caring="VN", receiving="LA")
    assert table.awaited() == "KH VN"
    table.do("VN", "take into care")
    table.do("VN", "record the finding")
    assert table.phase() == "identified, in care"
    assert "cannot follow found" in table.void("VN", "propose return")
    table.do("VN", "consider non-punishment")
    home = table.do("VN", "propose return")
    table.do("VN", "record consent", home)
    table.do("LA", "assess the risk", home)
    table.do("VN", "record refusal or withdrawal", home)
    assert table.phase(home) == "person does not consent"
    table.void("VN", "bring home", home)
    table.do("VN", "record consent", home)
    table.do("LA", "find a risk", home)
    assert "needs receiving" in table.void("VN", "bring home", home)
    table.do("LA", "assess the risk", home)
    table.do("VN", "bring home", home)
    assert (table.phase(home), table.awaited(home)) == ("returned", "LA")
    table.do("LA", "report on reintegration", home)
    table.do("KH", "record the finding")
    table.do("KH", "close")
    table.do("LA", "report on reintegration", home)
    assert table.phase() == "closed"
