"""A dossier's entities in the forms of others: written, read back without loss, and theirs read without trust."""

from __future__ import annotations

import csv
import io
import json
import re
import zipfile
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lintas.dossier import entities as form
from lintas.dossier.entities import Bond, Entities, Entity
from lintas.interop.case import write_case
from lintas.interop.case_reading import read_case
from lintas.interop.forms import FORMS, offered, read_any
from lintas.interop.found import Found
from lintas.interop.ftm import read_ftm, write_ftm
from lintas.interop.looked_for import indicators_of, unwritten_as_stix, write_as_misp, write_as_stix
from lintas.interop.report import Report
from lintas.interop.table import COLUMNS, read_csv_table, write_csv_table
from lintas.interop.xlsx import read_xlsx, write_rows, write_xlsx
from lintas.kinds import all_kinds
from tests.interop.ftm_schema import above, schemata
from tests.interop.samples import ACCOUNT, ACT, FILE, ORIGIN, PERSON, SAMPLE, TELEPHONE, book, facts
from tests.shared import folder, shared

WHOLE: dict[str, tuple[Callable[[Entities], bytes], Callable[[bytes], Found]]] = {
    "ftm": (write_ftm, read_ftm), "case": (write_case, read_case), "csv": (write_csv_table, read_csv_table),
    "xlsx": (write_xlsx, read_xlsx),
}  # fmt: skip
"""The forms that say everything."""
CASE = sorted((folder() / "standards").glob("case-uco/data/**/*.json"))


@pytest.mark.parametrize("name", WHOLE)
def test_what_is_written_is_read_back_without_loss(name: str) -> None:
    write, read = WHOLE[name]
    data = write(SAMPLE)
    for found in (read(data), read_any(data)):
        assert facts(found.held) == facts(SAMPLE)
        assert (found.report.mended, found.report.unmapped) == ([], [])
    assert write(SAMPLE) == data


_TEXT = st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs", "Cn"]), min_size=1, max_size=8).filter(
    str.strip
)


@pytest.mark.slow
@given(st.lists(st.tuples(st.sampled_from(form.PROPERTIES[form.PERSON]), _TEXT), min_size=1, max_size=4, unique=True))
def test_whatever_is_said_of_a_person_comes_back(says: list[tuple[str, str]]) -> None:
    held = Entities((Entity("p", form.PERSON, tuple(says)),))
    for name in ("csv", "xlsx"):
        write, read = WHOLE[name]
        assert facts(read(write(held)).held) == facts(held), name


@pytest.mark.parametrize("name", FORMS)
def test_every_file_says_that_it_is_an_exercise_and_which_code_binds(name: str) -> None:
    data = FORMS[name].write(SAMPLE)
    if name == "xlsx":
        data = zipfile.ZipFile(io.BytesIO(data)).read("xl/worksheets/sheet1.xml")
    assert b"EXERCISE" in data
    assert b"H1: not to be used in court" in data


def test_a_line_of_followthemoney_is_as_its_schema_has_it() -> None:
    known = schemata(shared("standards/ftm/data/followthemoney/schema"))
    for line in map(json.loads, write_ftm(SAMPLE).splitlines()):
        parts = above(known, line["schema"])
        assert not parts[0].abstract
        properties = {name: kind for part in parts for name, kind in part.properties.items()}
        assert line["properties"].keys() <= properties.keys(), line
        assert {name for part in parts for name in part.required} <= line["properties"].keys(), line
        assert all(isinstance(value, str) for values in line["properties"].values() for value in values)
        dates = [value for name, values in line["properties"].items() if properties[name] == "date" for value in values]
        assert all(len(each) in {4, 7, 10, 19} for each in dates), dates


def test_the_published_entities_are_read_as_many_as_there_are() -> None:
    data = shared("standards/ftm/data/donations/donations.ijson").read_bytes()
    found = read_any(data)
    given = Counter(json.loads(line)["schema"] for line in data.splitlines())
    assert sum(given.values()) == 478
    read = Counter(each.sort for each in found.held.entities)
    assert read == {form.PERSON: given["Person"], form.PLACE: given["Address"],
        form.ORGANISATION: given["Company"] + given["Organization"]}  # fmt: skip
    assert {bond.relation for bond in found.held.bonds} == {"payment"}
    assert any("amountEur" in each.what for each in found.report.unmapped)


