"""The tables of a kind, and the walk of one: all its tours and their faults."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from time import process_time

from lintas.dossier.grammar import Kind
from tests.walks.faults import Fault, faults, faults_of_places
from tests.walks.openings import openings
from tests.walks.scope import Path, label, scopes
from tests.walks.tour import CROSSINGS_MAX, OVERTAKING_MAX, STATES_MAX, Found, Tour


@dataclass(frozen=True, slots=True)
class Walk:
    """The walk of one table: its tours, their faults, and the processor's seconds that it took."""

    table: str
    tours: tuple[Found, ...]
    faults: tuple[Fault, ...]
    seconds: float

    @property
    def positions(self) -> int:
        """Positions reached, with crossing."""
        return sum(len(found.places) for found in self.tours)

    @property
    def uncrossed(self) -> int:
        """Positions reached by single acts."""
        return sum(found.crossing_from for found in self.tours)


def tables(kind: Kind) -> Iterator[Path]:
    """Every item type of the kind, each with the types above it, itself last."""
    return kind.item.walk()


def walk(
    kind: Kind,
    path: Path,
    states_max: int = STATES_MAX,
    overtaking_max: int = OVERTAKING_MAX,
    crossings_max: int = CROSSINGS_MAX,
    *,
    only: str = "",
) -> Walk:
    """Walk one table, or the tour of it that has this name."""
    began = process_time()
    starts = openings(kind, path)
    chosen = [scope for scope in scopes(path) if only in ("", scope.name)]
    tours = [Tour(scope, states_max, overtaking_max, crossings_max).run(starts) for scope in chosen]
    found = faults_of_places(tours) if only else faults(path[-1], tours)
    return Walk(label(path), tuple(tours), tuple(found), process_time() - began)
