"""The operational kinds: the sentence of the officer of each made true, and what must not happen to it."""

from __future__ import annotations

from datetime import date

import pytest

from lintas.dossier.safeguards import Case, stops
from tests.kinds.samples import body
from tests.kinds.table import KINDS, Table


def pursued() -> Table:
    table = Table("pursuit", "PH", "alert", watching="ID MY")
    table.do("ID", "put on watch")
    table.do("MY", "put on watch")
    return table


def test_pursuit_shows_who_looks_and_ends_when_all_have_stopped() -> None:
    table = Table("pursuit", "PH", "alert", watching="ID MY")
    assert (table.phase(), table.awaited()) == ("not yet taken up by all", "ID MY")
    table.do("ID", "put on watch")
    table.do("MY", "decline")
    assert table.phase() == "watched"
    seen = table.do("ID", "report a sighting")
    assert table.awaited(seen) == "PH"
    table.do("PH", "follow up", seen)
    table.do("PH", "stand down")
    assert (table.phase(), table.awaited()) == ("stood down, not yet taken down everywhere", "ID")
    table.do("ID", "confirm that it is taken down")
    assert (table.phase(), table.awaited()) == ("taken down everywhere", "")


def test_pursuit_of_one_who_is_held_goes_on_to_provisional_arrest_and_back_if_it_fails() -> None:
    table = pursued()
    table.do("ID", "report an arrest")
    assert (table.phase(), table.awaited()) == ("held", "PH")
    table.do("PH", "go on to provisional arrest")
    assert table.phase() == "surrender asked for"
    table.do("ID", "report a release")
    table.do("PH", "pursue again")
    assert table.phase() == "watched"


def test_pursuit_that_was_stood_down_while_somebody_was_arrested_is_not_over_before_that_is_settled() -> None:
    table = pursued()
    known = table.tips("ID")
    table.do("PH", "stand down")
    table.do("MY", "confirm that it is taken down")
    table.do("ID", "report an arrest", seen=known)
    assert (table.phase(), table.awaited()) == ("stood down, not yet taken down everywhere", "ID")


def test_removal_under_immigration_law_moves_nothing() -> None:
    table = pursued()
    table.do("ID", "record a removal")
    assert table.phase() == "watched"
    assert KINDS["pursuit"].item.verb("record a removal").persons == 2  # type: ignore[union-attr]


def test_border_alert_is_off_every_list_once_it_was_withdrawn() -> None:
    table = Table("border_alert", "SG", "alert", watching="TH VN")
    table.do("TH", "put on watch")
    met = table.do("TH", "report an encounter")
    assert table.awaited(met) == "SG"
    table.do("SG", "settle who it was", met)
    table.do("SG", "stand down")
    assert table.awaited() == "TH VN", "one that never said whether it looks may have it on a list"
    table.void("VN", "put on watch")
    for counter in ("TH", "VN"):
        table.do(counter, "confirm that it is taken down")
    assert table.phase() == "taken down everywhere"


def test_requirement_shows_every_dissent_and_is_not_adopted_over_one_who_has_not_spoken() -> None:
    table = Table("requirement", "MY", "ask", contributing="TH LA VN")
    table.do("TH", "say what we can collect")
    table.do("LA", "cannot help")
    assert table.awaited() == "TH VN"
    table.do("TH", "contribute")
    table.do("VN", "contribute")
    assert (table.phase(), table.awaited()) == ("all have given", "MY")
    table.do("MY", "put forward an assessment")
    table.do("TH", "agree")
    assert "needs no contributing" in table.void("MY", "adopt")
    table.do("VN", "dissent")
    table.do("MY", "put forward an assessment")
    assert "needs contributing" in table.void("MY", "adopt"), "nobody has spoken on the new text"
    table.do("VN", "agree")
    table.do("MY", "adopt")
    assert table.phase() == "adopted"