@pytest.mark.parametrize("name", ["donations/donations.csv", "tests/fixtures/links.csv"])
def test_the_published_tables_are_read_with_a_report(name: str) -> None:
    found = read_any(shared(f"standards/ftm/data/{name}").read_bytes())
    assert found.form == "CSV"
    assert found.report.unmapped


def test_the_published_files_of_case_are_there() -> None:
    assert shared("standards/case-uco").exists()
    assert len(CASE) >= 18


@pytest.mark.parametrize("file", CASE, ids=lambda file: file.name)
def test_every_published_file_of_case_is_read_with_a_report(file: Path) -> None:
    found = read_any(file.read_bytes())
    assert found.form == "CASE/UCO"
    assert found.held.entities or found.report.unmapped


def test_people_accounts_and_files_of_case_come_out() -> None:
    accounts = read_case(shared("standards/case-uco/data/examples/illustrations/accounts/accounts.json").read_bytes())
    (person,) = accounts.held.of(form.PERSON)
    assert (person.first(form.NAME), person.first(form.BORN)) == ("William Smith", "1968-09-25")
    assert {each.first(form.NUMBER) for each in accounts.held.of(form.ACCOUNT)} != {""}
    assert "Has_Account" in {bond.relation for bond in accounts.held.bonds}
    files = read_case(shared("standards/case-uco/data/examples/illustrations/file/file.json").read_bytes())
    assert any(each.first(form.NAME) for each in files.held.of(form.FILE))


def test_names_are_made_whole_by_the_context_and_nothing_is_fetched() -> None:
    node = {"@id": "x:1", "@type": "i:Person", "c:name": "A"}
    context = {
        "i": "https://ontology.unifiedcyberontology.org/uco/identity/",
        "c": "https://ontology.unifiedcyberontology.org/uco/core/",
    }
    (person,) = read_case(json.dumps({"@context": context, "@graph": [node]}).encode()).held.entities
    assert person == Entity("x:1", form.PERSON, ((form.NAME, "A"),))
    terms_of = {"Human": {"@id": "i:Person"}, "called": "c:name", "type": "@type", "@base": "x:", **context}
    named = {"@id": "1", "type": "Human", "called": {"@list": ["A"]}}
    assert read_case(json.dumps({"@context": [terms_of], "@graph": named}).encode()).held.entities == (person,)
    remote = read_case(json.dumps({"@context": "https://elsewhere.example/c", "@graph": [node]}).encode())
    assert not remote.held.entities
    assert "not fetched" in remote.report.mended[0].what
    circle = {"a": "b:x", "b": "a:y"}
    assert not read_case(json.dumps({"@context": circle, "a:z": "1", "@id": "b:q"}).encode()).held.entities


def test_what_can_be_looked_for_goes_into_stix_and_misp_and_comes_out() -> None:
    iban = Entity("i", form.ACCOUNT, ((form.NUMBER, "GB82 WEST 1234 5698 7654 32"), *ORIGIN))
    mail = Entity("m", form.ACCOUNT, ((form.NUMBER, "someone@exercise.example"),))
    held = Entities((*SAMPLE.entities, iban, mail))
    v6 = Entity("v", form.IP_ADDRESS, ((form.NUMBER, "2001:db8::7"), *ORIGIN))
    held = Entities((*held.entities, v6))
    sought = {"bank account", "IBAN", "telephone number", "e-mail address", "IPv4 address", "IPv6 address", "SHA-256"}
    assert {each.sort for each in indicators_of(held)} == sought
    assert {each.sharing for each in indicators_of(Entities((iban,)))} == {"TLP:RED"}
    assert {each.sharing for each in indicators_of(Entities((mail,)))} == {"TLP:AMBER+STRICT"}
    misp = read_any(write_as_misp(held))
    assert {(each.sort, each.says) for each in misp.held.entities} == {
        (form.ACCOUNT, ((form.NUMBER, ACCOUNT.first(form.NUMBER)),)),
        (form.ACCOUNT, ((form.NUMBER, "GB82WEST12345698765432"),)),
        (form.E_MAIL, ((form.NUMBER, "someone@exercise.example"),)),
        (form.TELEPHONE, ((form.NUMBER, TELEPHONE.first(form.NUMBER)),)),
        (form.IP_ADDRESS, ((form.NUMBER, "192.0.2.7"),)),
        (form.IP_ADDRESS, ((form.NUMBER, "2001:db8::7"),)),
        (form.FILE, ((form.SHA256, FILE.first(form.SHA256)),)),
    }  # fmt: skip
    stix = read_any(write_as_stix(held))
    assert {each.sort for each in stix.held.entities} == {form.E_MAIL, form.IP_ADDRESS, form.FILE}
    assert len(unwritten_as_stix(held)) == 3


