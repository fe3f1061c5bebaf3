"""A state's calendar: its working days in its capital's time.

Pure: time zones and dates come from outside. A day is a `datetime.date` in the state's own zone, a time is in ms since
1970-01-01T00:00Z.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta, tzinfo

DAY = timedelta(days=1)

WEEKEND = "the weekend"
"""Why a day is off that is no holiday."""
SATURDAY_AND_SUNDAY = frozenset({5, 6})


@dataclass(frozen=True, slots=True)
class Calendar:
    """The days off of one state. `weekend` counts Monday as 0; `working` are days at a weekend on which people work all
    the same. Outside `first` to `last` no holiday is known.

    `source` and `confidence` say how far to trust it; `version` is the beginning of the SHA-256 of its file, so that
    a date can cite what it was reckoned with.
    """

    state: str
    zone: str
    tz: tzinfo
    weekend: frozenset[int] = SATURDAY_AND_SUNDAY
    holidays: Mapping[date, str] = field(default_factory=dict)
    working: frozenset[date] = frozenset()
    first: date = date.max
    last: date = date.min
    source: str = ""
    confidence: str = ""
    version: str = ""

    def covers(self, day: date) -> bool:
        """Whether the holidays around this day are known."""
        return self.first <= day <= self.last

    def off(self, day: date) -> str:
        """Why nobody works on this day; empty if it is a working day."""
        weekend = day.weekday() in self.weekend and day not in self.working
        return self.holidays.get(day, WEEKEND if weekend else "")

    def day(self, time_ms: int) -> date:
        """The day that it is there at this time."""
        return self.local(time_ms).date()

    def local(self, time_ms: int) -> datetime:
        """This time on the clocks of the capital."""
        return datetime.fromtimestamp(time_ms / 1000, UTC).astimezone(self.tz)

    def end_ms(self, day: date) -> int:
        """When the day is over there."""
        return int(datetime.combine(day + DAY, time(), self.tz).timestamp() * 1000)

    def working_days_after(self, day: date) -> Iterator[date]:
        """The working days that follow this day, which is not counted itself."""
        while True:
            day += DAY
            if not self.off(day):
                yield day


def unknown(state: str) -> Calendar:
    """The calendar of a state of which none is known: UTC, Monday to Friday, and no holiday."""
    return Calendar(state, "UTC", UTC)
