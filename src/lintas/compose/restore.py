"""Restoring a node into an empty folder from the two files of a backup.

The node that comes out is the authority it was. It cannot fork: every start draws an incarnation and a link epoch of
its own, so that no act that it signs stands at the place of one that it signed and lost. Its log goes on under a new
name, since others may have cosigned it at a size that it no longer has. What it lost it asks of its peers.

All is unpacked and checked beside the folder, as `node verify` does; the folder is there whole or not at all.
"""

from __future__ import annotations

import json
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import BinaryIO, Final

from lintas.compose import folder as folders
from lintas.compose import settings as settings_file
from lintas.compose.archive import CONTENT, VAULT, About, BadBackup, replacing, sync_folder, unpack
from lintas.compose.attachments import CHUNKS
from lintas.compose.backup import Tell
from lintas.compose.change_store import STORE
from lintas.compose.doctor_registry import compare
from lintas.compose.sealed_file import is_sealed, open_file
from lintas.crypto.real import RealSuite
from lintas.dossier.authority import Federation
from lintas.node.come_back import begin_anew
from lintas.node.findings import Severity
from lintas.node.recalls import set_replay
from lintas.node.report import Report
from lintas.store.vault import SqliteVault
from lintas.sync.witness import ERA_BYTES
from lintas.wire.identifiers import show

MARK: Final = "restored.json"
_OF_A_RESTORE: Final = frozenset({"keys-superseded", "renewal-waits", "not-in-force", "moved"})
"""What the doctor finds that a restore may be the cause of."""


class NeedsPassphrase(BadBackup):
    """The vault's backup is sealed, and no passphrase was given."""


@dataclass(frozen=True, slots=True)
class Mark:
    """What a restored node knows of its restore: times in ms since 1970, and how many acts the backup had."""

    made_ms: int
    restored_ms: int
    acts: int


@dataclass(frozen=True, slots=True)
class Restored:
    """What was restored. `doubts` are what the check found that is no fault, such as keys that the vault lacks.
    `store`: the database in which the acts lay, empty where they lay in SQLite, as they do now.
    """

    folder: str
    content: About
    vault: About
    mark: Mark
    doubts: tuple[str, ...]
    store: str = ""


def restore(folder: Path, content: Path, vault: Path, passphrase: bytes | None, tell: Tell) -> Restored:
    """Make the node's folder from a backup; raises `NotEmpty`, `BadBackup`, `OSError`, or what a store raises."""
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise folders.NotEmpty(str(folder))
    folder.absolute().parent.mkdir(parents=True, exist_ok=True)
    made = Path(tempfile.mkdtemp(prefix=".restoring-", dir=folder.absolute().parent))
    try:
        done = _restored(made, folder, content, vault, passphrase, tell)
        if folder.exists():
            folder.rmdir()
        made.rename(folder)
        sync_folder(folder.absolute().parent)
    except BaseException:
        shutil.rmtree(made, ignore_errors=True)
        raise
    return done


def _restored(made: Path, folder: Path, content: Path, vault: Path, passphrase: bytes | None, tell: Tell) -> Restored:
    tell("unpacking the content")
    with content.open("rb") as source:
        about = _of_part(unpack(source, str(content), made), CONTENT, content)
    tell("unpacking the vault")
    with _opened(vault, passphrase, made) as source:
        keys = _of_part(unpack(source, str(vault), made), VAULT, vault)
    if (about.code, about.genesis) != (keys.code, keys.genesis):
        raise BadBackup(str(vault), f"it is the vault of {keys.code}, and the content is that of {about.code}")
    (made / CHUNKS).mkdir(mode=0o700, exist_ok=True)
    was = _on_sqlite(made, content)
    with closing(SqliteVault(made / folders.VAULT)) as opened:
        begin_anew(opened, show(folders.chance(ERA_BYTES)))
        # Content may be older than the recalls that the vault knows, and the vault older than those in the content.
        set_replay(opened)
    mark = Mark(about.made_ms, folders.now_ms(), about.acts)
    with replacing(made / MARK) as out:
        out.write(json.dumps(asdict(mark)).encode())
    tell(f"checking {about.acts:,} acts")
    return Restored(str(folder), about, keys, mark, _check(made, content), was)


def _on_sqlite(made: Path, content: Path) -> str:
    """Let the node use what was unpacked, and no database that may be in use; the store that its settings named."""
    was = settings_file.read(made, {}).store
    if was:
        settings_file.change(made, STORE, "")
    if name := settings_file.read(made).store and settings_file.variable(STORE):
        raise BadBackup(str(content), f"the variable {name} names a database: unset it for the restore")
    return was


def _of_part(about: About, part: str, path: Path) -> About:
    if about.part != part:
        raise BadBackup(str(path), f"it holds the {about.part}, where the {part} is asked for")
    return about


@contextmanager
def _opened(path: Path, passphrase: bytes | None, beside: Path) -> Iterator[BinaryIO]:
    """The vault's backup, out of its seal if it has one."""
    with path.open("rb") as source:
        if not is_sealed(source):
            yield source
            return
        if passphrase is None:
            raise NeedsPassphrase(str(path), "it is sealed: give the file of its passphrase with --passphrase")
        with tempfile.TemporaryFile(dir=beside) as plain:
            open_file(source, plain, passphrase, str(path))
            plain.seek(0)
            yield plain


def _check(made: Path, content: Path) -> tuple[str, ...]:
    """What is doubtful in what was unpacked, the registry's word of this node last; raises `BadBackup`."""
    with folders.at_work(made) as (settings, given):
        doubts = _doubts(folders.check(made, settings, given), content)
        federation = Federation(RealSuite(), (made / folders.GENESIS).read_bytes())
        identity = folders.identity_in(made, settings, RealSuite(), given.vault)
        told = compare(made, settings, identity, federation, given.store, given.vault)
        return (*doubts, *(f"{each.what}: {each.do}" for each in told if each.code in _OF_A_RESTORE))


def _doubts(report: Report, content: Path) -> tuple[str, ...]:
    told = [f"{each.where}: {each.words}" for each in report.findings if each.severity is Severity.DOUBT]
    faults = [f"{each.where}: {each.words}" for each in report.findings if each.severity is Severity.FAULT]
    if faults:
        raise BadBackup(str(content), f"{len(faults)} things in it are not what they claim to be; first {faults[0]}")
    return tuple(told)


def mark_of(folder: Path) -> Mark | None:
    """The mark of a node that was restored; None for one that was not."""
    try:
        return Mark(**json.loads((folder / MARK).read_text(encoding="utf-8")))
    except FileNotFoundError:
        return None
    except (ValueError, TypeError, RecursionError):
        raise BadBackup(str(folder / MARK), "it cannot be read; the file may be removed") from None
