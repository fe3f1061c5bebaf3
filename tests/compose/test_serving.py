"""What a node at its doors does beside serving."""

from __future__ import annotations

import gc

from lintas.compose.serving import settle


def test_the_collector_does_not_look_again_at_what_was_loaded_before() -> None:
    held = [[]]  # type: ignore[var-annotated]
    try:
        settle()
        assert not any(each is held for each in gc.get_objects())
        later = [held]
        assert any(each is later for each in gc.get_objects())
    finally:
        gc.unfreeze()
