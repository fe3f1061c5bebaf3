"""Backing a node up while it serves: its content in one file, its vault in another.

Content may be copied often and kept in many places: it holds sealed bodies and no key. The vault is copied to one file
that replaces the one before, since every old copy of it brings back keys that were destroyed since. The content is
copied first: a key is durable before the act that needs it, so that the vault of a moment later has them all.

What the console alone knows (accounts, teams, drafts, notes, the trail) goes with the vault: it holds words in the
clear and secrets of officers. So a recall that waits for the copy of the vault to be replaced waits for it too.

Neither takes the folder's lock. A node that serves goes on; it waits for the copy of the vault, which is small.
"""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Final

from lintas.compose import folder as folders
from lintas.compose import settings as settings_file
from lintas.compose.archive import CONTENT, VAULT, About, BadBackup, Packer, finish, packing, replacing
from lintas.compose.attachments import CHUNKS
from lintas.compose.backed_up import LastBackup, remember
from lintas.compose.sealed_file import seal_file
from lintas.compose.settings import Settings
from lintas.compose.version import VERSION
from lintas.crypto.passphrase import SALT_BYTES
from lintas.crypto.real import RealSuite
from lintas.dossier.authority import Federation
from lintas.log.merkle import Frontier
from lintas.node.recalls import Copy, copies, destructions, put_copy
from lintas.store.carry import carry
from lintas.store.chunks import PARTIAL
from lintas.store.snapshot import forget_peers, snapshot
from lintas.store.sqlite import SqliteStore
from lintas.store.vault import SqliteVault
from lintas.wire.limits import MIB

OFFICERS: Final = "officers"
TELL_EVERY: Final = 100 * MIB

Tell = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Saved:
    """What was written. `acts` and `log_root` tell which log the content ends; sizes are in bytes."""

    content: str
    content_bytes: int
    vault: str
    vault_bytes: int
    sealed: bool
    about: About
    chunks: int


def back_up(folder: Path, content: Path, vault: Path | None, passphrase: bytes | None, tell: Tell) -> Saved:
    """Copy the node of a folder; the node may serve. `vault` None leaves the keys out; with a passphrase it is sealed.

    Raises `BadBackup` if `content` exists, `NoGenesis`, `BadSettings`, `BadKey`, `OSError` or what the store raises.
    """
    if content.exists():
        raise BadBackup(str(content), "there is such a file already, and a backup of content is never overwritten")
    settings = settings_file.read(folder)
    if not (folder / folders.GENESIS).exists():
        raise folders.NoGenesis(str(folder))
    federation = Federation(RealSuite(), (folder / folders.GENESIS).read_bytes())
    about = About(CONTENT, settings.code, federation.reg.hex(), folders.now_ms(), VERSION)
    about, chunks = _content(folder, settings, content, about, tell)
    if vault is not None:
        _vault(folder, vault, replace(about, part=VAULT), passphrase, tell)
    remember(folder, LastBackup(about.made_ms, about.acts, content.stat().st_size, vault is not None))
    return Saved(
        content=str(content),
        content_bytes=content.stat().st_size,
        vault=str(vault or ""),
        vault_bytes=vault.stat().st_size if vault else 0,
        sealed=passphrase is not None,
        about=about,
        chunks=chunks,
    )


def _content(folder: Path, settings: Settings, target: Path, about: About, tell: Tell) -> tuple[About, int]:
    with tempfile.TemporaryDirectory(prefix=".backup-", dir=target.absolute().parent) as name:
        copy = Path(name) / folders.STORE
        tell("copying the acts")
        _acts(folder, settings, copy, tell)
        forget_peers(copy)
        about = replace(about, **_log_of(copy))
        with replacing(target) as out, packing(out) as packer:
            packer.add_file(folders.STORE, copy)
            for each in (settings_file.FILE, folders.GENESIS, folders.ENTRY):
                packer.add_file(each, folder / each)
            chunks = _chunks(packer, folder / CHUNKS, tell)
            if settings.chunks:
                tell(f"attachments lie at {settings.chunks} and are not in this copy: back the bucket up by itself")
            finish(packer, about)
    return about, chunks


