"""Whatever dates a case brings, every page that lists what is due opens (C-16): abuse may be told of decades later."""

import datetime as dt

import pytest

from deadlines.calendar import CalendarError, calendar_for
from deadlines.models import Deadline
from deadlines.rules import working_days_left
from partnerships.refusals import ActRefused
from partnerships.scope import tenant
from tests.factories import a_case, a_member, a_partnership, acting_as, london

PAGES = (
    "",
    "log/",
    "log/export.csv",
    "outstanding/",
    "reports/",
    "cases/{}/",
    "cases/{}/deadlines/",
    "cases/{}/procedure/",
)


@pytest.fixture
def redbridge(db):
    partnership = a_partnership()
    with tenant(partnership):
        yield partnership


@pytest.mark.parametrize("year", [1900, 1975, 1989, 2089])
def test_every_page_opens_with_a_date_of_that_year(client, redbridge, year):
    secretary = a_member("Sam Secretary", "secretariat")
    told = {"board_told": london(year, 12, 1), "incident": london(min(year, 2026), 1, 1)}
    case = a_case(acting_as(secretary), pathway="domestic-homicide", facts=told)
    assert Deadline.objects.filter(case=case, due_on__year__in=(year, year + 1)).exists()
    client.force_login(secretary.user)
    answers = {page: client.get(f"/redbridge/{page.format(case.reference)}").status_code for page in PAGES}
    assert set(answers.values()) == {200}, answers


def test_days_outside_every_calendar_count_for_nothing_and_are_refused_where_they_enter(redbridge):
    calendar = calendar_for()
    assert working_days_left(dt.date(2026, 9, 1), dt.date(1600, 1, 1), calendar) < -30_000
    assert working_days_left(dt.date(2026, 9, 1), dt.date(9999, 1, 1), calendar) > 0
    secretary = a_member("Sam Secretary", "secretariat")
    with pytest.raises(ActRefused, match="A deadline cannot be worked out from this date"):
        a_case(acting_as(secretary), pathway="child", facts={"authority_aware": london(2094, 12, 31)})
    with pytest.raises(CalendarError):
        calendar.after(dt.date(2095, 1, 1), 1)
