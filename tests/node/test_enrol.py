"""Passkeys of officers: which are taken, which not, and what a change makes of the certificate."""

from __future__ import annotations

from typing import Any

import pytest

from lintas.crypto.errors import BadKey, UnsupportedKey
from lintas.dossier.officer_errors import UnknownPasskey
from lintas.dossier.officers import AUTHOR
from lintas.dossier.passkeys import PASSKEYS_MAX
from lintas.node.desk import UnknownOfficer, appoint, officer, sign_in
from lintas.node.enrol import BadPasskey, enrol, remove
from lintas.node.state import Node
from lintas.wire import cbor
from lintas.wire.errors import Malformed
from tests.support.federation import Federation3
from tools.vectors.authenticator import Authenticator

KEY, OTHER = Authenticator(b"k" * 32), Authenticator(b"o" * 32)


@pytest.fixture
def node() -> Node:
    node = Federation3.build(["aa-ca"], kinds=["hotline"]).nodes["aa-ca"]
    appoint(node, "one", (AUTHOR,))
    return node


def test_passkeys_come_and_go_and_the_rest_of_the_certificate_stays(node: Node) -> None:
    before = officer(node, "one").certificate
    first, second = enrol(node, "one", KEY.passkey()), enrol(node, "one", OTHER.passkey())
    assert first.passkeys == (KEY.passkey(),)
    assert second.passkeys == (KEY.passkey(), OTHER.passkey())
    left = remove(node, "one", KEY.passkey().credential)
    assert left.passkeys == (OTHER.passkey(),)
    assert officer(node, "one").certificate == left
    for name in ("authority", "pseudonym", "public", "roles", "until_ms"):
        assert getattr(left, name) == getattr(before, name)
    assert before.from_ms < first.from_ms < second.from_ms < left.from_ms


def test_the_token_goes_on_to_work(node: Node) -> None:
    token = appoint(node, "two", (AUTHOR,)).token
    enrol(node, "two", KEY.passkey())
    assert sign_in(node, "two", token, AUTHOR).certificate == officer(node, "two").signed


BAD: dict[str, tuple[dict[str, Any], type[Exception]]] = {
    "of a key of RSA": ({"key": cbor.encode({1: 3, 3: -257, -1: b"n" * 256, -2: b"\1\0\1"})}, UnsupportedKey),
    "of no key": ({"key": b"key"}, Malformed),
    "of a point off the curve": (
        {"key": cbor.encode({1: 2, 3: -7, -1: 1, -2: b"x" * 32, -3: b"y" * 32})}, BadKey),
    "with a short hash": ({"credential": bytes(31)}, Malformed),
    "for no page": ({"origins": ()}, BadPasskey),
    "for pages without a lock": ({"origins": ("http://desk.example",)}, BadPasskey),
    "for a page of another site": ({"origins": ("https://desk.example", "https://example")}, BadPasskey),
    "for a site that ends like ours": ({"origins": ("https://evildesk.example",)}, BadPasskey),
    "for a page, not an origin": ({"origins": ("https://desk.example/sign",)}, BadPasskey),
    "for somebody at a page": ({"origins": ("https://me@desk.example",)}, BadPasskey),
    "for what is no address": ({"origins": ("https://[desk.example",)}, BadPasskey),
    "for an app": ({"origins": ("android:apk-key-hash:abc",)}, BadPasskey),
}  # fmt: skip


@pytest.mark.parametrize("name", BAD)
def test_a_passkey_is_not_taken(node: Node, name: str) -> None:
    changes, cause = BAD[name]
    before = officer(node, "one").signed
    with pytest.raises(cause):
        enrol(node, "one", KEY.passkey(**changes))
    assert officer(node, "one").signed == before


@pytest.mark.parametrize(
    ("site", "origin"),
    [
        ("desk.example", "https://desk.example:8443"),
        ("desk.example", "https://aa.desk.example"),
        ("aa-ca.localhost", "http://aa-ca.localhost:8080"),
        ("localhost", "http://localhost:8080"),
    ],
)
def test_pages_of_the_site_and_of_this_machine_are_taken(node: Node, site: str, origin: str) -> None:
    assert enrol(node, "one", KEY.passkey(site=site, origins=(origin,))).passkeys[0].origins == (origin,)


def test_a_passkey_is_one_officer_s_and_an_officer_has_so_many(node: Node) -> None:
    enrol(node, "one", KEY.passkey())
    appoint(node, "two", (AUTHOR,))
    for name in ("one", "two"):
        with pytest.raises(BadPasskey):
            enrol(node, name, KEY.passkey())
    for number in range(1, PASSKEYS_MAX):
        enrol(node, "one", Authenticator(bytes((number,)) * 32).passkey())
    with pytest.raises(BadPasskey):
        enrol(node, "one", OTHER.passkey())


def test_what_is_not_there_is_not_taken_away(node: Node) -> None:
    with pytest.raises(UnknownPasskey):
        remove(node, "one", KEY.passkey().credential)
    with pytest.raises(UnknownOfficer):
        enrol(node, "nobody", KEY.passkey())
    with pytest.raises(UnknownOfficer):
        remove(node, "nobody", KEY.passkey().credential)
