"""Published files that the readers were not written with come to what their authors say of them."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from lintas.interop.forms import read_any
from lintas.interop.hostile_json import UnreadableFile
from lintas.interop.patterns import values
from lintas.interop.reading import read
from tests.interop.travel.test_health import ASKED, judged, layers

DATA = Path(__file__).parent.parent / "data/interchange"


def test_a_certificate_of_another_state_comes_to_what_it_states() -> None:
    case = json.loads((DATA / "dcc-dk-10.json").read_bytes())
    verdict, taken_off = judged(case), layers(case)
    assert (verdict.holds, verdict.state, verdict.sort) == (True, "DK", "vaccination")
    for name, expected in case["EXPECTEDRESULTS"].items():
        if name in ASKED:
            assert (verdict.result(ASKED[name]) == "passed") == expected, name
        assert taken_off.get(name, expected) == expected, name


def test_a_list_of_what_is_harmless_is_not_taken_for_indicators() -> None:
    data = (DATA / "eicar-warninglist.json").read_bytes()
    for reader in (read, read_any):
        with pytest.raises(UnreadableFile, match="warning list"):
            reader(data)


def test_an_object_with_two_markings_is_shared_as_the_one_that_is_known_says_and_nothing_is_lost() -> None:
    data = (DATA / "stix-campaign.json").read_bytes()
    found = read(data)
    assert found.form == "STIX 2.1"
    assert found.document["objects"] == [json.loads(data)]
    assert not found.indicators


NAMED_WHOLE = {
    1: {"aec070645fe53ee3b3763059376134f058cc337247c978add178b6ccdfb0019f"},
    14: {"http://example.com/foo", "http://example.com/bar"},
    16: {r"HKEY_CURRENT_USER\Software\CryptoLocker\Files",
         r"HKEY_CURRENT_USER\Software\Microsoft\CurrentVersion\Run\CryptoLocker_0388"},
    19: {"575833314133343231313937"}, 23: {"cead3f77f6cda6ec00f57d76c9a69faa"},
}  # fmt: skip
"""By its line, the values of each pattern that is one of several values; the others say more, and are kept whole."""


def test_of_the_patterns_of_the_specification_those_are_taken_apart_that_name_values_alone() -> None:
    lines = (DATA / "stix-patterns.txt").read_text().splitlines()
    found = {number: {value for _, value in values(line)} for number, line in enumerate(lines, 1)}
    assert {number: said for number, said in found.items() if said} == NAMED_WHOLE


@pytest.mark.parametrize("pattern", [
    "[file:hashes.'SHA-256' = 'f00']", "[file:hashes.MD5 = 'zz54025255fb1a26e4bc422aef54eb45']",
    "[file:hashes.'SHA-256' = 'f00' OR file:hashes.MD5 = '79054025255fb1a26e4bc422aef54eb4']",
])  # fmt: skip
def test_a_hash_that_cannot_be_one_is_no_indicator_in_any_form(pattern: str) -> None:
    """The validator of OASIS refuses the first."""
    stix = json.dumps({"type": "indicator", "id": "indicator--1", "pattern": pattern, "pattern_type": "stix"})
    misp = json.dumps({"info": "x", "Attribute": [{"type": "sha256", "value": "f00"}, {"type": "md5", "value": "zz"}]})
    table = "type,value\nsha256,f00\ndomain,a.example\n"
    for data, left in ((stix, "cannot be"), (misp, "cannot be"), (table, "cannot be")):
        found = read(data.encode())
        assert {each.sort for each in found.indicators} <= {"domain", "MD5"}
        assert any(left in each.what for each in found.report.unmapped), data
