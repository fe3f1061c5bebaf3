"""Fetch what others wrote and we keep a copy of: scripts, fonts and their licences, as the manifests name them.

    .venv/bin/python -m tools.vendor           fetch each package with `npm pack`, check the hashes, write the files
    .venv/bin/python -m tools.vendor --pin     the same, and write the hashes of what came into the manifests

A manifest is a `vendor.toml`; the paths in it count from its folder. Nothing is written of a file whose hash is wrong.
Nodes serve the copies and fetch nothing. Needs npm; nothing else in this repository does.
"""

from __future__ import annotations

import argparse
import hashlib
import subprocess
import sys
import tarfile
import tempfile
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
MANIFESTS = tuple(
    ROOT / folder / "vendor.toml"
    for folder in ("src/lintas/console/static/lintas", "tests/console", "src/lintas/letter")
)


@dataclass(frozen=True, slots=True)
class WrongHash(Exception):
    """A file that came is not the file that was reviewed."""

    path: str
    expected: str
    got: str


@dataclass(frozen=True, slots=True)
class Vendored:
    """One file of ours: the package and its files that it is made of, and the SHA-256 of the whole in hex."""

    package: str
    version: str
    licence: str
    path: Path
    parts: tuple[str, ...]
    sha256: str


def vendored(manifest: Path) -> Iterator[Vendored]:
    """Every file that a manifest names."""
    for package, entry in tomllib.loads(manifest.read_text()).items():
        for file in entry["files"]:
            path = manifest.parent / file["path"]
            yield Vendored(package, entry["version"], entry["licence"], path, tuple(file["from"]), file["sha256"])


def digest(data: bytes) -> str:
    """SHA-256 in hex."""
    return hashlib.sha256(data).hexdigest()


def joined(parts: list[bytes]) -> bytes:
    """One file of several texts, each on lines of its own; a single one stays as it came but for its end."""
    if len(parts) == 1 and (b"\0" in parts[0] or parts[0].endswith(b"\n")):
        return parts[0]
    return b"\n".join([*(part.rstrip(b"\n") for part in parts), b""])


def _fetch(package: str, version: str, folder: Path) -> dict[str, bytes]:
    """The files of a package by path."""
    command = ["npm", "pack", "--silent", "--pack-destination", str(folder), f"{package}@{version}"]
    name = subprocess.run(command, check=True, capture_output=True, text=True).stdout.split()[-1]
    with tarfile.open(folder / name) as archive:
        members = [(member.name.partition("/")[2], archive.extractfile(member)) for member in archive]
        return {path: stream.read() for path, stream in members if stream}


def _write(manifest: Path, *, pin: bool) -> None:
    packages: dict[str, dict[str, bytes]] = {}
    text = manifest.read_text()
    with tempfile.TemporaryDirectory() as folder:
        for file in vendored(manifest):
            if file.package not in packages:
                packages[file.package] = _fetch(file.package, file.version, Path(folder))
            data = joined([packages[file.package][part] for part in file.parts])
            if pin:
                text = _pinned(text, file.path.relative_to(manifest.parent).as_posix(), digest(data))
            elif digest(data) != file.sha256:
                raise WrongHash(str(file.path), file.sha256, digest(data))
            file.path.parent.mkdir(parents=True, exist_ok=True)
            file.path.write_bytes(data)
            print(f"wrote {file.path.relative_to(ROOT)}")
    manifest.write_text(text)


def _pinned(text: str, path: str, sha256: str) -> str:
    lines = text.splitlines(keepends=True)
    row = next(index for index, line in enumerate(lines) if f'path = "{path}"' in line)
    lines[row] = lines[row].partition("sha256 =")[0] + f'sha256 = "{sha256}" }},\n'
    return "".join(lines)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--pin", action="store_true", help="write the hashes of what came into the manifests")
    pin = parser.parse_args().pin
    try:
        for manifest in MANIFESTS:
            _write(manifest, pin=pin)
    except WrongHash as error:
        print(f"vendor: {error.path} has SHA-256 {error.got}, not {error.expected}; nothing was written of it")
        return 1
    except FileNotFoundError as error:
        print(f"vendor: {error.filename} is not here; install npm")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
