"""Indicators of others are read as they come, written strictly, and lose nothing that is not reported."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path
from typing import Any

import pytest

from lintas.interop import markings
from lintas.interop.hostile_json import DEPTH_MAX, UnreadableFile, load
from lintas.interop.misp import read_misp
from lintas.interop.observables import SORTS, Indicator
from lintas.interop.patterns import pattern, values
from lintas.interop.reading import read
from lintas.interop.report import Report
from lintas.interop.stix import read_stix
from lintas.interop.writing import write_again, write_csv, write_misp, write_stix
from tests.shared import folder, shared

NOW = "2026-11-28T00:00:00Z"


def files(*patterns: str) -> list[Path]:
    """The published files; none where the shared data are absent."""
    return sorted(each for pattern in patterns for each in (folder() / "standards").glob(pattern))


STIX = files("stix2/data/examples/**/*.json", "stix2/data/idioms-json-2.1-valid/*.json")
MISP = files("misp-events/data/**/*.json")


def test_the_published_files_are_there() -> None:
    assert shared("standards/stix2").exists()
    assert len(STIX) >= 28
    assert len(MISP) >= 16


@pytest.mark.parametrize("file", STIX, ids=lambda file: file.name)
def test_every_published_stix_file_is_taken_and_written_again_whole(file: Path) -> None:
    feed = read_stix(file.read_bytes())
    assert sum(feed.held.values()) >= 1
    again = json.loads(write_again(feed))
    given = json.loads(file.read_bytes())
    assert again["objects"] == (given["objects"] if given["type"] == "bundle" else [given])
    assert read(file.read_bytes()).form == feed.form


@pytest.mark.parametrize("file", MISP, ids=lambda file: file.name)
def test_every_published_misp_file_is_taken_and_written_again_whole(file: Path) -> None:
    feed = read_misp(file.read_bytes())
    assert json.loads(write_again(feed)) == json.loads(file.read_bytes())
    assert read(file.read_bytes()).form == feed.form


@pytest.mark.parametrize("file", [*STIX, *MISP], ids=lambda file: file.name)
def test_what_can_be_looked_for_is_the_same_in_every_form(file: Path) -> None:
    found = read(file.read_bytes()).indicators
    report = Report()
    lost = [each for each in found if not SORTS[each.sort].stix]
    as_stix = read_stix(write_stix(found, NOW, report)).indicators
    assert len(report.unmapped) == len(lost)
    assert [(i.sort, i.value) for i in as_stix] == [(i.sort, i.value) for i in found if i not in lost]
    as_misp = read_misp(write_misp(found, "an exercise", NOW)).indicators
    assert [(i.sort, i.value) for i in as_misp] == [(i.sort, i.value) for i in found]
    for before, after in zip(found, as_misp, strict=True):
        assert markings.TLP.index(after.sharing) >= markings.TLP.index(before.sharing or markings.TLP[0])
    table = list(csv.reader(io.StringIO(write_csv(found).decode("utf-8-sig"))))
    assert len(table) == len(found) + 1


def test_what_a_stricter_file_says_of_sharing_is_never_widened() -> None:
    for given, kept in (("0", "TLP:RED"), ("1", "TLP:AMBER+STRICT"), ("4", "TLP:AMBER+STRICT"), ("9", "TLP:RED")):
        attribute: dict[str, Any] = {"type": "domain", "value": "exercise.example"}
        event = {"info": "x", "distribution": given, "Attribute": [attribute]}
        (found,) = read_misp(json.dumps(event).encode()).indicators
        assert found.sharing == kept
        attribute["Tag"] = [{"name": "tlp:clear"}]
        (found,) = read_misp(json.dumps(event).encode()).indicators
        assert found.sharing == kept, "a tag does not undo the distribution"


def test_what_is_written_goes_no_further_than_the_narrowest_of_its_parts() -> None:
    found = [Indicator("domain", "a.example", "TLP:CLEAR"), Indicator("domain", "b.example", "TLP:RED")]
    event = json.loads(write_misp(found, "x", NOW))["Event"]
    assert (event["distribution"], event["published"]) == ("0", False)
    assert [each["distribution"] for each in event["Attribute"]] == ["3", "0"]


def test_an_event_that_says_nothing_of_who_may_see_it_goes_no_further() -> None:
    (found,) = read_misp(b'{"info": "x", "Attribute": [{"type": "domain", "value": "a.example"}]}').indicators
    assert found.sharing == "TLP:RED"


@pytest.mark.parametrize(
    ("said", "found"),
    [
        ("[ipv4-addr:value = '198.51.100.1']", [("ipv4-addr:value", "198.51.100.1")]),
        ("[url:value = 'a' OR url:value = 'b']", [("url:value", "a"), ("url:value", "b")]),
        ("[url:value = 'a'] OR [url:value = 'b']", [("url:value", "a"), ("url:value", "b")]),
        ("[domain-name:value IN ('a', 'b')]", [("domain-name:value", "a"), ("domain-name:value", "b")]),
        ("[file:hashes.md5 = 'aa']", [("file:hashes.MD5", "aa")]),
        ("[file:hashes.\"SHA-256\" = 'aa']", [("file:hashes.'SHA-256'", "aa")]),
        ("[file:name = 'a\\'b']", [("file:name", "a'b")]),
        ("[file:name = 'a' AND file:size = 5]", []),
        ("[ipv4-addr:value = 'a'] FOLLOWEDBY [url:value = 'b']", []),
        ("[file:name MATCHES '^a']", []),
        ("[ipv4-addr:value != 'a']", []),
        ("ipv4-addr:value = 'a'", []),
        ("", []),
    ],
)
def test_a_pattern_is_taken_apart_only_where_each_value_alone_means_it(said: str, found: list[tuple[str, str]]) -> None:
    assert values(said) == found


@pytest.mark.parametrize("value", ["a", "it's", "back\\slash", "'", "ไทย"])
def test_a_pattern_that_is_written_is_read_as_it_was(value: str) -> None:
    assert values(pattern("file:name", value)) == [("file:name", value)]


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (b"", "not JSON"),
        (b"{", "not JSON"),
        (b"\xff", "not UTF-8"),
        (b'{"a": NaN}', "no number"),
        (b"[" * (DEPTH_MAX + 1) + b"]" * (DEPTH_MAX + 1), "nested"),
        (b"5", "no table"),
        (b"{}", "no event"),
        (b'{"type": "bundle", "objects": 5}', "no list"),
        (b'{"type": "bundle", "objects": [5]}', "no STIX"),
    ],
)
def test_what_is_no_file_of_indicators_says_why(data: bytes, why: str) -> None:
    with pytest.raises(UnreadableFile, match=why):
        read(data)


def test_a_name_that_stands_twice_is_reported() -> None:
    report = Report()
    assert load(b'{"a": 1, "a": 2}', report) == {"a": 2}
    assert "named twice" in report.mended[0].what


def test_a_bracket_in_a_string_is_not_depth() -> None:
    assert load(json.dumps("[" * 500 + '\\"').encode(), Report())


def test_a_spreadsheet_is_given_no_formula() -> None:
    (row,) = list(csv.reader(io.StringIO(write_csv([Indicator("URL", "=cmd()")]).decode("utf-8-sig"))))[1:]
    assert row[1] == "'=cmd()"


def test_the_same_indicators_make_the_same_bytes() -> None:
    found: list[Any] = [Indicator("domain", "a.example", "TLP:GREEN", note="x", tags=("rsit:fraud",))]
    assert write_stix(found, NOW, Report()) == write_stix(found, NOW, Report())
    (again,) = read_stix(write_stix(found, NOW, Report())).indicators
    assert (again.sharing, again.tags, again.since) == ("TLP:GREEN", ("rsit:fraud",), NOW)
