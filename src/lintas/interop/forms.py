"""In which forms a dossier leaves, and how a file of any of them is read without being told which it is.

A form is offered where it has a word for something that the fields of the kind may name: it follows from the meanings
of the fields, and no kind is named here.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

from lintas.dossier import entities as form
from lintas.dossier.entities import Entities, sorts_in
from lintas.dossier.grammar import Kind
from lintas.dossier.traits import PROTECTED
from lintas.interop.case import write_case
from lintas.interop.case_reading import read_case
from lintas.interop.found import Found
from lintas.interop.ftm import read_ftm, write_ftm
from lintas.interop.hostile_json import UnreadableFile
from lintas.interop.looked_for import read_indicators, unwritten_as_stix, write_as_misp, write_as_stix
from lintas.interop.table import read_csv_table, write_csv_table
from lintas.interop.xlsx import read_xlsx, write_xlsx
from lintas.node.extract import Purpose


@dataclass(frozen=True, slots=True)
class Form:
    """A form: its title, the ending and the media type of its files, what they are for, for which sorts of entities it
    has a word, how it is written, and what of entities it then lacks.
    """

    title: str
    ending: str
    media: str
    purpose: Purpose
    sorts: frozenset[str]
    write: Callable[[Entities], bytes]
    unwritten: Callable[[Entities], tuple[str, ...]] = lambda held: ()


_SOUGHT: Final = frozenset({form.ACCOUNT, form.TELEPHONE, form.E_MAIL, form.IP_ADDRESS, form.FILE})
_NAMED: Final = _SOUGHT | {form.PERSON, form.VEHICLE, form.VESSEL, form.PLACE, form.ORGANISATION, form.ACT}
_SHEET: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

FORMS: Final[Mapping[str, Form]] = MappingProxyType(
    {
        "ftm": Form("FollowTheMoney", "ftm.json", "application/json+ftm", Purpose.OWN, _NAMED, write_ftm),
        "case": Form("CASE/UCO", "case.jsonld", "application/ld+json", Purpose.EVIDENCE, _NAMED, write_case),
        "stix": Form("STIX 2.1", "stix.json", "application/stix+json", Purpose.PASSED_ON, _SOUGHT, write_as_stix,
            unwritten_as_stix),
        "misp": Form("MISP", "misp.json", "application/json", Purpose.PASSED_ON, _SOUGHT, write_as_misp),
        "csv": Form("CSV", "entities.csv", "text/csv; charset=utf-8", Purpose.OWN, _NAMED, write_csv_table),
        "xlsx": Form("XLSX", "entities.xlsx", _SHEET, Purpose.OWN, _NAMED, write_xlsx),
    }
)  # fmt: skip


def offered(kind: Kind) -> tuple[str, ...]:
    """The names of the forms in which a dossier of this kind can leave; of a protected one, pseudonyms alone do."""
    if PROTECTED in kind.item.traits:
        return tuple(name for name, each in FORMS.items() if form.PERSON in each.sorts)
    named = {sort for path in kind.item.walk() for verb in path[-1].verbs for sort in sorts_in(verb.says)}
    return tuple(name for name, each in FORMS.items() if each.sorts & named)


def read_any(data: bytes) -> Found:
    """What a file holds, by what it looks like; raises `UnreadableFile`, saying why."""
    start = data.lstrip(b"\xef\xbb\xbf \t\r\n")[:1]
    if data.startswith(b"PK"):
        return read_xlsx(data)
    if start in (b"{", b"["):
        return _read_json(data)
    if not start or b"\0" in data[:4096]:
        raise UnreadableFile("it is none of FollowTheMoney, CASE/UCO, STIX, MISP, CSV and XLSX")
    return read_csv_table(data)


def _read_json(data: bytes) -> Found:
    """JSON: as JSON-LD if it explains its names, as FollowTheMoney if a line has a schema, else as STIX or MISP."""
    if b'"@context"' in data or b'"@graph"' in data:
        return read_case(data)
    if b'"schema"' in data and b'"properties"' in data:
        return read_ftm(data)
    return read_indicators(data)
