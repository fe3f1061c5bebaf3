"""Reading STIX 2.1, leniently: a bundle, a list of objects or one object; whatever is not known is kept as it is.

So are the observables that lie inside of observed data, as STIX 2.0 has them and 2.1 still allows (section 4.14).
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from typing import Any, Final

from lintas.interop import markings, times
from lintas.interop.feed import Feed
from lintas.interop.hostile_json import UnreadableFile, load
from lintas.interop.observables import BY_STIX, SORTS, Indicator, cannot_be, plain
from lintas.interop.patterns import values
from lintas.interop.report import Report

FORM: Final = "STIX 2.1"
OBJECTS_MAX: Final = 100_000
_TYPE: Final = re.compile(r"[a-z0-9-]{3,250}", re.ASCII)
_IDENTIFIER: Final = re.compile(r"([a-z0-9-]+)--[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.ASCII)
_HASHES: Final = {"MD5": "MD5", "SHA-1": "SHA-1", "SHA-256": "SHA-256", "SHA-512": "SHA-512"}


def read_stix(data: bytes) -> Feed:
    """Everything in the file; raises `UnreadableFile` where it is no STIX at all."""
    report = Report()
    given = load(data, report)
    objects = _objects(given, report)
    marked = {**markings.STIX_IDS, **markings.STIX_IDS_OF_TLP_1, **_defined(objects)}
    found: list[Indicator] = []
    for number, each in enumerate(objects):
        where = str(each.get("id", f"object {number + 1}"))
        _examine(each, where, report)
        found += _indicators(each, where, _sharing(each, marked), report)
    bundle = given if isinstance(given, dict) and given.get("type") == "bundle" else {}
    if bundle.get("spec_version", "2.1") != "2.1":
        report.mend("file", f"written for version {bundle['spec_version']}")
    document = {**bundle, "type": "bundle", "objects": objects}
    return Feed(FORM, document, tuple(found), Counter(str(each.get("type", "")) for each in objects), report)


def _objects(found: Any, report: Report) -> list[dict[str, Any]]:
    if isinstance(found, dict) and found.get("type") != "bundle":
        report.mend("file", "one object and no bundle")
        found = [found]
    elif isinstance(found, dict):
        found = found.get("objects", [])
    else:
        report.mend("file", "a list of objects and no bundle")
    if not isinstance(found, list):
        raise UnreadableFile("it has no list of objects")
    if len(found) > OBJECTS_MAX:
        raise UnreadableFile(f"it has {len(found)} objects; at most {OBJECTS_MAX} are read: split it")
    good = [each for each in found if isinstance(each, dict) and isinstance(each.get("type"), str)]
    if not good and found:
        raise UnreadableFile('none of its objects has a "type": it is no STIX')
    if len(good) < len(found):
        report.mend("file", f"left out, since they are no objects with a type: {len(found) - len(good)}")
    return good


def _examine(each: Mapping[str, Any], where: str, report: Report) -> None:
    """What is not as the standard has it."""
    kind = each["type"]
    if not _TYPE.fullmatch(kind):
        report.mend(where, f"{kind!r} is no name of a type")
    identifier = each.get("id")
    if not isinstance(identifier, str) or not (match := _IDENTIFIER.fullmatch(identifier)):
        report.mend(where, "its id is not TYPE--UUID")
    elif match[1] != kind:
        report.mend(where, f"its id is that of another type than {kind}")
    for name in ("created", "modified", "valid_from", "valid_until"):
        if name in each and not times.of_text(each[name]):
            report.mend(where, f"{name} is no time")
    if each.get("spec_version", "2.1") != "2.1":
        report.mend(where, f"written for version {each['spec_version']}")


def _defined(objects: list[dict[str, Any]]) -> dict[str, str]:
    """Marking definitions of the file that are words of TLP."""
    found = {}
    for each in objects:
        if each["type"] == "marking-definition":
            definition = each.get("definition")
            said = definition.get("tlp", "") if isinstance(definition, dict) else each.get("name", "")
            text = str(said)
            found[str(each.get("id"))] = markings.word(text if text.upper().startswith("TLP:") else f"TLP:{text}")
    return found


def _sharing(each: Mapping[str, Any], marked: Mapping[str, str]) -> str:
    references = each.get("object_marking_refs", [])
    names = references if isinstance(references, list) else []
    return markings.strictest(marked.get(str(name), "") for name in names)


def _indicators(each: Mapping[str, Any], where: str, sharing: str, report: Report) -> list[Indicator]:
    kind, labels = each["type"], each.get("labels", each.get("indicator_types", []))
    tags = tuple(map(str, labels)) if isinstance(labels, list) else ()
    said = _alternatives(each, where, report) if kind == "indicator" else _all_observed(each)
    for why in filter(None, (cannot_be(sort, value) for sort, value in said)):
        report.leave(where, why)
    since, until = times.of_text(each.get("valid_from")), times.of_text(each.get("valid_until"))
    note = str(each.get("name", each.get("description", "")))
    good = [(sort, value) for sort, value in said if not cannot_be(sort, value)]
    return [Indicator(sort, plain(sort, value), sharing, since, until, note, tags, where) for sort, value in good]


def _alternatives(each: Mapping[str, Any], where: str, report: Report) -> list[tuple[str, str]]:
    pattern = each.get("pattern")
    if each.get("pattern_type", "stix") != "stix" or not isinstance(pattern, str):
        report.leave(where, f"a pattern in the language {each.get('pattern_type')}")
        return []
    found = [(BY_STIX.get(path, ""), value) for path, value in values(pattern)]
    if not found or any(not sort for sort, _ in found):
        report.leave(where, "a pattern that is not one of several values")
        return []
    return found


def _all_observed(each: Mapping[str, Any]) -> list[tuple[str, str]]:
    """The values of an observable that stands by itself, or of those that lie in observed data."""
    inside = each.get("objects") if each["type"] == "observed-data" else None
    observables = inside.values() if isinstance(inside, dict) else [each]
    good = [one for one in observables if isinstance(one, dict) and isinstance(one.get("type"), str)]
    return [pair for one in good for pair in _observed(one)]


def _observed(each: Mapping[str, Any]) -> list[tuple[str, str]]:
    """The values of an observable (STIX 2.1 section 6)."""
    kind = each["type"]
    found = []
    for name, sort in SORTS.items():
        path_kind, _, path = sort.stix.partition(":")
        if path_kind != kind or path.startswith("hashes."):
            continue
        if isinstance(value := each.get(path), str | int):
            found.append((name, str(value)))
    hashes = each.get("hashes")
    if kind == "file" and isinstance(hashes, dict):
        found += [(_HASHES[name], str(value)) for name, value in hashes.items() if name in _HASHES]
    return found