def test_warning_gives_the_public_only_the_words_that_all_agreed_to() -> None:
    table = Table("warning", "TH", "warn", warned="KH SG")
    table.do("KH", "acknowledge")
    assert table.awaited() == "SG"
    table.do("SG", "report what was done")
    table.do("TH", "propose the public version")
    table.do("KH", "agree to the words")
    table.do("SG", "object to the words")
    assert "needs warned" in table.void("TH", "release to the public")
    table.do("TH", "propose the public version")
    table.do("SG", "agree to the words")
    assert "needs warned" in table.void("TH", "release to the public"), "KH agreed to other words"
    table.do("KH", "agree to the words")
    table.do("TH", "release to the public")
    table.do("TH", "lift")
    assert table.phase() == "lifted"


def test_emergency_ends_when_every_team_is_home_and_the_receiving_state_commands() -> None:
    table = Table("emergency", "PH", "ask for help", asked="SG MY")
    team = table.do("SG", "offer a team")
    table.do("SG", "say what we can do")
    table.do("MY", "say what we can do")
    assert "needs affected" in table.void("SG", "report arrival", team)
    table.do("PH", "accept", team)
    table.do("SG", "change the offer", team)
    assert "needs affected" in table.void("SG", "report arrival", team), "another team than was accepted"
    later = table.do("SG", "offer a team")
    table.do("PH", "accept", later)
    table.do("SG", "report arrival", later)
    table.do("PH", "give orders", later)
    table.do("SG", "take back", team)
    table.do("PH", "no more is needed")
    assert "needs no team" in table.void("PH", "close")
    table.do("PH", "stand the team down", later)
    assert table.awaited(later) == "SG"
    table.do("SG", "leave with an account", later)
    table.do("PH", "close")
    assert table.phase() == "closed"


def test_help_that_nobody_asked_for_yet_is_offered_and_nobody_leaves_before_it_is_asked_for() -> None:
    table = Table("emergency", "SG", "offer help unasked", affected="PH")
    assert (table.phase(), table.awaited()) == ("help offered, and not yet asked for", "PH")
    assert "needs affected" in table.void("SG", "offer a team")
    table.do("PH", "ask for it")
    assert (table.phase(), table.awaited()) == ("help asked for", "SG")
    team = table.do("SG", "offer a team")
    table.do("SG", "say what we can do")
    table.do("PH", "accept", team)
    table.do("SG", "report arrival", team)
    assert (table.phase(), table.phase(team)) == ("answered by all", "at work")


def test_help_that_is_not_needed_is_declined_with_thanks_and_it_is_over() -> None:
    table = Table("emergency", "SG", "offer help unasked", affected="PH")
    table.do("PH", "need no help")
    assert table.phase() == "no help is needed"
    table.void("PH", "ask for it")


def test_what_is_released_to_the_public_carries_no_words_of_its_own() -> None:
    verb = KINDS["warning"].item.verb("release to the public")
    assert verb
    assert set(verb.says.fields()) == {"on", "by_whom"}


def test_incident_shows_who_is_hit_and_who_has_not_looked_yet() -> None:
    table = Table("incident", "SG", "notify", notified="MY ID")
    table.do("MY", "acknowledge")
    table.do("ID", "affected as well")
    assert (table.phase(), table.awaited()) == ("looking", "MY")
    given = table.do("SG", "give indicators")
    table.do("MY", "report what was found", given)
    table.do("MY", "not affected")
    assert (table.phase(), table.awaited()) == ("known to all", "SG")
    table.do("SG", "close")
    table.do("SG", "take back", given)


def test_contact_point_out_of_order_waits_for_its_owner_and_others_may_test_it() -> None:
    table = Table("contact_points", "ASEC", "open the list", authority="TH MY")
    post = table.do("TH", "list")
    table.do("MY", "report a test", post)
    table.do("TH", "say that it does not work", post)
    assert (table.phase(post), table.awaited(post)) == ("out of order", "TH")
    assert "is for owner" in table.void("MY", "confirm", post)
    table.do("TH", "change", post)
    assert table.phase(post) == "listed"


