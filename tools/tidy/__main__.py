"""Run every rule over the tracked files: `python -m tools.tidy`. Exits 1 if there is a finding."""

from __future__ import annotations

import gc
import sys
from pathlib import Path

from tools.tidy.rules import findings
from tools.tidy.tree import tracked


def main() -> int:
    """Print the findings by path and line, with the rule that made each."""
    # Millions of syntax nodes are made, none in a circle: looking through them for rubbish takes longer than the rules.
    gc.disable()
    tree = tracked(Path(__file__).resolve().parents[2])
    found = findings(tree)
    for finding, name in found:
        print(f"{finding} [{name}]")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
