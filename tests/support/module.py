"""Hardware modules for tests: SoftHSM, where it is installed, and a fake that keeps the same contract."""

from __future__ import annotations

import itertools
import shutil
import subprocess
from pathlib import Path

import pytest

from lintas.crypto.ports import Algorithm, Signer
from lintas.crypto.real import RealSuite
from lintas.node.key_module import TokenTrouble

TOKEN, PIN = "test token", "1234"
LIBRARIES = (
    "/usr/lib/softhsm/libsofthsm2.so",
    "/usr/lib/x86_64-linux-gnu/softhsm/libsofthsm2.so",
    "/usr/lib/aarch64-linux-gnu/softhsm/libsofthsm2.so",
)


class FakeModule:
    """The port `KeyModule` in memory; `away` is a module that does not answer."""

    def __init__(self) -> None:
        self.away = False
        self._numbers = itertools.count(1)
        self._keys: dict[bytes, Signer] = {}

    def signer(self, public: bytes) -> Signer:
        return _FakeSigner(self, public)

    def make(self, algorithm: Algorithm) -> bytes:
        self._answer()
        signer = RealSuite().signer(next(self._numbers).to_bytes(32, "big"), algorithm)
        self._keys[signer.public] = signer
        return signer.public

    def take(self, algorithm: Algorithm, seed: bytes, public: bytes) -> None:
        self._answer()
        self._keys[public] = RealSuite().signer(seed, algorithm)

    def check(self, public: bytes) -> None:
        self.key(public)

    def key(self, public: bytes) -> Signer:
        self._answer()
        if public not in self._keys:
            raise TokenTrouble(TOKEN, "NoSuchKey")
        return self._keys[public]

    def _answer(self) -> None:
        if self.away:
            raise TokenTrouble(TOKEN, "TokenNotPresent")


class _FakeSigner:
    def __init__(self, module: FakeModule, public: bytes) -> None:
        self._module, self.public = module, public

    def sign(self, message: bytes) -> bytes:
        return self._module.key(self.public).sign(message)


def library() -> str:
    """Where SoftHSM is; skips the test if it is not installed, or the driver is not."""
    pytest.importorskip("pkcs11", reason="the extra pkcs11 is not installed: no test of signing keys in hardware runs")
    found = next((path for path in LIBRARIES if Path(path).exists()), None)
    if found is None or shutil.which("softhsm2-util") is None:
        pytest.skip("SoftHSM (softhsm2) is not installed: no test of signing keys in hardware runs")
    return found


def soft_token(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A new token in SoftHSM, whose files lie in `folder`; the file with its PIN."""
    tokens = folder / "tokens"
    tokens.mkdir()
    config = folder / "softhsm2.conf"
    config.write_text(f"directories.tokendir = {tokens}\nobjectstore.backend = file\nlog.level = ERROR\n")
    monkeypatch.setenv("SOFTHSM2_CONF", str(config))
    command = ("softhsm2-util", "--init-token", "--free", "--label", TOKEN, "--pin", PIN, "--so-pin", "4321")
    subprocess.run(command, check=True, capture_output=True)
    pin = folder / "pin"
    pin.write_text(PIN + "\n")
    return pin
