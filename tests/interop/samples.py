"""Entities for tests: two acts of one dossier with a person, an account, a place, a file, and what binds them."""

from __future__ import annotations

import io
import zipfile

from lintas.dossier import entities as form
from lintas.dossier.entities import Bond, Entities, Entity

ORIGIN = (
    (form.EXERCISE, "EXERCISE"), (form.MARKING, "restricted"), (form.SAID_BY, "aa-ca"),
    (form.SAID_AT, "2026-11-28 10:00:00 UTC"), (form.HANDLING, "H1: not to be used in court"),
)  # fmt: skip
PERSON = Entity("person1", form.PERSON, (
    (form.NAME, "Nguyen Van Mau"), (form.OTHER_NAME, "=Mẫu"), (form.OTHER_NAME, "阮文某"), (form.BORN, "1990-05"),
    (form.DOCUMENT, "B1234567"), *ORIGIN))  # fmt: skip
NAMELESS = Entity("person2", form.PERSON, ((form.DOCUMENT, "C7654321"), *ORIGIN))
ACCOUNT = Entity("account1", form.ACCOUNT, ((form.NUMBER, "+60 12 345 678"), *ORIGIN))
TELEPHONE = Entity("telephone1", form.TELEPHONE, ((form.NUMBER, "+999 24 5550 0100"), *ORIGIN))
E_MAIL = Entity("mail1", form.E_MAIL, ((form.NUMBER, "someone@exercise.example"), *ORIGIN))
IP_ADDRESS = Entity("ip1", form.IP_ADDRESS, ((form.NUMBER, "192.0.2.7"), *ORIGIN))
VEHICLE = Entity("vehicle1", form.VEHICLE, (
    (form.PLATE, "EX-123.45"), (form.VIN, "EX0AAAA1AA0000001"), (form.MORE, "a white van"), *ORIGIN))  # fmt: skip
VESSEL = Entity("vessel1", form.VESSEL, (
    (form.NAME, "MV Contoh"), (form.IMO, "2000004"), (form.MMSI, "200000001"), *ORIGIN))  # fmt: skip
PLACE = Entity("place1", form.PLACE, ((form.NAME, 'Pier 4, "the old one"\nby the sea'), *ORIGIN))
FILE = Entity("file1", form.FILE, (
    (form.NAME, "statement.xml"), (form.MEDIA, "application/xml"), (form.BYTES, "1250"), (form.SHA256, "ab" * 32),
    *ORIGIN))  # fmt: skip
HOUSE = Entity("house1", form.ORGANISATION, (
    (form.NAME, "Central Authority"), (form.CODE, "aa-ca"), (form.STATE, "AA"),
    (form.EXERCISE, "EXERCISE")))  # fmt: skip
ACT = Entity("act1", form.ACT, (
    (form.VERB, "give"), (form.ITEM, "dossier"), (form.TIME, "2026-11-28 10:00:00 UTC"),
    (form.SAYS, "offence: fraud; 4 years or more"), (form.SAYS, "note: - a dash"), *ORIGIN))  # fmt: skip
EXPORT = Entity("export1", form.EXPORT, (
    (form.EXERCISE, "EXERCISE"), (form.DOSSIER, "7g2k"), (form.KIND, "Information exchange"), (form.BY, "aa-ca"),
    (form.PARTY, "aa-ca"), (form.PARTY, "bb-ca"), (form.LEFT_OUT, "r5m2 give: its author recalled it")))  # fmt: skip
SAMPLE = Entities(
    (EXPORT, HOUSE, ACT, PERSON, NAMELESS, ACCOUNT, TELEPHONE, E_MAIL, IP_ADDRESS, VEHICLE, VESSEL, PLACE, FILE),
    (
        Bond("house1", form.MADE, "act1"),
        *(
            Bond(each, form.NAMED_IN, "act1")
            for each in ("person1", "person2", "account1", "vehicle1", "place1", "file1")
        ),
        Bond("person1", form.NAMED_WITH, "telephone1"),
        Bond("person1", form.NAMED_WITH, "account1"),
    ),
)


def facts(held: Entities) -> tuple[dict[tuple[str, str], set[tuple[str, str]]], set[Bond]]:
    """What entities say, in no order."""
    return {(each.id, each.sort): set(each.says) for each in held.entities}, set(held.bonds)


def book(sheet: str, **more: str) -> bytes:
    """A spreadsheet with this sheet."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made:
        for name, text in {"xl/worksheets/sheet1.xml": sheet, **more}.items():
            made.writestr(name, text)
    return out.getvalue()
