"""The coverage of all pairs is the published one."""

from __future__ import annotations

from collections import Counter

import pytest

from lintas.law import assess
from lintas.law.matrix import Matrix, matrix
from lintas.law.shipped import shipped
from tests.law.asking import party, treaty, with_files

MEMBERS = ("BN", "KH", "ID", "LA", "MY", "MM", "PH", "SG", "TH", "VN", "TL")
PARTNERS = ("GB", "NZ", "KR", "RU", "CN")
FRAUD = {
    "categories": ["fraud"], "max_penalty_requesting_years": 10, "max_penalty_requested_years": 10,
    "transnational": True, "organized_group": True,
}  # fmt: skip


def table(kind: str) -> Matrix:
    question = {"type": kind, "date": "2026-01-01", "offence": FRAUD}
    return matrix(shipped(), assess, (*MEMBERS, *PARTNERS), question)


def counted(found: Matrix, *, partners: bool) -> Counter[str]:
    return Counter(
        found.mark(*pair)
        for pair in found.answers
        if sum(state in PARTNERS for state in pair) == (1 if partners else 0)
    )


@pytest.mark.parametrize(
    ("kind", "members", "partners"),
    [
        ("mla", {"R": 86, "B": 4, "M": 20}, {"B": 26, "M": 84}),
        ("extradition", {"B": 26, "d": 29, "-": 8, "?": 47}, {"B": 26, "M": 10, "d": 25, "-": 5, "?": 44}),
        ("tsp", {"B": 6, "a": 104}, {"B": 12, "a": 98}),
    ],
)
def test_the_published_counts(kind: str, members: dict[str, int], partners: dict[str, int]) -> None:
    found = table(kind)
    assert counted(found, partners=False) == members
    assert counted(found, partners=True) == partners


def test_a_pair_that_cannot_be_asked_is_marked() -> None:
    found = matrix(shipped(), assess, ("TL", "VN"), {"type": "mla", "date": "1999-01-01", "offence": FRAUD})
    assert found.count() == {"!": 2}


def test_another_register_gives_another_table() -> None:
    bound = "in_force = 2001-01-01"
    law = with_files(EXT_BN_SG=treaty("EXT_BN_SG", party("BN", bound), party("SG", bound)))
    question = {"type": "extradition", "date": "2026-01-01", "offence": FRAUD}
    found = matrix(law, lambda asked: assess(asked, law), ("BN", "SG"), question)
    assert (found.mark("BN", "SG"), found.mark("SG", "BN")) == ("B", "B")
