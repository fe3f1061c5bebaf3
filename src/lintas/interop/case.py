"""CASE and UCO: who did what in an investigation, and with which evidence, as JSON-LD.

An act is an investigative action of its authority on what it names, and its result is a record of provenance; files
carry their hashes. What the ontologies have no property for stands under a name space of ours, so that it is read back
(CASE 1.4, UCO 1.4; classes by their names in the ontology, https://caseontology.org).
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Mapping
from typing import Any, Final

from lintas.dossier import entities as form
from lintas.dossier.entities import Entities, Entity
from lintas.dossier.numbers import is_ipv6
from lintas.interop.writing import made_id

OURS: Final = "urn:lintas:interchange:1#"
KB: Final = "urn:lintas:entity:"
UCO: Final = "https://ontology.unifiedcyberontology.org/uco/"
CASE: Final = "https://ontology.caseontology.org/case/"
CONTEXT: Final = {
    "kb": KB,
    "lintas": OURS,
    "case-investigation": f"{CASE}investigation/",
    "uco-action": f"{UCO}action/",
    "uco-core": f"{UCO}core/",
    "uco-identity": f"{UCO}identity/",
    "uco-location": f"{UCO}location/",
    "uco-observable": f"{UCO}observable/",
    "uco-types": f"{UCO}types/",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}
ITEM, SORT = "uco-core:Item", "sort"
TYPES: Final[Mapping[str, str]] = {
    form.PERSON: "uco-identity:Person",
    form.ORGANISATION: "uco-identity:Organization",
    form.ACCOUNT: "uco-observable:Account",
    form.TELEPHONE: "uco-observable:PhoneAccount",
    form.E_MAIL: "uco-observable:EmailAddress",
    form.IP_ADDRESS: "uco-observable:IPv4Address",
    form.VEHICLE: ITEM,
    form.VESSEL: ITEM,
    form.PLACE: "uco-location:Location",
    form.FILE: "uco-observable:File",
    form.ACT: "case-investigation:InvestigativeAction",
    form.EXPORT: "case-investigation:Investigation",
}
"""By sort, its class. The ontologies have none for a vehicle or a vessel: of items, `lintas:sort` says which it is."""
_TIME: Final = re.compile(r"(\d{4}-\d\d-\d\d) (\d\d:\d\d:\d\d) UTC", re.ASCII)
_DAY: Final = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)
Json = dict[str, Any]


def write_case(held: Entities) -> bytes:
    """One JSON-LD document, whose names are explained by the context in it."""
    ids = {each.id: f"kb:{local(each.sort)}-{made_id(each.id)}" for each in held.entities}
    graph = [node for each in held.entities for node in _nodes(each, held, ids)]
    graph += [_relationship(bond, ids) for bond in held.bonds if bond.relation not in {form.NAMED_IN, form.MADE}]
    return (json.dumps({"@context": CONTEXT, "@graph": graph}, ensure_ascii=False, indent=2) + "\n").encode()


def local(name: str) -> str:
    """A property of ours as a name in our name space: letters, digits and hyphens."""
    return re.sub(r"[^a-z0-9]+", "-", name.casefold()).strip("-")


def _nodes(each: Entity, held: Entities, ids: Mapping[str, str]) -> Iterator[Json]:
    made: Json = {"@id": ids[each.id], "@type": _type(each), **_SAID[each.sort](each)}
    # In its own words as well, wherever a term of the ontology says less: a year of birth is no date and time.
    ours = each.but(*(name for name in _WHOLE.get(each.sort, ()) if name == form.SAYS or len(each.all(name)) == 1))
    for name in dict.fromkeys(name for name, _ in ours):
        values = [value for other, value in ours if other == name]
        made[f"lintas:{local(name)}"] = values[0] if len(values) == 1 else values
    made["lintas:id"] = each.id
    if TYPES[each.sort] == ITEM:
        made[f"lintas:{SORT}"] = each.sort
    if each.sort == form.EXPORT:
        made["uco-core:object"] = [{"@id": ids[other.id]} for other in held.entities if other.id != each.id]
    if each.sort == form.ACT:
        yield from _action(made, each, held, ids)
    else:
        yield made


def _type(each: Entity) -> str:
    return f"uco-observable:{_ip(each)}" if each.sort == form.IP_ADDRESS else TYPES[each.sort]


def _ip(each: Entity) -> str:
    return "IPv6Address" if is_ipv6(each.first(form.NUMBER)) else "IPv4Address"


def _action(made: Json, each: Entity, held: Entities, ids: Mapping[str, str]) -> Iterator[Json]:
    """An act: who performed it, on what; and the record of provenance of what it names."""
    named = [{"@id": ids[bond.one]} for bond in held.bonds if bond.relation == form.NAMED_IN and bond.other == each.id]
    by = next((ids[bond.one] for bond in held.bonds if bond.relation == form.MADE and bond.other == each.id), None)
    if by:
        made["uco-action:performer"] = {"@id": by}
    if named:
        record = f"kb:provenance-record-{made_id(f'provenance {each.id}')}"
        made |= {"uco-action:object": named, "uco-action:result": {"@id": record}}
        yield {
            "@id": record,
            "@type": "case-investigation:ProvenanceRecord",
            "uco-core:description": f"what {each.first(form.SAID_BY)} said in the act {each.first(form.VERB)}",
            "uco-core:object": named,
        }
    yield made


def _relationship(bond: form.Bond, ids: Mapping[str, str]) -> Json:
    return {
        "@id": f"kb:relationship-{made_id(f'{bond.one} {bond.relation} {bond.other}')}",
        "@type": "uco-core:Relationship",
        "uco-core:source": {"@id": ids[bond.one]},
        "uco-core:target": {"@id": ids[bond.other]},
        "uco-core:kindOfRelationship": bond.relation,
        "uco-core:isDirectional": True,
    }


def _named(each: Entity) -> Json:
    return {"uco-core:name": name} if (name := each.first(form.NAME)) else {}


def _person(each: Entity) -> Json:
    born = each.first(form.BORN)
    facet = {
        **_facet(each, "uco-identity", "BirthInformationFacet"),
        "uco-identity:birthdate": {"@type": "xsd:dateTime", "@value": f"{born}T00:00:00"},
    }
    return _named(each) | ({"uco-core:hasFacet": facet} if _DAY.fullmatch(born) else {})


def _facet(each: Entity, prefix: str, name: str) -> Json:
    return {"@id": f"kb:{local(name)}-{made_id(f'{name} {each.id}')}", "@type": f"{prefix}:{name}"}


def _by_number(facet: str, name: str) -> Callable[[Entity], Json]:
    """What is known by a number or an address, which the facet of its class holds."""

    def said(each: Entity) -> Json:
        made = _facet(each, "uco-observable", facet)
        return {"uco-core:hasFacet": made | {f"uco-observable:{name}": each.first(form.NUMBER)}}

    return said


def _address(each: Entity) -> Json:
    return _by_number(f"{_ip(each)}Facet", "addressValue")(each)


def _file(each: Entity) -> Json:
    size, content = each.first(form.BYTES), _facet(each, "uco-observable", "ContentDataFacet")
    file = _facet(each, "uco-observable", "FileFacet") | {"uco-observable:fileName": each.first(form.NAME)}
    if media := each.first(form.MEDIA):
        content["uco-observable:mimeType"] = media
    if size.isascii() and size.isdigit():
        file["uco-observable:sizeInBytes"] = content["uco-observable:sizeInBytes"] = int(size)
    if sha256 := each.first(form.SHA256):
        content["uco-observable:hash"] = {
            **_facet(each, "uco-types", "Hash"),
            "uco-types:hashMethod": "SHA256",
            "uco-types:hashValue": {"@type": "xsd:hexBinary", "@value": sha256},
        }
    return {"uco-core:hasFacet": [file, content]}


def _act(each: Entity) -> Json:
    made: Json = {"uco-core:name": each.first(form.VERB)}
    if match := _TIME.fullmatch(each.first(form.TIME)):
        made["uco-action:startTime"] = {"@type": "xsd:dateTime", "@value": f"{match[1]}T{match[2]}Z"}
    if says := each.all(form.SAYS):
        made["uco-core:description"] = list(says)
    return made


def _export(each: Entity) -> Json:
    return {"uco-core:name": each.first(form.KIND)}


_SAID: Final = {
    form.PERSON: _person, form.ORGANISATION: _named, form.PLACE: _named, form.FILE: _file, form.ACT: _act,
    form.EXPORT: _export, form.VEHICLE: lambda each: {}, form.VESSEL: _named,
    form.ACCOUNT: _by_number("AccountFacet", "accountIdentifier"),
    form.TELEPHONE: _by_number("PhoneAccountFacet", "phoneNumber"),
    form.E_MAIL: _by_number("EmailAddressFacet", "addressValue"),
    form.IP_ADDRESS: _address,
}  # fmt: skip
_WHOLE: Final[Mapping[str, tuple[str, ...]]] = {
    form.PERSON: (form.NAME,), form.ORGANISATION: (form.NAME,), form.ACCOUNT: (form.NUMBER,), form.PLACE: (form.NAME,),
    form.TELEPHONE: (form.NUMBER,), form.E_MAIL: (form.NUMBER,), form.IP_ADDRESS: (form.NUMBER,),
    form.VESSEL: (form.NAME,),
    form.FILE: (form.NAME, form.MEDIA, form.BYTES, form.SHA256), form.ACT: (form.VERB, form.TIME, form.SAYS),
    form.EXPORT: (form.KIND,),
}  # fmt: skip
"""By sort, what terms of the ontologies say whole."""
