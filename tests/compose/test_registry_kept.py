"""A node in a folder, as the registry comes to say other things of it than on the first day."""

from __future__ import annotations

from pathlib import Path

from lintas.compose import folder as folders
from lintas.node.keys import RECIPIENT_KEPT_MS, destroy_old
from tests.compose.keeping import alone, at_work, do, renewal


def renewed(folder: Path) -> None:
    with at_work(folder) as node:
        asked = renewal(node, folder.with_name("next.key").read_text())
        do(node, folder, "list", entry=asked["entry"], because="time")


def test_a_node_starts_also_when_the_key_to_receive_of_its_first_entry_is_destroyed(tmp_path: Path) -> None:
    folder = alone(tmp_path / "aa")
    renewed(folder)
    with at_work(folder) as node:
        # That it was replaced was noted at the start, a moment ago.
        later_ms = node.clock() + RECIPIENT_KEPT_MS + 1
        assert destroy_old(node.suite, node.vault, node.identity, later_ms) == 1
    with at_work(folder) as node:
        assert node.identity.authority.number == 1
        assert not node.short_of_keys
    with folders.at_work(folder) as (settings, given):
        assert folders.check(folder, settings, given).ok
