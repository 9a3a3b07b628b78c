"""What agencies wrote in the fixed boxes of before becomes answers to the usual questions (migration 0003)."""

from importlib import import_module

from django.db import connection

from information import acts
from tests.factories import an_agency, london
from tests.information.factories import (
    POLICE,
    a_case_in_scoping,
    a_chair,
    a_secretary,
    ask,
    from_police,
    return_of,
    write,
)

MOVED = import_module("information.migrations.0003_answers_on_the_partnerships_form").MOVED


def test_boxes_become_answers(redbridge):
    secretary, pat = a_secretary(), from_police()
    case = a_case_in_scoping(secretary, a_chair())
    ask(case, secretary, POLICE)
    first = return_of(case, POLICE)
    acts.submit_return(scoping_return=write(first, pat), actor=pat, at=london(2026, 9, 3))
    acts.ask_supplement(
        case=case, agency=an_agency(POLICE), wording="And?", actor=secretary, at=london(2026, 9, 4)
    )  # fmt: skip
    more = return_of(case, POLICE)
    with connection.cursor() as cursor:
        cursor.execute(
            "CREATE TEMP TABLE before ON COMMIT DROP AS SELECT id, request_id, partnership_id, '{}'::jsonb AS answers, "
            "''::text AS answer, 'We knew her.'::text AS involvement, ''::text AS analysis "
            "FROM information_scopingreturn"
        )
        cursor.execute("UPDATE before SET answer = 'Nothing.', involvement = '' WHERE id = %s", [more.pk])
        cursor.execute(MOVED.format(table="before"), [redbridge.pk])
        cursor.execute("SELECT id, answers::text FROM before ORDER BY id")
        assert cursor.fetchall() == [
            (first.pk, '{"account": {"involvement": "We knew her."}}'),
            (more.pk, '{"answer": {"answer": "Nothing."}}'),
        ]
