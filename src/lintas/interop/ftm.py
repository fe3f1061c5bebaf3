"""FollowTheMoney: entities as JSON lines, written and read by a mapping of our own to the published schemata.

Every property is a list of text (followthemoney.tech). What a schema has no property for stands in its `notes` as
`property: value`, so that every line says for itself where it comes from and what may be done with it, and is read
back. Ids are those of the entities, so that a file written again says the same of the same.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from typing import Any, Final

from lintas.dossier import entities as form
from lintas.dossier.entities import Bond, Entities, Entity
from lintas.interop.found import ENTITIES_MAX, Found, Gathering
from lintas.interop.hostile_json import FILE_BYTES_MAX, UnreadableFile, load
from lintas.interop.report import Report
from lintas.interop.writing import made_id

FORM: Final = "FollowTheMoney"
NOTES: Final = "notes"
LINK: Final = "UnknownLink"
USER: Final = "UserAccount"
"""Somebody's account with a service: the schema in which a telephone and an e-mail address stand by themselves."""
UNNAMED: Final = "person not named"
_HOLDER: Final = "holder of document "

_WRITTEN: Final[Mapping[str, tuple[str, Mapping[str, str]]]] = {
    form.PERSON: (
        "Person",
        {form.NAME: "name", form.OTHER_NAME: "alias", form.BORN: "birthDate", form.DOCUMENT: "idNumber"},
    ),
    form.ORGANISATION: ("Organization", {form.NAME: "name", form.STATE: "country"}),
    form.ACCOUNT: ("BankAccount", {form.NUMBER: "accountNumber"}),
    form.TELEPHONE: (USER, {form.NUMBER: "number"}),
    form.E_MAIL: (USER, {form.NUMBER: "email"}),
    form.IP_ADDRESS: (USER, {form.NUMBER: "ipAddress"}),
    form.VEHICLE: ("Vehicle", {form.PLATE: "registrationNumber", form.MORE: "type"}),
    form.VESSEL: ("Vessel", {form.NAME: "name", form.IMO: "imoNumber", form.MMSI: "mmsi", form.MORE: "type"}),
    form.PLACE: ("Address", {form.NAME: "full"}),
    form.FILE: ("Document", {form.NAME: "fileName", form.MEDIA: "mimeType", form.BYTES: "fileSize"}),
    form.ACT: ("Event", {form.VERB: "name", form.TIME: "date", form.SAYS: "description"}),
    form.EXPORT: ("Note", {form.KIND: "name"}),
}
"""By sort, the schema that says it, and its properties."""

_PERSON: Final = {
    "name": form.NAME, "alias": form.OTHER_NAME, "weakAlias": form.OTHER_NAME, "previousName": form.OTHER_NAME,
    "birthDate": form.BORN, "idNumber": form.DOCUMENT, "passportNumber": form.DOCUMENT,
}  # fmt: skip
_ORGANISATION: Final = {"name": form.NAME, "country": form.STATE}
_VEHICLE: Final = {"registrationNumber": form.PLATE, "type": form.MORE, "model": form.MORE}
_IP: Final = "ipAddress"
_REACHED: Final = (
    ("number", form.TELEPHONE),
    ("phone", form.TELEPHONE),
    ("email", form.E_MAIL),
    (_IP, form.IP_ADDRESS),
)
"""Properties by which somebody is reached: entities of their own, bound to what they are said of."""
_REACHABLE: Final = frozenset({form.PERSON, form.ORGANISATION, form.ACCOUNT, form.TELEPHONE, form.E_MAIL})
_FILE: Final = {"fileName": form.NAME, "mimeType": form.MEDIA, "fileSize": form.BYTES}
_FILES: Final = (
    "Document", "Audio", "Email", "HyperText", "Image", "Pages", "PlainText", "Table", "Video", "Workbook",
)  # fmt: skip
_READ: Final[Mapping[str, tuple[str, Mapping[str, str]]]] = {
    "Person": (form.PERSON, _PERSON),
    **dict.fromkeys(("Organization", "Company", "LegalEntity", "PublicBody"), (form.ORGANISATION, _ORGANISATION)),
    "BankAccount": (form.ACCOUNT, {"accountNumber": form.NUMBER, "iban": form.NUMBER}),
    "CryptoWallet": (form.ACCOUNT, {"publicKey": form.NUMBER}),
    USER: (form.ACCOUNT, {"username": form.NUMBER}),
    **dict.fromkeys(("Vehicle", "Airplane"), (form.VEHICLE, _VEHICLE)),
    "Vessel": (form.VESSEL, {"name": form.NAME, "imoNumber": form.IMO, "mmsi": form.MMSI, "type": form.MORE}),
    "Address": (form.PLACE, {"full": form.NAME}),
    **dict.fromkeys(_FILES, (form.FILE, _FILE)),
    "Event": (form.ACT, {"name": form.VERB, "date": form.TIME, "description": form.SAYS}),
    "Note": (form.EXPORT, {"name": form.KIND}),
}  # fmt: skip
_NAMED_BY: Final = {
    "BankAccount": "accountNumber", "Address": "full", "Document": "fileName", "Vehicle": "registrationNumber",
}  # fmt: skip
"""Schemata whose name, which they must have, is that of another property."""
_EDGES: Final = {
    LINK: ("subject", "object"), "Ownership": ("owner", "asset"), "Directorship": ("director", "organization"),
    "Employment": ("employee", "employer"), "Membership": ("member", "organization"), "Family": ("person", "relative"),
    "Associate": ("person", "associate"), "Payment": ("payer", "beneficiary"), "Representation": ("agent", "client"),
    "Debt": ("debtor", "creditor"),
}  # fmt: skip
"""Schemata that bind two entities, and the properties that name them."""
_DOCUMENTS: Final = ("Identification", "Passport")
_TIME: Final = re.compile(r"(\d{4}-\d\d-\d\d)[ T](\d\d:\d\d:\d\d)( UTC|Z)?", re.ASCII)