def test_what_an_open_act_says_may_be_shared_and_a_code_narrows_it() -> None:
    for marking, handling, sharing in (
        ("open", "", "TLP:CLEAR"), ("open", "H0: may be used", "TLP:CLEAR"), ("open", "H2: not passed on", "TLP:RED"),
        ("secret", "", "TLP:RED"), ("none stated", "", "TLP:AMBER+STRICT"),
    ):  # fmt: skip
        says = ((form.NUMBER, "1"), (form.MARKING, marking), *(((form.HANDLING, handling),) if handling else ()))
        (found,) = indicators_of(Entities((Entity("a", form.ACCOUNT, says),)))
        assert found.sharing == sharing, (marking, handling)


def test_a_form_is_offered_where_it_has_a_word_for_a_field() -> None:
    forms = {name: offered(kind) for name, kind in all_kinds().items()}
    assert forms["exchange"] == tuple(FORMS)
    assert forms["travel"] == ("ftm", "case", "csv", "xlsx")
    assert () in forms.values()


def test_no_cell_is_a_formula() -> None:
    rows = list(csv.reader(io.StringIO(write_csv_table(SAMPLE).decode("utf-8-sig"), newline="")))
    cells = [cell for row in rows for cell in row]
    assert "'=Mẫu" in cells
    assert "'+60 12 345 678" in cells
    assert not [cell for cell in cells if cell.startswith(("=", "+", "-", "@"))]
    sheet = zipfile.ZipFile(io.BytesIO(write_xlsx(SAMPLE))).read("xl/worksheets/sheet1.xml")
    assert b"<f" not in sheet
    assert sheet.count(b"<c ") == sheet.count(b't="inlineStr"')


def test_a_table_of_others_is_read_by_its_headings() -> None:
    lines = ["Full name;DOB;Passport;IBAN;Shoe size", "Nguyen Van Mau;33010;B1;'=1+1;42", ";;;X9;", ";;;;"]
    found = read_any("\r\n".join(lines).encode())
    assert facts(found.held)[0] == {
        ("row 2 person", form.PERSON): {
            (form.NAME, "Nguyen Van Mau"),
            (form.BORN, "1990-05-17"),
            (form.DOCUMENT, "B1"),
        },
        ("row 2 account", form.ACCOUNT): {(form.NUMBER, "=1+1")},
        ("row 3 account", form.ACCOUNT): {(form.NUMBER, "X9")},
    }
    assert found.held.bonds == (Bond("row 2 person", form.NAMED_WITH, "row 2 account"),)
    assert [each.what for each in found.report.unmapped] == ["no meaning here: shoe size"]
    assert len(found.report.mended) == 2


def test_a_spreadsheet_of_others_is_read_with_shared_strings_and_gaps() -> None:
    strings = "<sst><si><t>name</t></si><si><r><t>Nguyen </t></r><r><t>Van Mau</t></r></si><si><t>iban</t></si></sst>"
    sheet = (
        '<x:worksheet xmlns:x="m"><x:sheetData><x:row><x:c r="A1" t="s"><x:v>0</x:v></x:c><x:c r="C1" t="s">'
        '<x:v>2</x:v></x:c></x:row><x:row><x:c r="A2" t="s"><x:v>1</x:v></x:c>'
        '<x:c r="C2"><x:f>1+1</x:f><x:v>2</x:v></x:c></x:row>'
        "</x:sheetData></x:worksheet>"
    )
    found = read_any(book(sheet, **{"xl/sharedStrings.xml": strings}))
    assert {each.says for each in found.held.entities} == {((form.NAME, "Nguyen Van Mau"),), ((form.NUMBER, "2"),)}
    assert ["formula" in each.what for each in found.report.mended] == [True]


