"""The law register as a whole, and as it stood on a day."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property
from typing import Protocol, TypeVar

from lintas.law.rows import (
    LATEST,
    Death,
    GroundCode,
    Instrument,
    NationalLaw,
    RequestType,
    Rule,
    Safeguard,
    Source,
    Standing,
    State,
)


class _Row(Protocol):
    @property
    def standing(self) -> Standing: ...


RowT = TypeVar("RowT", bound=_Row)


@dataclass(frozen=True, eq=False)
class Register:
    """Every row that is known. It never changes; another state of it is another register."""

    states: Mapping[str, State]
    instruments: Mapping[str, Instrument]
    laws: tuple[NationalLaw, ...]
    requests: Mapping[str, RequestType]
    offences: Mapping[str, str]
    grounds: Mapping[str, GroundCode]
    contents: Mapping[str, str]
    rules: Mapping[str, Rule]
    sources: Mapping[str, Source] = field(default_factory=dict)
    safeguards: Mapping[str, Safeguard] = field(default_factory=dict)
    deaths: Mapping[str, tuple[Death, ...]] = field(default_factory=dict)

    @cached_property
    def by_function(self) -> Mapping[str, tuple[Instrument, ...]]:
        """The instruments for each function, those to be preferred first."""
        functions = {function for each in self.instruments.values() for function in each.functions}
        return {
            function: tuple(each for each in self.instruments.values() if function in each.functions)
            for function in functions
        }

    @cached_property
    def facts(self) -> frozenset[str]:
        """The findings that some ground asks for."""
        return frozenset(code.fact for code in self.grounds.values())

    def standings(self) -> Iterator[Standing]:
        """How far every row of the instruments, laws, states and types of request goes."""
        return (row.standing for row in self._rows())

    def _rows(self) -> Iterator[_Row]:
        for state in self.states.values():
            yield state
            yield from state.authorities
        yield from self.rules.values()
        for each in self.instruments.values():
            yield each.scope
            lists: list[Iterable[_Row]] = [each.declarations, each.provisions, each.clocks]
            for rows in (*lists, *each.parties.values(), *each.grounds.values(), *each.contents.values()):
                yield from rows
        for law in self.laws:
            yield law
            of_law: list[Iterable[_Row]] = [law.grounds, law.contents, law.arrest_contents, law.clocks]
            for rows in of_law:
                yield from rows
        for deaths in self.deaths.values():
            yield from deaths
        for kind in self.requests.values():
            yield from kind.grounds
            yield from kind.contents

    def law(self, state: str, function: str, day: date) -> NationalLaw | None:
        """The law of a state for a function on a day."""
        for each in self.laws:
            if each.state == state and function in each.functions and each.standing.in_law(day):
                return each
        return None

    def deaths_on(self, state: str, day: date) -> tuple[Death, ...]:
        """The rows that say, on a day, for which offences the law of a state allows death."""
        rows = (row for row in self.deaths.get(state, ()) if row.standing.in_law(day))
        return tuple(row for row in rows if row.standing.known(LATEST))

    def death(self, state: str, offence: str, day: date) -> Death | None:
        """The row by which the law of a state allows death for an offence of this name on a day, if there is one."""
        return next((row for row in self.deaths_on(state, day) if row.covers(offence)), None)

    def known(self, day: date) -> Register:
        """The register as it stood on this day."""
        return replace(
            self,
            states={
                code: replace(each, authorities=_known(each.authorities, day)) for code, each in self.states.items()
            },
            instruments={each.id: _instrument(each, day) for each in _known(self.instruments.values(), day)},
            laws=tuple(_law(each, day) for each in _known(self.laws, day)),
            deaths={state: _known(rows, day) for state, rows in self.deaths.items()},
        )


def _known(rows: Iterable[RowT], day: date) -> tuple[RowT, ...]:
    return tuple(row for row in rows if row.standing.known(day))


def _instrument(each: Instrument, day: date) -> Instrument:
    parties = {state: _known(rows, day) for state, rows in each.parties.items()}
    return replace(
        each,
        parties={state: rows for state, rows in parties.items() if rows},
        declarations=_known(each.declarations, day),
        provisions=_known(each.provisions, day),
        clocks=_known(each.clocks, day),
        grounds={function: _known(rows, day) for function, rows in each.grounds.items()},
        contents={kind: _known(rows, day) for kind, rows in each.contents.items()},
    )


def _law(each: NationalLaw, day: date) -> NationalLaw:
    return replace(
        each,
        grounds=_known(each.grounds, day),
        contents=_known(each.contents, day),
        arrest_contents=_known(each.arrest_contents, day),
        clocks=_known(each.clocks, day),
    )
