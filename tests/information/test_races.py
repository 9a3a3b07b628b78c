"""Two at once: real threads on real connections. One answer, one request, one entry."""

import threading

import pytest
from django.db import connection

from cases.models import Event
from information import acts, drafts
from information.models import ChronologyRow, ScopingReturn
from partnerships.refusals import ActRefused
from partnerships.scope import tenant
from tests.factories import a_partnership, london
from tests.information.factories import (
    ICB,
    POLICE,
    ROW,
    a_case_in_scoping,
    a_chair,
    a_secretary,
    ask,
    from_police,
    return_of,
    write,
)

TRIALS = 10
pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def redbridge(transactional_db):
    partnership = a_partnership()
    with tenant(partnership):
        yield partnership


def at_once(partnership, *jobs):
    """What each job gave or which sentence refused it; anything else is an error."""
    gate, found = threading.Barrier(len(jobs)), []

    def run(job):
        try:
            with tenant(partnership):
                gate.wait(timeout=10)
                found.append(job())
        except ActRefused as refusal:
            found.append(str(refusal))
        except Exception as error:
            found.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(job,)) for job in jobs]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=30)
    assert [one for one in found if isinstance(one, Exception)] == []
    return found


def test_two_people_sending_one_return_at_once_send_it_once(redbridge):
    secretary, pat, petra = a_secretary(), from_police(), from_police("Petra Police")
    case = a_case_in_scoping(secretary, a_chair())
    for trial in range(TRIALS):
        ask(case, secretary, POLICE, at=london(2026, 9, 2 + trial))
        row = write(return_of(case, POLICE), pat)
        when = london(2026, 9, 2 + trial, 15)
        found = at_once(
            redbridge,
            lambda row=row, when=when: acts.submit_return(scoping_return=row, actor=pat, at=when),
            lambda row=row, when=when: acts.submit_return(scoping_return=row, actor=petra, at=when),
        )
        assert sum(isinstance(one, Event) for one in found) == 1
        assert sum(str(one).startswith("This return was sent already by") for one in found) == 1
        assert Event.objects.filter(act="submit_return").count() == trial + 1


def test_sending_and_not_known_at_once_leave_one_answer(redbridge):
    secretary, pat, petra = a_secretary(), from_police(), from_police("Petra Police")
    case = a_case_in_scoping(secretary, a_chair())
    for trial in range(TRIALS):
        ask(case, secretary, POLICE, at=london(2026, 9, 2 + trial))
        row, when = return_of(case, POLICE), london(2026, 9, 2 + trial, 15)
        found = at_once(
            redbridge,
            lambda row=row, when=when: acts.return_not_known(scoping_return=row, actor=pat, at=when),
            lambda row=row, when=when: acts.return_not_known(scoping_return=row, actor=petra, at=when),
        )
        assert sum(isinstance(one, Event) for one in found) == 1
        assert ScopingReturn.objects.filter(state="not-known").count() == trial + 1


def test_a_request_sent_twice_at_once_asks_once(redbridge):
    secretary = a_secretary()
    chair = a_chair()
    for _ in range(TRIALS):
        case = a_case_in_scoping(secretary, chair)
        found = at_once(redbridge, *[lambda case=case: ask(case, secretary, POLICE, ICB)] * 2)
        assert sum(isinstance(one, str) for one in found) == 1
        assert ScopingReturn.objects.filter(case=case).count() == 2
        assert Event.objects.filter(case=case, act="request_information").count() == 1


def test_one_entry_saved_twice_at_once_is_one_entry(redbridge):
    secretary, pat = a_secretary(), from_police()
    case = a_case_in_scoping(secretary, a_chair())
    ask(case, secretary, POLICE)
    row = return_of(case, POLICE)
    for trial in range(TRIALS):
        values = {**ROW, "event": f"Event {trial}"}
        at_once(
            redbridge,
            *[lambda values=values: drafts.save_row(scoping_return=row, values=values, actor=pat,
                                                    at=london(2026, 9, 3))] * 3,
        )  # fmt: skip
        assert ChronologyRow.objects.count() == trial + 1
