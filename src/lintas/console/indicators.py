"""Indicators in a dossier: which of its verbs send a file of them, which files it holds, and what stands in one.

No kind is named here: a verb sends indicators if its body has the fields `FIELDS`, with a form that is read here.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Final

from lintas.compose import handing
from lintas.console.asking import ask, service
from lintas.console.leaving import parts_of
from lintas.dossier.grammar import Kind, Verb
from lintas.dossier.position import DOSSIER
from lintas.interop import markings, misp, stix, tables, times
from lintas.interop.feed import Feed
from lintas.interop.hostile_json import FILE_BYTES_MAX, UnreadableFile
from lintas.interop.observables import SORTS
from lintas.interop.reading import read
from lintas.interop.report import Report
from lintas.interop.writing import UNMARKED, left_behind, write_again, write_csv, write_misp, write_stix
from lintas.node import uploads
from lintas.node.brought import counts
from lintas.node.plain_data import find_dossier
from lintas.node.state import Node

FIELDS: Final = frozenset({"file", "form", "sharing"})
SAME, STIX, MISP, CSV = "same", "stix", "misp", "csv"
OWN: Final[Mapping[str, str]] = {stix.FORM: STIX, misp.FORM: MISP, tables.FORM: CSV}
"""The forms that are read here, by what they are called in a body and in a `Feed`."""
SUFFIXES: Final[Mapping[str, str]] = {STIX: "stix.json", MISP: "misp.json", CSV: "csv"}
MEDIA: Final[Mapping[str, str]] = {
    STIX: "application/stix+json", MISP: "application/json", CSV: "text/csv; charset=utf-8",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Held:
    """A file of indicators in the dossier: the act that sent it, its number there, its name, and whose it is."""

    act: str
    number: str
    name: str
    author: str
    size_bytes: int


def sends(verb: Verb) -> bool:
    """Whether an act of the verb sends indicators in a form that is read here."""
    fields = verb.says.fields()
    return fields.keys() >= FIELDS and not OWN.keys().isdisjoint(fields["form"].choices)


def has_indicators(kind: Kind) -> bool:
    """Whether dossiers of the kind hold indicators."""
    return any(sends(verb) for types in kind.item.walk() for verb in types[-1].verbs)


def known(name: str) -> bool:
    """The same by the name of the kind; not for one that this node does not have."""
    kind = service().node.kinds.get(name)
    return kind is not None and has_indicators(kind)


def open_to_us(node: Node, text: str) -> str:
    """The verb by which we can give a new set of indicators now; empty where none is open to us."""
    now = node.replica(find_dossier(node, text)).now()
    return next((verb.name for _item, verb, _role in now.can(node.id, DOSSIER) if sends(verb)), "")


def held(node: Node, text: str) -> list[Held]:
    """The files of indicators in the dossier that this node may read, the newest first."""
    dossier = find_dossier(node, text)
    replica = node.replica(dossier)
    now = replica.now()
    verbs = {verb.name for types in replica.kind.item.walk() for verb in types[-1].verbs if sends(verb)}
    brought = {
        found.act.id.hex()
        for found in replica.graph.nodes.values()
        if found.act.header.verb in verbs
        and counts(now, found)
        and not now.ended(found.act.header.item or found.act.item)
    }
    named = ((*each["file"].split("/"), each) for each in handing.files_of(node, dossier))
    found = [
        Held(act, number, each["name"], each["author"], each["bytes"]) for act, number, each in named if act in brought
    ]
    return found[::-1]


def of_upload(officer: str, upload: str) -> tuple[str, Feed]:
    """The name of a file that the officer has handed in, and what stands in it.

    Raises `UnreadableFile`, or as `uploads.part`.
    """
    file: dict[str, Any] = ask(lambda node: uploads.named(node, officer, upload))
    _check_size(file["bytes"])

    def part(at: int) -> bytes:
        data: bytes = ask(lambda node: uploads.part(node, officer, upload, officer, at))
        return data

    return str(file["name"]), read(b"".join(parts_of(part, 0, part(0))))


def of_act(dossier: str, named: str, officer: str) -> tuple[str, Feed]:
    """The same of a file that an act of the dossier sent; its author learns that it was opened here.

    Raises `UnreadableFile`, or as `handing.part_of`.
    """
    file = ask(lambda node: dict(handing.find(node, find_dossier(node, dossier), named)[1]))
    _check_size(file["bytes"])

    def part(at: int) -> bytes:
        data: bytes = ask(lambda node: handing.part_of(node, find_dossier(node, dossier), named, at, officer))
        return data

    return str(file["name"]), read(b"".join(parts_of(part, 0, part(0))))


def _check_size(size_bytes: int) -> None:
    if size_bytes > FILE_BYTES_MAX:
        raise UnreadableFile(f"it has {size_bytes} bytes; at most {FILE_BYTES_MAX} are read: split it")


def fields_of(upload: str, name: str, feed: Feed) -> dict[str, Any]:
    """What a draft says of it: the file as it came, its form, and the narrowest of the markings in it."""
    sharing = markings.strictest(each.sharing or UNMARKED for each in feed.indicators) or UNMARKED
    return {"file": {"upload": upload, "name": name}, "form": feed.form, "sharing": sharing}


def written(feed: Feed, form: str, name: str) -> bytes:
    """The indicators in another form, or everything in its own."""
    now = times.of_text(datetime.now(UTC).isoformat())
    if form == STIX:
        return write_stix(feed.indicators, now, Report())
    if form == MISP:
        return write_misp(feed.indicators, name, now)
    return write_csv(feed.indicators) if form == CSV else write_again(feed)


def lost(feed: Feed, form: str) -> Mapping[str, int]:
    """What of the file does not go into that form: its parts by name, and the sorts for which it has no word."""
    if form == SAME:
        return {}
    behind = dict(left_behind(feed))
    for each in feed.indicators if form == STIX else ():
        if not SORTS[each.sort].stix:
            behind[each.sort] = behind.get(each.sort, 0) + 1
    return behind
