"""Write the calendars that lintas brings along: `python -m tools.write_calendars FIRST_YEAR LAST_YEAR`.

They come from the library python-holidays, which must be installed for this (`uv pip install holidays`); nothing else
needs it. A file says which version it came from and that no state has verified it. Days that hang on the sighting of
the moon are estimates, and marked so by the library.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from datetime import date
from importlib import import_module
from pathlib import Path
from typing import Any

from lintas.calendars.reading import DAYS

FOLDER = Path("src/lintas/calendars/data")

ZONES = {
    "BN": "Asia/Brunei",
    "ID": "Asia/Jakarta",
    "KH": "Asia/Phnom_Penh",
    "LA": "Asia/Vientiane",
    "MM": "Asia/Yangon",
    "MY": "Asia/Kuala_Lumpur",
    "PH": "Asia/Manila",
    "SG": "Asia/Singapore",
    "TH": "Asia/Bangkok",
    "TL": "Asia/Dili",
    "VN": "Asia/Ho_Chi_Minh",
}
"""The zone of each capital, from the table zone1970.tab and its backward links in the IANA time zone database."""


def main(arguments: list[str]) -> int:
    """Write one file for each state."""
    years = range(int(arguments[0]), int(arguments[1]) + 1)
    library = import_module("holidays")
    for state, zone in ZONES.items():
        found = library.country_holidays(state, years=years, language="en_US")
        lines = "\n".join(_lines(state, zone, years, found, library.__version__))
        (FOLDER / f"{state}.toml").write_text(f"{lines}\n", encoding="utf-8")
        sys.stdout.write(f"{state}: {len(found)} holidays\n")
    return 0


def _lines(state: str, zone: str, years: range, found: Any, version: str) -> Iterator[str]:
    say = json.dumps  # A JSON string is a TOML basic string.
    yield f"state = {say(state)}"
    yield f"zone = {say(zone)}"
    yield f"weekend = {say([DAYS[day] for day in sorted(found.weekend)])}"
    yield f"first = {years[0]}-01-01"
    yield f"last = {years[-1]}-12-31"
    yield f"source = {say(f'python-holidays {version}, category public')}"
    yield 'confidence = "not verified"'
    if days := sorted(day for day in getattr(found, "weekend_workdays", ()) if day.year in years):
        yield f"working = [{', '.join(map(date.isoformat, days))}]"
    yield ""
    yield "[holidays]"
    for day, name in sorted(found.items()):
        yield f"{day} = {json.dumps(name, ensure_ascii=False)}"


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
