"""Where an authority's node is reached: a statement of the authority itself, apart from its entry.

An act rests on the entry that holds its author's key. Were the address in there too, every act after a move would have
to wait for the act that entered it. So an entry says where its authority was first reached, and a location where it is
now. It is signed, since whoever could say it for another would be sent the headers of that authority's dossiers.
"""

from __future__ import annotations

from dataclasses import dataclass

from lintas.crypto.cose import WrongHeader, check1, open1, sign1
from lintas.crypto.ports import Signer, Suite
from lintas.dossier.authority import Authority, check_line
from lintas.wire import cbor, shape
from lintas.wire.limits import LIMITS

LOCATION_KIND = "location"
_WHAT = "location of a node"


@dataclass(frozen=True, slots=True)
class Location:
    """The `number`th place at which the node of an authority is reached: 1 is the first after its first entry.

    `run_by`: who runs the machine, in words; an office or a company, never a person.
    """

    authority: bytes
    number: int
    address: str
    run_by: str = ""


def write_location(location: Location, signer: Signer) -> bytes:
    """The location, signed by its authority."""
    fields: dict[int, object] = {1: location.authority, 2: location.number, 3: location.address}
    fields |= {4: location.run_by} if location.run_by else {}
    return sign1(signer, cbor.encode(fields), kind=LOCATION_KIND)


def is_location(signed: bytes) -> bool:
    """Whether this says that it is a location, and no entry; raises `Malformed` if it is nothing that was signed."""
    try:
        open1(signed, kind=LOCATION_KIND, size_max=LIMITS.header_bytes_max)
    except WrongHeader:
        return False
    return True


def whose_location(signed: bytes) -> bytes:
    """The id of the authority that it is about, nothing being verified; raises `Malformed`."""
    return shape.read(_WHAT, open1(signed, kind=LOCATION_KIND, size_max=LIMITS.header_bytes_max).payload,
                      size_max=LIMITS.header_bytes_max).octets(1, 16)  # fmt: skip


def read_location(suite: Suite, signed: bytes, by: Authority) -> Location:
    """The location that this authority signed with the key of its entry; raises `Malformed` or `BadSignature`."""
    opened = open1(signed, kind=LOCATION_KIND, size_max=LIMITS.header_bytes_max)
    fields = shape.read(_WHAT, opened.payload, size_max=LIMITS.header_bytes_max)
    location = Location(
        authority=fields.octets(1, 16),
        number=fields.uint(2, least=1),
        address=check_line(fields, 3, 256),
        run_by=check_line(fields, 4, 128) if 4 in fields else "",
    )
    if location.authority != by.id:
        raise fields.bad(1, "is another authority")
    check1(suite, opened, by.signing)
    return location
