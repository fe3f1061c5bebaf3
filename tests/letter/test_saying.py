"""A letter says what its act says, each field as its type is written, and nothing else."""

from __future__ import annotations

import pytest

from lintas.letter.errors import NoLetter
from lintas.letter.saying import Letter, receipt_code
from lintas.letter.words import ENGLISH, fixed, languages
from lintas.wire.identifiers import show
from tests.letter.samples import SAID, letter, sealed


def _said(made: Letter) -> dict[str, tuple[str, ...]]:
    return {row.label.english: row.values for section in made.sections for row in section.rows}


def test_every_field_is_written_as_its_type_is() -> None:
    assert _said(letter()) == {
        "Facts": (SAID["facts"],),
        "Measure": ("produce records / sdrocer ecudorp",),
        "By": ("2026-12-01",),
        "Count": ("3",),
        "Worth": ("1250.50 MYR",),
        "Others": ("1", "2"),
        "Seen": (f"formalised in: {show(bytes(16))}",),
        "Marking": ("confidential / laitnedifnoc",),
        "Offence": ("fraud (10 years or more); a trial",),
        "Party": ("party 7",),
    }


def test_sections_are_the_parts_of_the_body_in_its_order() -> None:
    assert [section.heading.english for section in letter().sections] == [
        "What is asked. Nobody reads this help in a letter",
        "For whom",
    ]


def test_what_is_not_said_has_no_row() -> None:
    made = letter(sealed(says={"facts": "f"}))
    assert _said(made) == {"Facts": ("f",)}
    assert made.files == ()


def test_files_are_named_with_their_hashes() -> None:
    assert letter().files == (f"warrant.pdf (application/pdf, 1,234 bytes, SHA-256 {'00' * 32})",)


def test_for_a_court_nothing_points_to_another_dossier() -> None:
    assert "Seen" in _said(letter())
    assert "Seen" not in _said(letter(court=True))


def test_the_code_is_the_beginning_of_the_act_in_groups() -> None:
    act = bytes(range(32))
    assert show(act).startswith(receipt_code(act).replace("-", ""))
    assert [len(part) for part in receipt_code(act).split("-")] == [4, 4, 4]


def test_the_highest_marking_is_on_the_letter() -> None:
    assert sealed().marking == "confidential"
    assert sealed(says={"facts": "f"}).marking == ""


def test_every_language_has_the_words_that_say_who_and_what() -> None:
    assert len(languages()) == 10
    for language in languages():
        words = fixed(language)
        assert all(words[name].beside for name in ("from", "to", "date")), language
    assert all(not each.beside for each in fixed(ENGLISH).values())


def test_a_language_that_there_is_not_is_refused() -> None:
    with pytest.raises(NoLetter, match="xx"):
        fixed("xx")
