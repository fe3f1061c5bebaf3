"""What the body of a RELEASE says: why, and who could read each act before (`spec/release.md`).

A newcomer is not given the acts that list the readers of older epochs. Without the list it could not check the officers
who answered for what it reads, since they answered for its readers as well.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from lintas.dossier.control import Release, control_of
from lintas.dossier.header import Act, Form
from lintas.dossier.sealing import Content
from lintas.wire.limits import LIMITS
from lintas.wire.shape import Fields

_READERS: Final = "readers"


def release_words(because: str, readers: Mapping[bytes, tuple[bytes, ...]]) -> dict[str, Any]:
    """The fields of the body; `readers` by epoch, without the author."""
    said: dict[str, Any] = {_READERS: [[epoch, list(parties)] for epoch, parties in sorted(readers.items())]}
    return ({"because": because} if because else {}) | said


def read_readers(content: Content) -> dict[bytes, tuple[bytes, ...]]:
    """By epoch, who could read what was sealed under it, beside the author; raises `BadShape`."""
    fields = Fields("body of a release", {1: content.fields.get(_READERS, [])})
    return dict(fields.each(1, LIMITS.released_max, lambda at, pair: _pair(fields, at, pair)))


def words_of(act: Act, content: Content) -> Mapping[str, Any]:
    """What the body says to people: of a release, why."""
    if act.header.form is not Form.RELEASE:
        return content.fields
    return {name: value for name, value in content.fields.items() if name != _READERS}


def named_in(act: Act) -> tuple[tuple[str, tuple[bytes, ...]], ...]:
    """The newcomers to whom a release gives something, as a role; nobody for other forms."""
    control = control_of(act.header)
    return (("newcomer", control.parties),) if isinstance(control, Release) else ()


def released_in(act: Act) -> tuple[bytes, ...]:
    """The acts that a release gives; none for other forms."""
    control = control_of(act.header)
    return control.acts if isinstance(control, Release) else ()


def _pair(fields: Fields, label: int, value: object) -> tuple[bytes, tuple[bytes, ...]]:
    if type(value) is not list or len(value) != 2:
        raise fields.bad(label, "is not an epoch with its readers")
    parties = Fields("readers of an epoch", {label: value[1]}).ids(label, LIMITS.recipients_max, 16)
    return fields.is_octets(label, value[0], 16), parties
