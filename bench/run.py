"""Every figure that the pages claim, measured now: `python bench/run.py [NAME...]`, each script beside its baseline."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).parent


def main() -> int:
    """Run the scripts that are named, or all of them, one after another; 1 if one failed."""
    named = sys.argv[1:] or sorted(file.stem for file in HERE.glob("*.py") if file.stem != "run")
    failed = 0
    for name in named:
        print(f"== {name}", flush=True)
        failed |= subprocess.run([sys.executable, str(HERE / f"{name}.py")], check=False).returncode != 0
    return failed


if __name__ == "__main__":
    sys.exit(main())
