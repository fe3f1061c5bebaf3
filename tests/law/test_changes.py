"""What changed since a day: in law and in the register apart."""

from __future__ import annotations

from datetime import date

from lintas.law.changes import IN_LAW, IN_REGISTER, between, changes
from lintas.law.shipped import shipped, shipped_files
from tests.law.asking import party, treaty, with_files


def test_in_law_a_treaty_is_signed_enters_into_force_and_ends() -> None:
    bound = "signed = 2001-01-01, in_force = 2002-02-02, left = 2020-03-03"
    law = with_files(EXT_BN_SG=treaty("EXT_BN_SG", party("BN", bound), party("SG", bound)))
    found = [each for each in changes(law, date(2001, 1, 1)) if each.where == "EXT_BN_SG" and each.time == IN_LAW]
    assert [(each.day.year, each.what) for each in found] == [
        (2001, "BN: signs"), (2001, "SG: signs"), (2002, "BN: in force"), (2002, "SG: in force"),
        (2020, "BN: bound no longer"), (2020, "SG: bound no longer"),
    ]  # fmt: skip
    assert found[0].sure == "from one secondary source"


def test_both_ends_of_the_time_count() -> None:
    found = changes(shipped(), date(2025, 11, 14), date(2025, 11, 14))
    assert {each.where for each in found} == {"ATE2025"}
    assert len(found) == 11
    assert not any(each.where == "ATE2025" for each in changes(shipped(), date(2025, 11, 15)) if each.time == IN_LAW)


def test_in_the_register_what_was_recorded_with_the_instrument_is_one_line() -> None:
    found = [each for each in changes(shipped(), date(2026, 11, 21)) if each.where.startswith("ACCT")]
    assert [each.what[:9] for each in found] == ["recorded:"]


def test_a_row_that_was_mended_shows_twice() -> None:
    text = shipped_files()["laws/PH.toml"].decode()
    row = '    {code = "SPECIALTY", article = "treaty; Munoz", force = "mandatory"'
    assert row in text
    mended = text.replace(
        row + "},",
        row + ", struck = 2026-12-01},\n" + row.replace("mandatory", "discretionary") + ", recorded = 2026-12-01},",
    )
    from lintas.law.reading import read

    law = read({**shipped_files(), "laws/PH.toml": mended.encode()})
    found = [each for each in changes(law, date(2026, 12, 1)) if each.time == IN_REGISTER]
    assert [each.what for each in found] == [
        "recorded: SPECIALTY, discretionary (treaty; Munoz)",
        "struck: SPECIALTY, mandatory (treaty; Munoz)",
    ]
    assert between(shipped(), law) == ["the law of PH differs"]


def test_how_another_register_differs() -> None:
    bound = "in_force = 2001-01-01"
    law = with_files(
        EXT_BN_SG=treaty("EXT_BN_SG", party("BN", bound), party("SG", bound)),
        MLA_VN_GB=treaty("MLA_VN_GB", party("VN", bound), party("GB", bound), functions="mla"),
    )
    new, differs = between(shipped(), law)
    assert new == "EXT_BN_SG is new"
    assert differs.startswith("MLA_VN_GB differs in title, scope, standing")
    assert between(law, shipped())[0] == "EXT_BN_SG is gone"


def test_law_that_begins_and_ends() -> None:
    found = changes(shipped(), date(2026, 7, 1), date(2026, 7, 1))
    assert {each.where for each in found} == {"DOMESTIC_VN"}
    assert all(each.what.startswith("becomes law: ") for each in found)
