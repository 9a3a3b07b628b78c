"""A review is ordered once on each decision, with what follows from its type (RED-10, BEX-2, BEX-4, C-34, C-47)."""

from __future__ import annotations

import html

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse

from cases.acts import annul_event
from cases.models import Decision, Event, Track
from cases.queries import possible_acts
from partnerships.refusals import ActRefused
from procedures import reader
from reviews import rules
from reviews.acts import commission_review
from reviews.models import Review
from reviews.queries import decision_to_commission, review_of, running_review, stage_of, tracker_rows, visible_reviews
from tests.factories import a_member, acting_as

from .scenes import COMMISSIONED, DECIDED, FOCUS, LATER, SAR, commissioned, decided


def order(found, **changed):
    given = {"case": found.case, "focus": FOCUS, "methodology": "reflective-learning", "actor": found.ratifier,
             "at": COMMISSIONED}  # fmt: skip
    return commission_review(**{**given, **changed})


def test_the_review_takes_over_the_decision_and_opens_its_track(redbridge):
    """RED-10: type, focus and methodology come from the ratified recommendation; the board commissions."""
    found = commissioned()
    row, case = found.review, found.case
    assert (row.review_type, row.body, row.methodology) == ("sar-mandatory", "rsab", "reflective-learning")
    assert (row.reference, row.number, row.duties) == (f"{case.reference}/R1", 1, ["adult"])
    assert row.recommendation_id == row.decision.data["recommendation"]
    assert (row.lead_process, row.commissioned_at, row.is_running) == ("adult", COMMISSIONED, True)
    track = Track.objects.get(case=case, name="review")
    assert (track.stage, track.closed_at) == ("commissioned", None)
    event = Event.objects.get(act="commission_review")
    assert event.summary == (
        "Redbridge Safeguarding Adults Board commissioned a review: Safeguarding Adult Review (mandatory)."
    )
    assert (event.pk, event.data["focus"]) == (row.event_id, FOCUS)
    assert stage_of(row).title == "Commissioned"


def test_what_is_missing_is_said_beside_its_question(redbridge):
    found = decided()
    for changed, about in (
        ({"focus": " "}, "focus"), ({"methodology": "guesswork"}, "methodology"), ({"duties": ["tax"]}, "duties"),
        ({"told": ["national-panel"]}, "told"), ({"at": DECIDED.replace(hour=9)}, "happened_at"),
    ):  # fmt: skip
        with pytest.raises(ActRefused) as refused:
            order(found, **changed)
        assert refused.value.about == about
    assert Review.objects.count() == 0


def test_one_review_may_serve_several_duties_and_then_one_leads(redbridge):
    """C-47: several duties, one review; the process that leads is said."""
    found = decided()
    with pytest.raises(ActRefused) as refused:
        order(found, duties=["adult", "domestic homicide"])
    assert refused.value.about == "lead"
    row = order(found, duties=["domestic homicide", "adult"], lead="domestic homicide")
    assert (row.duties, row.lead_process) == (["adult", "domestic homicide"], "domestic homicide")


def test_it_is_ordered_once_and_only_by_whom_the_text_names(redbridge):
    found = decided()
    member = acting_as(a_member("Only Member", "agency-representative", agency="nel-icb"))
    with pytest.raises(ActRefused, match="Only the"):
        order(found, actor=member)
    assert "commission_review" in {act.act for act in possible_acts(found.case, found.ratifier)}
    row = order(found)
    assert decision_to_commission(found.case) is None
    assert "commission_review" not in {act.act for act in possible_acts(found.case, found.ratifier)}
    with pytest.raises(ActRefused):
        order(found)
    assert list(Review.objects.values_list("pk", flat=True)) == [row.pk]


def test_no_review_is_ordered_where_none_was_decided_on(redbridge):
    found = decided("no-review")
    assert "commission_review" not in {act.act for act in possible_acts(found.case, found.ratifier)}
    with pytest.raises(ActRefused):
        order(found)


def test_an_order_struck_out_can_be_given_again(redbridge):
    """C-39: the wrong order stays on record; the second one is the case's second review."""
    found = commissioned()
    annul_event(case=found.case, event_id=found.review.event_id, reason="The wrong case.", actor=found.secretary,
                at=LATER)  # fmt: skip
    assert (running_review(found.case), list(visible_reviews(found.secretary))) == (None, [])
    assert Track.objects.get(case=found.case, name="review").closed_at == LATER
    again = order(found, at=LATER)
    assert again.reference == f"{found.case.reference}/R2"
    assert Track.objects.get(case=found.case, name="review").closed_at is None


def test_a_second_review_beside_the_first_is_refused_with_what_to_do(redbridge):
    """C-47, DAR-8: instead of a form the page says which review runs and the three ways there are; so does the act."""
    found = commissioned()
    event = Event.objects.create(
        case=found.case, act="ratify_recommendation", summary="Ratified again.", at=LATER, actor_label="Set-up",
        data={"review_type": SAR},
    )  # fmt: skip
    Decision.objects.create(
        case=found.case, kind="ratify_recommendation", outcome="ratified", reasons="Agreed.", decided_by="The board",
        decided_at=LATER, data={"review_type": SAR}, event=event,
    )  # fmt: skip
    why = rules.one_at_a_time(found.review.review_type_title, found.review.reference)
    with pytest.raises(ActRefused) as refused:
        order(found, at=LATER)
    assert str(refused.value) == why
    place = {"partnership": "redbridge", "reference": found.case.reference}
    page = client_of(found.ratifier).get(reverse("commission_review", kwargs=place)).content.decode()
    assert (html.unescape(why) in html.unescape(page), "<textarea" in page) == (True, False)


