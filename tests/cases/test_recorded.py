"""Acts that only put something on record: what each asks, keeps and shows (C-14, C-19, C-23, C-35, C-53)."""

from __future__ import annotations

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from cases import acts
from cases.asking import asked_of
from cases.models import Decision, Event, Track
from cases.queries import next_steps, possible_acts, record_rows
from cases.recorded import RECORDED
from cases.sheets.whole import settled
from cases.state import state_of
from documents.files import check_upload
from documents.models import OutboxMessage, StoredFile
from partnerships.actors import referrer
from partnerships.refusals import ActRefused
from partnerships.scope import tenant
from tests import factories as make

from .deciding import LATER, SEATS, before_the_partners, darlingtons_people, decision, given


@pytest.fixture
def darlington(db):
    partnership = make.a_partnership("darlington", "dsp1.4.toml")
    with tenant(partnership):
        yield partnership


def refusal(act, **kwargs) -> str:
    with pytest.raises(ActRefused) as refused:
        act(at=LATER, **kwargs)
    return str(refused.value)


def test_a_family_that_is_not_told_needs_a_reason(darlington):
    """C-35, C-23: told, or why not; agreeing to be involved, or why nobody asked."""
    office = make.an_actor("Oona Office", "secretariat")
    case = make.a_case(office, pathway="serious-incident")
    said = refusal(acts.inform_family, case=case, answers=given(told="no", part="no"), actor=office)
    assert said == "Enter an answer to “If they were not told: why?”"
    answers = given(told="no", part="not asked", why_not="A trial.", no_consent="A trial.")
    event = acts.inform_family(case=case, answers=answers, actor=office, at=LATER)
    assert event.summary == "The family has not been told; the reason is on record."
    assert record_rows(case)[0].said == [
        ["", [["Has the family been told?", "No, or not yet"], ["If they were not told: why?", "A trial."],
              ["Do they agree to be involved?", "They have not been asked"],
              ["If they have not been asked: why?", "A trial."]]],
    ]  # fmt: skip


def test_a_paper_stays_with_what_it_belongs_to(darlington):
    office = make.an_actor("Oona Office", "secretariat")
    case = make.a_case(office, pathway="serious-incident")
    paper = check_upload(SimpleUploadedFile("letter.txt", b"Dear family"))
    answers = given(told="yes", who="Her mother", what="The decision, by letter", part="yes")
    acts.inform_family(
        case=case, answers=answers, uploads=[("papers", "", "act-papers", [paper])], actor=office, at=LATER
    )
    row = record_rows(case)[0]
    kept = StoredFile.objects.get(partnership=darlington, kind="case-paper")
    assert row.papers == [{"id": kept.pk, "name": "letter.txt", "size": 11}]
    assert row.summary == "The family was told: Her mother."


def test_a_refused_act_keeps_no_paper(darlington):
    office = make.an_actor("Oona Office", "secretariat")
    case = make.a_case(office, pathway="serious-incident")
    paper = check_upload(SimpleUploadedFile("letter.txt", b"Dear family"))
    uploads = [("papers", "", "act-papers", [paper])]
    refusal(acts.inform_family, case=case, answers=given(told="yes"), uploads=uploads, actor=office)
    assert not StoredFile.objects.filter(partnership=darlington).exists()


def test_telling_the_partners_moves_the_case_and_writes_to_them(darlington):
    """DAR-22: the Business Manager tells the partners, the scrutineer too."""
    people = darlingtons_people()
    case = make.a_case(people["office"], pathway="serious-incident")
    acts.inform_partners(case=case, answers=given(how="here"), actor=people["office"], at=LATER)
    assert Track.objects.get(partnership=darlington, case=case, name="referral").stage == "with-partners"
    told = OutboxMessage.objects.filter(partnership=darlington, kind="partners-told").order_by("to_name")
    assert [message.to_name for message in told] == ["Cora Council", "Hana Health", "Pat Police", "Sid Scrutineer"]


def test_partners_decide_jointly_with_the_scrutineer(darlington):
    """DAR-4, C-14: the decision keeps its reasons, who took part, and the answers to the criteria."""
    people = darlingtons_people()
    case = before_the_partners(people)
    event = acts.decide_threshold(case=case, answers=decision("met"), actor=people["council"], at=LATER)
    row = Decision.objects.get(partnership=darlington, case=case, kind="decide_threshold")
    assert (row.reasons, row.event_id) == ("Neglect is suspected.", event.pk)
    assert row.data["took_part"] == [
        "Darlington Borough Council, Children's Services (Cora Council)",
        "Tees Valley Clinical Commissioning Group (Hana Health)", "Durham Constabulary (Pat Police)",
        "Independent Scrutineer/Chair (Sid Scrutineer)",
    ]  # fmt: skip
    assert (row.data["absent"], row.data["criteria"]) == ([], {"child-test": "met-here"})
    opened = Track.objects.filter(partnership=darlington, case=case, closed_at=None).values_list("name", flat=True)
    assert set(opened) == {"referral", "rapid-review", "notification"}


