"""Numbers by which things are known are read as officers write them, and a mistyped one is refused with what to do."""

from __future__ import annotations

import pytest

from lintas.dossier import entities as form
from lintas.dossier import numbers
from lintas.dossier.declare import may
from lintas.dossier.entities import Entity, Source, entities_in
from lintas.dossier.meanings import Account, Body, EMail, IPAddress, Meaning, PersonName, Telephone, Vehicle, Vessel
from lintas.dossier.offering import in_line, offer, takes
from lintas.dossier.safeguards import RELEASE, personal, use_of


class Seen(Body):
    """By what somebody was seen or heard."""

    who = PersonName.optional
    telephones = Telephone.optional.several
    mail = EMail.optional
    ips = IPAddress.optional.several
    van = Vehicle.optional
    ships = Vessel.optional.several


GOOD = [
    (Telephone, "+999 24 5550 0100"), (Telephone, "+9992455500100"), (Telephone, "+999 (3) 5550-0100"),
    (EMail, "name@office.example"), (EMail, "tên@việt.ví-dụ"), (Vehicle, "EX-123.45"), (Vehicle, "กก 1234, a red van"),
    (Vehicle, "VIN EX0AAAA1AA0000001"), (Vehicle, "EX-123.45; vin: ex0aaaa1aa0000001"),
    (Vessel, "MV Contoh"), (Vessel, "MV Contoh, IMO 2000004, MMSI 200000001"), (Vessel, "IMO2000004"),
    (Vessel, "KM Imo Jaya"),
    (IPAddress, "192.0.2.7"), (IPAddress, "2001:db8::7"), (IPAddress, "2001:0DB8:0:0:0:0:0:7"),
]  # fmt: skip
WRONG = [
    (Telephone, "024 5550 0100", "code of its country"), (Telephone, "+84", "code of its country"),
    (Telephone, "+0 5550 0100", "code of its country"), (Telephone, "+999 24 5550 0100 55555", "code of its country"),
    (Telephone, "+84 office", "code of its country"), (EMail, "name@office", "e-mail address"),
    (EMail, "a@b.example, c@d.example", "e-mail address"), (EMail, f"{'a' * 60}@{'b.' * 100}example", "e-mail address"),
    (Vehicle, "EX-123.45, VIN EX0AAAA1AA000001", "17 letters and digits"),
    (Vehicle, "VIN EX0AAAA1AA00000O1", "17 letters and digits"), (Vehicle, " ,; ", "give some words"),
    (Vessel, "MV Contoh, IMO 2000003", "the last follows"), (Vessel, "IMO 200000", "the last follows"),
    (Vessel, "MV Contoh, MMSI 20000000", "9 digits"), (Vessel, "", "give some words"),
    (IPAddress, "192.0.2.256", "one address"), (IPAddress, "192.0.2.0/24", "one address"),
    (IPAddress, "192.0.2.7:443", "one address"), (IPAddress, "fe80::1%eth0", "one address"),
    (IPAddress, "192.0.2.07", "one address"), (IPAddress, "host.example", "one address"),
]  # fmt: skip


@pytest.mark.parametrize(("meaning", "text"), GOOD)
def test_what_can_be_one_is_taken_as_it_is_written(meaning: Meaning, text: str) -> None:
    assert meaning.check(text) is None


@pytest.mark.parametrize(("meaning", "text", "why"), WRONG)
def test_what_cannot_be_one_is_refused_with_what_to_do(meaning: Meaning, text: str, why: str) -> None:
    assert why in str(meaning.check(text))
    assert meaning.several.check([text])
    assert meaning.check(7)


def test_the_last_digit_of_a_ship_follows_from_the_others() -> None:
    good = [number for number in map(str, range(2000000, 2000010)) if numbers.is_imo(number)]
    assert good == ["2000004"]


def test_each_says_something_of_a_person() -> None:
    for meaning in (Telephone, EMail, IPAddress, Vehicle, Vessel):
        assert meaning.personal
        says = type("Says", (Body,), {"it": meaning})
        assert personal(says)
        assert use_of(may("one", "say", says)) == RELEASE


def test_they_are_entities_by_their_number_however_it_is_written_and_go_back_into_their_fields() -> None:
    source = Source(b"d" * 16, b"a" * 32, lambda party: "aa-ca")
    said = {
        "who": "A", "telephones": ["+999 24 5550 0100", "+9992455500100"], "mail": "Name@Office.example",
        "ips": ["2001:db8::7", "2001:DB8:0::7"],
        "van": "EX-123.45, VIN EX0AAAA1AA0000001, white", "ships": ["MV Contoh, IMO 2000004", "Contoh, IMO 2000004"],
    }  # fmt: skip
    held = form.merged([entities_in(Seen, said, source)])
    (telephone,), (mail,), (ip,), (van,), (ship,) = (
        held.of(each) for each in (form.TELEPHONE, form.E_MAIL, form.IP_ADDRESS, form.VEHICLE, form.VESSEL)
    )
    assert ip.all(form.NUMBER) == ("2001:db8::7", "2001:DB8:0::7")
    assert telephone.all(form.NUMBER) == ("+999 24 5550 0100", "+9992455500100")
    assert van.says == ((form.PLATE, "EX-123.45"), (form.VIN, "EX0AAAA1AA0000001"), (form.MORE, "white"))
    assert ship.all(form.NAME) == ("MV Contoh", "Contoh")
    (person,) = held.of(form.PERSON)
    bound = {bond.other for bond in held.bonds if bond.one == person.id and bond.relation == form.NAMED_WITH}
    assert bound == {telephone.id, mail.id, ip.id, van.id, ship.id}
    assert in_line(van) == said["van"]
    found = offer(Seen, held.entities)
    assert found.fields == said | {"ships": ["MV Contoh, IMO 2000004"]}
    assert not found.left
    assert {form.TELEPHONE, form.VESSEL} <= takes(Seen)


def test_a_plate_without_a_vin_is_known_by_how_it_is_written() -> None:
    source = Source(b"d" * 16, b"a" * 32, lambda party: "aa-ca")
    ids = [entities_in(Seen, {"van": van}, source).entities[0].id for van in ("51A-1", "51a-1", "51A-2")]
    assert ids[0] == ids[1] != ids[2]


def test_a_field_of_accounts_takes_what_has_no_field_of_its_own() -> None:
    class Kept(Body):
        """What a provider keeps."""

        accounts = Account.optional.several

    telephone = Entity("t", form.TELEPHONE, ((form.NUMBER, "+999 24 5550 0100"),))
    mail = Entity("m", form.E_MAIL, ((form.NUMBER, "name@office.example"),))
    found = offer(Kept, [mail, telephone])
    assert (found.fields, found.left) == ({"accounts": ["+999 24 5550 0100", "name@office.example"]}, ())
    assert offer(Seen, [mail]).fields == {"mail": "name@office.example"}
