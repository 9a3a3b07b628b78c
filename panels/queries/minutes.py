"""The minutes as they follow from what was recorded: nobody types again who came, what was asked and how it ended."""

from __future__ import annotations

import datetime as dt

from config.filters import date_long, date_weekday, time_short
from documents import papers

from .. import rules
from ..models import (
    ActionPoint,
    AgendaItem,
    Attendance,
    Dissent,
    Meeting,
    MinutesText,
    Question,
    Ratification,
    Recommendation,
)
from .agenda import agenda_numbers
from .lists import next_meeting_after
from .papers import case_title, conflicted_names, head, items_of, paragraphs, tests_of
from .room import Room, attendance_of, body_at, members_of, procedure_at, room_of, without_texts
from .together import rule_for

Part = Attendance.Part
FROM_THE_START = dt.timedelta(minutes=5)  # whoever has come by then was there when it began


def minutes_of(meeting: Meeting) -> MinutesText | None:
    return (
        MinutesText.objects.filter(partnership=meeting.partnership_id, meeting=meeting)
        .select_related("meeting__procedure", "agreed_meeting")
        .defer(*without_texts("meeting__procedure"))
        .first()
    )


def opening_words(meeting: Meeting) -> str:
    """The first draft of the opening paragraphs, for the secretariat to go on from."""
    rows = attendance_of(meeting)
    chair = next((row for row in rows if row.part == Part.CHAIR), None)
    lines = []
    if meeting.opened_at:
        who = f" with {chair.name} in the chair" if chair else ""
        lines.append(f"The meeting opened at {time_short(meeting.opened_at)}{who}.")
    if meeting.papers_frozen_at:
        lines.append(f"The papers had been circulated on {date_long(meeting.papers_frozen_at)}.")
    deputies = [f"{row.name} for {row.deputy_for}" for row in rows if row.deputy_for and row.arrived_at]
    if deputies:
        lines.append("Deputies: " + "; ".join(deputies) + ".")
    return "\n".join(lines)


def minutes_paper(meeting: Meeting, *, opening: str, state: str) -> papers.Minutes:
    """Everything the minutes say. `opening`: the edited paragraphs; `state`: "Draft" or "Agreed on …"."""
    procedure, body = procedure_at(meeting), body_at(meeting)
    rows = attendance_of(meeting)
    came = {row.agency.slug for row in rows if row.agency and row.arrived_at}
    chair = next((row.name for row in rows if row.part == Part.CHAIR and row.arrived_at), "")
    following = next_meeting_after(meeting)
    items = items_of(meeting)
    numbers = agenda_numbers(meeting, items)
    return papers.Minutes(
        **head(meeting),
        title=f"{body.title}: minutes of {date_long(meeting.starts_at)}",
        chair=chair,
        state=state,
        attendance=_present(rows, meeting),
        apologies=tuple(_line(row, []) for row in rows if row.part == Part.APOLOGIES and not row.arrived_at),
        not_represented=tuple(m.title for m in members_of(procedure, body) if m.slug not in came),
        opening=paragraphs(opening),
        items=tuple(_item(item, numbers[item.pk], rows) for item in items),
        next_meeting=f"{date_weekday(following.starts_at)} at {time_short(following.starts_at)}" if following else "",
        closed=f"The meeting ended at {time_short(meeting.closed_at)}." if meeting.closed_at else "",
    )


def _present(rows: list[Attendance], meeting: Meeting) -> tuple[papers.AttendanceLine, ...]:
    """Everybody who came, each once, with the times of whoever was not there all the time."""
    votes = Question.objects.filter(partnership=meeting.partnership_id, item__meeting=meeting)
    first_vote = votes.order_by("put_at").values_list("put_at", flat=True).first()
    lines: dict[tuple, list[Attendance]] = {}
    for row in rows:
        if row.arrived_at:
            lines.setdefault((row.membership_id, row.name, row.agency_id, row.part, row.deputy_for), []).append(row)
    return tuple(_line(mine[0], _times(mine, meeting, first_vote)) for mine in lines.values())


def _times(mine: list[Attendance], meeting: Meeting, first_vote: dt.datetime | None) -> list[str]:
    """From when and until when: of whoever came late (well after it began, or once a vote was open), left early, or
    came back.
    """
    words = []
    for number, row in enumerate(mine):
        late = meeting.opened_at and row.arrived_at > meeting.opened_at + FROM_THE_START
        if number:
            words.append(f"back from {time_short(row.arrived_at)}")
        elif late or (first_vote and row.arrived_at > first_vote):
            words.append(f"from {time_short(row.arrived_at)}")
        if row.left_at and (meeting.closed_at is None or row.left_at < meeting.closed_at):
            words.append(f"until {time_short(row.left_at)}")
    return words


def _line(row: Attendance, times: list[str]) -> papers.AttendanceLine:
    return papers.AttendanceLine(
        name=row.name,
        agency=row.agency.title if row.agency else "",
        part=row.get_part_display(),
        deputy_for=row.deputy_for,
        times=", ".join(times),
    )


