"""Files that people name on the command line."""

from __future__ import annotations

from pathlib import Path

from lintas.cli import exits
from lintas.cli.sentences import CliError


def read(file: Path) -> bytes:
    """What is in the file; raises `CliError`."""
    try:
        return file.read_bytes()
    except OSError as error:
        raise CliError(f"The file {file} cannot be read: {error.strerror}.", exits.FILE_TROUBLE) from None


def write(file: Path, data: bytes) -> None:
    """Write the file; raises `CliError`."""
    try:
        file.write_bytes(data)
    except OSError as error:
        raise CliError(f"The file {file} cannot be written: {error.strerror}.", exits.FILE_TROUBLE) from None
