"""The servers that a call may use: said in the settings, with passwords that end by themselves."""

from __future__ import annotations

import base64
import hashlib
import hmac
from dataclasses import replace
from pathlib import Path

import pytest

from lintas.compose import settings as settings_file
from lintas.compose.relays import LASTS_S, BadRelay, ice, read_servers
from lintas.compose.settings import BadSettings, Settings

TURN = "turns:turn.example:5349?transport=tcp"
STUN = "stun:stun.example"
NOW_S = 1_800_000_000


def test_without_a_setting_browsers_use_no_server() -> None:
    assert ice("", "", "aa-ca", NOW_S, relayed=False) == {"iceServers": [], "iceTransportPolicy": "all"}


def test_a_browser_gets_a_password_that_ends_and_never_the_secret(tmp_path: Path) -> None:
    secret = tmp_path / "turn"
    secret.write_text("a long random text\n")
    found = ice(f"{STUN} {TURN}", str(secret), "aa-ca", NOW_S, relayed=True)
    name = f"{NOW_S + LASTS_S}:aa-ca"
    mac = hmac.new(b"a long random text", name.encode(), hashlib.sha1).digest()
    assert found == {
        "iceServers": [
            {"urls": [STUN]},
            {"urls": [TURN], "username": name, "credential": base64.b64encode(mac).decode()},
        ],
        "iceTransportPolicy": "relay",
    }
    assert "a long random text" not in str(found)


def test_credentials_are_found_where_the_service_manager_puts_them(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CREDENTIALS_DIRECTORY", str(tmp_path))
    with pytest.raises(BadRelay, match="lintas-turn"):
        ice(TURN, "", "aa-ca", NOW_S, relayed=False)
    (tmp_path / "lintas-turn").write_text("\n")
    with pytest.raises(BadRelay, match="holds no secret"):
        ice(TURN, "", "aa-ca", NOW_S, relayed=False)


@pytest.mark.parametrize(
    "text", ["turn.example", "http://turn.example", "turn:a b", "stun:a,stun:b", "stun:", "x" * 999]
)
def test_what_is_no_server_is_refused(text: str) -> None:
    with pytest.raises(BadRelay):
        read_servers(text, relayed=False)


def test_there_are_at_most_so_many_and_one_that_relays_where_calls_go_by_that_alone() -> None:
    assert read_servers(" ".join([STUN] * 8), relayed=False) == (STUN,) * 8
    with pytest.raises(BadRelay, match="more than 8"):
        read_servers(" ".join([STUN] * 9), relayed=False)
    with pytest.raises(BadRelay, match="no TURN server"):
        read_servers(STUN, relayed=True)


def test_the_settings_file_is_refused_with_what_is_wrong(tmp_path: Path) -> None:
    said = Settings("aa-ca", "A", "VN", "police", "https://a.example")
    settings_file.write(tmp_path, replace(said, call_relay=True))
    with pytest.raises(BadSettings, match="call_servers"):
        settings_file.read(tmp_path, {})
    settings_file.write(tmp_path, replace(said, call_relay=True, call_servers=TURN))
    assert settings_file.read(tmp_path, {}).call_servers == TURN
