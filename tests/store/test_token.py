"""The contract of `KeyModule`, kept by SoftHSM and by the fake of other tests; and a module that goes away."""

from __future__ import annotations

from pathlib import Path

import pytest

from lintas.crypto.errors import BadSignature
from lintas.crypto.ports import Algorithm, algorithm_of
from lintas.crypto.real import RealSuite
from lintas.node.key_module import KeyModule, TokenTrouble
from tests.support.module import TOKEN, FakeModule, library, soft_token

pytestmark = pytest.mark.slow

SEED = bytes(range(32))
SUITE = RealSuite()


@pytest.fixture
def pin(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    library()
    return soft_token(tmp_path, monkeypatch)


@pytest.fixture(params=["fake", "softhsm"])
def module(request: pytest.FixtureRequest) -> KeyModule:
    if request.param == "fake":
        return FakeModule()
    return opened(request.getfixturevalue("pin"))


def opened(pin: Path, token: str = TOKEN) -> KeyModule:
    from lintas.store.token import Token

    return Token(library(), token, "lintas", pin)


@pytest.mark.parametrize("algorithm", Algorithm)
def test_a_key_is_made_and_signs(module: KeyModule, algorithm: Algorithm) -> None:
    first, second = module.make(algorithm), module.make(algorithm)
    assert first != second
    for public in (first, second):
        assert algorithm_of(public) is algorithm
        module.check(public)
        assert module.signer(public).public == public
        for number in range(5):
            SUITE.verify(public, bytes((number,)), module.signer(public).sign(bytes((number,))))
    with pytest.raises(BadSignature):
        SUITE.verify(second, b"message", module.signer(first).sign(b"message"))


@pytest.mark.parametrize("algorithm", Algorithm)
def test_a_key_that_was_kept_elsewhere_is_the_same_in_the_module(module: KeyModule, algorithm: Algorithm) -> None:
    signer = SUITE.signer(SEED, algorithm)
    module.take(algorithm, SEED, signer.public)
    SUITE.verify(signer.public, b"message", module.signer(signer.public).sign(b"message"))


def test_a_key_that_is_not_there_is_told_when_it_is_asked(module: KeyModule) -> None:
    other = SUITE.signer(SEED, Algorithm.ES256).public
    signer = module.signer(other)
    for call in (lambda: module.check(other), lambda: signer.sign(b"message")):
        with pytest.raises(TokenTrouble) as caught:
            call()
        assert caught.value.token == TOKEN
        assert caught.value.why


def test_a_key_does_not_leave_the_token(pin: Path) -> None:
    import pkcs11
    from pkcs11 import Attribute, ObjectClass

    module = opened(pin)
    made = module.make(Algorithm.ES256)
    module.take(Algorithm.ED25519, SEED, SUITE.signer(SEED, Algorithm.ED25519).public)
    pkcs11.lib(library()).reinitialize()
    with pkcs11.lib(library()).get_token(token_label=TOKEN).open(user_pin=pin.read_text().strip()) as session:
        keys = list(session.get_objects({Attribute.CLASS: ObjectClass.PRIVATE_KEY}))
        assert len(keys) == 2
        for key in keys:
            assert (key[Attribute.SENSITIVE], key[Attribute.EXTRACTABLE]) == (True, False)
            with pytest.raises(pkcs11.AttributeSensitive):
                _ = key[Attribute.VALUE]
    SUITE.verify(made, b"message", module.signer(made).sign(b"message"))


def test_it_signs_again_when_the_token_is_back(pin: Path) -> None:
    import pkcs11

    module = opened(pin)
    public = module.make(Algorithm.ED25519)
    signer = module.signer(public)
    pkcs11.lib(library()).reinitialize()
    SUITE.verify(public, b"one", signer.sign(b"one"))
    tokens = pin.parent / "tokens"
    tokens.rename(pin.parent / "away")
    pkcs11.lib(library()).finalize()
    with pytest.raises(TokenTrouble):
        signer.sign(b"two")
    (pin.parent / "away").rename(tokens)
    SUITE.verify(public, b"three", signer.sign(b"three"))


def test_a_wrong_pin_and_one_that_cannot_be_read(pin: Path) -> None:
    public = opened(pin).make(Algorithm.ED25519)
    right = pin.read_text()
    pin.write_text("4711")
    wrong = opened(pin)
    with pytest.raises(TokenTrouble, match="Pin"):
        wrong.check(public)
    pin.unlink()
    with pytest.raises(TokenTrouble, match="cannot be read"):
        wrong.check(public)
    pin.write_text(right)
    wrong.check(public)


def test_a_token_and_a_module_that_are_not_there(pin: Path) -> None:
    from lintas.store.token import Token

    for module in (opened(pin, "another token"), Token("/nowhere/module.so", TOKEN, "lintas", pin)):
        with pytest.raises(TokenTrouble):
            module.make(Algorithm.ES256)
