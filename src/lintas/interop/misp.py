"""Reading MISP core format, leniently: an event bare, under `Event` or in `response`; or a part of one.

Nothing is dropped: attributes, objects, tags, sightings and galaxies stay in the document. Who may see a thing is
read with it: an event for its own organisation alone is not shared further than that.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any, Final

from lintas.interop import markings, times
from lintas.interop.feed import Feed
from lintas.interop.hostile_json import UnreadableFile, load
from lintas.interop.observables import Indicator, cannot_be, plain, sort_of_misp
from lintas.interop.report import Report

FORM: Final = "MISP"
ATTRIBUTES_MAX: Final = 100_000
PARTS: Final = ("Attribute", "Object", "Tag", "Galaxy", "Sighting", "ShadowAttribute", "EventReport", "RelatedEvent")
DISTRIBUTION: Final = {"0": "TLP:RED", "1": "TLP:AMBER+STRICT", "4": "TLP:AMBER+STRICT", "5": ""}
"""Own organisation, this community, a sharing group, as the event. 2 and 3 (connected and all communities) set no
limit; whatever else stands there is taken as the narrowest."""
INHERIT: Final = "5"
_LIMITED: Final = frozenset({"2", "3"})


def read_misp(data: bytes) -> Feed:
    """Everything in the file; raises `UnreadableFile` where it is no MISP at all."""
    report = Report()
    document = load(data, report)
    events = list(_events(document, report))
    found: list[Indicator] = []
    held = Counter[str]()
    for event in events:
        held += Counter({name: len(_listed(event, name)) for name in PARTS if _listed(event, name)})
        found += _of_event(event, report)
    return Feed(FORM, document, tuple(found), held, report)


def _events(found: Any, report: Report) -> Iterator[dict[str, Any]]:
    if isinstance(found, dict) and "response" in found:
        inside = found["response"]
        for each in inside if isinstance(inside, list) else [inside]:
            yield from _events(each, report)
    elif isinstance(found, dict) and isinstance(found.get("Event"), dict):
        yield found["Event"]
    elif isinstance(found, dict) and ({"info", "date", *PARTS} & found.keys() or "GalaxyCluster" in found):
        if "info" not in found:
            report.mend("file", "a part of an event: it says nothing of who may see it")
        yield found
    elif isinstance(found, list) and found and all(isinstance(each, dict) for each in found):
        report.mend("file", f"a list of {len(found)} entries and no event")
        for each in found:
            yield from _events(each, report) if _like_event(each) else _kept(each, report)
    elif isinstance(found, dict) and {"list", "name"} <= found.keys():
        raise UnreadableFile(
            "it is a warning list of MISP: what stands in it is known to be harmless, and no indicator"
        )
    else:
        raise UnreadableFile("it is no event of MISP and no part of one")


def _like_event(each: Mapping[str, Any]) -> bool:
    return bool({"Event", "response", "info", *PARTS} & each.keys())


def _kept(each: Mapping[str, Any], report: Report) -> Iterator[dict[str, Any]]:
    report.leave(str(each.get("uuid", each.get("name", "entry"))), f"kept as it is: {', '.join(sorted(each)[:6])}")
    return iter(())


def _of_event(event: Mapping[str, Any], report: Report) -> Iterator[Indicator]:
    above = _sharing(event, markings.TLP[-1] if "info" in event and "distribution" not in event else "", report)
    attributes = [(each, above) for each in _listed(event, "Attribute")]
    for each in _listed(event, "Object"):
        own = _sharing(each, above, report)
        attributes += [(attribute, own) for attribute in _listed(each, "Attribute")]
    if len(attributes) > ATTRIBUTES_MAX:
        raise UnreadableFile(f"it has {len(attributes)} attributes; at most {ATTRIBUTES_MAX} are read: split it")
    for attribute, sharing in attributes:
        yield from _of_attribute(attribute, sharing, _tags(event), report)
    for name in ("Galaxy", "Sighting", "ShadowAttribute", "EventReport"):
        if listed := _listed(event, name):
            report.leave(str(event.get("uuid", "event")), f"kept as it is: {len(listed)} of {name}")


def _of_attribute(each: Mapping[str, Any], above: str, tags: tuple[str, ...], report: Report) -> Iterator[Indicator]:
    """What can be looked for in it; a tag of the event (a word of a taxonomy) holds for what is in the event."""
    where, kind, value = str(each.get("uuid", "attribute")), str(each.get("type", "")), each.get("value")
    if _true(each.get("deleted")):
        report.leave(where, "deleted by its author")
        return
    if not isinstance(value, str | int) or not str(value):
        report.leave(where, f"an attribute {kind} without a value")
        return
    said = list(zip(kind.split("|"), str(value).split("|", 1), strict=False)) if "|" in kind else [(kind, str(value))]
    sorts = [(sort_of_misp(part, text), text) for part, text in said]
    if "malware-sample" in kind or not any(sort for sort, _ in sorts):
        report.leave(where, f"no sort of indicator: {kind}")
    sharing = _sharing(each, above, report)
    for sort, text in sorts:
        if why := cannot_be(sort, text):
            report.leave(where, why)
        elif sort:
            yield Indicator(
                sort,
                plain(sort, text),
                sharing,
                times.of_seconds(each.get("timestamp")),
                "",
                str(each.get("comment", "")),
                tuple(dict.fromkeys(each for each in (*tags, *_tags(each)) if not markings.word(each))),
                where,
            )


def _sharing(each: Mapping[str, Any], above: str, report: Report) -> str:
    """The narrowest of its tags, its distribution, and what holds it."""
    said = str(each.get("distribution", INHERIT))
    if said not in DISTRIBUTION and said not in _LIMITED:
        report.mend(str(each.get("uuid", "event")), f"distribution {said!r} is not known: taken as the narrowest")
    own = "" if said in _LIMITED else DISTRIBUTION.get(said, markings.TLP[-1])
    return markings.strictest([above, own, *map(markings.word, _tags(each))])


def _tags(each: Mapping[str, Any]) -> tuple[str, ...]:
    """As they are exported, and as an index has them: each within what ties it to its event or attribute."""
    tied = [tag for name in ("EventTag", "AttributeTag") for tie in _listed(each, name) for tag in _listed(tie, "Tag")]
    return tuple(str(tag["name"]) for tag in (*_listed(each, "Tag"), *tied) if "name" in tag)


def _listed(each: Mapping[str, Any], name: str) -> list[dict[str, Any]]:
    """The entries of a part; MISP writes one alone without its list."""
    found = each.get(name, [])
    entries = found if isinstance(found, list) else [found]
    return [entry for entry in entries if isinstance(entry, dict)]


def _true(value: object) -> bool:
    return value is True or str(value) in {"1", "true", "True"}