def test_whoever_is_missing_from_a_decision_is_named_with_the_reason(darlington):
    """C-14: which expected agency did not take part, and why."""
    people = darlingtons_people()
    case = before_the_partners(people)
    some = SEATS[:3]
    said = refusal(acts.decide_threshold, case=case, answers=decision("met", took_part=some), actor=people["council"])
    assert said == "Say why Independent Scrutineer/Chair did not take part."
    answers = decision("met", took_part=some, absent_why="Ill; agrees in writing.")
    event = acts.decide_threshold(case=case, answers=answers, actor=people["council"], at=LATER)
    assert event.data["absent"] == ["Independent Scrutineer/Chair (Sid Scrutineer)"]
    assert event.data["absent_why"] == "Ill; agrees in writing."


@pytest.mark.parametrize(
    ("unexpected", "left", "question"),
    [
        ("yes", "no", "Has a child died whose death was not expected?"),
        ("no", "yes", "Is there anything left to learn from the case?"),
    ],
)
def test_an_unexpected_death_or_learning_left_is_never_closed_without_action(darlington, unexpected, left, question):
    """DAR-14: the gate of one answer (`outcome_needs`)."""
    people = darlingtons_people()
    case = before_the_partners(people)
    answers = decision("no further action", unexpected=unexpected, left=left)
    said = refusal(acts.decide_threshold, case=case, answers=answers, actor=people["police"])
    assert said == f"“No further action” cannot be chosen with this answer to “{question}”."


def test_nothing_left_to_learn_may_be_closed(darlington):
    """DAR-14."""
    people = darlingtons_people()
    case = before_the_partners(people)
    answers = decision("no further action", unexpected="no", left="no")
    acts.decide_threshold(case=case, answers=answers, actor=people["police"], at=LATER)
    assert Track.objects.get(partnership=darlington, case=case, name="referral").stage == "no-action"


def test_the_reasons_are_shared_whatever_was_decided(darlington):
    """DAR-4: the sub-group's chair hears of a no further action too: by the step, which then asks for nothing more."""
    people = darlingtons_people()
    case = before_the_partners(people)
    answers = decision("no further action", unexpected="no", left="no")
    acts.decide_threshold(case=case, answers=answers, actor=people["police"], at=LATER)
    told = OutboxMessage.objects.filter(partnership=darlington, kind="rationale-shared").values_list(
        "to_name", flat=True
    )
    sharing = "Share the decision and its reasons with the Learning and Development sub-group"
    assert (list(told), sharing in titles_to_come(case)) == ([], True)
    shared = given(shared="No further action.", how="here")
    shared["learning-referral"] = {"partners-met": "no", "why-not-met": "No abuse.", "learning-seen": "no"}
    acts.share_rationale(case=case, answers=shared, actor=people["office"], at=LATER)
    assert (list(told.all()), sharing in titles_to_come(case)) == (["Lena Learning"], False)
    again = next(each for each in possible_acts(case, people["office"]) if each.act == "share_rationale")
    assert not again.main


def titles_to_come(case) -> list[str]:
    return [step.title for step in next_steps(case, state_of(case, version="DSP1.4"))]


def test_who_may_not_decide_is_not_offered_it(darlington):
    people = darlingtons_people()
    case = before_the_partners(people)
    assert "decide_threshold" not in {each.act for each in possible_acts(case, people["office"])}
    assert "decide_threshold" in {each.act for each in possible_acts(case, people["ccg"])}
    said = refusal(acts.decide_threshold, case=case, answers=decision("met"), actor=people["office"])
    assert said == "Only the Statutory Safeguarding Partner can do this."


def told_the_outcome(people):
    case = before_the_partners(people)
    acts.decide_threshold(case=case, answers=decision("learning"), actor=people["police"], at=LATER)
    acts.tell_outcome(case=case, how="letter", to_whom="Rosa", actor=people["office"], at=LATER)
    return case


def test_a_referrer_who_is_not_satisfied_gets_an_answer(darlington):
    """DAR-25: to the director and the partners, answered with reasons, and told to the referrer."""
    people = darlingtons_people()
    case = told_the_outcome(people)
    rosa = referrer("Rosa Referrer")
    raised = acts.raise_dispute(case=case, answers=given(what="It was neglect."), actor=rosa, at=LATER)
    assert (raised.summary, raised.reason) == ("Rosa Referrer raised a dispute.", "It was neglect.")
    heard = OutboxMessage.objects.filter(partnership=darlington, kind="dispute-raised").values_list(
        "to_name", flat=True
    )
    assert sorted(heard) == ["Cora Council", "Dora Director", "Hana Health", "Pat Police"]
    answers = given(decision="partly agreed with", reasons="We look again at the visits.")
    acts.decide_dispute(case=case, answers=answers, actor=people["director"], at=LATER)
    row = Decision.objects.get(partnership=darlington, case=case, kind="decide_dispute")
    assert (row.outcome, row.reasons) == ("partly agreed with", "We look again at the visits.")
    answered = OutboxMessage.objects.filter(partnership=darlington, kind="dispute-answered")
    assert [message.to_email for message in answered] == ["rosa@hospital.example"]


