"""`python -m lintas.cli`: the command `lintas` where it is not on the path."""

from __future__ import annotations

import sys

from lintas.cli.main import main

if __name__ == "__main__":
    sys.exit(main())
