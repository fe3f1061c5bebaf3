"""The keys of the authorities of a federation in a file, for whoever verifies without a node.

Each authority is a document of Controlled Identifiers 1.0 (W3C), its keys are of the type Multikey: all with which it
ever signed, since a certificate outlives a key. A key that somebody else may have is `revoked`. The file itself is not
signed: it is trusted as far as whoever handed it over is, like a folder of certificates.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from lintas.interop.hostile_json import UnreadableFile
from lintas.interop.training.signing import key_name, moment
from lintas.interop.travel.multikey import key_of

FORM: Final = "keys of authorities"
CONTEXT: Final = "https://www.w3.org/ns/cid/v1"
AUTHORITIES_MAX, KEYS_MAX = 10_000, 1_000
_URN: Final = "urn:lintas:authority:"

Json = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Key:
    """A key with which an authority signs, or did: a Multikey, whose it is, and since when it is not to be believed."""

    multikey: str
    code: str
    name: str
    state: str
    revoked: str = ""


@dataclass(frozen=True, slots=True)
class Keyring:
    """The keys by their Multikey, as of a time (as written in the file)."""

    keys: dict[str, Key]
    as_of: str


@dataclass(frozen=True, slots=True)
class Entry:
    """An authority as it goes into the file: `publics`, the present key first; `revoked`: since when, by key."""

    id: str
    code: str
    name: str
    state: str
    publics: tuple[bytes, ...]
    revoked: dict[bytes, datetime]


def write(entries: Iterable[Entry], exercise: bool, now: datetime) -> bytes:
    """The file, in JSON that people can read."""
    said = {"form": FORM, "as_of": moment(now), "exercise": exercise, "authorities": [_document(e) for e in entries]}
    return (json.dumps(said, ensure_ascii=False, indent=1) + "\n").encode()


def _document(entry: Entry) -> Json:
    at = _URN + entry.id
    methods = []
    for public in entry.publics:
        key = key_name(public)
        method = {"id": f"{at}#{key}", "type": "Multikey", "controller": at, "publicKeyMultibase": key}
        methods.append(method | ({"revoked": moment(entry.revoked[public])} if public in entry.revoked else {}))
    named = {"id": at, "code": entry.code, "name": entry.name, "state": entry.state}
    return {"@context": CONTEXT} | named | {"verificationMethod": methods}


def is_keys(found: Any) -> bool:
    """Whether a value of JSON says that it is such a file."""
    return isinstance(found, dict) and found.get("form") == FORM


def read(found: Json) -> Keyring:
    """The keys of such a file; raises `UnreadableFile`. A key that stands at two authorities is refused."""
    authorities = found.get("authorities")
    if not isinstance(authorities, list) or len(authorities) > AUTHORITIES_MAX:
        raise UnreadableFile(f"it lists no authorities, or more than {AUTHORITIES_MAX}")
    keys: dict[str, Key] = {}
    for each in authorities:
        for key in _keys(each):
            if keys.setdefault(key.multikey, key) != key:
                raise UnreadableFile(f"a key of {key.code} is that of another authority as well")
    return Keyring(keys, str(found.get("as_of", "")))


def _keys(authority: Any) -> Iterable[Key]:
    methods = authority.get("verificationMethod") if isinstance(authority, dict) else None
    if not isinstance(methods, list) or not 0 < len(methods) <= KEYS_MAX:
        raise UnreadableFile(f"an authority in it has no keys, or more than {KEYS_MAX}")
    for each in methods:
        if not isinstance(each, dict):
            raise UnreadableFile("a key in it is no Multikey")
        multikey = str(each.get("publicKeyMultibase"))
        key_of(multikey)
        code, name, state = (str(authority.get(part, "")) for part in ("code", "name", "state"))
        yield Key(multikey, code, name, state, str(each.get("revoked", "")))