def write_ftm(held: Entities) -> bytes:
    """A JSON object on each line: the entities, then what binds them."""
    exercise = any(each.first(form.EXERCISE) for each in held.entities)
    lines = [*map(_line, held.entities), *(_edge(bond, exercise) for bond in held.bonds)]
    return "".join(json.dumps(line, ensure_ascii=False) + "\n" for line in lines).encode()


def _line(each: Entity) -> dict[str, Any]:
    schema, known = _WRITTEN[each.sort]
    properties = dict[str, list[str]]()
    for name, value in each.says:
        if name in known:
            properties.setdefault(known[name], []).append(_written(name, value))
        else:
            properties.setdefault(NOTES, []).append(f"{name}: {value}")
    if "name" not in properties:
        properties["name"] = properties.get(_NAMED_BY.get(schema, ""), []) or [_stand_in(each)]
    if schema == USER:
        properties["username"] = [each.first(form.NUMBER) or each.sort]
    return {"id": each.id, "schema": schema, "properties": {name: properties[name] for name in sorted(properties)}}


def _written(name: str, value: str) -> str:
    if name == form.STATE:
        return value.lower()
    match = _TIME.fullmatch(value) if name == form.TIME else None
    return f"{match[1]}T{match[2]}" if match else value


def _stand_in(each: Entity) -> str:
    """A name for what has none, since the schema asks for one."""
    document = each.first(form.DOCUMENT)
    return f"{_HOLDER}{document}" if document else UNNAMED if each.sort == form.PERSON else each.sort


def _edge(bond: Bond, exercise: bool) -> dict[str, Any]:
    properties = {"subject": [bond.one], "object": [bond.other], "role": [bond.relation]}
    if exercise:
        properties["summary"] = ["EXERCISE"]
    made = made_id(f"{bond.one} {bond.relation} {bond.other}")
    return {"id": made, "schema": LINK, "properties": dict(sorted(properties.items()))}


def read_ftm(data: bytes) -> Found:
    """Everything in the file: JSON lines, a list, or one entity. Raises `UnreadableFile` where none is an entity."""
    report = Report()
    found, waiting = Gathering(report), list[dict[str, Any]]()
    for number, line in enumerate(_lines(data, report), 1):
        if not _is_entity(line):
            report.leave(f"line {number}", "it is no entity with an id, a schema and properties")
        elif line["schema"] in _READ:
            _entity(line, found)
        else:
            waiting.append(line)
        if number > 3 * ENTITIES_MAX:
            raise UnreadableFile(f"it has more than {3 * ENTITIES_MAX} lines: split it")
    for line in waiting:
        _bound(line, found)
    held = found.done()
    if not held.entities and not waiting:
        raise UnreadableFile("no line of it is an entity of FollowTheMoney")
    return Found(FORM, held, report)


def _lines(data: bytes, report: Report) -> Iterator[Any]:
    if len(data) > FILE_BYTES_MAX:
        raise UnreadableFile(f"it has {len(data)} bytes; at most {FILE_BYTES_MAX} are read: split it")
    if data.lstrip()[:1] == b"[":
        whole = load(data, report)
        yield from whole if isinstance(whole, list) else [whole]
        return
    for number, line in enumerate(data.splitlines(), 1):
        if line.strip():
            try:
                yield load(line, report)
            except UnreadableFile as error:
                report.leave(f"line {number}", error.why)


