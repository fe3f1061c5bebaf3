"""Lock the declarations of all kinds: a released version never changes its meaning.

    python -m tools.release_kinds                adds new kinds and new versions to the lock file
    python -m tools.release_kinds --unreleased   also writes over versions that changed: only before the first release

Without the flag, a version that changed is an error: give the kind a new version. The lock file is
`src/lintas/kinds/released.json`: the hash of the canonical declaration by kind and version.
"""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path

from lintas.dossier.declaration import pin
from lintas.kinds import all_kinds

LOCK = Path(__file__).parent.parent / "src/lintas/kinds/released.json"

Lock = dict[str, dict[str, str]]


def read(lock: Path = LOCK) -> Lock:
    """The lock file: kind, version, hash in hexadecimal."""
    found: Lock = json.loads(lock.read_text()) if lock.exists() else {}
    return found


def declared() -> Lock:
    """What the program knows: every version of every kind."""
    return {
        name: {str(each.version): pin(each).declaration.hex() for each in (*kind.former, kind)}
        for name, kind in all_kinds().items()
    }


def current() -> dict[str, tuple[str, str]]:
    """Version and hash of each kind as it is declared now."""
    pins = {name: pin(kind) for name, kind in all_kinds().items()}
    return {name: (str(found.version), found.declaration.hex()) for name, found in pins.items()}


def changed(lock: Lock, now: dict[str, tuple[str, str]]) -> list[str]:
    """The kinds whose locked version means something else by now."""
    return [name for name, (version, found) in now.items() if lock.get(name, {}).get(version, found) != found]


def locked(lock: Lock, now: dict[str, tuple[str, str]]) -> Lock:
    """The lock with what is declared now written over it."""
    names = sorted({*lock, *now})
    return {name: {**lock.get(name, {}), **dict([now[name]] if name in now else [])} for name in names}


def main(arguments: list[str]) -> int:
    """Write the lock file; returns 1 where a locked version changed."""
    parser = argparse.ArgumentParser(description="Lock the declarations of all kinds.")
    parser.add_argument("--unreleased", action="store_true", help="write over versions that nobody has used yet")
    options = parser.parse_args(arguments)
    lock, now = read(), current()
    wrong = changed(lock, now)
    if wrong and not options.unreleased:
        print(f"changed since they were locked: {', '.join(wrong)}; give each a new version")
        return 1
    LOCK.write_text(json.dumps(locked(lock, now), indent=2) + "\n")
    print(f"{len(now)} kinds locked, {len(wrong)} written over")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
