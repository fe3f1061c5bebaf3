"""What a file of another tool holds, as it was read: entities, what binds them, and the report."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from lintas.dossier.entities import Bond, Entities, Entity
from lintas.interop.hostile_json import UnreadableFile
from lintas.interop.report import Report

ENTITIES_MAX: Final = 100_000
VALUE_CHARS_MAX: Final = 32_767
"""A value has no more characters: so many fit into a cell of a spreadsheet. The rest is cut off, and that is said."""


@dataclass(frozen=True, slots=True)
class Found:
    """The name of the form, what has a meaning here, and what was mended or has none."""

    form: str
    held: Entities
    report: Report


class Gathering:
    """Entities as a reader finds them. Of two with one id the second says more of the same."""

    def __init__(self, report: Report, entities_max: int = ENTITIES_MAX) -> None:
        """Nothing found yet; so many entities may be, and as many bonds."""
        self.report, self._most = report, entities_max
        self._sorts = dict[str, str]()
        self._says = dict[str, dict[tuple[str, str], None]]()
        self._bonds = dict[Bond, None]()

    def add(self, identifier: str, sort: str, says: list[tuple[str, str]]) -> None:
        """An entity, or more of one. Raises `UnreadableFile` where there are too many."""
        known = self._sorts.setdefault(identifier, sort)
        if known != sort:
            self.report.leave(identifier, f"said to be {sort} and {known}: taken as {known}")
            return
        if len(self._sorts) > self._most:
            raise UnreadableFile(f"it has more than {self._most} entities: split it")
        pairs = ((name, self._cut(identifier, value)) for name, value in says if value.strip())
        self._says.setdefault(identifier, {}).update(dict.fromkeys(pairs))

    def bind(self, one: str, relation: str, other: str) -> None:
        """A bond; both ends are looked for at the end."""
        self._bonds[Bond(one, relation, other)] = None
        if len(self._bonds) > self._most:
            raise UnreadableFile(f"it has more than {self._most} links: split it")

    def known(self, identifier: str) -> str:
        """The sort of an entity that was found; empty where there is none."""
        return self._sorts.get(identifier, "")

    def done(self) -> Entities:
        """All of it; a bond to what is not in the file is left out, and that is said."""
        entities = tuple(Entity(each, sort, tuple(self._says[each])) for each, sort in self._sorts.items())
        whole = [bond for bond in self._bonds if bond.one in self._sorts and bond.other in self._sorts]
        for bond in self._bonds.keys() - set(whole):
            self.report.leave(
                bond.one, f"{bond.relation}: what it is bound to is not in the file, or has no meaning here"
            )
        return Entities(entities, tuple(whole))

    def _cut(self, where: str, value: str) -> str:
        if len(value) <= VALUE_CHARS_MAX:
            return value
        self.report.mend(where, f"a value of {len(value)} characters was cut to {VALUE_CHARS_MAX}")
        return value[:VALUE_CHARS_MAX]