def _is_entity(line: Any) -> bool:
    return (
        isinstance(line, dict)
        and all(isinstance(line.get(name), str) for name in ("id", "schema"))
        and isinstance(line.get("properties"), dict)
    )


def _values(line: Mapping[str, Any], name: str) -> list[str]:
    """The values of a property, which is a list; one alone is taken as one, and what is no text is passed over."""
    said = line["properties"].get(name, [])
    return [
        str(value) for value in (said if isinstance(said, list) else [said]) if isinstance(value, str | int | float)
    ]


def _entity(line: dict[str, Any], found: Gathering) -> None:
    schema, identifier = line["schema"], line["id"]
    sort, known = _meant(line)
    given = {name: _values(line, name) for name in line["properties"]}
    given["name"] = [each for each in given.get("name", []) if not _is_stand_in(each, sort, given)]
    says = [(known[name], _read(known[name], value)) for name in given if name in known for value in given[name]]
    for note in given.get(NOTES, []):
        name, mark, value = note.partition(": ")
        if mark and name in (*form.PROPERTIES[sort], *form.ORIGIN):
            says.append((name, value))
        else:
            found.report.leave(identifier, f"a note: {note[:80]}")
    if not says:
        says = [(next(iter(known.values())), value) for value in given["name"][:1]]
    told = {*known, NOTES, *_reached(line, sort, found)}
    if "name" in known or given.get(_NAMED_BY.get(schema, "")):
        told.add("name")
    rest = sorted(str(name) for name, values in given.items() if name not in told and values)
    if rest:
        found.report.leave(identifier, f"no meaning here for a {sort}: {', '.join(rest[:8])}")
    found.add(identifier, sort, says)


def _meant(line: Mapping[str, Any]) -> tuple[str, Mapping[str, str]]:
    """The sort and the properties of a line: somebody's account with a service may be a telephone or an address.

    An IP address beside the name of an account says only from where it was used.
    """
    named = _values(line, "username")
    for name, sort in _REACHED if line["schema"] == USER else ():
        said = _values(line, name)
        if named == [sort] or (said and (name != _IP or named in ([], said[:1]))):
            return sort, {name: form.NUMBER}
    return _READ[line["schema"]]


def _reached(line: Mapping[str, Any], sort: str, found: Gathering) -> Iterator[str]:
    """By what whoever the line is about is reached, as entities of their own; the properties that say so."""
    if line["schema"] == USER and sort != form.ACCOUNT:
        yield from ("username", "name")
    for name, other in _REACHED if sort in _REACHABLE else ():
        for number, value in enumerate(_values(line, name) if other != sort else (), 1):
            yield name
            found.add(made := f"{line['id']} {name} {number}", other, [(form.NUMBER, value)])
            found.bind(line["id"], form.NAMED_WITH, made)


def _read(name: str, value: str) -> str:
    if name == form.IMO:
        return value.upper().removeprefix("IMO").strip()
    if name == form.STATE:
        return value.upper()
    match = _TIME.fullmatch(value) if name == form.TIME else None
    return f"{match[1]} {match[2]} UTC" if match else value


def _is_stand_in(name: str, sort: str, given: Mapping[str, list[str]]) -> bool:
    """Whether it is the name that we give what has none."""
    holder = name.startswith(_HOLDER) and name.removeprefix(_HOLDER) in given.get("idNumber", [])
    return holder or name in {UNNAMED, sort}


def _bound(line: Mapping[str, Any], found: Gathering) -> None:
    """What binds two entities, or says the number of somebody's document; everything else has no meaning here."""
    schema = line["schema"]
    if schema in _DOCUMENTS:
        numbers = [(form.DOCUMENT, each) for name in ("number", "passportNumber") for each in _values(line, name)]
        holders = [each for each in _values(line, "holder") if found.known(each) == form.PERSON]
        for holder in holders:
            found.add(holder, form.PERSON, numbers)
        if not holders:
            found.report.leave(line["id"], "a document of somebody who is not in the file")
    elif schema in _EDGES:
        one, other = (_values(line, name) for name in _EDGES[schema])
        if rest := sorted(set(map(str, line["properties"])) - {*_EDGES[schema], "role", "summary"}):
            found.report.leave(line["id"], f"no meaning here for a link, {schema}: {', '.join(rest[:8])}")
        relation = next(iter(_values(line, "role")), "") if schema == LINK else schema.lower()
        for source in one:
            for target in other:
                found.bind(source, relation or form.NAMED_WITH, target)
    else:
        found.report.leave(line["id"], f"no meaning here: {schema[:80]}")
