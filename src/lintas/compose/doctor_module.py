"""Whether the hardware module answers, and has the keys that the vault says are in it."""

from __future__ import annotations

from collections.abc import Iterator

from lintas.compose.finding import FAULT, Finding
from lintas.compose.settings import Settings
from lintas.node.key_module import TokenTrouble
from lintas.node.keys import in_module
from lintas.node.ports import Vault


def check_module(settings: Settings, vault: Vault) -> Iterator[Finding]:
    """The module of the settings, asked for every key; one that does not answer is asked once."""
    keys, module = in_module(vault), vault.module
    if keys and not module:
        yield Finding(
            "no-module", FAULT, "the keys that sign are in a hardware module, and the settings name none",
            "put back module and token in the settings as they were",
        )  # fmt: skip
    if module is None:
        return
    for public in keys:
        try:
            module.check(public)
        except TokenTrouble as error:
            yield Finding(
                "token-silent", FAULT, f"the token {error.token} does not answer, and nothing is signed: {error.why}",
                f"see to the module {settings.module} and to the PIN; the node goes on by itself when it answers",
            )  # fmt: skip
            return
