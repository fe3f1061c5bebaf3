"""The errors of the law register."""

from __future__ import annotations

from lintas.wire.findings import BadRows


class BadRegister(BadRows):
    """Files of the law register cannot be used."""
