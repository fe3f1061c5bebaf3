"""The hardware module that the settings name, and a vault that knows of it."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Final

from lintas.compose.settings import Settings
from lintas.node.key_module import KeyModule
from lintas.store.vault import SqliteVault
from lintas.wire.errors import LintasError

CREDENTIALS: Final = "CREDENTIALS_DIRECTORY"
PIN: Final = "lintas-pin"


class NoModuleDriver(LintasError):
    """The settings name a hardware module, and the driver is not installed: it is the extra `pkcs11`."""


def open_vault(path: Path, settings: Settings) -> SqliteVault:
    """The vault at this path, with the module of the settings; raises `NoModuleDriver` or as the vault."""
    return SqliteVault(path, key_module(settings))


def key_module(settings: Settings) -> KeyModule | None:
    """The module of the settings, not asked yet; raises `NoModuleDriver`."""
    if not settings.module:
        return None
    try:
        from lintas.store.token import Token
    except ModuleNotFoundError:
        raise NoModuleDriver() from None
    pin = Path(settings.pin_file) if settings.pin_file else Path(os.environ.get(CREDENTIALS, ".")) / PIN
    return Token(settings.module, settings.token, settings.key_label, pin)