def _item(item: AgendaItem, number: int, rows: list[Attendance]) -> papers.MinuteItem:
    said = paragraphs(item.discussion)
    if item.case is None:
        return papers.MinuteItem(
            number=str(number), title=item.title, discussion=said + paragraphs(item.outcome), actions=_actions(item)
        )
    questions = list(Question.objects.filter(partnership=item.partnership_id, item=item).order_by("put_at", "id"))
    closed = [question for question in questions if question.state == Question.State.CLOSED]
    quorum = closed[-1].electorate["quorum"] if closed else None
    made = Recommendation.objects.filter(partnership=item.partnership_id, question__item=item).order_by("id").last()
    return papers.MinuteItem(
        number=str(number),
        discussion=said + (() if made else paragraphs(item.outcome)),
        title=case_title(item.case),
        reference=item.case.reference,
        quorum=quorum["verdict"] if quorum else "No decision was taken on this item.",
        quorate=quorum["met"] if quorum else None,
        quorum_by_sector=tuple(
            papers.Pair(label=slot["title"], value=slot["filled_by"] or "nobody")
            for slot in (quorum or {}).get("slots", [])
        ),
        conflicts=tuple(
            f"{name} declared a conflict of interest and took no part." for name in conflicted_names(item.case)
        ),
        tests=tests_of(item.case) if item.criteria_recalled_at or closed else (),
        questions=tuple(_question(question, item, rows) for question in questions),
        recommendation=_recommendation(made, item) if made else None,
        dissents=_dissents(made) if made else (),
        actions=_actions(item),
    )


def _question(question: Question, item: AgendaItem, rows: list[Attendance]) -> papers.QuestionRecord:
    if question.state != Question.State.CLOSED:
        why = (question.result or {}).get("why", "")
        return papers.QuestionRecord(
            wording=question.wording, put_by=question.put_by, result=f"The question was withdrawn. {why}".strip()
        )
    labels = {one["value"]: one["label"] for one in question.options}
    labels |= {rules.ABSTAIN: "Abstained", rules.A_MEETING: "This needs a meeting"}
    frozen, result = question.electorate, question.result
    tally = [papers.Pair(label=o["label"], value=str(result["counts"][o["value"]])) for o in question.options]
    tally.append(papers.Pair(label="Abstained", value=str(result["abstained"])))
    chairs = f" The chair’s reasons: {result['chairs_reason']}" if result.get("by_chair") else ""
    return papers.QuestionRecord(
        wording=question.wording,
        put_by=question.put_by,
        votes=tuple(
            papers.VoteLine(agency=v["title"], vote=labels[v["option"]], reason=v["reason"]) for v in frozen["votes"]
        ),
        tally=tuple(tally),
        result=result["why"] + chairs + no_meeting_needed(result),
        not_voting=tuple(not_voting(frozen)),
    )


def no_meeting_needed(result: dict) -> str:
    """Of a vote in writing: what the chair said to those who want a meeting, and why it ended early (RED-8)."""
    why, early = result.get("no_meeting_why", ""), result.get("early_why", "")
    said = f" Why no meeting was needed: {why}" if why else ""
    return said + (f" Ended before the time given: {early}" if early else "")


def not_voting(frozen: dict) -> list[str]:
    """Which expected agency did not vote, and why (C-14)."""
    nobody = "did not answer" if frozen.get("in_writing") else "nobody came"
    return [
        *(f"{one['title']}: present, did not vote" for one in frozen["not_voted"]),
        *(f"{one['title']}: conflict of interest" for one in frozen["conflicted"]),
        *(f"{one['title']}: {'had left' if one['came'] else nobody}" for one in frozen["absent"]),
        *(f"{one['title']}: invited, without a vote" for one in frozen["without_vote"]),
    ]


def _recommendation(made: Recommendation, item: AgendaItem) -> papers.RecommendationRecord:
    room: Room = room_of(item.meeting, item.case, [])
    rule = rule_for(room.procedure, made.body, item.case.pathway)
    names = {role.name: role.title for role in room.procedure.roles}
    return papers.RecommendationRecord(
        review_type=made.review_type_title,
        focus=made.focus,
        methodology=made.methodology_title,
        reasons=made.reasons,
        to=", then ".join(names.get(role, role) for role in rule.by) if rule else "",
        answers=tuple(
            " ".join(part for part in (_said(one), _who_took_part(one), _why(one)) if part)
            for one in made.ratifications.select_related("event").order_by("id")
        ),
    )


def _said(answer: Ratification) -> str:
    return f"{answer.get_answer_display()} by {answer.by} on {date_long(answer.at)}."


def _why(answer: Ratification) -> str:
    """Of an answer other than yes: what it says of the recommendation is the reason."""
    return "" if answer.answer == Ratification.Answer.RATIFIED else f"Reasons: {answer.reasons}"


def _who_took_part(answer: Ratification) -> str:
    """Of an answer that a body gave: who of it took part and how (C-14)."""
    return str(answer.event.data.get("decided_with", ""))


def _actions(item: AgendaItem) -> tuple[papers.ActionLine, ...]:
    rows = ActionPoint.objects.filter(partnership=item.partnership_id, item=item).select_related("agency")
    return tuple(
        papers.ActionLine(
            action=row.text,
            owner=", ".join(part for part in (row.owner, row.agency.title if row.agency else "") if part),
            due=date_long(row.due_on) if row.due_on else "",
        )
        for row in rows.order_by("id")
    )


def _dissents(made: Recommendation) -> tuple[str, ...]:
    rows = Dissent.objects.filter(partnership=made.partnership_id, recommendation=made).select_related("agency")
    return tuple(f"{row.agency.title}: {row.rationale}" for row in rows.order_by("id"))