def test_a_name_that_only_the_schema_asks_for_is_not_taken_for_one() -> None:
    lines = [json.loads(line) for line in write_ftm(SAMPLE).splitlines()]
    assert next(line for line in lines if line["id"] == "person2")["properties"]["name"] == [
        "holder of document C7654321"
    ]
    named = {
        "id": "x",
        "schema": "Person",
        "properties": {"name": "Only One", "passportNumber": ["P1"], "gender": ["f"]},
    }
    passport = {"id": "y", "schema": "Passport", "properties": {"holder": ["x"], "number": ["P2"]}}
    sanction = {"id": "z", "schema": "Sanction", "properties": {"program": ["Sea"]}}
    found = read_ftm("\n".join(map(json.dumps, (passport, named, sanction))).encode() + b"\nnoise")
    assert found.held.entities == (
        Entity("x", form.PERSON, ((form.NAME, "Only One"), (form.DOCUMENT, "P1"), (form.DOCUMENT, "P2"))),
    )
    assert {each.where for each in found.report.unmapped} == {"x", "z", "line 4"}


def test_who_is_named_like_a_stand_in_keeps_the_name_and_who_has_none_gets_none() -> None:
    like = Entity("a", form.PERSON, ((form.NAME, "B1"), (form.DOCUMENT, "B1")))
    for each in (like, *(Entity("a", sort) for sort in form.PROPERTIES)):
        assert facts(read_ftm(write_ftm(Entities((each,)))).held) == facts(Entities((each,)))


def test_of_two_tables_with_one_name_the_columns_decide() -> None:
    said = (("person", "name", "A"), ("ship", "name", "B"), ("person", "colour", "red"))
    rows = [[*COLUMNS], *(["", "a", *each, ""] for each in said), ["", "", "", "", "x", ""]]
    found = read_xlsx(write_rows(rows))
    assert found.held.entities == (Entity("a", form.PERSON, ((form.NAME, "A"),)),)
    assert len(found.report.unmapped) == 3


def test_a_report_counts_what_it_does_not_keep() -> None:
    rows = [[*COLUMNS], *([["", "", "", "", "x", ""]] * 1_100)]
    found = read_xlsx(write_rows(rows))
    assert found.report.more == 100
    assert isinstance(found.report, Report)


def test_the_sample_holds_every_sort() -> None:
    assert {each.sort for each in SAMPLE.entities} == set(form.PROPERTIES)
    assert ACT.sort == form.ACT
    assert PERSON.first("nothing") == ""


ALSO_OF_THE_ONTOLOGY = frozenset({"uco-core:Item", "uco-observable:Account"})
"""Terms that no published file happens to use; `case_validate` 0.18.0 found all of ours to conform (CASE 1.5.0)."""


def terms(value: Any) -> set[str]:
    """The names of classes and properties in a document."""
    if isinstance(value, list):
        return set().union(*map(terms, value))
    if not isinstance(value, dict):
        return set()
    kinds = value.get("@type", [])
    found = {*value, *(kinds if isinstance(kinds, list) else [kinds])}
    return found.union(*map(terms, value.values()))


def test_case_is_written_in_words_that_published_files_use() -> None:
    shared("standards/case-uco")
    known = set().union(*(terms(json.loads(file.read_bytes())) for file in CASE))
    ours = {each for each in terms(json.loads(write_case(SAMPLE))["@graph"]) if not each.startswith(("@", "lintas:"))}
    assert ours - known <= ALSO_OF_THE_ONTOLOGY


def test_who_is_reached_by_a_telephone_or_an_address_is_bound_to_it() -> None:
    reached = {"name": ["A"], "phone": ["+9992455500100"], "email": ["a@b.example"]}
    service = {
        "username": ["+9992455500100"],
        "number": ["+9992455500100"],
        "email": ["c@d.example"],
        "service": ["chat"],
    }
    lines = ({"id": "x", "schema": "Person", "properties": reached},
             {"id": "u", "schema": "UserAccount", "properties": service})  # fmt: skip
    found = read_ftm("\n".join(map(json.dumps, lines)).encode())
    assert {(each.sort, each.first(form.NUMBER)) for each in found.held.entities if each.sort != form.PERSON} == {
        (form.TELEPHONE, "+9992455500100"), (form.E_MAIL, "a@b.example"), (form.E_MAIL, "c@d.example"),
    }  # fmt: skip
    assert {(bond.one, bond.other) for bond in found.held.bonds} == {
        ("x", "x phone 1"), ("x", "x email 1"), ("u", "u email 1"),
    }  # fmt: skip
    assert [each.what for each in found.report.unmapped] == ["no meaning here for a telephone number: service"]


