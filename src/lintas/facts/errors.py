"""The errors of the register of public facts."""

from __future__ import annotations

from lintas.wire.findings import BadRows


class BadFacts(BadRows):
    """Files of public facts cannot be used."""
