"""What is wrong with a node, and what to do about it, for somebody who did not write it.

The doctor reads and never writes, but for one object that it puts into a bucket and removes. It looks at the folder and
its databases by itself, since a node that is unwell may not start; what only a node in service knows (`doctor_peers`)
it is given. A check that cannot be made says so as a finding, and the others go on. `fault`: the node does not work or
may not be trusted. `warning`: it works, and somebody should look soon. `note`: good to know.
"""

from __future__ import annotations

import os
import platform
import sqlite3
import stat
from collections.abc import Iterator, Mapping
from contextlib import closing
from pathlib import Path
from typing import Final

from lintas.compose import folder as folders
from lintas.compose import settings as settings_file
from lintas.compose.attachments import check_attachments
from lintas.compose.backup import OFFICERS
from lintas.compose.doctor_module import check_module
from lintas.compose.doctor_registry import check_registry
from lintas.compose.doctor_search import check_search
from lintas.compose.doctor_store import check_acts, check_file
from lintas.compose.finding import FAULT, NOTE, WARNING, Finding
from lintas.compose.key_module import NoModuleDriver, key_module
from lintas.compose.metrics import disk_free_bytes
from lintas.compose.settings import BadSettings, Settings
from lintas.compose.version import VERSION
from lintas.crypto.errors import BadSignature
from lintas.crypto.real import RealSuite
from lintas.dossier.authority import Authority, Federation
from lintas.dossier.officers import Certificate, read_certificate
from lintas.node.desk import PREFIX
from lintas.node.keys import Identity, InModule, MissingKeys, issuers
from lintas.node.ports import StoreLocked
from lintas.store.folder import lock
from lintas.store.looking import SeenVault
from lintas.store.vault import SqliteVault
from lintas.wire import shape
from lintas.wire.errors import LintasError
from lintas.wire.limits import MIB

OTHER_VARIABLES: Final = frozenset({"LINTAS_NODE", "LINTAS_OFFICER", "LINTAS_SHARED"})
CERTIFICATE_DAYS_MIN: Final = 30
_DAY_MS: Final = 24 * 60 * 60 * 1000


def examine(folder: Path, environ: Mapping[str, str], *, serves: bool, now_ms: int) -> list[Finding]:
    """All that the folder shows. `serves`: the node answers on its socket."""
    found = [*_versions(), *_variables(environ), *_rights(folder), *_locked(folder, serves=serves)]
    settings, told = _settings(folder, environ)
    found += told
    if settings:
        found += _disk(folder, settings)
        found += check_attachments(folder, settings)
    if settings and not settings.store:
        found += check_search(folder)
    files = (folders.VAULT,) if settings and settings.store else (folders.STORE, folders.VAULT)
    sound = [file for file in files if not _add(found, check_file(folder / file))]
    federation, told = _genesis(folder)
    found += told
    if folders.VAULT in sound:
        with closing(_vault(found, folder, settings)) as vault:
            found += check_module(settings, vault) if settings else ()
            identity = _identity(found, folder, settings, federation, vault)
            if identity:
                found += _officers(folder, vault, identity, now_ms)
            found += _named(settings, vault) if settings else ()
            if folders.STORE in sound:
                told = list(check_acts(folder, vault))
                found += told
                # Of acts that cannot be read the registry may be among them: it says nothing then that would hold.
                if settings and federation and identity and not any(each.weight == FAULT for each in told):
                    found += check_registry(folder, settings, identity, federation, vault)
    return found


def _vault(found: list[Finding], folder: Path, settings: Settings | None) -> SeenVault:
    """The vault, with the module of the settings where its driver is here."""
    try:
        return SeenVault(folder / folders.VAULT, key_module(settings) if settings else None)
    except NoModuleDriver:
        found.append(
            Finding(
                "no-module-driver", FAULT, "the settings name a hardware module, and its driver is not installed",
                "install lintas with the extra pkcs11",
            )
        )  # fmt: skip
        return SeenVault(folder / folders.VAULT)


def _add(found: list[Finding], more: Iterator[Finding]) -> bool:
    """Whether there was anything."""
    before = len(found)
    found += more
    return len(found) > before


def _versions() -> Iterator[Finding]:
    python, sqlite = platform.python_version(), sqlite3.sqlite_version
    yield Finding("versions", NOTE, f"lintas {VERSION}, Python {python}, SQLite {sqlite}", "nothing")


def _variables(environ: Mapping[str, str]) -> Iterator[Finding]:
    known = settings_file.variables() | OTHER_VARIABLES
    for name in sorted(environ):
        if name.startswith(settings_file.PREFIX) and name not in known:
            yield Finding(
                "unknown-variable", WARNING, f"the variable {name} is set, and nothing reads it",
                "correct its name, or remove it; docs/reference/settings.md lists those that are read",
            )  # fmt: skip


def _settings(folder: Path, environ: Mapping[str, str]) -> tuple[Settings | None, list[Finding]]:
    try:
        return settings_file.read(folder, environ), []
    except BadSettings as error:
        return None, [
            Finding(
                "bad-settings", FAULT, f"the settings cannot be used: {error.file}: {error.wrong}",
                "correct the line that is named; docs/reference/settings.md says what each may be",
            )
        ]  # fmt: skip