def test_the_database_keeps_one_running_review_and_says_how_it_ended(redbridge):
    found = commissioned()
    same = {field.attname: getattr(found.review, field.attname) for field in Review._meta.concrete_fields}
    for changed in ({"number": 2, "key": "zzzzzzzz", "reference": "X/R2"}, {"focus": ""}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Review.objects.create(**{**same, "id": None, **changed})
    with pytest.raises(IntegrityError), transaction.atomic():
        Review.objects.filter(pk=found.review.pk).update(ended_how="published")


@pytest.mark.parametrize(
    ("folder", "file", "kind", "says"),
    [
        ("bexley", "2019.toml", "local-review",
         ["Statutory, at the partnership’s discretion", "An independent reviewer", "Published", "Yes"]),
        ("bexley", "2019.toml", "multi-agency-audit",
         ["No statutory review", "The procedure does not ask for independence", "Not published", "Yes"]),
        ("bhr", "2020.toml", "workshop",
         ["No statutory review", "The procedure does not ask for independence", "Not published", "Not asked for"]),
        ("darlington", "dsp1.4.toml", "local-review",
         ["Statutory, at the partnership’s discretion", "The procedure does not ask for independence", "Published",
          "Not asked for"]),
        ("redbridge", "1.5.toml", "dardr",
         ["Statutory, and mandatory", "An independent reviewer", "Published", "Not asked for"]),
    ],
)  # fmt: skip
def test_what_follows_from_a_type_is_the_texts(folder, file, kind, says):
    """BEX-2, BHR-6, DAR-6, RED-22: consequences as each text says them."""
    procedure = reader.read(*reader.texts_of(reader.TEXTS / folder / file))
    found = rules.consequences(procedure.find("review_types", kind), procedure)
    assert [each.says for each in found[:4]] == says


def client_of(actor) -> Client:
    client = Client()
    client.force_login(actor.membership.user)
    return client


def words(response) -> str:
    return " ".join(response.content.decode().split())


def test_from_the_case_to_the_review_in_the_browser(redbridge):
    """RED-10, RED-33: the order's page shows what follows and the methodologies compared; then the review opens."""
    found = decided()
    client, slug = client_of(found.ratifier), redbridge.slug
    here = {"partnership": slug, "reference": found.case.reference}
    act, tab = reverse("commission_review", kwargs=here), reverse("case_reviews", kwargs=here)
    assert f'href="{act}"' in words(client.get(tab))
    page = words(client.get(act))
    assert [each in page for each in ("Safeguarding Adult Review (mandatory)", "Drawbacks", FOCUS)] == [True] * 3
    wrong = client.post(act, {"focus": "", "methodology": "reflective-learning"})
    assert (wrong.status_code, "Enter an answer to “What does the review look at?”" in words(wrong)) == (200, True)
    done = client.post(act, {"focus": "Anew.", "methodology": "peer-review-outside", "duties": ["adult"]})
    row = Review.objects.get()
    assert done["Location"] == reverse("review", kwargs={"partnership": slug, "review": row.key})
    opened = words(client.get(done["Location"]))
    assert [each in opened for each in (row.reference, "Anew.", "An independent reviewer")] == [True] * 3
    assert row.reference in words(client.get(tab))
    listed = words(client.get(reverse("reviews", kwargs={"partnership": slug})))
    assert [each in listed for each in (row.reference, "Nobody yet", "Commissioned")] == [True] * 3
    ended = words(client.get(reverse("reviews", kwargs={"partnership": slug}), {"show": "ended"}))
    assert row.reference not in ended
    assert client.get(reverse("review", kwargs={"partnership": slug, "review": "nothing"})).status_code == 404


def test_who_sees_the_case_sees_the_review_and_nobody_else(redbridge):
    """C-52."""
    found = commissioned()
    stranger = a_member("Not Asked", "agency-representative")
    assert review_of(redbridge, found.review.key, found.secretary) == found.review
    client = client_of(acting_as(stranger))
    here = reverse("review", kwargs={"partnership": redbridge.slug, "review": found.review.key})
    assert client.get(here).status_code == 404
    assert tracker_rows(visible_reviews(acting_as(stranger)), at=LATER) == []


def test_the_tracker_asks_as_much_for_three_reviews_as_for_one(redbridge, django_assert_num_queries):
    found = commissioned()
    rows = list(visible_reviews(found.secretary).select_related("case__procedure", "case__borough"))
    tracker_rows(rows, at=LATER)
    for many in (rows, rows * 3):
        with django_assert_num_queries(5):
            assert len(tracker_rows(many, at=LATER)) == len(many)
