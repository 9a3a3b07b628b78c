"""The picture of time: windows, marks, gaps, days that several agencies tell of (DAR app. 6)."""

from __future__ import annotations

import datetime as dt

import pytest

from information.rules import Entry, gaps
from reviews.rules import chosen, inside, overlaps, picture, ways_on, whole
from reviews.rules.timeline import Lane, Window


def entry(number: int, on: str, agency: str, precision: str = "day") -> Entry:
    return Entry(id=number, on=dt.date.fromisoformat(on), precision=precision, time=None, agency_id=1, agency=agency,
                 event=f"Event {number}")  # fmt: skip


ENTRIES = [
    entry(1, "2023-01-01", "Police", "year"), entry(2, "2024-03-12", "Police"), entry(3, "2024-03-12", "health"),
    entry(4, "2024-03-12", "Police"), entry(5, "2025-02-01", "health", "month"),
]  # fmt: skip


def day(text: str) -> dt.date:
    return dt.date.fromisoformat(text)


def window(begins: str, ends: str) -> Window:
    return Window(day(begins), day(ends))


def test_the_whole_reaches_to_the_last_day_that_a_date_known_in_part_may_be():
    assert whole(ENTRIES) == window("2023-01-01", "2025-02-28")
    assert whole([]) is None


@pytest.mark.parametrize(
    ("begins", "ends", "shown"),
    [
        (None, None, ("2023-01-01", "2025-02-28")),
        ("2024-01-01", "2024-06-30", ("2024-01-01", "2024-06-30")),
        ("2020-01-01", "2030-01-01", ("2023-01-01", "2025-02-28")),
        ("2024-03-12", "2024-03-12", ("2024-03-12", "2024-03-26")),
        ("2025-02-28", "2025-02-28", ("2025-02-14", "2025-02-28")),
        ("2025-06-01", "2024-01-01", ("2023-01-01", "2025-02-28")),
    ],
)
def test_the_days_asked_for_stay_inside_and_are_never_narrower_than_two_weeks(begins, ends, shown):
    found = chosen(whole(ENTRIES), begins and day(begins), ends and day(ends))
    assert found == window(*shown)


def test_one_goes_closer_wider_and_along_and_only_where_something_else_is_shown():
    everything = whole(ENTRIES)
    assert set(ways_on(everything, everything)) == {"closer"}
    closer = ways_on(everything, everything)["closer"]
    ways = ways_on(closer, everything)
    assert set(ways) == {"closer", "wider", "earlier", "later", "everything"}
    assert (ways["earlier"].days, ways["later"].days) == (closer.days, closer.days)
    assert (ways["wider"], ways["everything"]) == (everything, everything)
    first = chosen(everything, day("2023-01-01"), day("2023-03-01"))
    assert "earlier" not in ways_on(first, everything)


def test_marks_stand_in_their_agencys_lane_as_wide_as_is_known():
    drawn = picture(ENTRIES, gaps(ENTRIES, 3), whole(ENTRIES))
    assert [(lane.agency, [mark.entry.id for mark in lane.marks]) for lane in drawn.lanes] == [
        ("health", [3, 5]), ("Police", [1, 2, 4]),
    ]  # fmt: skip
    assert drawn.lanes[0].name == [(drawn.lanes[0].y + 22, "health")]
    long = Lane("London Borough of Bexley, Children's Social Care", 34, ())
    assert long.name == [(49, "London Borough of Bexley,"), (64, "Children's Social Care")]
    year, a_day = drawn.lanes[1].marks[0], drawn.lanes[1].marks[1]
    assert (year.x, a_day.width) == (200.0, 6)
    assert round(year.width) == round(760 * 365 / whole(ENTRIES).days)
    assert [band.words for band in drawn.bands] == ["No entry for 10 months"]
    assert all(200 <= mark.x and mark.x + mark.width <= 960.01 for lane in drawn.lanes for mark in lane.marks)
    assert [tick.words for tick in drawn.ticks] == ["2023", "2024", "2025"]
    near = picture(ENTRIES, [], window("2024-03-01", "2024-05-31"))
    assert [tick.words for tick in near.ticks] == ["Mar 2024", "Apr 2024", "May 2024"]
    assert [mark.entry.id for lane in near.lanes for mark in lane.marks] == [3, 2, 4]


def test_only_a_day_that_is_known_and_told_of_by_several_agencies_is_an_overlap():
    found = overlaps(ENTRIES)
    assert [(each.on, each.agencies, [one.id for one in each.entries]) for each in found] == [
        (day("2024-03-12"), ("Police", "health"), [2, 3, 4])
    ]
    assert overlaps([entry(1, "2024-01-01", "A", "year"), entry(2, "2024-01-01", "B", "year")]) == []
    assert [each.id for each in inside(ENTRIES, window("2023-06-01", "2023-07-01"))] == [1]
