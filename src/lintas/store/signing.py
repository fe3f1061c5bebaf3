"""Signing requests to S3: AWS Signature Version 4, in the one form that is needed here.

The signature covers method, path, query, host, time and the hash of what is sent. A request is good for a few minutes
and for nothing but what it says. https://docs.aws.amazon.com/AmazonS3/latest/API/sig-v4-header-based-auth.html
"""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Final
from urllib.parse import quote

_ALGORITHM: Final = "AWS4-HMAC-SHA256"
_SERVICE: Final = "s3"


@dataclass(frozen=True, slots=True)
class Credentials:
    """Who asks. The secret is in no representation of this."""

    access_key: str
    secret_key: str = field(repr=False)


def encoded(path: str) -> str:
    """A path as it is sent and signed."""
    return quote(path, safe="/-_.~")


def query_of(query: Mapping[str, str]) -> str:
    """The query as it is sent and signed: by name, everything encoded."""
    return "&".join(f"{quote(name, safe='-_.~')}={quote(value, safe='-_.~')}" for name, value in sorted(query.items()))


def signed_headers(
    who: Credentials,
    region: str,
    method: str,
    path: str,
    query: str,
    headers: Mapping[str, str],
    body: bytes,
    now_s: int,
) -> dict[str, str]:
    """The headers with which to send a request; path and query are encoded already, `headers` name the host."""
    at = datetime.fromtimestamp(now_s, UTC)
    moment, day, digest = f"{at:%Y%m%dT%H%M%SZ}", f"{at:%Y%m%d}", hashlib.sha256(body).hexdigest()
    said = {name.lower(): value for name, value in headers.items()}
    said |= {"x-amz-date": moment, "x-amz-content-sha256": digest}
    names = ";".join(sorted(said))
    listed = "".join(f"{name}:{said[name].strip()}\n" for name in sorted(said))
    request = "\n".join((method, path, query, listed, names, digest))
    scope = f"{day}/{region}/{_SERVICE}/aws4_request"
    text = "\n".join((_ALGORITHM, moment, scope, hashlib.sha256(request.encode()).hexdigest()))
    signature = hmac.new(_key(who.secret_key, day, region), text.encode(), hashlib.sha256).hexdigest()
    credential = f"Credential={who.access_key}/{scope}"
    said["authorization"] = f"{_ALGORITHM} {credential},SignedHeaders={names},Signature={signature}"
    return said


def _key(secret: str, day: str, region: str) -> bytes:
    key = b"AWS4" + secret.encode()
    for part in (day, region, _SERVICE, "aws4_request"):
        key = hmac.new(key, part.encode(), hashlib.sha256).digest()
    return key
