"""The contexts of a verifiable credential: which terms they define, and that none defines anew what is protected.

Contexts are lists of names (JSON-LD 1.1). Those of the data model itself are known here by the terms that may be types;
no context is ever fetched.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any, Final

BASE_1, BASE_2 = "https://www.w3.org/2018/credentials/v1", "https://www.w3.org/ns/credentials/v2"
_URL: Final = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:[^\s<>\"{}|\\^`]+")

_OF_BOTH: Final = frozenset({
    "VerifiableCredential", "VerifiablePresentation", "credentialSchema", "credentialStatus", "credentialSubject",
    "evidence", "holder", "id", "issuer", "proof", "refreshService", "termsOfUse", "type", "verifiableCredential",
})  # fmt: skip
PROTECTED: Final[Mapping[str, frozenset[str]]] = {
    BASE_1: _OF_BOTH | {"expirationDate", "issuanceDate", "JsonSchemaValidator2018", "ManualRefreshService2018",
                        "Ed25519Signature2018", "RsaSignature2018", "EcdsaSecp256k1Signature2019",
                        "EcdsaSecp256r1Signature2019"},
    BASE_2: _OF_BOTH | {"validFrom", "validUntil", "name", "description", "confidenceMethod", "relatedResource",
                        "digestSRI", "digestMultibase", "mediaType", "EnvelopedVerifiableCredential",
                        "EnvelopedVerifiablePresentation", "DataIntegrityProof", "JsonSchema", "JsonSchemaCredential",
                        "BitstringStatusListCredential", "BitstringStatusList", "BitstringStatusListEntry"},
}  # fmt: skip
"""The terms of each data model that a credential may name as types, or that nobody may define anew."""


def is_url(value: Any) -> bool:
    """Whether it is an absolute URL (also a URN or a DID)."""
    return isinstance(value, str) and _URL.fullmatch(value) is not None


def wrong_contexts(said: Any) -> Iterator[str]:
    """What is not as it must be, in words."""
    contexts = said if isinstance(said, list) else [said]
    if contexts[:1] not in ([BASE_1], [BASE_2]):
        yield "its first context is none of the data model"
        return
    if not all(isinstance(each, dict) or is_url(each) for each in contexts):
        yield "a context is no URL"
    yield from _defined_anew(contexts)


def _defined_anew(contexts: list[Any]) -> Iterator[str]:
    # What the data model says of its terms is not known here, and nothing else is the same.
    protected: dict[str, Any] = dict.fromkeys(PROTECTED[contexts[0]], object())
    for each in contexts[1:]:
        if isinstance(each, dict):
            changed = (name for name in each if name in protected and each[name] != protected[name])
            yield from (f"a context defines {name} anew" for name in changed)
            kept = each if each.get("@protected") is True else {}
            protected |= {name: value for name, value in kept.items() if not name.startswith("@")}


def terms_of(said: Any) -> frozenset[str] | None:
    """The terms that may be types; None if there is a context that is not known here, which may define any."""
    contexts, found = said if isinstance(said, list) else [said], set[str]()
    for each in contexts:
        if isinstance(each, dict) and "@vocab" not in each and "@import" not in each:
            found |= {name for name, said_of_it in each.items() if _means_url(said_of_it)}
        elif isinstance(each, str) and each in PROTECTED:
            found |= PROTECTED[each]
        else:
            return None
    return frozenset(found)


def _means_url(definition: Any) -> bool:
    return is_url(definition.get("@id") if isinstance(definition, dict) else definition)
