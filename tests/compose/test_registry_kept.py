"""A node in a folder, as the registry comes to say other things of it than on the first day."""

from __future__ import annotations

import base64
from pathlib import Path

import pytest

from lintas.compose import folder as folders
from lintas.compose import registry_pages
from lintas.compose import settings as settings_file
from lintas.compose.backup import back_up
from lintas.compose.doctor import examine
from lintas.compose.finding import FAULT, NOTE, WARNING
from lintas.compose.restore import restore
from lintas.crypto.ports import Algorithm, algorithm_of
from lintas.crypto.real import RealSuite
from lintas.dossier.authority import commitment, read_entry
from lintas.log.note import parse
from lintas.node.joining import NotListed, write_bundle
from lintas.node.keys import RECIPIENT_KEPT_MS, NotTheNextKey, destroy_old
from lintas.node.witnessing import checkpoint
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


def told(folder: Path) -> dict[str, str]:
    """What the doctor finds, and how much it matters, but for what it says of the machine."""
    found = examine(folder, {}, serves=True, now_ms=0)
    return {each.code: each.weight for each in found if each.code not in {"versions"}}


def edit(folder: Path, old: str, new: str) -> None:
    file = folder / "settings.toml"
    text = file.read_text()
    assert old in text
    file.write_text(text.replace(old, new))


def test_the_doctor_compares_the_settings_with_the_registry(tmp_path: Path) -> None:
    folder = alone(tmp_path / "aa", sign=False)
    assert told(folder) == {"no-registry": NOTE}
    with at_work(folder) as node:
        do(node, folder, "sign")
    assert told(folder) == {}
    edit(folder, "Exercise aa", "Another name")
    edit(folder, "http://127.0.0.1:9", "http://127.0.0.1:8")
    assert told(folder) == {"entry-differs": WARNING, "moved": FAULT}
    with at_work(folder) as node:
        located = registry_pages.location(node, {"address": "http://127.0.0.1:8", "run_by": ""})["location"]
        do(node, folder, "list", entry=located)
        asked = registry_pages.request(node, {"name": "Another name", "category": "police"})
        do(node, folder, "list", entry=asked["entry"])
    assert told(folder) == {}


def test_the_doctor_knows_that_keys_are_about_to_be_superseded_or_were(tmp_path: Path) -> None:
    folder = alone(tmp_path / "aa")
    (folder / folders.NEXT_KEY).write_text("left here")
    assert told(folder) == {"next-key-here": WARNING}
    (folder / folders.NEXT_KEY).unlink()
    old = (folder / folders.VAULT).read_bytes()
    with at_work(folder) as node:
        asked = renewal(node, folder.with_name("next.key").read_text())
    assert told(folder) == {"renewal-waits": WARNING}
    with at_work(folder) as node:
        do(node, folder, "list", entry=asked["entry"], because="time")
    assert told(folder) == {}
    (folder / folders.VAULT).write_bytes(old)
    assert "keys-superseded" in told(folder)


def test_a_node_without_a_lasting_key_works_is_told_so_and_gets_one_with_its_next_keys(tmp_path: Path) -> None:
    folder = alone(tmp_path / "aa", lasting=False)
    assert told(folder) == {"no-lasting-key": NOTE}
    with at_work(folder) as node:
        assert len(parse(checkpoint(node)).signatures) == 1
    renewed(folder)
    assert told(folder) == {}
    with at_work(folder) as node:
        assert len(parse(checkpoint(node)).signatures) == 2


def test_a_node_that_signs_with_es256_renews_its_keys_and_goes_on_doing_so(tmp_path: Path) -> None:
    folder = alone(tmp_path / "aa", algorithm=Algorithm.ES256)
    renewed(folder)
    assert told(folder) == {}
    with at_work(folder) as node:
        assert (node.identity.authority.number, node.short_of_keys) == (1, False)
        assert algorithm_of(node.identity.signer.public) is Algorithm.ES256
    with folders.at_work(folder) as (settings, given):
        assert folders.check(folder, settings, given).ok


def test_a_restore_ends_with_the_current_entry_or_says_why_not(tmp_path: Path) -> None:
    folder, content, older, vault = alone(tmp_path / "aa"), tmp_path / "content", tmp_path / "older", tmp_path / "vault"
    back_up(folder, tmp_path / "before", older, None, print)
    renewed(folder)
    back_up(folder, content, vault, None, print)
    assert restore(tmp_path / "restored", content, vault, None, print).doubts == ()
    with at_work(tmp_path / "restored") as node:
        assert (node.identity.authority.number, node.short_of_keys) == (1, False)
        assert node.federation.registry is not None
    (doubt,) = restore(tmp_path / "half", content, older, None, print).doubts
    assert "entry 1, whose keys are not in the vault" in doubt


def test_a_node_begins_anew_with_its_next_key_where_the_vault_was_lost(tmp_path: Path) -> None:
    """The entry is listed here by the desk itself, which has its old keys still; in earnest its deputy does it."""
    folder, anew = alone(tmp_path / "aa"), tmp_path / "anew"
    next_key = folder.with_name("next.key").read_text()
    with at_work(folder) as node:
        bundle = write_bundle(node)
        before = node.identity.authority
    folders.make(anew, settings_file.read(folder))
    with pytest.raises(NotTheNextKey):
        folders.begin_anew(anew, bundle, bytes(32).hex())
    entry, following = folders.begin_anew(anew, bundle, next_key)
    ours = read_entry(RealSuite(), entry)
    assert (ours.id, ours.number) == (before.id, 1)
    assert commitment(RealSuite().signer(following).public) == ours.next_key
    with pytest.raises(NotListed):
        folders.join(anew, bundle)
    with at_work(folder) as node:
        do(node, folder, "list", entry=base64.b64encode(entry).decode(), because="lost")
    with at_work(folder) as node:
        bundle = write_bundle(node)
    folders.join(anew, bundle)
    with at_work(anew) as node:
        assert (node.id, node.identity.authority.number) == (before.id, 1)
    with pytest.raises(folders.NotEmpty):
        folders.begin_anew(anew, bundle, following.hex())
