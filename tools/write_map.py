"""Write the map of the law room: `python -m tools.write_map FOLDER` with the GeoJSON of Natural Earth (public domain).

Outlines of the region's states at 1:50m, drawn with fewer points, as paths of SVG; the lines that Natural Earth calls
disputed by themselves, so that they can be drawn in dashes. An authority that draws its boundaries otherwise replaces
the file.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator, Sequence
from math import hypot
from pathlib import Path
from typing import Any

FILE = Path("src/lintas/console/law/map.json")
STATES = {
    "BRN": "BN", "KHM": "KH", "IDN": "ID", "LAO": "LA", "MYS": "MY", "MMR": "MM", "PHL": "PH", "SGP": "SG",
    "THA": "TH", "TLS": "TL", "VNM": "VN",
}  # fmt: skip
NAMED_AT = {"LA": (102.4, 19.6), "MY": (102.3, 4.2), "VN": (108.4, 14.2)}
"""Where the code of a state stands if its middle is another's, or the sea: longitude and latitude."""
WEST, NORTH, EAST, SOUTH = 92.0, 29.0, 142.0, -11.5
SCALE = 16
"""Units of the picture to a degree."""
TOLERANCE_DEG, SMALL_DEG = 0.07, 0.35
"""How far a line may leave its points, and the extent below which an island is left out, unless it is the largest."""

Point = tuple[float, float]
Ring = Sequence[Point]


def thinned(ring: Ring, tolerance: float) -> list[Point]:
    """The line with the points that matter (Douglas and Peucker)."""
    if len(ring) < 3:
        return list(ring)
    first, last = ring[0], ring[-1]
    far, at = max((_distance(point, first, last), number) for number, point in enumerate(ring[1:-1], 1))
    if far <= tolerance:
        return [first, last]
    return thinned(ring[: at + 1], tolerance)[:-1] + thinned(ring[at:], tolerance)


def _distance(point: Point, first: Point, last: Point) -> float:
    (x, y), (x1, y1), (x2, y2) = point, first, last
    length = hypot(x2 - x1, y2 - y1)
    if length == 0:
        return hypot(x - x1, y - y1)
    return abs((x2 - x1) * (y1 - y) - (x1 - x) * (y2 - y1)) / length


def _extent(ring: Ring) -> float:
    xs, ys = [x for x, _ in ring], [y for _, y in ring]
    return max(max(xs) - min(xs), max(ys) - min(ys))


def _path(ring: Ring, end: str) -> str:
    points = (f"{(x - WEST) * SCALE:.0f} {(NORTH - y) * SCALE:.0f}" for x, y in thinned(ring, TOLERANCE_DEG))
    return f"M{'L'.join(points)}{end}"


def _rings(geometry: dict[str, Any]) -> list[Ring]:
    """The outlines of an area."""
    parts = geometry["coordinates"] if geometry["type"] == "MultiPolygon" else [geometry["coordinates"]]
    return [[(x, y) for x, y, *_ in part[0]] for part in parts]


def _lines(features: list[dict[str, Any]]) -> Iterator[Ring]:
    for each in features:
        geometry = each["geometry"]
        parts = geometry["coordinates"] if geometry["type"] == "MultiLineString" else [geometry["coordinates"]]
        yield from ([(x, y) for x, y, *_ in part] for part in parts)


def drawn(states: dict[str, Any], disputed: dict[str, Any]) -> dict[str, Any]:
    """The picture: width and height, each state's path and where its code stands, and the disputed lines."""
    found: dict[str, Any] = {}
    for each in states["features"]:
        rings = sorted(_rings(each["geometry"]), key=_extent, reverse=True)
        kept = [ring for number, ring in enumerate(rings) if number == 0 or _extent(ring) > SMALL_DEG]
        code = STATES[each["properties"]["iso3"]]
        x, y = NAMED_AT.get(code) or [sum(axis) / len(axis) for axis in zip(*rings[0], strict=True)]
        named_at = [round((x - WEST) * SCALE), round((NORTH - y) * SCALE)]
        found[code] = {"path": "".join(_path(ring, "Z") for ring in kept), "at": named_at}
    lines = "".join(_path(line, "") for line in _lines(disputed["features"]))
    size = [round((EAST - WEST) * SCALE), round((NORTH - SOUTH) * SCALE)]
    return {"size": size, "states": dict(sorted(found.items())), "disputed": lines}


def main(folder: Path) -> None:
    states, disputed = (
        json.loads((folder / f"{name}.geojson").read_text()) for name in ("asean-50m", "disputed-lines-50m")
    )
    FILE.write_text(json.dumps(drawn(states, disputed), indent=1) + "\n")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