def test_nothing_is_disputed_before_it_is_told_nor_answered_before_it_is_raised(darlington):
    """DAR-25."""
    people = darlingtons_people()
    case = before_the_partners(people)
    said = refusal(acts.raise_dispute, case=case, answers=given(what="No."), actor=referrer("Rosa"))
    assert said == "This cannot be done yet. Needed first: the referrer has heard the outcome."
    assert "decide_dispute" not in {each.act for each in possible_acts(case, people["director"])}


def test_what_is_recorded_for_an_outside_person_names_them(darlington):
    """C-53: the office records it on somebody's behalf."""
    people = darlingtons_people()
    case = told_the_outcome(people)
    answers = given(what="Not enough.", whose="Rosa Referrer, by telephone")
    event = acts.raise_dispute(case=case, answers=answers, actor=people["office"], at=LATER)
    assert (event.on_behalf_of, event.actor_label) == ("Rosa Referrer, by telephone", people["office"].label)


def test_another_board_is_told_by_name(darlington):
    """C-10, DAR-8: possible grounds for its own review."""
    people = darlingtons_people()
    case = before_the_partners(people)
    answers = given(body="community-safety-partnership", told="A homicide.", how="e-mail")
    event = acts.tell_body(case=case, answers=answers, actor=people["office"], at=LATER)
    assert event.summary == "Community Safety Partnership was told of the case."
    answers = given(body="another", other_body="Cleveland Board", told="A homicide.", how="e-mail")
    event = acts.tell_body(case=case, answers=answers, actor=people["office"], at=LATER)
    assert event.summary == "Cleveland Board was told of the case."


def test_one_body_that_leads_is_named(darlington):
    """C-10, C-24: parts jointly commissioned, or one leads."""
    people = darlingtons_people()
    case = before_the_partners(people)
    answers = given(bodies=["safeguarding-adults-board"], way="one leads", agreed="By telephone on Monday.")
    said = refusal(acts.agree_coordination, case=case, answers=answers, actor=people["office"])
    assert said == "Enter an answer to “Which body leads, if one does?”"
    answers["recorded"]["act-leads"] = "The adults board"
    acts.agree_coordination(case=case, answers=answers, actor=people["office"], at=LATER)
    assert ["Which body leads, if one does?", "The adults board"] in record_rows(case)[0].said[0][1]


def test_a_struck_out_decision_no_longer_counts(darlington):
    people = darlingtons_people()
    case = before_the_partners(people)
    event = acts.decide_threshold(case=case, answers=decision("learning"), actor=people["police"], at=LATER)
    acts.annul_event(case=case, event_id=event.pk, reason="Wrong case.", actor=people["office"], at=LATER)
    assert not state_of(case, version="DSP1.4").done.get("decide_threshold")
    assert Event.objects.filter(partnership=darlington, case=case, act="decide_threshold").count() == 1


TEXTS = [("bexley", "2019.toml"), ("bhr", "2020.toml"), ("darlington", "dsp1.4.toml"), ("redbridge", "1.5.toml")]


def usual(field):
    """A usable answer to a question of any kind that must be answered."""
    if field.kind == "several of":
        return [field.choices[0].value]
    if field.choices:
        return field.choices[-1].value if field.name == "act-told" else field.choices[0].value
    return {"declaration": True, "yes/no": "yes", "yes/no/don't know": "yes", "date": "2026-09-01"}.get(
        field.kind, "Said"
    )


@pytest.mark.parametrize(("folder", "file"), TEXTS)
def test_every_recorded_act_of_every_text_asks_what_can_be_answered(db, folder, file):
    """BEX-22, BEX-25, BEX-26, BEX-31, BHR-9, BHR-21, DAR-8, RED-20, RED-22, RED-23: each step's page, answered whole,
    is accepted."""
    partnership = make.a_partnership(folder, file)
    with tenant(partnership):
        procedure = make.the_procedure()
        office = make.an_actor("Oona Office", "secretariat")
        case = make.a_case(office, pathway=procedure.pathways[0].name)
        steps = [step for step in procedure.steps if step.act in RECORDED]
        assert len(steps) >= 7
        for step in steps:
            asked = asked_of(step.act, step, case, procedure, at=LATER)
            answers = {
                section.name: {q.name: usual(q) for q in section.fields if q.required or q.required_when}
                for section in asked.form.sections
            }
            assert settled(asked.form, answers, asked.around).problems == [], (step.act, step.title)