def test_an_ip_address_is_read_where_it_stands_alone_and_bound_where_an_account_was_used_from_it() -> None:
    lines = ({"id": "a", "schema": "UserAccount", "properties": {"username": ["shop-1"], "ipAddress": ["192.0.2.7"]}},
             {"id": "b", "schema": "UserAccount", "properties": {"ipAddress": ["2001:db8::7"]}})  # fmt: skip
    found = read_ftm("\n".join(map(json.dumps, lines)).encode())
    assert {(each.sort, each.first(form.NUMBER)) for each in found.held.entities} == {
        (form.ACCOUNT, "shop-1"), (form.IP_ADDRESS, "192.0.2.7"), (form.IP_ADDRESS, "2001:db8::7"),
    }  # fmt: skip
    assert [(bond.one, bond.other) for bond in found.held.bonds] == [("a", "a ipAddress 1")]
    v6 = Entities((Entity("v", form.IP_ADDRESS, ((form.NUMBER, "2001:db8::7"),)),))
    (node,) = json.loads(write_case(v6))["@graph"]
    assert (node["@type"], node["uco-core:hasFacet"]["@type"]) == (
        "uco-observable:IPv6Address", "uco-observable:IPv6AddressFacet",
    )  # fmt: skip
    assert read_case(write_case(v6)).held.entities == v6.entities
    table = read_any(b"person,ip address\nA,192.0.2.7\n")
    assert {each.sort for each in table.held.entities} == {form.PERSON, form.IP_ADDRESS}


def test_vehicles_and_ships_of_others_are_read() -> None:
    ship = {"name": ["MV Contoh"], "imoNumber": ["IMO2000004"], "flag": ["my"]}
    plane = {"registrationNumber": ["VN-A999"], "name": ["VN-A999"]}
    lines = (
        {"id": "s", "schema": "Vessel", "properties": ship},
        {"id": "p", "schema": "Airplane", "properties": plane},
    )
    found = read_ftm("\n".join(map(json.dumps, lines)).encode())
    assert found.held.entities == (
        Entity("s", form.VESSEL, ((form.NAME, "MV Contoh"), (form.IMO, "2000004"))),
        Entity("p", form.VEHICLE, ((form.PLATE, "VN-A999"),)),
    )
    table = read_any(b"name,phone,licence plate,vin,imo\nA,+84 1,51A,WVW,2000004\n")
    assert {each.sort for each in table.held.entities} == {form.PERSON, form.TELEPHONE, form.VEHICLE, form.VESSEL}
    item = {"@id": "i:1", "@type": "https://ontology.unifiedcyberontology.org/uco/core/Item"}
    assert not read_case(json.dumps([item]).encode()).held.entities


def test_every_name_in_a_file_of_case_is_an_address() -> None:
    def ids(value: Any) -> set[str]:
        inside = value if isinstance(value, list) else value.values() if isinstance(value, dict) else []
        own = {value["@id"]} if isinstance(value, dict) and "@id" in value else set[str]()
        return own.union(*map(ids, inside))

    found = ids(json.loads(write_case(SAMPLE)))
    assert len(found) > len(SAMPLE.entities)
    assert not [each for each in found if not re.fullmatch(r"kb:[a-z0-9-]+", each)]


def test_a_ship_of_two_names_and_a_number_in_two_spellings_come_back_whole_in_every_form() -> None:
    ship = Entity("s", form.VESSEL, ((form.NAME, "MV Contoh"), (form.NAME, "Contoh"), (form.IMO, "2000004")))
    number = Entity("t", form.TELEPHONE, ((form.NUMBER, "+999 24 5550 0100"), (form.NUMBER, "+9992455500100")))
    held = Entities((ship, number))
    for name, (write, read) in WHOLE.items():
        assert facts(read(write(held)).held) == facts(held), name