def test_experience_is_withdrawn_by_its_author_and_answered_by_others() -> None:
    table = Table("experience", "ASEC", "open the library", contributor="VN PH")
    entry = table.do("VN", "enter")
    table.do("PH", "say what came of it", entry)
    assert "is for author" in table.void("PH", "withdraw", entry)
    table.do("VN", "withdraw", entry)
    assert table.phase(entry) == "withdrawn"


def test_deconfliction_settles_a_probe_when_all_have_answered() -> None:
    table = Table("deconfliction", "MY", "open", cell="SG TH")
    for cell in ("SG", "TH"):
        table.do(cell, "adopt the terms")
    probe = table.do("SG", "probe", asked="MY TH")
    assert table.awaited(probe) == "MY TH"
    table.do("MY", "no overlap", probe)
    table.do("TH", "overlap", probe)
    assert table.phase(probe) == "overlap"
    table.do("SG", "say how it was settled", probe)
    table.do("MY", "review the probes")


@pytest.mark.parametrize("kind", ["deconfliction"])
def test_a_probe_and_its_answer_have_no_field_for_a_target(kind: str) -> None:
    for item in KINDS[kind].item.walk():
        for verb in item[-1].verbs:
            assert not any(meaning.personal for meaning in verb.says.fields().values()), verb.name


def test_consul_is_told_and_the_person_may_wish_no_contact() -> None:
    table = Table("consular_notice", "TH", "tell the consul", consulate="MM")
    assert table.awaited() == "MM"
    table.do("MM", "acknowledge")
    table.do("MM", "report a visit")
    table.do("TH", "record that the person wishes no contact")
    assert table.phase() == "the person wishes no contact"


def test_consul_is_not_told_of_one_who_has_protection() -> None:
    verb = KINDS["consular_notice"].item.verb("tell the consul")
    assert verb
    case = Case(today=date(2026, 11, 28), officers=2, protected=lambda name: True)
    assert "no word to the other state" in stops(verb, body(verb.says), case)[0].reason


def test_traveller_is_on_one_desk_at_a_time_and_a_refusal_may_be_examined_again() -> None:
    table = Table("travel", "VN", "apply", receiving="SG")
    table.do("SG", "acknowledge")
    table.do("SG", "ask for more")
    table.do("VN", "give more")
    assert table.awaited() == "SG"
    table.do("SG", "go on")
    table.do("SG", "refuse")
    table.do("SG", "examine again")
    table.do("SG", "grant")
    assert (table.phase(), table.awaited()) == ("granted", "SG")
    table.do("SG", "record departure")
    table.do("VN", "close")
    assert table.phase() == "closed"


def test_green_lane_each_state_decides_alone_whose_signer_it_trusts_and_a_lane_needs_both() -> None:
    table = Table("green_lane", "SG", "open", state="VN TH")
    signer = table.do("SG", "announce a signer")
    for state in ("VN", "TH"):
        table.do(state, "examine it", signer)
    assert table.awaited(signer) == "TH VN"
    table.do("VN", "trust it", signer)
    table.do("TH", "do not trust it", signer)
    assert table.phase(signer) == "trusted by some"
    table.do("SG", "renew", signer)
    table.do("VN", "trust it", signer)
    table.do("TH", "trust it", signer)
    lane = table.do("VN", "propose a lane", other="SG")
    assert table.awaited(lane) == "SG"
    assert "is for other" in table.void("TH", "agree", lane)
    table.do("SG", "agree", lane)
    assert table.phase(lane) == "open"
    table.do("SG", "suspend", lane)
    table.do("SG", "agree", lane)
    table.do("VN", "end the lane", lane)
    table.do("SG", "withdraw", signer)
    assert table.phase(signer) == "withdrawn"
