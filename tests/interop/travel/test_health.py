"""Health certificates of the published set come to the verdicts that they state, and hostile ones to one as well."""

from __future__ import annotations

import base64
import json
import zlib
from collections import Counter
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import cbor2
import pytest

from lintas.crypto.certificate import BadCertificate, read_certificate
from lintas.interop.travel import base45
from lintas.interop.travel.health import COSE_BYTES_MAX, BadLayer, check, check_signed, compressed, cose, unprefixed
from lintas.interop.travel.verdict import PASSED, Verdict
from tests.shared import folder, shared

FILES = sorted((folder() / "standards/eu-dcc/data").glob("*/2DCode/raw/*.json"))
ASKED = {
    "EXPECTEDVERIFY": "signature",
    "EXPECTEDEXPIRATIONCHECK": "time",
    "EXPECTEDKEYUSAGE": "right to sign this",
    "EXPECTEDSCHEMAVALIDATION": "content",
}


def judged(case: dict[str, Any], **changed: Any) -> Verdict:
    """The verdict on a case, from its text where that can be read, else from its COSE layer."""
    context = case["TESTCTX"]
    trusted = changed.get("trusted")
    if trusted is None:
        trusted = [read_certificate(base64.b64decode(context["CERTIFICATE"]))]
    now = changed.get("now") or datetime.fromisoformat(context["VALIDATIONCLOCK"].replace("Z", "+00:00"))
    now = now.replace(tzinfo=UTC) if now.tzinfo is None else now
    verdict = check(case["PREFIX"], trusted, now) if "PREFIX" in case else None
    if (verdict is None or verdict.result("form") != PASSED) and "COSE" in case:
        verdict = check_signed(bytes.fromhex(case["COSE"]), trusted, now)
    assert verdict
    return verdict


def passes(layer: Callable[[], object]) -> bool:
    try:
        layer()
    except BadLayer:
        return False
    return True


def layers(case: dict[str, Any]) -> dict[str, bool]:
    """Which layers come off."""
    if "PREFIX" not in case:
        return {}
    text = case["PREFIX"]
    packed = bytes.fromhex(case["COMPRESSED"]) if "COMPRESSED" in case else None
    return {
        "EXPECTEDUNPREFIX": passes(lambda: unprefixed(text)),
        "EXPECTEDB45DECODE": passes(lambda: compressed(case.get("BASE45") or unprefixed(text))),
        "EXPECTEDCOMPRESSION": passes(lambda: cose(packed if packed is not None else compressed(unprefixed(text)))),
    }


def test_the_published_certificates_are_there() -> None:
    assert shared("standards/eu-dcc").is_dir()
    assert len(FILES) >= 64
    asked = Counter(name for file in FILES for name in json.loads(file.read_bytes())["EXPECTEDRESULTS"])
    assert sum(asked[name] for name in ASKED) >= 139


@pytest.mark.parametrize("file", FILES, ids=lambda file: f"{file.parts[-4]}-{file.stem}")
def test_a_published_certificate_comes_to_the_verdict_that_it_states(file: Path) -> None:
    case = json.loads(file.read_bytes())
    verdict, taken_off = judged(case), layers(case)
    for name, expected in case["EXPECTEDRESULTS"].items():
        if name in ASKED:
            assert (verdict.result(ASKED[name]) == PASSED) == expected, (name, verdict)
        if name in taken_off:
            assert taken_off[name] == expected, name


def good() -> dict[str, Any]:
    """A case in which everything holds."""
    case: dict[str, Any] = json.loads(shared("standards/eu-dcc/data/AT/2DCode/raw/1.json").read_bytes())
    return case


def test_one_that_holds_holds_only_at_its_time_and_with_its_signer() -> None:
    verdict = judged(good())
    assert verdict.holds
    assert (verdict.state, verdict.sort) == ("AT", "vaccination")
    assert not judged(good(), trusted=[]).holds
    assert not judged(good(), now=datetime(2031, 1, 1, tzinfo=UTC)).holds
    assert not judged(good(), now=datetime.fromisoformat("2021-01-01") - timedelta(days=1)).holds


@pytest.mark.parametrize("text", ["", "HC1:", "HC1:A", "HC1:::", "HC2:00", "HC1:" + "0" * 17_000, "HC1:ก"])
def test_what_is_no_certificate_gets_a_verdict_and_no_exception(text: str) -> None:
    verdict = check(text, [], datetime(2026, 1, 1, tzinfo=UTC))
    assert not verdict.holds
    assert verdict.checks[0].why


def test_a_bomb_is_not_unpacked() -> None:
    with pytest.raises(BadLayer, match="more than"):
        cose(zlib.compress(bytes(COSE_BYTES_MAX * 10)))


@pytest.mark.parametrize("algorithm", [[], {}, None, "ES256", True, 10**400])
def test_an_algorithm_that_is_none_gets_a_verdict_and_no_exception(algorithm: Any) -> None:
    protected = cbor2.dumps({1: algorithm, 4: b"12345678"})
    verdict = check_signed(cbor2.dumps([protected, {}, b"", b""]), [], datetime(2026, 1, 1, tzinfo=UTC))
    assert "no algorithm that is known" in verdict.checks[0].why


@pytest.mark.parametrize("tag", [*range(45), 100, 258, 260, 261, 1004, 43000])
def test_whatever_is_tagged_gets_a_verdict_and_no_exception(tag: int) -> None:
    """A decoder that makes values of tags fails in many ways at what does not fit."""
    values: tuple[Any, ...] = (b"", "(", -1, 10**30, [], [1, 0], [0, 0], ["x", "y"], {}, {1: []}, 1e300, None)
    for value in values:
        data = cbor2.dumps(cbor2.CBORTag(tag, value))
        assert not check_signed(data, [], datetime(2026, 1, 1, tzinfo=UTC)).holds


def test_every_byte_of_the_signed_form_that_is_changed_is_noticed() -> None:
    case = good()
    whole = bytes.fromhex(case["COSE"])
    trusted = [read_certificate(base64.b64decode(case["TESTCTX"]["CERTIFICATE"]))]
    now = datetime.fromisoformat(case["TESTCTX"]["VALIDATIONCLOCK"].replace("Z", "+00:00"))
    assert check_signed(whole, trusted, now).holds
    for at in range(0, len(whole), 3):
        broken = bytearray(whole)
        broken[at] ^= 1
        assert not check_signed(bytes(broken), trusted, now).holds, at


@pytest.mark.parametrize("data", [b"", b"0", b"\x30\x80", b"\x30\x03\x02\x01\x01", bytes(20_000)])
def test_what_is_no_x509_certificate_says_so(data: bytes) -> None:
    with pytest.raises(BadCertificate):
        read_certificate(data)


@pytest.mark.parametrize("data", [b"", b"AB", b"Hello!!", b"base-45", b"ietf!", bytes(5), b"\xff\xff"])
def test_base45_is_as_in_rfc_9285(data: bytes) -> None:
    assert base45.decode(base45.encode(data)) == data


@pytest.mark.parametrize(("text", "data"), [("BB8", b"AB"), ("%69 VD92EX0", b"Hello!!"), ("QED8WEX0", b"ietf!")])
def test_base45_examples_of_the_rfc(text: str, data: bytes) -> None:
    assert (base45.decode(text), base45.encode(data)) == (data, text)


@pytest.mark.parametrize("text", ["GGW", ":::", "A", "ZZ", "a00"])
def test_base45_that_stands_for_no_bytes_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"stands for no bytes|no character"):
        base45.decode(text)
