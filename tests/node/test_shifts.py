"""A shift at the duty desk: one touch at its beginning, and what the desk then does bears it."""

from __future__ import annotations

from dataclasses import replace

import pytest

from lintas.dossier.officer_errors import NotInShift, UnknownPasskey, WrongChallenge
from lintas.dossier.officers import AUTHOR
from lintas.kinds.hotline import KIND
from lintas.node.desk import SHIFTS, UnknownOfficer, dismiss, officer
from lintas.node.enrol import enrol, remove
from lintas.node.export import export
from lintas.node.presence import by_shift
from lintas.node.proofs import Proofs, duty_verbs
from lintas.node.shifts import NoDutyDesk, NotOnShift, begin_shift, end_shift, on_shift, propose_shift
from lintas.node.show import show
from lintas.node.timeline import TIMELINE
from lintas.node.verify_export import verify_export
from tests.kinds.every import every_kind
from tests.node.at_console import Console
from tests.support.evidence import unpack
from tests.support.federation import START_MS
from tools.vectors.authenticator import Authenticator

HOUR_MS = 60 * 60 * 1000


@pytest.fixture
def at() -> Console:
    return Console()


def test_after_one_touch_the_desk_answers_and_a_reader_sees_the_touch_in_every_act(at: Console) -> None:
    proposed = propose_shift(at.node, "one")
    assert proposed.shift.until_ms - proposed.shift.from_ms == 12 * HOUR_MS
    begin_shift(at.node, "one", at.keys["one"].touch(proposed.challenge))
    prepared = at.say()[0]
    at.seal(prepared, by_shift(at.node, "one", AUTHOR, prepared))
    prepared = at.say()[0]
    done = at.seal(prepared, by_shift(at.node, "one", AUTHOR, prepared))
    at.fed.settle()
    (line,) = (each for each in show(at.fed.nodes["bb-ca"], at.line).acts if each.id == done.act)
    pseudonym = officer(at.node, "one").certificate.pseudonym
    how = line.officers[pseudonym]
    assert how.startswith("author, by session, in a shift begun by touching a passkey, 20")
    file = export(at.fed.nodes["bb-ca"], at.line)
    report = verify_export(file)
    assert report.ok, report.findings
    assert f"{pseudonym} ({how})" in unpack(file)[TIMELINE].decode()


def test_what_binds_the_authority_is_in_no_shift(at: Console) -> None:
    at.shift()
    closing, _ = at.close()
    with pytest.raises(NotInShift):
        by_shift(at.node, "one", AUTHOR, closing)


def test_a_shift_begins_with_its_own_touch_by_a_passkey_of_its_officer(at: Console) -> None:
    with pytest.raises(NotOnShift):
        on_shift(at.node, "one")
    with pytest.raises(NotOnShift):
        begin_shift(at.node, "one", at.keys["one"].touch(bytes(32)))
    first = propose_shift(at.node, "one")
    second = propose_shift(at.node, "one")
    for touch, cause in (
        (at.keys["one"].touch(first.challenge), WrongChallenge),
        (at.keys["two"].touch(second.challenge), UnknownPasskey),
    ):
        with pytest.raises(cause):
            begin_shift(at.node, "one", touch)
    with pytest.raises(NotOnShift):
        on_shift(at.node, "one")
    begin_shift(at.node, "one", at.keys["one"].touch(second.challenge))
    assert on_shift(at.node, "one").shift == second.shift
    with pytest.raises(NotOnShift):
        begin_shift(at.node, "one", at.keys["one"].touch(second.challenge))
    with pytest.raises(UnknownOfficer):
        propose_shift(at.node, "nobody")


def test_the_shift_goes_on_until_the_next_one_begins_and_outlives_a_restart(at: Console) -> None:
    at.shift()
    before = on_shift(at.node, "one").shift
    coming = propose_shift(at.node, "one")
    at.node = at.fed.restart("aa-ca")
    assert on_shift(at.node, "one").shift == before
    begin_shift(at.node, "one", at.keys["one"].touch(coming.challenge))
    assert on_shift(at.node, "one").shift == coming.shift


def test_when_it_is_ended_or_over_nothing_answers(at: Console) -> None:
    at.shift()
    prepared, _ = at.say()
    at.fed.clock.now_ms += 12 * HOUR_MS
    with pytest.raises(NotOnShift):
        by_shift(at.node, "one", AUTHOR, prepared)
    at.shift()
    by_shift(at.node, "one", AUTHOR, prepared)
    end_shift(at.node, "one")
    end_shift(at.node, "one")
    with pytest.raises(NotOnShift):
        by_shift(at.node, "one", AUTHOR, prepared)


def test_it_ends_with_the_passkey_or_the_officer(at: Console) -> None:
    at.shift()
    prepared, _ = at.say()
    given = by_shift(at.node, "one", AUTHOR, prepared)
    enrol(at.node, "one", Authenticator(b"s" * 32).passkey())
    by_shift(at.node, "one", AUTHOR, prepared)
    remove(at.node, "one", at.keys["one"].passkey().credential)
    with pytest.raises(UnknownPasskey):
        by_shift(at.node, "one", AUTHOR, prepared)
    with pytest.raises(UnknownPasskey):
        at.seal(prepared, given)
    dismiss(at.node, "one")
    assert not [name for prefix in SHIFTS for name in at.node.vault.secrets(prefix)]


def test_how_long_it_is_is_this_authority_s_own_rule(at: Console) -> None:
    at.node.policy = replace(at.node.policy, proofs=Proofs(shift_hours=8))
    proposed = propose_shift(at.node, "one").shift
    assert proposed.until_ms - proposed.from_ms == 8 * HOUR_MS
    assert proposed.from_ms > START_MS


def test_where_no_duty_desk_is_there_is_no_shift(at: Console) -> None:
    at.node.kinds = {name: kind for name, kind in every_kind().items() if "realtime" not in kind.item.traits}
    with pytest.raises(NoDutyDesk):
        propose_shift(at.node, "one")


def test_duty_desks_do_what_one_person_does_in_kinds_of_real_time() -> None:
    for kind in every_kind().values():
        assert bool(duty_verbs(kind)) == ("realtime" in kind.item.traits)
    found = set(duty_verbs(KIND))
    assert {"say", "acknowledge", "come on duty", "take the desk"} <= found
    assert not found & {"open the line", "bring in an end", "close our end"}


def test_what_wants_a_second_person_binds_whatever_the_verb() -> None:
    say = KIND.item.verb("say")
    assert say
    assert "shift" in Proofs().suffice(KIND, say, 1, exercise=False)
    assert Proofs().suffice(KIND, say, 2, exercise=False) == {"passkey"}


def test_a_name_that_binds_in_one_item_is_in_no_shift() -> None:
    inner = KIND.item.items[0]
    binding = replace(inner, verbs=tuple(replace(verb, persons=2) for verb in inner.verbs if verb.name == "reply"))
    twice = replace(KIND, item=replace(KIND.item, items=(*KIND.item.items, replace(binding, name="another"))))
    assert "reply" in duty_verbs(KIND)
    assert "reply" not in duty_verbs(twice)
