"""Write the vectors: `python -m tools.vectors`."""

from __future__ import annotations

from tools.vectors.every import every
from tools.vectors.files import FOLDER, write

changed = write(FOLDER, every())
print(f"{changed} files written or taken away")
