"""Handing in a file as a browser does."""

from __future__ import annotations

import hashlib
import json
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from django.test import Client


def handed_in(client: Client, name: str, data: bytes) -> str:
    """What a form says of the file (of at most 3 MiB), once the node has it."""
    said = {"name": name, "media": "application/octet-stream", "bytes": len(data)}
    said |= {"sha256": hashlib.sha256(data).hexdigest()}
    upload: str = client.post("/uploads/", json.dumps(said), content_type="application/json").json()["upload"]
    client.put(f"/uploads/?upload={upload}&at=0", data, content_type="application/octet-stream")
    assert client.post(f"/uploads/?upload={upload}").status_code == 200
    return f"{upload} {name}"
