"""Every figure that the pages claim, measured now: `python -m bench.run [NAME...]`, each beside its floor."""

from __future__ import annotations

import subprocess
import sys

from bench.nodes import ROOT

SCRIPTS = ("delivery", "rest", "restart", "idle", "parties", "judging", "store", "postgres", "search", "law", "console")


def main() -> int:
    """Run the scripts that are named, or all of them, one after another; 1 if one failed."""
    failed = 0
    for name in sys.argv[1:] or SCRIPTS:
        failed |= subprocess.run([sys.executable, "-m", f"bench.{name}"], cwd=ROOT, check=False).returncode != 0
    return failed


if __name__ == "__main__":
    sys.exit(main())
