"""Dates, counts and names as people read them."""

from datetime import UTC, date, datetime, time

import pytest

from config import filters

BEFORE = datetime(2026, 3, 29, 0, 30, tzinfo=UTC)  # half an hour before the clocks go forward
AFTER = datetime(2026, 3, 29, 1, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    ("filter_name", "value", "shown"),
    [
        ("date_long", date(2026, 11, 30), "30 November 2026"),
        ("date_long", datetime(2026, 7, 31, 23, 30, tzinfo=UTC), "1 August 2026"),
        ("date_long", None, ""),
        ("date_short", date(2026, 9, 1), "1 Sep 2026"),
        ("date_weekday", date(2026, 11, 30), "Monday 30 November 2026"),
        ("datetime_long", datetime(2026, 11, 30, 10, 30, tzinfo=UTC), "30 November 2026 at 10:30am"),
        ("datetime_long", BEFORE, "29 March 2026 at 12:30am"),
        ("datetime_long", AFTER, "29 March 2026 at 2:30am"),
        ("datetime_short", datetime(2026, 1, 2, 15, 0, tzinfo=UTC), "2 Jan 2026, 3pm"),
        ("datetime_long", datetime(2026, 7, 31, 23, 0, tzinfo=UTC), "1 August 2026"),  # midnight: nobody gave a time
        ("datetime_short", datetime(2026, 11, 30, tzinfo=UTC), "30 Nov 2026"),
        ("time_short", time(0, 0), "midnight"),
        ("clause", "P3 2.3, P4 days 2-5", "part 3 section 2.3, part 4 days 2-5"),
        ("clause", "5.6, 10.1", "section 5.6, 10.1"),
        ("clause", "s7, app. B", "section 7, appendix B"),
        ("clause", "statutory base", "statutory base"),
        ("time_short", time(12, 0), "midday"),
        ("time_short", time(12, 5), "12:05pm"),
        ("iso", datetime(2026, 7, 1, 9, 0, tzinfo=UTC), "2026-07-01T10:00+01:00"),
        ("iso", date(2026, 7, 1), "2026-07-01"),
        ("part_date", "1984", "1984"),
        ("part_date", "1984-03", "March 1984"),
        ("part_date", "1984-03-09", "9 March 1984"),
        ("working_days_left", 3, "3 working days left"),
        ("working_days_left", 1, "1 working day left"),
        ("working_days_left", 0, "due today"),
        ("working_days_left", -2, "2 working days late"),
        ("working_days_left", None, ""),
        ("initials", "Sam Alder", "SA"),
        ("initials", "Dr Amal de la Cruz", "DC"),
        ("initials", "Cher", "C"),
        ("initials", "", ""),
        ("nhs_number", "9434765919", "943 476 5919"),
        ("nhs_number", None, ""),
        ("sentence", "NHS number", "NHS number"),
        ("sentence", "due today", "Due today"),
        ("listing", ["a"], "a"),
        ("listing", ["a", "b", "c"], "a, b and c"),
        ("listing", [], ""),
        ("listing", ["Council, Adults", "Police"], "Council, Adults; and Police"),
        ("series", ["Health", "Police"], "Health, Police"),
        ("series", ["Council, Adults", "Health", "Police"], "Council, Adults; Health; Police"),
        ("one_stop", "Recommended: Audit. Who led?.", "Recommended: Audit. Who led?"),
        ("one_stop", "It ended.. Then …", "It ended. Then …"),
        ("one_stop", "And so on...", "And so on..."),
    ],
)
def test_filters(filter_name, value, shown):
    assert filters.FILTERS[filter_name](value) == shown


def test_plural_takes_an_own_plural():
    assert filters.plural(2, "agency", "agencies") == "2 agencies"
    assert filters.plural(1, "agency", "agencies") == "1 agency"
    assert filters.plural(1200, "case") == "1,200 cases"


def test_a_naive_instant_is_a_mistake():
    with pytest.raises(ValueError, match="aware"):
        filters.datetime_long(datetime(2026, 1, 1, 12, 0))
