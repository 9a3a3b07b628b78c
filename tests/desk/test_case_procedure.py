"""The tab that lays one case over its procedure: where it is, what was done, what comes next, who may do what."""

from __future__ import annotations

import html

import pytest

from cases.acts import give_person_access, restrict_case
from cases.queries import next_steps, possible_acts, procedure_of
from cases.queries.shut_out import NOBODY
from cases.state import state_of
from desk.case_procedure import DONE, LATER, NOW, PASSED, roles_now, tracks_now, tracks_to_come
from information.acts import return_not_known
from partnerships.scope import tenant
from tests.factories import a_case, a_member, a_partnership, acting_as, london
from tests.information import factories as given
from tests.panels.scenes import accepted_case, the_people


@pytest.fixture
def redbridge(db):
    partnership = a_partnership()
    with tenant(partnership):
        yield partnership


def steps_of(tracks, status) -> set[str]:
    return {step.title for track in tracks for step in track.steps if step.status == status}


def test_a_new_case_stands_at_its_first_stage(redbridge):
    scene = the_people()
    case = a_case(scene.secretary)
    (track, *_) = tracks_now(case, scene.secretary, at=london(2026, 9, 1))
    assert [stage.title for stage in track.stages if stage.place == NOW] == ["Received"]
    titles = {step.title: step for step in track.steps}
    assert titles["Acknowledge the referral"].status == NOW
    assert titles["Acknowledge the referral"].url.endswith("/acknowledge-referral/")
    assert [row.due_on.isoformat() for row in titles["Acknowledge the referral"].due] == ["2026-09-02"]


def test_what_was_done_says_when_and_by_whom_and_what_comes_next_follows(redbridge):
    scene = the_people()
    case = accepted_case(scene)
    tracks = tracks_now(case, scene.secretary, at=london(2026, 9, 2))
    been = [stage.title for stage in tracks[0].stages if stage.place == PASSED]
    assert been == ["Received", "Acknowledged"]  # never sent back, whatever the order of the text
    by_title = {step.title: step for track in tracks for step in track.steps}
    done = by_title["Acknowledge the referral"]
    assert (done.status, [who for _, who in done.done]) == (DONE, [scene.secretary.label])
    assert "Acknowledge the referral" not in steps_of(tracks, NOW)
    assert steps_of(tracks, NOW) & {step.title for track in tracks for step in track.next} != set()
    assert steps_of(tracks, LATER) != set()


def test_a_restricted_case_says_that_nobody_inside_can_go_on(redbridge):
    """C-52: whoever comes next by the text is shut out, so that is said; to those who are let in it is theirs."""
    scene = the_people()
    case = accepted_case(scene)
    procedure = procedure_of(case)

    def stuck() -> tuple[dict, bool]:
        state = state_of(case, version=procedure.version)
        tracks = tracks_now(case, scene.secretary, at=london(2026, 9, 2))
        on_tracks = {step.who for track in tracks for step in track.steps if step.stuck}
        return {row.who: row.stuck for row in next_steps(case, state)}, "the One Panel Secretariat" in on_tracks

    office, agency = "the One Panel Secretariat", "the Agency representative"
    assert stuck() == ({office: "", agency: ""}, False)
    restrict_case(case=case, restricted=True, reason="A relative.", actor=scene.secretary, at=london(2026, 9, 2))
    case.refresh_from_db()
    assert stuck() == ({office: "", agency: NOBODY}, False)
    assert "Lift the restriction to named people" in [act.title for act in possible_acts(case, scene.secretary)]
    give_person_access(case=case, user=scene.chair.membership.user)
    give_person_access(case=case, user=scene.secretary.membership.user, allowed=False)
    assert stuck() == ({office: NOBODY, agency: NOBODY}, True)


def test_one_agencys_answer_is_not_that_of_the_others(redbridge):
    sam, police = given.a_secretary(), given.from_police()
    case = given.a_case_in_scoping(sam, given.a_chair())
    given.ask(case, sam)
    row = given.return_of(case, given.POLICE)
    return_not_known(scoping_return=row, actor=police, at=london(2026, 9, 3))
    step = "Say that the people are not known to the agency"
    assert step in steps_of(tracks_now(case, sam, at=london(2026, 9, 3)), NOW)
    row = given.return_of(case, given.ICB)
    return_not_known(scoping_return=row, actor=given.from_health(), at=london(2026, 9, 4))
    assert step in steps_of(tracks_now(case, sam, at=london(2026, 9, 4)), DONE)


def test_each_role_sees_what_it_may_do_and_roles_with_nothing_are_left_out(redbridge):
    scene = the_people()
    case = a_case(scene.secretary)
    found = {title: role for role in roles_now(case) for title in role.titles}
    assert "Acknowledge the referral" in found["One Panel Secretariat"].acts
    assert "Create an action" in found["One Panel Secretariat"].any_time
    assert "Submit the referral" not in found["One Panel Secretariat"].acts
    assert all(role.acts or role.any_time for role in found.values())
    assert "Adult" in " ".join(tracks_to_come(case))


def test_the_tab_for_the_secretariat_and_for_a_member_who_may_not_act(client, redbridge):
    secretary = a_member("Sam Secretary", "secretariat")
    case = a_case(acting_as(secretary))
    address = f"/redbridge/cases/{case.reference}/procedure/"
    client.force_login(secretary.user)
    page = html.unescape(client.get(address).content.decode())
    assert "Where this case is on its procedure" in page
    assert f'href="/redbridge/cases/{case.reference}/acknowledge-referral/"' in page
    stranger = a_member("Mo Member", "agency-representative", agency="nelft")
    client.logout()
    client.force_login(stranger.user)
    assert client.get(address).status_code == 404
