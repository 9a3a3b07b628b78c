"""What is on every agenda: from the text onto the meeting, there to be changed, in papers and minutes (C-32)."""

from __future__ import annotations

from panels.acts import change_other_item, convene_meeting, draft_minutes, move_item, open_meeting, remove_agenda_item
from panels.models import AgendaItem
from panels.queries.minutes import minutes_paper
from panels.queries.packs import cover_of
from procedures import library
from tests.factories import the_version

from .scenes import CONVENED, MEETING, OPENED, Scene, accepted_case, listed, the_people


def titles(scene: Scene) -> list[str]:
    rows = AgendaItem.objects.filter(meeting=scene.meeting, state="listed").select_related("case")
    return [row.case.reference if row.case else row.title for row in rows.order_by("position", "id")]


def test_the_cases_come_where_the_text_says_and_the_office_may_change_the_rest(redbridge):
    scene = the_people()
    items = library.in_force("redbridge").find("bodies", "one-panel").standing_items
    scene.meeting = convene_meeting(
        procedure_version=the_version(), body="one-panel", starts_at=MEETING, place="Hall", standing_items=items,
        actor=scene.secretary, at=CONVENED,
    )  # fmt: skip
    first, second = accepted_case(scene), accepted_case(scene)
    for case in (first, second):
        listed(scene, case, scene.meeting)
    place = items.index("cases")
    wanted = [*items[:place], first.reference, second.reference, *items[place + 1 :]]
    assert titles(scene) == wanted
    closing = AgendaItem.objects.get(meeting=scene.meeting, title=items[-1])
    change_other_item(item=closing, title="Next meeting, and leave", actor=scene.secretary, at=CONVENED)
    business = AgendaItem.objects.get(meeting=scene.meeting, title=items[place + 1])
    remove_agenda_item(item=business, reason="Short of time.", actor=scene.secretary, at=CONVENED)
    welcome = AgendaItem.objects.get(meeting=scene.meeting, title=items[0])
    move_item(item=welcome, up=False, actor=scene.secretary, at=CONVENED)
    assert titles(scene) == [items[1], items[0], items[2], first.reference, second.reference, "Next meeting, and leave"]
    lines = cover_of(scene.meeting, [], at=CONVENED)["items"]
    assert [(line["number"], line["title"], line["purpose"]) for line in lines][:1] == [("1", items[1], "")]
    open_meeting(meeting=scene.meeting, actor=scene.chair, at=OPENED)
    draft_minutes(meeting=scene.meeting, actor=scene.secretary, at=OPENED)
    paper = minutes_paper(scene.meeting, opening="", state="Draft")
    assert [item.title for item in paper.items][:3] == [items[1], items[0], items[2]]


def test_every_text_says_what_is_on_an_agenda():
    for slug in ("redbridge", "bexley", "bhr", "darlington"):
        texts = [body for body in _text(slug).bodies if body.standing_items]
        assert texts and all(body.standing_items.count("cases") == 1 for body in texts), slug


def _text(slug: str):
    from procedures.reader import TEXTS, read_file

    newest = sorted(path for path in (TEXTS / slug).glob("*.toml") if path.name != "earlier.toml")[-1]
    return read_file(newest)
