"""Writing indicators: strict STIX 2.1, MISP, CSV. What the form has no word for is reported.

The same indicators always make the same bytes: identifiers are derived (UUID version 5), times are given.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any, Final
from uuid import UUID, uuid5

from lintas.interop import markings, times
from lintas.interop.cells import write_csv_rows
from lintas.interop.feed import Feed
from lintas.interop.observables import SORTS, Indicator
from lintas.interop.patterns import pattern
from lintas.interop.report import Report
from lintas.interop.tables import FORM as CSV

NAMESPACE: Final = UUID("6b1f5d4e-9f0b-5b0e-8a37-3c1d8f3f7a55")
"""Of the identifiers that are made here."""
COLUMNS: Final = ("sort", "value", "sharing", "since", "until", "note", "tags", "source")
_DISTRIBUTION: Final = {"TLP:RED": "0", "TLP:AMBER+STRICT": "0", "TLP:AMBER": "1", "TLP:GREEN": "2", "TLP:CLEAR": "3"}
UNMARKED: Final = "TLP:AMBER"
"""What is not marked is shared no further than this."""


def write_again(feed: Feed) -> bytes:
    """The document in its own form, nothing left out."""
    document = feed.document
    if feed.form == CSV:
        return write_csv(feed.indicators)
    if feed.form.startswith("STIX"):
        document = {"type": "bundle", "id": f"bundle--{made_id(_json(document).decode())}", **document}
    return _json(document)


def write_stix(indicators: Sequence[Indicator], now: str, report: Report) -> bytes:
    """A bundle of indicators; `now` (as `times.of_text` writes) is when they were made here."""
    made, used = [], set[str]()
    for each in indicators:
        sort = SORTS[each.sort]
        if not sort.stix:
            report.leave(each.source or each.value, f"STIX has no observable for {each.sort}")
            continue
        sharing = each.sharing or UNMARKED
        used.add(sharing)
        made.append(_stix_indicator(each, sort.stix, sharing, now))
    objects = [*(_tlp(word) for word in sorted(used)), *made]
    return _json({"type": "bundle", "id": f"bundle--{made_id(_json(objects).decode())}", "objects": objects})


def _stix_indicator(each: Indicator, path: str, sharing: str, now: str) -> dict[str, Any]:
    said = pattern(path, each.value)
    found: dict[str, Any] = {
        "type": "indicator",
        "spec_version": "2.1",
        "id": f"indicator--{made_id(f'{said} {sharing}')}",
        "created": _milliseconds(now),
        "modified": _milliseconds(now),
        "name": f"{each.sort}: {each.value}",
        "pattern": said,
        "pattern_type": "stix",
        "valid_from": _milliseconds(each.since or now),
        "object_marking_refs": [markings.stix_id(sharing)],
    }
    if each.until > (each.since or now):
        found["valid_until"] = _milliseconds(each.until)
    if each.note:
        found["description"] = each.note
    if each.tags:
        found["labels"] = list(each.tags)
    return found


def _tlp(word: str) -> dict[str, Any]:
    """The marking definition of TLP 2.0 as OASIS publishes it."""
    return {
        "type": "marking-definition",
        "spec_version": "2.1",
        "id": markings.stix_id(word),
        "created": "2022-10-01T00:00:00.000Z",
        "name": word,
        "extensions": {
            "extension-definition--60a3c5c5-0d10-413e-aab3-9e08dde9e88d": {
                "extension_type": "property-extension",
                "tlp_2_0": word.removeprefix("TLP:").lower(),
            }
        },
    }


def write_misp(indicators: Sequence[Indicator], info: str, now: str) -> bytes:
    """One event with an attribute for each; it goes no further than the narrowest of them, and is not published."""
    sharing = markings.strictest(each.sharing or UNMARKED for each in indicators) or UNMARKED
    attributes = [_attribute(each, now) for each in indicators]
    event = {
        "uuid": made_id(info + _json(attributes).decode()),
        "info": info,
        "date": now[:10],
        "timestamp": str(times.seconds_of(now)),
        "threat_level_id": "4",
        "analysis": "0",
        "published": False,
        "distribution": _DISTRIBUTION[sharing],
        "Tag": [{"name": sharing.lower()}],
        "Attribute": attributes,
    }
    return _json({"Event": event})


def _attribute(each: Indicator, now: str) -> dict[str, Any]:
    sort, sharing = SORTS[each.sort], each.sharing or UNMARKED
    return {
        "uuid": made_id(f"{sort.misp} {each.value} {sharing}"),
        "type": sort.misp,
        "category": sort.category,
        "value": f"AS{each.value}" if sort.misp == "AS" else each.value,
        "to_ids": True,
        "distribution": _DISTRIBUTION[sharing],
        "timestamp": str(times.seconds_of(each.since or now)),
        "comment": each.note,
        "Tag": [{"name": name} for name in dict.fromkeys([sharing.lower(), *each.tags])],
    }


def write_csv(indicators: Sequence[Indicator]) -> bytes:
    """A table in UTF-8 with a mark for spreadsheets; nothing in it is read as a formula."""
    rows = (
        [each.sort, each.value, each.sharing, each.since, each.until, each.note, " ".join(each.tags), each.source]
        for each in indicators
    )
    return write_csv_rows([COLUMNS, *rows])


def left_behind(feed: Feed) -> dict[str, int]:
    """What a change of form leaves behind: parts of the file that are no indicators, by their names."""
    return {name: count for name, count in feed.held.items() if name not in {"indicator", "Attribute", "Tag", "row"}}


def _json(value: Any) -> bytes:
    return (json.dumps(value, ensure_ascii=False, indent=2) + "\n").encode()


def made_id(text: str) -> str:
    """The id (UUID version 5) that this text always has."""
    return str(uuid5(NAMESPACE, text))


def _milliseconds(time: str) -> str:
    return time.replace("Z", ".000Z")
