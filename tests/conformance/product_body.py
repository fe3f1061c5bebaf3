"""What lintas says to the vectors about bodies and what travels beside them."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping
from typing import Any

from lintas.crypto.chunks import open_chunk
from lintas.crypto.hkdf import act_key
from lintas.crypto.manifest import chunks_of, entries_of, file_id, open_list
from lintas.crypto.real import RealSuite
from lintas.dossier import sealing
from lintas.dossier.authority import Authority
from lintas.dossier.header_bytes import read_act
from lintas.dossier.officers import Answer, Statement, check_answers
from lintas.wire import cbor
from lintas.wire.limits import LIMITS
from tools.vectors.files import read_octets

SUITE = RealSuite()

Given = Mapping[str, Any]
Gives = dict[str, Any]


def body(given: Given) -> Gives:
    act, data = read_act(read_octets(given["payload"])), read_octets(given["body"])
    if not given.keys() & {"epoch_key", "act_key"}:
        return {"text": sealing.write_content(sealing.read_plain(act, data)).hex()}
    if "act_key" in given:
        key = read_octets(given["act_key"])
    else:
        key = act_key(read_octets(given["epoch_key"]), act.header.incarnation, act.header.sequence)
    content = sealing.unseal(SUITE, key, act, data)
    return {"act_key": key.hex(), "text": sealing.write_content(content).hex()}


def seal(given: Given) -> Gives:
    place, key, text = (read_octets(given[name]) for name in ("place", "act_key", "text"))
    sealed, commitment = SUITE.seal(key, text, place)
    assert SUITE.open(key, sealed, commitment, place) == text
    body_hash = hashlib.sha256(sealed).hexdigest()
    return {"commitment": commitment.hex(), "body_hash": body_hash, "body_bytes": len(sealed)}


def officer(given: Given) -> Gives:
    said = given["statement"]
    statement = Statement(
        dossier=read_octets(said["dossier"]),
        verb=said["verb"],
        item=None if said["item"] is None else read_octets(said["item"]),
        payload_hash=read_octets(said["payload_hash"]),
        audience=tuple(map(read_octets, said["audience"])),
        nonce=read_octets(said["nonce"]),
        form=said.get("form", 0),
        control=cbor.decode(read_octets(said["control"]), size_max=LIMITS.header_bytes_max)
        if "control" in said
        else None,
    )
    code = "xb-ca"
    issuing, known_as = read_octets(given["issuing"]), read_octets(given["authority"])
    authority = Authority(code, "B", "XB", "court", issuing, b"", issuing, "", known_as=known_as)
    answers = [
        Answer(each["role"], read_octets(each["certificate"]), each["method"], read_octets(each["proof"]))
        for each in given["answers"]
    ]
    check_answers(
        SUITE, answers, statement, authority, kind=given["kind"], at_ms=given["at_ms"], persons=given["persons"]
    )
    return {"challenge": statement.challenge().hex()}


def parcel(given: Given) -> Gives:
    place = (read_octets(given[name]) for name in ("dossier", "epoch", "author", "recipient"))
    return {
        "epoch_key": SUITE.unwrap(
            read_octets(given["seed"]), read_octets(given["parcel"]), sealing.wrap_info(*place)
        ).hex()
    }


def chunk(given: Given) -> Gives:
    key, address, ciphertext = (read_octets(given[name]) for name in ("file_key", "address", "chunk"))
    return {"part": open_chunk(key, given["index"], ciphertext, last=given["last"], address=address).hex()}


def address_list(given: Given) -> Gives:
    key, address, ciphertext = (read_octets(given[name]) for name in ("file_key", "address", "list"))
    level, index = given["level"], given["index"]
    count = entries_of(chunks_of(given["bytes"]), level, index)
    addresses = open_list(key, level, index, count, ciphertext, address)
    return {"file_id": file_id(key).hex(), "addresses": [each.hex() for each in addresses]}


AREAS: dict[str, Callable[[Given], Gives]] = {
    "body": body,
    "seal": seal,
    "officer": officer,
    "parcel": parcel,
    "chunk": chunk,
    "list": address_list,
}
