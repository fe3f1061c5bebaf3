"""Files are looked through before they are handed over; who goes on all the same says why, and that is kept."""

from __future__ import annotations

import io
from collections.abc import Iterable
from typing import Any

import pytest

from lintas.crypto.manifest import file_id
from lintas.node import scans
from lintas.node.aside import at_once
from lintas.node.case import LeftOut
from lintas.node.export import export_to
from lintas.node.files import files_in
from lintas.node.ports import Scan
from lintas.node.reading import read
from lintas.node.scans import AGE_MS_MAX, BadReason, NotClean
from lintas.node.state import Node
from lintas.node.uploads import add_file
from tests.node.hostile import federation
from tests.support.evidence import apart, matter
from tests.support.federation import Federation3


class Scanner:
    """The port `Scanner`, with one answer to everything; what it was given."""

    def __init__(self, verdict: str) -> None:
        self.verdict, self.given = verdict, list[bytes]()

    def __call__(self, parts: Iterable[bytes]) -> Scan:
        self.given.append(b"".join(parts))
        return Scan(self.verdict, f"says {self.verdict}")


@pytest.fixture
def fed() -> Federation3:
    return federation("aa-ca", "bb-ca")


def opened(node: Node, file: dict[str, Any], despite: str = "", officer: str = "one") -> object:
    return at_once(node, scans.cleared(node, file, officer, despite, lambda node: "opened"))


def test_without_a_scanner_nothing_is_looked_through(fed: Federation3) -> None:
    node = fed.nodes["aa-ca"]
    file = add_file(node, "a.txt", "text/plain", [b"words"])
    assert opened(node, file) == "opened"
    assert not scans.found(node, file_id(file["key"])).verdict


def test_a_clean_file_is_looked_through_once_a_day(fed: Federation3) -> None:
    node, scanner = fed.nodes["aa-ca"], Scanner("clean")
    node.scanner, file = scanner, add_file(node, "a.txt", "text/plain", [b"words"])
    assert [opened(node, file) for _ in range(3)] == ["opened"] * 3
    assert scanner.given == [b"words"]
    fed.clock.now_ms += AGE_MS_MAX
    assert opened(node, file) == "opened"
    assert len(scanner.given) == 2


@pytest.mark.parametrize("verdict", ["infected", "cannot tell"])
def test_what_is_not_known_to_be_clean_stays_shut_until_somebody_says_why(fed: Federation3, verdict: str) -> None:
    node = fed.nodes["aa-ca"]
    node.scanner, file = Scanner(verdict), add_file(node, "a.txt", "text/plain", [b"words"])
    for _ in range(2):
        with pytest.raises(NotClean) as caught:
            opened(node, file)
        assert vars(caught.value) == {"name": "a.txt", "verdict": verdict, "said": f"says {verdict}"}
    for bad in (" ", "x" * 501):
        with pytest.raises(BadReason):
            opened(node, file, bad)
    assert opened(node, file, "the sample of the case") == "opened"
    assert opened(node, file, "the sample of the case") == "opened"
    assert opened(node, file, "so it is", "two") == "opened"
    known = scans.found(node, file_id(file["key"]))
    assert known.verdict == verdict
    assert [each[:2] for each in known.despite] == [("one", "the sample of the case"), ("two", "so it is")]
    with pytest.raises(NotClean):
        opened(node, file)


def test_an_evidence_file_leaves_out_what_was_not_found_clean() -> None:
    found = matter()
    node = found.fed.nodes["aa-ca"]
    node.scanner = Scanner("clean")
    out = io.BytesIO()
    report = export_to(node, found.dossier, out)
    assert apart(out.getvalue()).case.left_out == (LeftOut(report.files[0].sha256, "NotClean"),)
    (file,) = (file for row in node.store.acts(found.dossier) for file in files_in(read(node, row)[1].fields))
    assert opened(node, file) == "opened"
    assert [each.here for each in export_to(node, found.dossier, io.BytesIO()).files] == [True]
