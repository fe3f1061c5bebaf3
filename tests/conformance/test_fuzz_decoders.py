"""Hostile bytes to every decoder: what it reads, or an error of its own; never another exception, in bounded time.

Inputs that were found to do otherwise lie in `tests/data/corpus/<decoder>/` and are decoded again at each run.
"""

from __future__ import annotations

import json
import re
from functools import cache
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from lintas.compose import settings as settings_page
from lintas.compose.settings import Settings
from lintas.crypto.real import RealSuite
from lintas.dossier.header import Form
from lintas.dossier.passkeys import write_assertion
from lintas.dossier.shifts import Shift, terms_challenge, write_shift_proof, write_terms
from lintas.node.order import Order
from lintas.node.prepare import Prepared, write_prepared
from lintas.node.prepare_saying import PreparedSaying, write_prepared_saying
from lintas.wire import cbor
from lintas.wire.errors import LintasError
from tests.conformance.decoders import (
    AUTHENTICATOR,
    CHALLENGE,
    DECODERS,
    IN_FOLDER,
    TOUCH,
    Decoder,
    bag,
    calendar_file,
    settings_file,
    settings_variable,
)
from tests.conformance.messages import all_of_them
from tests.conformance.mutations import Nested, mutated, torn, unwrapped
from tools.vectors.files import FOLDER, held
from tools.vectors.log_vectors import note

CORPUS = Path(__file__).resolve().parents[1] / "data/corpus"
CALENDAR = Path(__file__).resolve().parents[2] / "src/lintas/calendars/data/VN.toml"
SUITE = RealSuite()


def in_shift() -> bytes:
    """A proof by a shift whose touch holds."""
    key = SUITE.signer(bytes(32))
    terms = write_terms(Shift(key.public, 0, 2, {"errand": ("ask",)}, bytes(16)))
    began = write_assertion(AUTHENTICATOR.touch(terms_challenge(terms)))
    return write_shift_proof(terms, began, key.sign(CHALLENGE))


def prepared_act() -> bytes:
    """An act as a console keeps it."""
    order = Order("ask", {"text": "Whose boat?"}, (bytes(16),), (), to={"asked": (bytes(16),)}, re=(bytes(32),))
    return write_prepared(Prepared("errand", bytes(16), order, False, 7, bytes(16)))


def prepared_recall() -> bytes:
    """A recall as a console keeps it."""
    said, acts = {"because": "it was an error"}, (bytes(32),)
    kept = PreparedSaying("errand", bytes(16), Form.ERASE, acts, (), said, (bytes(16),), "en", "", 7, bytes(16))
    return write_prepared_saying(kept)


TEXTS = {
    "identifier": [b"aaaqeayeaudaocajbifqydiob4"],
    "note": [note(6)],
    "signature lines": [note(6).split(b"\n\n")[1]],
    "checkpoint": [note(6), note(0)],
    "submission": [b"old 0\n\n" + note(6)],
    "proof": [b"c2sp.org/tlog-proof@v1\nextra eA==\nindex 0\n\n" + note(6)],
    "verifier key": [b"example.com/log/testdata+33d7b496+AeHTu4Q3hEIMHNqc6fASMsq3rKNx280NI+oO5xCFkkSx"],
    "frontier": [(3).to_bytes(8, "big") + bytes(64), bytes(8)],
    "parcel": [bytes(1200)],
    "chunk of a file": [bytes(80)],
    "touch": [write_assertion(TOUCH)],
    "client data": [TOUCH.client_data],
    "signature of a passkey": [TOUCH.signature],
    "key of a passkey": [AUTHENTICATOR.cose_key],
    "proof by a shift": [in_shift()],
    "prepared act": [prepared_act()],
    "prepared recall": [prepared_recall()],
    "desk request": [cbor.encode({1: "show", 2: {"dossier": "x"}})],
}


@cache
def seeds() -> dict[str, list[bytes]]:
    """Good inputs for each decoder, small ones first."""
    found: dict[str, list[bytes]] = {name: list(data) for name, data in TEXTS.items()}
    for rule, data in all_of_them():
        found.setdefault(rule, []).append(data)
        inner = unwrapped(data)
        assert isinstance(inner, Nested) or rule == "parcel", rule
    found["act"] = found.pop("signed-act")
    found["header"] = [bytes.fromhex(v) for v in _payloads()]
    found["content"] = found.pop("body")
    found["sealed content"] = [(data + b"\x80").ljust(496, b"\0") for data in found["content"] if len(data) < 496]
    found["case act"] = found.pop("case-act")
    found["carried"] = found["link"]
    found["cbor"] = [data for name in ("receipt", "ping", "act") for data in found[name][:2]]
    signed = ("receipt", "fetch", "ping", "pong", "compare", "compared", "chunk", "cosign", "cosigned")
    for name in (*signed, "collect", "collected"):
        found[name] = [_payload(data) for data in found[name]]
    found["link"] = [_carried(data) for data in found["link"]]
    found["chunked"] = [_carried(data) for data in found["chunked"]]
    found["fetched"] = [_carried(data) for data in found["fetched"]]
    found["entry"] = _entries(found["genesis"][0])
    found["bag text"] = [cbor.encode([["receipt", b"x"]]) + b"\x80" + bytes(9)]
    found["bag"] = found["outside of a bag"] = [bag([("receipt", b"x")])]
    found["opened"] = [cbor.encode({8: 1, 9: bytes(16), 10: [bytes(32)]})]
    found["certificate"] = found["act"]
    found["export"] = found.pop("case")
    found["case"] = found["export"]
    return found


