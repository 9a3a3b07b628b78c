"""Meetings under their number; acts on a case under its reference, named after the act."""

from django.urls import path

from .views import agenda, agreeing, briefs, calendars, governance, live, meetings, minutes, papers, planning, voting

MEETING = "meetings/<int:meeting>"
ITEM = f"{MEETING}/items/<int:item>"
CASE = "cases/<str:reference>"

urlpatterns = [
    path("meetings/", meetings.meetings, name="meetings"),
    path("meetings/waiting/", meetings.waiting, name="waiting_cases"),
    path("meetings/convene-meeting/", planning.convene_meeting, name="convene_meeting"),
    path(f"{MEETING}/", meetings.meeting, name="meeting"),
    path(f"{MEETING}/calendar.ics", calendars.meeting_calendar, name="meeting_calendar"),
    path("meetings/calendar/", calendars.calendar_feed, name="calendar_feed"),
    path(f"{MEETING}/open-meeting/", planning.open_meeting, name="open_meeting"),
    path(f"{MEETING}/close-meeting/", meetings.close_meeting, name="close_meeting"),
    path(f"{MEETING}/move-meeting/", planning.move_meeting, name="move_meeting"),
    path(f"{MEETING}/cancel-meeting/", planning.cancel_meeting, name="cancel_meeting"),
    path(f"{MEETING}/prepare-papers/", papers.prepare_papers, name="prepare_papers"),
    path(f"{MEETING}/circulate-papers/", papers.circulate_papers, name="circulate_papers"),
    path(f"{MEETING}/papers/", papers.meeting_papers, name="meeting_papers"),
    path(f"{MEETING}/papers/opened/", papers.papers_opened, name="papers_opened"),
    path(f"{MEETING}/remind-to-read/", papers.remind_to_read, name="remind_to_read"),
    path(f"{MEETING}/sign-confidentiality/", agreeing.sign_confidentiality, name="sign_confidentiality"),
    path(f"{MEETING}/name-deputy/", meetings.name_deputy, name="name_deputy"),
    path(f"{MEETING}/live/", live.meeting_live, name="meeting_live"),
    path(f"{MEETING}/live/part/", live.meeting_live_part, name="meeting_live_part"),
    path(f"{MEETING}/live/my-vote/", live.meeting_vote_part, name="meeting_vote_part"),
    path(f"{MEETING}/arrive/", live.arrive, name="arrive"),
    path(f"{MEETING}/leave/<int:attendance>/", live.leave, name="leave"),
    path(f"{MEETING}/record-attendance/", live.record_attendance, name="record_attendance"),
    path(f"{MEETING}/record-leaving/<int:attendance>/", live.record_leaving, name="record_leaving"),
    path(f"{MEETING}/add-other-item/", agenda.add_other_item, name="add_other_item"),
    path(f"{ITEM}/", agenda.agenda_item, name="agenda_item"),
    path(f"{ITEM}/move-item/", agenda.move_item, name="move_item"),
    path(f"{ITEM}/take-item/", live.take_item, name="take_item"),
    path(f"{ITEM}/recall-criteria/", live.recall_criteria, name="recall_criteria"),
    path(f"{ITEM}/record-discussion/", agenda.record_discussion, name="record_discussion"),
    path(f"{ITEM}/remove-item/", agenda.remove_other_item, name="remove_other_item"),
    path(f"{MEETING}/draft-minutes/", minutes.draft_minutes, name="draft_minutes"),
    path(f"{MEETING}/minutes/", minutes.minutes, name="minutes"),
    path(f"{MEETING}/agree-minutes/", minutes.agree_minutes, name="agree_minutes"),
    path(f"{MEETING}/print-minutes/", minutes.print_minutes, name="print_minutes"),
    path("recommendations/", governance.recommendations, name="recommendations"),
    path(f"{CASE}/panel/", governance.case_panel, name="case_panel"),
    path(f"{CASE}/brief/", briefs.case_brief, name="case_brief"),
    path(f"{CASE}/print-brief/", briefs.print_brief, name="print_brief"),
    path(f"{CASE}/add-agenda-item/", agenda.add_agenda_item, name="add_agenda_item"),
    path(f"{CASE}/remove-agenda-item/", agenda.remove_agenda_item, name="remove_agenda_item"),
    path(f"{CASE}/defer-item/", agenda.defer_item, name="defer_item"),
    path(f"{CASE}/put-question/", voting.put_question, name="put_question"),
    path(f"{CASE}/cast-vote/", voting.cast_vote, name="cast_vote"),
    path(f"{CASE}/close-question/", voting.close_question, name="close_question"),
    path(f"{CASE}/withdraw-question/", voting.withdraw_question, name="withdraw_question"),
    path(f"{CASE}/need-information/", voting.need_information, name="need_information"),
    path(f"{CASE}/decide-by-correspondence/", voting.decide_by_correspondence, name="decide_by_correspondence"),
    path(f"{CASE}/recommend/", voting.recommend, name="recommend"),
    path(f"{CASE}/record-dissent/", governance.record_dissent, name="record_dissent"),
    path(f"{CASE}/pass-on-dissent/", governance.pass_on_dissent, name="pass_on_dissent"),
    path(f"{CASE}/reconvene/", governance.reconvene, name="reconvene"),
    path(f"{CASE}/escalate/", governance.escalate, name="escalate"),
    path(f"{CASE}/decide-escalation/", governance.decide_escalation, name="decide_escalation"),
    path(f"{CASE}/ratify-recommendation/", governance.ratify_recommendation, name="ratify_recommendation"),
    path(f"{CASE}/return-recommendation/", governance.return_recommendation, name="return_recommendation"),
    path(f"{CASE}/replace-recommendation/", governance.replace_recommendation, name="replace_recommendation"),
    path(f"{CASE}/object-to-recommendation/", governance.object_to_recommendation, name="object_to_recommendation"),
]
# A calendar program fetches it without sign-in: the address is the secret, and it ends when its owner says so.
public_patterns = [path("calendar/<str:token>/meetings.ics", calendars.calendar_file, name="calendar_file")]
