"""The STUN and TURN servers that browsers in a call may use: where they are, and what they ask for.

Credentials are made for each page from a secret that the node and its TURN servers share, and end by themselves
(draft-uberti-behave-turn-rest-00, `use-auth-secret` of coturn). So no browser holds anything that lasts.
"""

from __future__ import annotations

import base64
import hmac
import os
import re
from pathlib import Path
from typing import Any, Final

from lintas.wire.errors import LintasError

SECRET: Final = "lintas-turn"
SERVERS_MAX: Final = 8
LASTS_S: Final = 12 * 60 * 60
_SERVER: Final = re.compile(r"(stun|stuns|turn|turns):[A-Za-z0-9.\-\[\]:]+(\?transport=(udp|tcp))?")


class BadRelay(LintasError):
    """The servers for calls cannot be used as they are said."""

    def __init__(self, why: str) -> None:
        self.why = why


def read_servers(text: str, *, relayed: bool) -> tuple[str, ...]:
    """The addresses (RFC 7064, RFC 7065) that blanks separate; raises `BadRelay`. `relayed`: calls go by TURN alone."""
    found = tuple(text.split())
    if wrong := next((each for each in found if not _SERVER.fullmatch(each)), None):
        raise BadRelay(f"{wrong[:64]!r} is not stun:HOST, turn:HOST:PORT or turns:HOST:PORT?transport=tcp")
    if len(found) > SERVERS_MAX:
        raise BadRelay(f"has more than {SERVERS_MAX} servers")
    if relayed and not any(map(_is_turn, found)):
        raise BadRelay("names no TURN server, and call_relay lets calls go by one alone")
    return found


def ice(text: str, secret_file: str, code: str, now_s: int, *, relayed: bool) -> dict[str, Any]:
    """What a browser is told, in the form of RTCConfiguration (WebRTC 1.0, section 4.2.1); raises `BadRelay`.

    `text` and `relayed` as `read_servers`; `code`: of the authority, for the logs of its TURN servers.
    """
    found = read_servers(text, relayed=relayed)
    stun, turn = [each for each in found if not _is_turn(each)], [each for each in found if _is_turn(each)]
    servers: list[dict[str, Any]] = [{"urls": stun}] if stun else []
    if turn:
        name = f"{now_s + LASTS_S}:{code}"
        password = hmac.digest(_secret(secret_file), name.encode(), "sha1")
        servers.append({"urls": turn, "username": name, "credential": base64.b64encode(password).decode()})
    return {"iceServers": servers, "iceTransportPolicy": "relay" if relayed else "all"}


def _is_turn(server: str) -> bool:
    return server.startswith("turn")


def _secret(named: str) -> bytes:
    file = Path(named) if named else Path(os.environ.get("CREDENTIALS_DIRECTORY", ".")) / SECRET
    try:
        secret = file.read_bytes().strip()
    except OSError as error:
        raise BadRelay(f"its secret cannot be read from {file}: {error.strerror}") from None
    if not secret:
        raise BadRelay(f"{file} holds no secret")
    return secret
