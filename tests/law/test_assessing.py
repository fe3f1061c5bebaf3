"""The evaluator as a whole: bad questions get a clear answer, no question raises, and every citation is a row."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lintas.law import Answer, assess
from lintas.law.answer import OUTCOMES
from lintas.law.changes import between, changes
from lintas.law.lists import NEEDS
from lintas.law.plain import plain
from lintas.law.question import EVENTS
from lintas.law.reading import read
from lintas.law.shipped import shipped, shipped_files
from tests.law.asking import ask, question

LAW = shipped()


def told(said: object) -> str:
    """What a question that cannot be answered is told."""
    answer = assess(said)
    assert answer.outcome == "cannot_assess"
    assert answer.problems
    assert answer.primary is None
    return " ".join(answer.trace)


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"requesting": "XX"}, "'XX' is no state of the register"),
        ({"requested": None}, "requested: is missing"),
        ({"requested": "VN"}, "is the same state"),
        ({"type": "letter"}, "'letter' is no type of request; use one of mla"),
        ({"date": None}, "date: is missing"),
        ({"date": "31.1.2024"}, "'31.1.2024' is no day"),
        ({"known": "yesterday"}, "'yesterday' is no day"),
        ({"requesting": "TL", "date": "1999-01-01"}, "Timor-Leste is a state since 2002-05-20"),
        ({"facts": {"torture_risk": "maybe"}}, "facts.torture_risk: 'maybe' is neither true nor false"),
        ({"facts": {"arrested_on": "soon"}}, "facts.arrested_on: 'soon' is no day"),
        ({"facts": []}, "facts: [] is no list of names and values"),
        ({"offence": {"max_penalty_requesting_years": -1}}, "-1 is no number of years"),
        ({"offence": {"max_penalty_requesting_years": float("nan")}}, "nan is no number of years"),
        ({"offence": {"categories": "fraud"}}, "'fraud' is no list of words"),
        ({"offence": {"transnational": "yes"}}, "'yes' is neither true nor false"),
        ({"supplied": 3}, "3 is no list of words"),
        ({"needs": {"service": 1}}, "1 is neither true nor false"),
    ],
)
def test_a_bad_question_is_told_what_is_missing(changes: dict[str, Any], words: str) -> None:
    assert words in told({**question("mla", "VN MY", "2024-01-01", "fraud"), **changes})


@pytest.mark.parametrize(
    ("kind", "more", "words"),
    [
        ("extradition", {"facts": {"accused": True, "convicted": True}}, "both accused and convicted"),
        ("tsp", {"facts": {"judgment_final": True, "convicted": False}}, "nobody is convicted"),
        ("mla", {"facts": {"reciprocity_undertaking": False}, "supplied": ["C_UND_RECIP"]}, "C_UND_RECIP is supplied"),
        ("mla", {"facts": {"use_undertaking": False}, "supplied": ["C_UND_USE"]}, "C_UND_USE is supplied"),
        ("extradition", {"facts": {"final_order_date": "2023-01-01"}}, "before the day of the request"),
        ("preservation", {"facts": {"preserved_on": "2023-12-31"}}, "before the day of the request"),
        ("extradition", {"facts": {"below_min_penalty": False}, "years": 0.5}, "below EXT_TH_PH art 2"),
        ("extradition", {"facts": {"arrested_on": "2024-01-02", "arrest_date": "2024-01-03"}}, "contradicts"),
    ],
)
def test_contradictions_are_shown_and_not_decided(kind: str, more: dict[str, Any], words: str) -> None:
    assert words in told(question(kind, "TH PH", "2024-01-01", "fraud", **more))


@pytest.mark.parametrize("said", [None, 3, "mla", [], {}])
def test_what_is_no_question_is_told_so(said: object) -> None:
    assert told(said)


def test_words_that_nobody_knows_are_remarked_and_their_meaning_guessed_at() -> None:
    answer = ask("mla", "VN MY", "2024-01-01", "frauds", facts={"tortur_risk": True}, supplied=["C_LAWS"], colour="red")
    remarks = " ".join(answer.remarks)
    assert "no category of offences 'frauds'; is 'fraud' meant?" in remarks
    assert "'tortur_risk'; is 'torture_risk' meant?" in remarks
    assert "no item of a request 'C_LAWS'; is 'C_LAW' meant?" in remarks
    assert "an entry 'colour' that nobody asks for" in remarks
    assert answer.primary == "ASEAN_MLAT"


def test_a_code_in_small_letters_is_the_state() -> None:
    assert ask("mla", "vn my", "2024-01-01", "fraud").requested == "MY"


def test_a_day_may_be_a_day() -> None:
    assert assess({**question("mla", "VN MY", "2024-01-01", "fraud"), "date": date(2024, 1, 1)}).primary == "ASEAN_MLAT"


def test_who_the_request_goes_to() -> None:
    assert ask("mla", "TH VN", "2026-08-01", "fraud").send_to.startswith("Supreme People's Procuracy")
    assert ask("extradition", "TH VN", "2026-08-01", "fraud").send_to.startswith("Ministry of Public Security")
    for kind, pair in (("mla", "TH BN"), ("police", "TH VN")):
        assert ask(kind, pair, "2026-08-01", "fraud").send_to == "not in the register: ask"


def test_an_authority_is_that_of_the_day_in_law_and_in_the_register() -> None:
    states = shipped_files()["states.toml"].decode()
    old = '{functions = ["extradition"], name = "Ministry of Public Security"}'
    assert old in states
    later = ", valid_from = 2027-01-01, recorded = 2026-12-01}"
    new = old.replace("Public Security", "Justice").replace("}", later)
    changed = states.replace(old, f"{old.replace('}', ', valid_to = 2026-12-31}')}, {new}")
    law = read({**shipped_files(), "states.toml": changed.encode()})
    asked = {"register": law}
    assert "Public Security" in ask("extradition", "TH VN", "2026-12-31", "fraud", **asked).send_to
    assert "Justice" in ask("extradition", "TH VN", "2027-01-01", "fraud", **asked).send_to
    before = ask("extradition", "TH VN", "2027-01-01", "fraud", known="2026-11-30", **asked)
    assert before.send_to == "not in the register: ask"
    assert between(shipped(), law) == ["the state VN differs"]
    assert any("Ministry of Justice, for extradition" in each.what for each in changes(law, date(2026, 12, 1)))


def test_what_is_only_recalled_is_shown_as_such() -> None:
    answer = ask("mla", "VN GB", "2024-01-01", "fraud")
    (basis,) = answer.bases
    assert (basis.id, basis.sure) == ("MLA_VN_GB", "RECALLED, NOT VERIFIED")
    assert any(basis.id in each and basis.sure in each for each in answer.trace)


def test_a_basis_is_as_sure_as_the_least_sure_of_its_rows() -> None:
    # The text of UNTOC was read; the day on which it bound Korea was recalled.
    sure = {each.id: each.sure for each in ask("mla", "TL KR", "2024-01-01", "fraud", group=True).bases}
    assert sure["UNTOC"] == "RECALLED, NOT VERIFIED"
    assert {each.id: each.sure for each in ask("mla", "TL SG", "2024-01-01", "fraud", group=True).bases} == {
        "UNTOC": "read in the source"
    }


def test_the_opinion_says_what_applies_what_does_not_what_is_needed_and_why() -> None:
    answer = ask(
        "extradition", "ID SG", "2025-02-24", "corruption_public", facts={"torture_risk": False, "time_barred": True},
        supplied=["E_ID"],
    )  # fmt: skip
    text = "\n".join(answer.trace)
    for words in (
        "Judged by the law of 2025-02-24; ID asks SG",
        "EXT_ID_SG (Indonesia-Singapore Extradition Treaty",
        "governs: it lists corruption_public",
        "UNCAC is no basis: SG does not take it as basis",
        "ATE2025 is no basis",
        "Still needed: E_LIMIT",
        "Nobody has entered a finding on",
        "The request is to be returned for completion.",
    ):
        assert words in text, words
    refused = ask("extradition", "CN NZ", "2024-01-01", "murder", facts={"torture_risk": True})
    assert any(each.startswith("It must be refused because of TORTURE") for each in refused.trace)
    assert refused.trace[-1].startswith("R9: Before any refusal or postponement: consult")


@pytest.mark.parametrize(
    ("kind", "pair", "more", "rules"),
    [
        ("mla", "VN MY", {"group": True}, {"R2", "R7"}),
        ("mla", "VN MY", {}, {"R7"}),
        ("mla", "VN KH", {}, {"R3"}),
        ("mla", "PH TL", {"group": True}, {"R1"}),
        ("extradition", "VN BN", {}, {"R1", "R4"}),
        ("extradition", "CN NZ", {"facts": {"torture_risk": True}}, {"R4", "R7", "R9"}),
        ("asset_freeze", "VN LA", {"facts": {"bank_secrecy_objection": True}}, {"R5", "R8"}),
        ("tsp", "PH ID", {}, {"R6"}),
        ("tsp", "TH PH", {}, set()),
    ],
)
def test_the_rules_that_shaped_the_answer_are_named(
    kind: str, pair: str, more: dict[str, Any], rules: set[str]
) -> None:
    answer = ask(kind, pair, "2026-01-01", "fraud", **more)
    assert set(answer.rules) == rules
    assert all(any(line.startswith(f"{rule}: ") for line in answer.trace) for rule in rules)


def row_cites() -> set[str]:
    """Every article of every row, as it is cited."""
    found = set()
    for each in LAW.instruments.values():
        found |= {each.cite(row.article) for rows in each.grounds.values() for row in rows}
        found |= {each.cite(row.article) for rows in each.contents.values() for row in rows}
        found |= {each.cite(row.article) for row in each.clocks}
    for law in LAW.laws:
        found |= {row.article for row in (*law.contents, *law.arrest_contents)}
        found |= {row.article for row in law.grounds} | {row.article for row in law.clocks}
    for kind in LAW.requests.values():
        found |= {row.article for row in kind.grounds} | {row.article for row in kind.contents}
    return found


CITES = row_cites()
STATES = sorted(LAW.states)
WORDS = st.text(max_size=8)
ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | WORDS | st.dates(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(WORDS, inner, max_size=3),
    max_leaves=6,
)
DAYS = st.dates() | st.dates().map(str)
EVENT_NAMES = [name for names in EVENTS.values() for name in names]


def mostly(good: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    """Mostly what is asked for, and now and then anything at all."""
    return st.integers(0, 19).flatmap(lambda roll: ANYTHING if roll == 0 else good)


OFFENCES = st.fixed_dictionaries(
    {},
    optional={
        "categories": mostly(st.lists(st.sampled_from([*LAW.offences]), max_size=3)),
        "max_penalty_requesting_years": mostly(st.floats(0, 99)),
        "max_penalty_requested_years": mostly(st.floats(0, 99)),
        "transnational": mostly(st.booleans()),
        "organized_group": mostly(st.booleans()),
        "electronic_evidence": mostly(st.booleans()),
    },
)
FACTS = st.dictionaries(st.sampled_from(sorted(LAW.facts)), mostly(st.booleans()), max_size=4)
QUESTIONS = st.fixed_dictionaries(
    {
        "type": mostly(st.sampled_from([*LAW.requests])),
        "requesting": mostly(st.sampled_from(STATES)),
        "requested": mostly(st.sampled_from(STATES)),
        "date": mostly(st.dates(date(1990, 1, 1), date(2030, 1, 1)).map(str)),
    },
    optional={
        "known": DAYS,
        "offence": mostly(OFFENCES),
        "facts": mostly(st.builds(lambda a, b: {**a, **b}, FACTS, st.dictionaries(st.sampled_from(EVENT_NAMES), DAYS))),
        "needs": mostly(st.dictionaries(st.sampled_from(NEEDS), st.booleans(), max_size=3)),
        "measures": mostly(st.lists(WORDS, max_size=2)),
        "supplied": mostly(st.lists(st.sampled_from([*LAW.contents]), max_size=9)),
    },
)


def holds_together(answer: Answer) -> None:
    assert answer.outcome in OUTCOMES
    assert answer.trace
    assert set(answer.cites) <= CITES
    assert (answer.outcome == "cannot_assess") == bool(answer.problems)
    if answer.primary is None:
        assert answer.outcome in ("cannot_assess", "no_basis", "basis_unknown")
    else:
        assert answer.bases[0].id == answer.primary
    assert plain(answer)["outcome"] == answer.outcome


@given(QUESTIONS)
@settings(max_examples=30, deadline=None)
def test_no_question_raises_and_every_citation_is_a_row(said: dict[str, Any]) -> None:
    holds_together(assess(said))


@pytest.mark.slow
@given(QUESTIONS | ANYTHING)
@settings(max_examples=2_000, deadline=None)
def test_no_question_raises_however_long_one_tries(said: Any) -> None:
    holds_together(assess(said))
