"""What a node remembers of its last backup, in a file of its folder, so that its age can be seen and watched.

It says that a copy was written, and not that the copy is still there or can be read: only a restore shows that.
"""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Final

from lintas.compose.archive import replacing

FILE: Final = "last-backup.json"


@dataclass(frozen=True, slots=True)
class LastBackup:
    """When it was made, in ms since 1970, how many acts are in it, its bytes, and whether the vault was copied too."""

    made_ms: int
    acts: int
    content_bytes: int
    with_vault: bool


def remember(folder: Path, made: LastBackup) -> None:
    """A backup is whole; durable on return."""
    with replacing(folder / FILE) as out:
        out.write(json.dumps(asdict(made)).encode())


def last_backup(folder: Path) -> LastBackup | None:
    """The newest backup of the node in a folder; None if none was ever made there, or the file cannot be read."""
    try:
        return LastBackup(**json.loads((folder / FILE).read_bytes()))
    except (OSError, ValueError, TypeError):
        return None
