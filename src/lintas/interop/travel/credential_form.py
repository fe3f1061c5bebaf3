"""What must stand in a W3C verifiable credential or presentation: data model 1.1 (2022) and 2.0 (2025).

Contexts are never fetched. A context that is not known here may define any term, so a type is called undefined only
where all contexts are known. What a credential of version 2.0 must have once it is signed (an issuer, a proof) is not
asked here: this is its form alone.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Final

from lintas.interop.travel.credential_context import BASE_2, is_url, terms_of, wrong_contexts

CREDENTIAL, PRESENTATION, ENVELOPED = "VerifiableCredential", "VerifiablePresentation", "EnvelopedVerifiableCredential"
_TIME: Final = re.compile(
    r"-?\d{4,}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d+)?(Z|[+-]\d{2}:\d{2})", re.ASCII | re.IGNORECASE
)
_LANGUAGE_ENTRIES: Final = frozenset({"@value", "@language", "@direction"})

Json = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Version:
    """A version of the data model: what is called how, and which parts need an id beside their type."""

    begins: str
    ends: str
    with_id: frozenset[str]
    id_needed: bool


ONE: Final = Version("issuanceDate", "expirationDate", frozenset({"credentialStatus", "credentialSchema",
                     "refreshService"}), True)  # fmt: skip
TWO: Final = Version("validFrom", "validUntil", frozenset({"credentialSchema"}), False)
PARTS: Final = ("credentialStatus", "credentialSchema", "refreshService", "termsOfUse", "evidence")


def version_of(found: Json) -> Version:
    """By the first of its contexts."""
    return TWO if BASE_2 in listed(found.get("@context"))[:1] else ONE


def listed(value: Any) -> list[Any]:
    """A value as a list: one alone is written without."""
    return value if isinstance(value, list) else [] if value is None else [value]


def faults(found: Json) -> Iterator[str]:
    """What is not as the data model has it, in words."""
    yield from wrong_contexts(found.get("@context"))
    yield from _types(found)
    types = listed(found.get("type"))
    if PRESENTATION in types:
        yield from _presentation(found)
    elif ENVELOPED in types:
        yield from _enveloped(found)
    elif CREDENTIAL in types:
        yield from _credential(found)
    else:
        yield f"it is neither a {CREDENTIAL} nor a {PRESENTATION}"


def moment(text: Any) -> datetime | None:
    """A time with its zone (dateTimeStamp of XML Schema), in UTC; None for anything else."""
    if not isinstance(text, str) or not _TIME.fullmatch(text):
        return None
    try:
        return datetime.fromisoformat(text.upper()).astimezone(UTC)
    except (ValueError, OverflowError):
        return None


def _types(found: Json) -> Iterator[str]:
    types = listed(found.get("type"))
    if not types or not all(isinstance(each, str) and each for each in types):
        yield "it says no type"
        return
    terms = terms_of(found.get("@context"))
    undefined = [each for each in types if terms is not None and each not in terms and not is_url(each)]
    yield from (f"no context defines the type {each}" for each in undefined)


def _credential(found: Json) -> Iterator[str]:
    version = version_of(found)
    yield from _id(found, "it")
    yield from _issuer(found, version)
    yield from _subjects(found)
    yield from _times(found, version)
    for name in PARTS:
        for each in _objects(found, name):
            yield from _part(each, name, version)
    yield from _proofs(found)
    yield from _named(found, "it")
    yield from _related(found)
    if version is ONE and "credentialSchema" in found and "proof" not in found:
        yield "it has a schema and no proof"
    if version is ONE and _is_private(found) and "credentialSchema" not in found:
        yield "its proof hides what it says, and it has no schema"


def _is_private(found: Json) -> bool:
    """Whether a proof of it is of zero knowledge (data model 1.1 section 5.8)."""
    return any(re.search("^CLSignature|AnonCred", str(each.get("type"))) for each in _objects(found, "proof"))


def _issuer(found: Json, version: Version) -> Iterator[str]:
    issuer = found.get("issuer")
    if "issuer" not in found:
        yield from ("it names no issuer",) if version.id_needed else ()
    elif isinstance(issuer, dict):
        if ("id" in issuer or version.id_needed) and not is_url(issuer.get("id")):
            yield "the id of its issuer is no URL"
        yield from _named(issuer, "its issuer")
    elif not is_url(issuer):
        yield "its issuer is no URL"


def _subjects(found: Json) -> Iterator[str]:
    subjects = listed(found.get("credentialSubject"))
    if not subjects or not all(isinstance(each, dict) and each for each in subjects):
        yield "it says nothing of anybody"
        return
    for each in subjects:
        yield from _id(each, "its subject")


def _times(found: Json, version: Version) -> Iterator[str]:
    if version.id_needed and version.begins not in found:
        yield f"it lacks {version.begins}"
    for name in (version.begins, version.ends):
        if name in found and moment(found[name]) is None:
            yield f"{name} is no time"
    begins, ends = moment(found.get(version.begins)), moment(found.get(version.ends))
    if begins and ends and ends < begins:
        yield "it ends before it begins"


def _objects(found: Json, name: str) -> list[Json]:
    """The objects of a property; what is none is one with nothing in it."""
    return [each if isinstance(each, dict) else {} for each in listed(found.get(name))]


def _part(each: Json, name: str, version: Version) -> Iterator[str]:
    types = listed(each.get("type"))
    if not types or not all(isinstance(one, str) and one for one in types):
        yield f"{name} has no type"
    if "id" in each or name in version.with_id:
        yield from _url(each.get("id"), f"the id of {name}")


def _proofs(found: Json) -> Iterator[str]:
    proofs = _objects(found, "proof")
    if "proof" in found and not all(isinstance(each.get("type"), str) and each["type"] for each in proofs):
        yield "its proof has no type"


def _id(found: Json, whose: str) -> Iterator[str]:
    if "id" in found:
        yield from _url(found["id"], f"the id of {whose}" if whose != "it" else "its id")


def _url(value: Any, what: str) -> Iterator[str]:
    if not is_url(value):
        yield f"{what} is no URL"


def _named(found: Json, what: str) -> Iterator[str]:
    """`name` and `description`: text, or text with its language, or a list of these with languages."""
    for name in ("name", "description"):
        if name in found and not (isinstance(found[name], str) or _in_languages(found[name])):
            yield f"{name} of {what} is no text"


def _in_languages(value: Any) -> bool:
    entries = listed(value)
    return bool(entries) and all(
        isinstance(each, dict)
        and isinstance(each.get("@value"), str)
        and each.keys() <= _LANGUAGE_ENTRIES
        and all(isinstance(entry, str) for entry in each.values())
        for each in entries
    )


def _related(found: Json) -> Iterator[str]:
    resources = _objects(found, "relatedResource")
    names = [str(each.get("id")) for each in resources]
    for each in resources:
        yield from _url(each.get("id"), "the id of a related resource")
        if not {"digestSRI", "digestMultibase"} & each.keys():
            yield "a related resource has no digest"
    if len(set(names)) < len(names):
        yield "a related resource is named twice"


def _enveloped(found: Json) -> Iterator[str]:
    if not str(found.get("id")).startswith("data:application/"):
        yield "it encloses nothing"


def _presentation(found: Json) -> Iterator[str]:
    version = version_of(found)
    yield from _id(found, "it")
    yield from _proofs(found)
    if "holder" in found:
        holder = found["holder"]
        yield from _url(holder.get("id") if isinstance(holder, dict) else holder, "its holder")
    inside = listed(found.get("verifiableCredential"))
    if not inside and version is ONE:
        yield "it presents nothing"
    yield from (why for each in inside for why in _presented(each, version))
    if version is ONE and "proof" not in found and any(isinstance(each, dict) for each in inside):
        yield "it has no proof"


def _presented(each: Any, version: Version) -> Iterator[str]:
    """Version 2.0 has objects only; before, a credential may stand there as the text of its JWT."""
    if isinstance(each, dict):
        if PRESENTATION in listed(each.get("type")):
            yield "it presents a presentation"
        else:
            yield from (f"what it presents: {why}" for why in faults(each))
    elif version is TWO or not isinstance(each, str) or each.count(".") != 2:
        yield "it presents something that is no credential"