def _payloads() -> list[str]:
    texts = [text for path, text in held(FOLDER).items() if path.startswith("act/")]
    return [found[1] for text in texts if (found := re.search(r'"payload": "([0-9a-f]+)"', text))]


def _payload(message: bytes) -> bytes:
    return bytes(cbor.decode(message, size_max=1 << 23, tags=(18,)).value[2])


def _carried(message: bytes) -> bytes:
    signed, bodies = cbor.decode(message, size_max=1 << 23)
    return cbor.encode([_payload(signed), bodies])


def _entries(genesis: bytes) -> list[bytes]:
    return list(cbor.decode(genesis, size_max=1 << 23)[2])


def decode(decoder: Decoder, data: bytes) -> None:
    """Raises what is no error of lintas."""
    try:
        decoder(data)
    except LintasError as error:
        assert str(error)


@pytest.mark.parametrize("name", DECODERS)
@given(data=st.binary(max_size=200))
@settings(max_examples=20)
def test_noise(name: str, data: bytes) -> None:
    decode(DECODERS[name], data)


@pytest.mark.slow
@pytest.mark.parametrize("name", DECODERS)
@given(st.data())
@settings(max_examples=50, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
def test_what_is_nearly_good(name: str, data: st.DataObject) -> None:
    decode(DECODERS[name], data.draw(mutated(seeds()[name], {})))


@pytest.mark.soak
@pytest.mark.parametrize("name", DECODERS)
@given(st.data())
@settings(suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
def test_what_is_nearly_good_for_long(name: str, data: st.DataObject) -> None:
    decode(DECODERS[name], data.draw(mutated(seeds()[name], {})))


@pytest.mark.slow
def test_every_seed_is_good() -> None:
    for name in DECODERS.keys() - {"parcel", "chunk of a file", "certificate"}:
        for data in seeds()[name]:
            DECODERS[name](data)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    found = tmp_path_factory.mktemp("node")
    settings_page.write(found, Settings("xa-ca", "Invented", "XA", "police", "http://127.0.0.1:1"))
    return found


def found_before() -> list[tuple[str, str]]:
    return [(path.parent.name, path.name) for path in sorted(CORPUS.glob("*/*"))]


@pytest.mark.parametrize(("name", "file"), found_before())
def test_what_was_found(folder: Path, tmp_path: Path, name: str, file: str) -> None:
    where = folder if name == "settings variable" else tmp_path
    decoder = IN_FOLDER[name](where) if name in IN_FOLDER else DECODERS[name]
    decode(decoder, (CORPUS / name / file).read_bytes())


VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=6,
)


@given(data=st.data())
@settings(max_examples=25)
def test_settings_in_a_file(folder: Path, data: st.DataObject) -> None:
    (folder / "torn").mkdir(exist_ok=True)
    decode(settings_file(folder / "torn"), data.draw(torn_file((folder / settings_page.FILE).read_bytes())))


@pytest.mark.slow
@given(data=st.data())
@settings(max_examples=50)
def test_calendars(folder: Path, data: st.DataObject) -> None:
    decode(calendar_file(folder), data.draw(torn_file(CALENDAR.read_bytes()) | torn_file(SMALL_CALENDAR)))


SMALL_CALENDAR = b"""state = "VN"
zone = "Asia/Ho_Chi_Minh"
weekend = ["Saturday"]
first = 2026-01-01
last = 2028-12-31
source = "x"
confidence = "y"
[holidays]
2026-01-01 = "x"
"""


@st.composite
def torn_file(draw: st.DrawFn, good: bytes) -> bytes:
    for _ in range(draw(st.integers(1, 3))):
        good = torn(good, lambda most: draw(st.integers(0, most - 1)))
    return good


@given(text=st.text(max_size=20) | st.from_regex(r"\A(\[|\{|127\.0\.0\.1:|postgresql://)[\w²٣:/@-]*\Z"))
@settings(max_examples=25)
def test_settings_in_variables(folder: Path, text: str) -> None:
    decode(settings_variable(folder), text.encode("utf-8", "replace"))


@given(value=VALUES)
@settings(max_examples=25)
def test_settings_of_a_wrong_shape(folder: Path, value: object) -> None:
    decode(settings_variable(folder), json.dumps(value).encode())