def _rights(folder: Path) -> Iterator[Finding]:
    if not os.access(folder, os.R_OK | os.W_OK | os.X_OK):
        yield Finding(
            "not-writable", FAULT, f"the folder {folder} cannot be read and written by this user",
            "run this as the user that the node runs as, or give the folder to that user",
        )  # fmt: skip
    secret = [
        *(folder / each for each in (folders.VAULT, folders.STORE, folders.SEARCH)),
        *sorted((folder / OFFICERS).glob("*.token")),
    ]
    for path in (folder, *secret):
        if path.exists() and stat.S_IMODE(path.stat().st_mode) & 0o077:
            yield Finding(
                "open-to-others", FAULT, f"other users of this machine may read or write {path}",
                f"chmod go= {path}; if others use this machine, think of what they may have read",
            )  # fmt: skip
    owner = folder.stat().st_uid
    for path in secret:
        if path.exists() and path.stat().st_uid != owner:
            yield Finding(
                "other-owner", WARNING, f"{path} belongs to another user than the folder",
                f"give it to the folder's owner, or the node may not use it: chown --reference {folder} {path}",
            )  # fmt: skip


def _locked(folder: Path, *, serves: bool) -> Iterator[Finding]:
    if serves:
        return
    try:
        lock(folder).release()
    except StoreLocked:
        yield Finding(
            "locked", FAULT, "a process holds the folder and does not answer on its socket",
            "wait, if a long command runs; else find the process (fuser on the file `lock`) and end it",
        )  # fmt: skip
    except OSError:
        return
    else:
        yield Finding(
            "not-serving", WARNING, "the node does not serve: nothing is sent or taken, and peers were not looked at",
            f"start it: lintas node serve {folder}",
        )  # fmt: skip


def _disk(folder: Path, settings: Settings) -> Iterator[Finding]:
    free = disk_free_bytes(folder) // MIB
    if free < settings.disk_free_min_mib:
        yield Finding(
            "disk", FAULT if free < settings.disk_free_min_mib // 10 else WARNING,
            f"{free:,} MiB are free on the disk; the setting disk_free_min_mib asks for {settings.disk_free_min_mib:,}",
            "make room, or move the folder to a larger disk; a full disk loses nothing, but the node takes no more",
        )  # fmt: skip


def _genesis(folder: Path) -> tuple[Federation | None, list[Finding]]:
    try:
        return Federation(RealSuite(), (folder / folders.GENESIS).read_bytes()), []
    except FileNotFoundError:
        what, do = "the node belongs to no federation", f"lintas node adopt {folder} GENESIS"
        return None, [Finding("no-genesis", FAULT, what, do)]
    except (LintasError, OSError) as error:
        what = f"{folder / folders.GENESIS} cannot be read: {error}"
        return None, [Finding("bad-genesis", FAULT, what, "put back the file that was adopted; every peer has it")]


def _identity(
    found: list[Finding], folder: Path, settings: Settings | None, federation: Federation | None, vault: SqliteVault
) -> Identity | None:
    if settings is None or federation is None:
        return None
    try:
        return folders.identity_in(folder, settings, RealSuite(), vault)
    except InModule:
        # Told already.
        return None
    except MissingKeys:
        found.append(
            Finding("no-keys", FAULT, "the vault holds no keys of this authority", "restore the vault from its backup")
        )
    except folders.NotAMember:
        found.append(
            Finding(
                "not-a-member", FAULT, "the settings speak of another authority than the entry in the folder",
                "put back code and state as they were: they never change",
            )
        )  # fmt: skip
    return None


def _officers(folder: Path, vault: SqliteVault, identity: Identity, now_ms: int) -> Iterator[Finding]:
    names = vault.secrets(PREFIX)
    if not names:
        yield Finding("no-officer", NOTE, "no officer may act here", f"lintas officer add {folder} NAME")
    for secret in names:
        name = secret.removeprefix(PREFIX)
        try:
            fields = shape.read("officer", vault.secret(secret) or b"", size_max=64 * 1024)
            signed = fields.octets(2)
            given = [_certified(signed, authority) for authority in issuers(RealSuite(), vault, identity.authority)]
            held = next((each for each in given if each), None)
            # None holds: the entry's own key says why.
            held = held or read_certificate(RealSuite(), signed, identity.authority)
            yield from _certificate(folder, name, held, now_ms)
        except LintasError as error:
            yield Finding(
                "bad-certificate", FAULT, f"the certificate of officer {name} does not hold: {type(error).__name__}",
                "appoint the officer anew under another name",
            )  # fmt: skip


def _named(settings: Settings, vault: SqliteVault) -> Iterator[Finding]:
    """Of closed dossiers nobody learns who is misspelt in the settings, and nothing else would say so."""
    known = {secret.removeprefix(PREFIX) for secret in vault.secrets(PREFIX)}
    for name in sorted(settings.policy.closed_to - known):
        yield Finding(
            "nobody-named", WARNING, f"the settings name {name} for closed dossiers, and no officer is called so",
            "correct the name in the table [closed] of the settings, or add the officer",
        )  # fmt: skip


def _certified(signed: bytes, authority: Authority) -> Certificate | None:
    """The certificate, if this issuing key made it: an older key's is made anew when the officer signs in."""
    try:
        return read_certificate(RealSuite(), signed, authority)
    except BadSignature:
        return None


def _certificate(folder: Path, name: str, certificate: Certificate, now_ms: int) -> Iterator[Finding]:
    days = (certificate.until_ms - now_ms) // _DAY_MS
    if now_ms >= certificate.until_ms:
        yield Finding(
            "certificate-ended", WARNING, f"the certificate of officer {name} has ended: it signs nothing any more",
            f"lintas officer renew {folder} {name}, if the officer is to act still",
        )  # fmt: skip
    elif days < CERTIFICATE_DAYS_MIN:
        yield Finding(
            "certificate-ends", WARNING, f"the certificate of the officer {name} ends in {days} days",
            f"lintas officer renew {folder} {name}",
        )  # fmt: skip
