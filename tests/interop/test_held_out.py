"""Published files that the readers were not written with come to what their authors say of them, file by file.

Certificates and credentials: `travel/test_held_out.py`. Origins and licences: `tests/data/interchange/README.md`.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from lintas.dossier import entities as form
from lintas.dossier.entities import Bond, Entity
from lintas.interop.forms import read_any
from lintas.interop.hostile_json import UnreadableFile
from lintas.interop.observables import BY_STIX, cannot_be
from lintas.interop.patterns import values
from lintas.interop.reading import read
from lintas.interop.writing import write_again, write_misp
from tests.interop.samples import facts
from tests.interop.test_interchange import WHOLE

DATA = Path(__file__).parent.parent / "data/interchange"
_C2 = [("IPv4 address", "10.0.0.0")]
FOUND: dict[str, list[tuple[str, str]] | str] = {
    "stix/campaign.json": [],
    "stix/indicator-for-c2-ip-address.json": _C2,
    "stix/indicator-to-campaign-relationship.json": _C2,
    "stix/indicators-for-C2-with-COA.json": [
        *_C2, ("SHA-256", "ef537f25c895bfa782526529a9b63d97aa631564d5d789c2b765448c8635fb6c")],
    "stix/misp-stix-events-collection-stix21.json": [
        ("network (AS)", "174"), ("domain", "circl.lu"), ("file name", "test_file_name")],
    "stix/pymisp-stix2.json": [("IPv4 address", "8.8.8.8")],
    "misp/57c4445b-c548-4654-af0b-4be3950d210f.json": [
        ("file name", "3Z4wnG9603it23y.exe"), ("MD5", "0749bae92ca336a02c83d126e04ec628"),
        ("SHA-1", "77b0c41b7d340b8a3d903f21347bbf06aa766b5b"),
        ("SHA-256", "b3c4ae251f8094fa15b510051835c657eaef2a6cea46075d3aec964b14a99f68"),
        ("registry key", r"Software\Wow6432Node\Microsoft\Windows\CurrentVersion\Run")],
    "misp/attribute.json": [("file name", "bar.exe")],
    "misp/def_param.json": [
        ("domain", "domain.example.com"), ("domain", "ns1.example.com"), ("domain", "ns2.example.com")],
    "misp/event_obj_attr_tag.json": [("file name", "bar"), ("URL", "https://www.circl.lu")],
    "misp/misp-stix-attributes-collection-1.json": [("network (AS)", "174"), ("domain", "circl.lu")],
    "misp/misp-stix-events-collection-1.json": [("network (AS)", "174"), ("domain", "circl.lu")],
    "misp/misp_custom_obj.json": [],
    "misp/misp_event.json": [("URL", "http://fake.website.com/malware/is/here")],
    "misp/new_misp_event.json": [],
    "misp/search_index_result.json": [],
    "misp/eicar-warninglist.json": "warning list",
    "misp/galaxy-cert-eu-govsector.json": "no event of MISP",
    "misp/object-template-mutex.json": "no event of MISP",
    "misp/schema-relationships.json": "no event of MISP",
    "misp/sighting.json": "no event of MISP",
    "misp/taxonomy-information-origin.json": "no event of MISP",
}  # fmt: skip
"""By file, what can be looked for in it, in its order; or why it is refused: a galaxy, a template, a schema, a taxonomy
and a sighting that does not say of what hold nothing to look for."""
TAKEN = [name for name, said in FOUND.items() if not isinstance(said, str)]
REFUSED = {name: said for name, said in FOUND.items() if isinstance(said, str)}


def test_every_file_that_is_kept_here_has_its_verdict() -> None:
    kept = {f"{path.parent.name}/{path.name}" for path in (*DATA.glob("stix/*.json"), *DATA.glob("misp/*.json"))}
    assert kept == FOUND.keys() | {"stix/patterns-validator.json"}


@pytest.mark.parametrize("name", TAKEN)
def test_what_can_be_looked_for_in_a_file_is_found(name: str) -> None:
    found = read((DATA / name).read_bytes())
    assert [(each.sort, each.value) for each in found.indicators] == FOUND[name]


@pytest.mark.parametrize("name", REFUSED)
def test_what_holds_no_indicators_is_not_taken_for_any(name: str) -> None:
    for reader in (read, read_any):
        with pytest.raises(UnreadableFile, match=REFUSED[name]):
            reader((DATA / name).read_bytes())


@pytest.mark.parametrize("name", TAKEN)
def test_what_is_written_again_has_every_object_and_every_field_that_nobody_knows(name: str) -> None:
    data = (DATA / name).read_bytes()
    given: Any = json.loads(data)
    again = write_again(read(data))
    written = json.loads(again)
    if name.startswith("stix/") and given["type"] != "bundle":
        written, given = written["objects"], [given]
    assert written == given
    assert write_again(read(again)) == again


def test_a_bundle_keeps_its_name_and_what_nobody_knows_of_it() -> None:
    bundle = {"type": "bundle", "id": "bundle--1", "x_theirs": {"a": [1]}, "objects": [{"type": "x-a", "id": "x-a--1"}]}
    assert json.loads(write_again(read(json.dumps(bundle).encode()))) == bundle


def test_an_event_and_the_bundle_that_its_authors_made_of_it_hold_the_same() -> None:
    event = read((DATA / "misp/misp-stix-events-collection-1.json").read_bytes()).indicators
    bundle = read((DATA / "stix/misp-stix-events-collection-stix21.json").read_bytes()).indicators
    assert [(each.sort, each.value, each.since) for each in event[1:]] == [
        (each.sort, each.value, each.since) for each in bundle[1:2]
    ]
    assert (event[0].sort, event[0].value) == (bundle[0].sort, bundle[0].value)
    written = json.loads(write_misp(event, "x", "2026-11-28T00:00:00Z"))["Event"]["Attribute"]
    assert (written[0]["type"], written[0]["value"]) == ("AS", "AS174")


def test_a_tag_of_an_index_narrows_as_one_of_an_export_does() -> None:
    attribute = {"type": "domain", "value": "a.example", "AttributeTag": [{"Tag": {"name": "tlp:red"}}]}
    for event in ({"Attribute": [attribute]}, {"Attribute": [{**attribute, "AttributeTag": []}],
                  "EventTag": [{"Tag": {"name": "tlp:red"}}]}):  # fmt: skip
        (found,) = read(json.dumps({"info": "x", "distribution": "3", **event}).encode()).indicators
        assert found.sharing == "TLP:RED"


def test_an_object_with_two_markings_is_shared_as_the_one_that_is_known_says_and_nothing_is_lost() -> None:
    data = (DATA / "stix/campaign.json").read_bytes()
    found = read(data)
    assert found.form == "STIX 2.1"
    assert found.document["objects"] == [json.loads(data)]


NAMED_WHOLE = {
    1: {"aec070645fe53ee3b3763059376134f058cc337247c978add178b6ccdfb0019f"},
    14: {"http://example.com/foo", "http://example.com/bar"},
    16: {r"HKEY_CURRENT_USER\Software\CryptoLocker\Files",
         r"HKEY_CURRENT_USER\Software\Microsoft\CurrentVersion\Run\CryptoLocker_0388"},
    19: {"575833314133343231313937"}, 23: {"cead3f77f6cda6ec00f57d76c9a69faa"},
}  # fmt: skip
"""By its line, the values of each pattern that is one of several values; the others say more, and are kept whole."""


def test_of_the_patterns_of_the_specification_those_are_taken_apart_that_name_values_alone() -> None:
    lines = (DATA / "stix/patterns.txt").read_text().splitlines()
    found = {number: {value for _, value in values(line)} for number, line in enumerate(lines, 1)}
    assert {number: said for number, said in found.items() if said} == NAMED_WHOLE


VALUES_ALONE = {
    "[file:size = 1280]": ["1280"], "[file:size IN (1024, 2048, 4096)]": ["1024", "2048", "4096"],
    "[file:file_name = 'my_file_name']": ["my_file_name"],
    "[file:extended_properties.'ntfs-ext'.sid = '234']": ["234"],
    "[file:file_name IN ('test.txt', 'test2.exe', 'README')]": ["test.txt", "test2.exe", "README"],
    "[network-traffic:start = '2018-04-20T12:36:24.558Z']": ["2018-04-20T12:36:24.558Z"],
    "[file:hashes[*] = '8665c8d477534008b3058b72e2dae8ae']": ["8665c8d477534008b3058b72e2dae8ae"],
}  # fmt: skip
"""Of the patterns that the validator of OASIS passes, those that name values alone. All others say more: they compare,
join with AND, qualify, or stand in round brackets."""
MEANS_NO_HASH = "[file:hashes.'SHA-256' = 'f00']"
"""The one that it fails for what it says and not for how: it is taken apart, and is no hash."""


def test_of_the_patterns_of_the_validator_none_that_it_fails_is_looked_for() -> None:
    cases = json.loads((DATA / "stix/patterns-validator.json").read_bytes())
    assert (len(cases["pass"]), len(cases["fail"])) == (37, 27)
    found = {said: [value for _, value in values(said)] for said in cases["pass"]}
    assert {said: named for said, named in found.items() if named} == VALUES_ALONE
    assert [said for said in cases["fail"] if values(said)] == [MEANS_NO_HASH]
    ((path, value),) = values(MEANS_NO_HASH)
    assert cannot_be(BY_STIX[path], value)


@pytest.mark.parametrize(("said", "found"), [
    ("[file:size IN (1, 2) OR file:name = 'a']", ["1", "2", "a"]), ("[file:name IN ('a', 2)]", ["a", "2"]),
    ("[url:value == 'a']", ["a"]), ("[url:value = 'a'OR url:value = 'b']", ["a", "b"]),
    ("[file:name IN ('a' 'b')]", []), ("[file:name IN ()]", []), ("[file:name IN ('a', b)]", []),
    ("[file:name IN 'a']", []), ("[file:name = ('a')]", []), ("[file:name = 'a' OR ]", []),
    ("[file:name = 'a' ORfile:name = 'b']", []), ("[]", []),
])  # fmt: skip
def test_a_set_is_taken_whole_or_not_at_all_and_what_the_grammar_refuses_is_not_taken(
    said: str, found: list[str]
) -> None:
    assert [value for _, value in values(said)] == found


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


def entities_in(name: str) -> tuple[Entity, ...]:
    """What a file holds, which comes back whole in every form that says everything."""
    held = read_any((DATA / name).read_bytes()).held
    for write, reader in WHOLE.values():
        assert facts(reader(write(held)).held) == facts(held)
    return held.entities


def test_a_file_of_case_in_the_name_spaces_from_before_version_1_is_read() -> None:
    kb = "http://example.org/kb/"
    assert entities_in("case/location.json") == (
        Entity(f"{kb}location1", form.PLACE, (
            (form.NAME, "20341 Whitworth Institute 405 N. Whitworth, Seattle, WA, 98052"),)),
        Entity(f"{kb}location2", form.PLACE, ((form.NAME, "38 Bad Guy Headquarters st., Paris, F-75002, France"),)),
    )  # fmt: skip
    told = {(each.sort, each.says) for each in entities_in("case/mobile_device_and_sim_card.json")}
    assert told == {
        (form.ORGANISATION, ((form.NAME, "Apple"),)), (form.ORGANISATION, ((form.NAME, "Vodafone"),)),
        (form.TELEPHONE, ((form.NUMBER, "31618300XXX"),)), (form.TELEPHONE, ()),
    }  # fmt: skip


def test_a_person_of_followthemoney_is_bound_to_the_telephone_and_the_address() -> None:
    telephone, address, person = entities_in("ftm/test_proxy-person.json")
    assert person.says == (
        (form.NAME, "Ralph Tester"), (form.BORN, "1972-05-01"), (form.DOCUMENT, "9177171"), (form.DOCUMENT, "8e839023"),
    )  # fmt: skip
    assert (telephone.first(form.NUMBER), address.first(form.NUMBER)) == ("+12025557612", "info@ralphtester.me")
    found = read_any((DATA / "ftm/test_proxy-person.json").read_bytes())
    assert set(found.held.bonds) == {Bond("test", form.NAMED_WITH, each.id) for each in (telephone, address)}
    assert [each.what for each in found.report.unmapped] == ["no meaning here for a person: topics, website"]
