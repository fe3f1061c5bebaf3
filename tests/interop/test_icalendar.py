"""iCalendar as RFC 5545 has it: lines, escapes, zones with the offsets of their own times."""

from __future__ import annotations

from lintas.interop.icalendar import LINE_BYTES_MAX, Event, calendar

NOW_MS = 1_790_000_000_000


def lines(*events: Event) -> list[str]:
    """The lines of the calendar, unfolded."""
    return calendar(events, "lintas", NOW_MS).replace(b"\r\n ", b"").decode().split("\r\n")


def test_a_line_is_folded_between_characters_and_never_within_one() -> None:
    data = calendar([Event("1@x", "20260131", "ประชุม" * 40)], "lintas", NOW_MS)
    for line in data.split(b"\r\n"):
        assert len(line) <= LINE_BYTES_MAX
        line.decode()
    assert "SUMMARY:" + "ประชุม" * 40 in data.replace(b"\r\n ", b"").decode()


def test_words_cannot_end_their_line_or_begin_a_property() -> None:
    said = lines(Event("1@x", "20260131", "a; b, c\\\r\nATTENDEE:evil\x00", place="x\ny"))
    assert "SUMMARY:a\\; b\\, c\\\\\\nATTENDEE:evil" in said
    assert "LOCATION:x\\ny" in said
    assert not [line for line in said if line.startswith("ATTENDEE")]


def test_a_zone_goes_along_with_the_offset_at_each_time() -> None:
    said = lines(
        Event("1@x", "20260301T093000", "winter", ends="20260301T100000", zone="Europe/Brussels"),
        Event("2@x", "20260701T093000", "summer", zone="Europe/Brussels"),
        Event("3@x", "20260701T093000", "Ha Noi", zone="Asia/Ho_Chi_Minh"),
    )
    assert said.count("BEGIN:VTIMEZONE") == 2
    assert [line for line in said if line.startswith("TZOFFSETTO")] == [
        "TZOFFSETTO:+0700", "TZOFFSETTO:+0100", "TZOFFSETTO:+0200",
    ]  # fmt: skip
    assert "DTSTART;TZID=Europe/Brussels:20260301T093000" in said
    assert "DTEND;TZID=Europe/Brussels:20260301T100000" in said


def test_a_day_is_a_day_and_a_moment_a_moment() -> None:
    said = lines(Event("1@x", "20260131", "day"), Event("2@x", "20260131T093000Z", "moment", busy=True, again=2))
    assert "DTSTART;VALUE=DATE:20260131" in said
    assert "DTSTART:20260131T093000Z" in said
    assert said.count("TRANSP:TRANSPARENT") == said.count("TRANSP:OPAQUE") == 1
    assert "SEQUENCE:2" in said
