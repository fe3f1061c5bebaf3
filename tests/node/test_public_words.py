"""What the public may read of a dossier: the words that were agreed and made known, and nothing else that was said."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any

import pytest

from lintas.node.public_words import NoSheet, PublicWords, has_public_words, public_words
from tests.kinds.every import every_kind
from tests.support.federation import Federation3

TH, KH, SG = "th-pol", "kh-pol", "sg-pol"
THREAT = {
    "against": "transport",
    "threat": "SECRETWORD a man with a list of trains",
    "place": "SECRETPLACE central station",
    "expected": "SECRETTIME before the holidays",
    "advice": "SECRETADVICE double the patrols",
    "handling": "H2",
    "restriction": "SECRETLIMIT not for the carrier",
    "source": "B",
    "certainty": "3",
    "until": "2026-11-30",
}
WORDS = {
    "text": "Watch your luggage.\nCall 999 if you see a bag alone.",
    "languages": "English",
    "by_whom": "the desks",
}
KNOWN = {"on": "2026-10-02", "by_whom": "the press office of the railway police"}


@dataclass
class Warned:
    """TH warns KH and SG; each step of the public version is a method."""

    fed: Federation3
    dossier: bytes

    @classmethod
    def begun(cls) -> Warned:
        fed = Federation3.build((TH, KH, SG), kinds=("warning",))
        dossier = fed.open(TH, "warning", "warn", THREAT, {"warned": (KH, SG)}).dossier
        fed.settle()
        return cls(fed, dossier)

    def do(self, code: str, verb: str, said: dict[str, Any] | None = None, **more: Any) -> None:
        self.fed.act(code, self.dossier, verb, *([said] if said else []), **more)
        self.fed.settle()

    def propose(self, **said: str) -> None:
        self.do(TH, "propose the public version", WORDS | said)

    def agree(self) -> None:
        for code in (KH, SG):
            self.do(code, "agree to the words")

    def release(self, **said: str) -> None:
        self.do(TH, "release to the public", KNOWN | said)

    def sheet(self, code: str = TH) -> PublicWords:
        return public_words(self.fed.nodes[code], self.dossier)

    def why(self) -> str:
        with pytest.raises(NoSheet) as found:
            self.sheet()
        return found.value.why


def released() -> Warned:
    warned = Warned.begun()
    warned.propose()
    warned.agree()
    warned.release()
    return warned


def test_every_party_has_the_words_that_were_agreed_with_who_and_when_and_until_when() -> None:
    warned = released()
    for code in (TH, KH, SG):
        sheet = warned.sheet(code)
        assert (sheet.words, sheet.languages) == (WORDS["text"], WORDS["languages"])
        assert (sheet.on, sheet.by_whom, sheet.until) == (KNOWN["on"], KNOWN["by_whom"], THREAT["until"])
        assert (sheet.code, sheet.title, sheet.exercise) == (TH, "Warning", True)


def test_nothing_that_was_said_in_the_restricted_version_is_in_it() -> None:
    said = " ".join(str(each) for each in asdict(released().sheet()).values())
    assert "SECRET" not in said
    assert not [each for each in ("transport", "H2", WORDS["by_whom"]) if each in said]


def test_there_is_none_before_the_words_were_agreed_and_made_known() -> None:
    warned = Warned.begun()
    assert warned.why() == "nothing was made known to the public yet"
    warned.propose()
    assert warned.why() == "nothing was made known to the public yet"
    warned.agree()
    assert warned.why() == "nothing was made known to the public yet"
    warned.release()
    assert warned.sheet().words == WORDS["text"]


def test_new_words_that_nobody_made_known_yet_are_on_no_sheet_and_the_old_ones_stay() -> None:
    warned = released()
    warned.propose(text="Other words.")
    assert warned.sheet().words == WORDS["text"]
    warned.agree()
    assert warned.sheet().words == WORDS["text"]
    warned.release(on="2026-10-05")
    assert (warned.sheet().words, warned.sheet().on) == ("Other words.", "2026-10-05")


def test_words_that_were_dropped_for_others_are_on_no_sheet() -> None:
    warned = Warned.begun()
    warned.propose(text="Words that were dropped.")
    warned.do(TH, "drop the public version", {"reasons": "too early"})
    warned.propose()
    warned.agree()
    warned.release()
    assert warned.sheet().words == WORDS["text"]


def test_the_last_day_is_that_of_the_newest_version_of_the_warning() -> None:
    warned = released()
    warned.do(TH, "bring up to date", THREAT | {"until": "2026-12-24", "threat": "SECRETWORD another"})
    assert warned.sheet().until == "2026-12-24"


def test_a_warning_that_was_lifted_has_no_sheet_any_more() -> None:
    warned = released()
    warned.do(TH, "lift", {"reasons": "the man was found"})
    assert "over" in warned.why()


def test_whoever_was_not_given_the_words_has_no_sheet() -> None:
    warned = Warned.begun()
    warned.fed.act(TH, warned.dossier, "propose the public version", WORDS, readers=(KH, SG))
    warned.fed.settle()
    warned.agree()
    warned.fed.act(TH, warned.dossier, "release to the public", KNOWN, readers=(KH,))
    warned.fed.settle()
    assert warned.sheet(KH).words == WORDS["text"]
    with pytest.raises(NoSheet, match="not for us"):
        warned.sheet(SG)


def test_kinds_without_such_fields_have_no_sheet_and_a_version_whose_release_had_words_of_its_own_neither() -> None:
    kinds = every_kind()
    assert [name for name, kind in kinds.items() if has_public_words(kind)] == ["warning"]
    assert not has_public_words(kinds["warning"].former[0])
