"""The bundle with which a node begins: as large as a registry may be, and no larger."""

from __future__ import annotations

import pytest

from lintas.node.joining import read_bundle
from lintas.wire import cbor
from lintas.wire.errors import TooLarge
from lintas.wire.limits import LIMITS
from lintas.wire.shape import BadShape


def bundle(count: int) -> bytes:
    return cbor.encode({1: 1, 2: b"genesis", 3: [[b"a", 1, None]] * count, 4: [b"b"] * count})


def test_a_registry_of_more_acts_than_a_batch_is_read_whole() -> None:
    read = read_bundle(bundle(LIMITS.bundle_items_max + 5))
    assert [(item.signed, item.body) for item in read.items] == [(b"a", b"b")] * (LIMITS.bundle_items_max + 5)


@pytest.mark.slow
def test_a_bundle_has_as_many_acts_as_a_dossier_at_most() -> None:
    assert len(read_bundle(bundle(LIMITS.dossier_acts_max)).items) == LIMITS.dossier_acts_max
    with pytest.raises((BadShape, TooLarge)):
        read_bundle(bundle(LIMITS.dossier_acts_max + 1))