def _acts(folder: Path, settings: Settings, copy: Path, tell: Tell) -> None:
    """The acts of one moment, in a file of SQLite wherever they lie."""
    if settings.store:
        with closing(folders.postgres_now(settings)) as source, closing(SqliteStore(copy)) as target:
            carry(source, target, str(copy), lambda acts: tell(f"copying the acts: {acts:,}"))
        return
    if not (folder / folders.STORE).exists():
        SqliteStore(folder / folders.STORE).close()  # A node that never served has none yet.
    snapshot(folder / folders.STORE, copy)


def _log_of(copy: Path) -> dict[str, Any]:
    with closing(SqliteStore(copy)) as store:
        stored = store.frontier()
        frontier = Frontier.from_bytes(stored) if stored else Frontier()
        return {"acts": store.size(), "log_root": frontier.root().hex()}


def _chunks(packer: Packer, folder: Path, tell: Tell) -> int:
    """Every chunk that is there. One that comes while this runs belongs to an act that is not in the copy."""
    count = size = told = 0
    for path in _files(folder):
        name = path.relative_to(folder).as_posix()
        # A chunk may be dropped meanwhile.
        if packer.add_file(f"{CHUNKS}/{name}", path):
            count += 1
            size += packer.entries[f"{CHUNKS}/{name}"]["bytes"]
        if size - told >= TELL_EVERY:
            told = size
            tell(f"copying attachments: {count:,} chunks, {size // MIB:,} MiB")
    return count


def _files(folder: Path) -> Iterator[Path]:
    if folder.is_dir():
        yield from (p for p in sorted(folder.rglob("*")) if p.is_file() and p.parent.name != PARTIAL)


def _vault(folder: Path, target: Path, about: About, passphrase: bytes | None, tell: Tell) -> None:
    tell("copying the vault")
    _note_copy(folder, target, about.made_ms)
    with tempfile.TemporaryDirectory(prefix=".backup-", dir=target.absolute().parent) as name:
        copy, plain = Path(name) / folders.VAULT, Path(name) / "plain"
        console = Path(name) / folders.CONSOLE
        snapshot(folder / folders.VAULT, copy)
        if (folder / folders.CONSOLE).exists():
            snapshot(folder / folders.CONSOLE, console)
        with closing(SqliteVault(copy)) as copied:
            seen = destructions(copied)
        with replacing(plain) as out, packing(out) as packer:
            packer.add_file(folders.VAULT, copy)
            packer.add_file(folders.CONSOLE, console)
            for token in sorted((folder / OFFICERS).glob("*.token")):
                packer.add_file(f"{OFFICERS}/{token.name}", token)
            finish(packer, about)
        with plain.open("rb") as source, replacing(target) as out:
            if passphrase is None:
                out.writelines(iter(lambda: source.read(MIB), b""))
            else:
                seal_file(source, out, passphrase, folders.chance(SALT_BYTES))
        for left in filter(Path.exists, (copy, console, plain)):
            _wipe(left)
    with closing(SqliteVault(folder / folders.VAULT)) as vault:
        put_copy(vault, Copy(str(target.absolute()), about.made_ms, seen))


def _note_copy(folder: Path, target: Path, made_ms: int) -> None:
    """That there will be a copy, before there is: what a killed process leaves must not be forgotten."""
    file = str(target.absolute())
    with closing(SqliteVault(folder / folders.VAULT)) as vault:
        if all(each.file != file for each in copies(vault)):
            put_copy(vault, Copy(file, made_ms, 0))


def _wipe(path: Path) -> None:
    """Overwrite a copy of keys before it is removed; what the file system kept elsewhere is the disk encryption's."""
    with path.open("r+b") as file:
        file.write(bytes(path.stat().st_size))
