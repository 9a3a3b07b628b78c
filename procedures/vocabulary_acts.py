"""The acts a procedure text may name: what each is called once done, and what it means.

The same slug names the function in the rooms' `acts.py`, the event, the URL part (with hyphens) and the words
in a text (with spaces). A clock starts or stops with the past phrase ("10 working days after information
requested"). A standing act may be done at any time by whoever the access table allows: it needs no step.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Act:
    slug: str
    past: str
    means: str
    standing: bool = False

    @property
    def words(self) -> str:
        return self.slug.replace("_", " ")


_REFERRAL = (
    Act("submit_referral", "referral submitted", "A referral is handed in and gets its reference."),
    Act("acknowledge_referral", "referral acknowledged", "The referrer is told that the referral has arrived."),
    Act("send_back_referral", "referral sent back", "The referrer is asked for what is missing."),
    Act("resubmit_referral", "referral resubmitted", "The referrer answers the questions put to them."),
    Act("withdraw_referral", "referral withdrawn", "The referrer takes the referral back, with a reason."),
    Act("check_referral", "referral checked", "Somebody senior looks first whether it should go further."),
    Act("redirect_referral", "referral redirected", "The referral is passed to the body it should have gone to."),
)

_CASE = (
    Act("import_case", "case imported", "A past case is taken over from the log that there was before.", True),
    Act("add_person", "person added", "A person is added to the case.", True),
    Act("correct_person", "person corrected", "What is recorded of a person is put right.", True),
    Act("add_note", "note added", "A note of a call or advice is kept with its own time.", True),
    Act("state_fact", "fact stated", "A date the clocks depend on is stated or corrected.", True),
    Act("annul_event", "record corrected", "A wrong entry is struck out by another, with a reason.", True),
    Act("link_case", "case linked", "Two cases are shown on one another.", True),
    Act("merge_case", "case merged", "Two referrals of one event become one case.", True),
    Act("restrict_case", "case restricted", "Only named people may open the case.", True),
    Act("declare_conflict", "conflict declared", "Somebody says that they must not take part.", True),
    Act("withdraw_conflict", "conflict withdrawn", "A declared conflict is taken back, with a reason.", True),
    Act("answer_criteria", "criteria answered", "The questions of a statutory test are answered."),
    Act("choose_lead_process", "lead process chosen", "Where several tests are met, one process takes the lead."),
    Act("agree_coordination", "coordination agreed", "Several bodies agree how one review serves them all."),
    Act("change_version", "procedure changed", "The case moves to a newer version, with a reason.", True),
    Act("tell_outcome", "outcome told", "The referrer hears the outcome and its reasons."),
    Act("inform_family", "family informed", "The family hears the decision, or why it does not."),
    Act("close_case", "case closed", "Everything is done, with a reason."),
    Act("reopen_case", "case reopened", "New information brings a closed case back."),
    Act("dispose_case", "case disposed of", "The record is destroyed at the end of its retention time.", True),
    Act("propose_disposal", "disposal proposed", "Somebody proposes to destroy a case whose time is over.", True),
    Act("withdraw_disposal", "disposal withdrawn", "The proposal to destroy a case falls.", True),
    Act("export_person", "person exported", "What is held on one person is exported, with a reason.", True),
    Act("enter_closing_day", "closing day entered", "Of a past case: the day on which it was closed.", True),
    Act("hold_case", "case put on hold", "The case is kept whatever its age, with a reason.", True),
    Act("release_hold", "hold ended", "The case is no longer kept beyond its time.", True),
)

_THRESHOLD = (
    Act("seek_view", "view asked for", "Somebody is asked for a view that does not bind."),
    Act("give_view", "view given", "A view that does not bind is given."),
    Act("decide_threshold", "threshold decided", "It is decided whether a statutory test is met, with reasons."),
    Act("share_rationale", "rationale shared", "The reasons for a decision are passed on to another body."),
    Act("inform_partners", "partners informed", "The statutory partners are told of the referral."),
    Act("tell_body", "body told", "Another board or body is told of the case."),
    Act("refer_to_body", "referred to body", "The case is handed to another body for its own decision."),
    Act("open_track", "track opened", "Another process starts on the same case."),
    Act("record_tracker", "tracker recorded", "What the national review tracker wants to know is filled in.", True),
    Act("log_safety_action", "safety action logged", "Something needed at once gets an agency and a time.", True),
    Act("complete_safety_action", "safety action ended", "What was needed at once is done, or no longer needed.", True),
    Act("name_authorities", "authorities named", "Which authority leads and which is home.", True),
    Act("record_process", "other process recorded", "Another investigation or review of the same events.", True),
    Act("end_process", "other process ended", "Another investigation or review is over.", True),
    Act("record_contact", "contact recorded", "A contact with family or practitioners: what was told and said.", True),
    Act("record_involvement", "involvement recorded", "Family or practitioners: how, by whom, with consent.", True),
)

_OUTSIDE = (
    Act("prepare_notification", "notification prepared", "A statutory notice is drafted."),
    Act("record_notification", "notification recorded", "A statutory notice was sent: to whom, when, with the paper."),
    Act("withdraw_notification", "notification withdrawn", "A notice is taken back, with reason and proof."),
    Act("record_acknowledgement", "acknowledgement recorded", "The outside body said it has the notice."),
    Act("send_outcome", "outcome sent", "The outcome of a rapid review goes to the outside body."),
    Act("record_reply", "reply recorded", "The outside body's answer is recorded."),
    Act("answer_reply", "reply answered", "The outside body's answer is answered."),
    Act("report_delay", "delay reported", "A late review is reported with the reason."),
)

_INFORMATION = (
    Act("request_information", "information requested", "Agencies are asked for what they know."),
    Act("submit_return", "return submitted", "An agency sends its chronology and analysis."),
    Act("return_not_known", "returned not known", "An agency says that the people are not known to it."),
    Act("reopen_return", "return reopened", "An agency may change what it sent."),
    Act("sign_off_return", "return signed off", "The agency's lead stands behind what was sent."),
    Act("ask_supplement", "supplement asked for", "An agency is asked for more."),
    Act("send_reminder", "reminder sent", "Whoever owes something on a case is reminded by hand.", True),
    Act("renew_link", "link renewed", "An agency without an account gets a new private link to its request.", True),
    Act("end_link", "link ended", "A private link to a request no longer opens.", True),
    Act("withdraw_request", "request withdrawn", "An agency need not answer after all."),
    Act("compile_chronology", "chronology compiled", "What the agencies sent becomes one chronology."),
    Act("invite_agency", "agency invited", "An agency that is no member takes part in this case."),
    Act("invite_referrer", "referrer invited", "The referrer is asked to present the case."),
)

_MEETING = (
    Act("convene_meeting", "meeting convened", "A meeting of a body is fixed.", True),
    Act("cancel_meeting", "meeting cancelled", "A meeting is called off, with a reason.", True),
    Act("move_meeting", "meeting moved", "A planned meeting gets another day, time or place.", True),
    Act("add_agenda_item", "agenda item added", "The case is put on the agenda of a meeting."),
    Act("remove_agenda_item", "agenda item removed", "The case is taken off an agenda again."),
    Act("defer_item", "item deferred", "The meeting puts the case off to another."),
    Act("circulate_papers", "papers circulated", "The papers of a meeting are sent to its members."),
    Act("sign_confidentiality", "confidentiality signed", "Somebody signs the confidentiality agreement.", True),
    Act("record_attendance", "attendance recorded", "Who came, for which agency, and from when to when.", True),
    Act("name_deputy", "deputy named", "Somebody names who stands in for them.", True),
    Act("put_question", "question put", "The chair puts the question to the vote."),
    Act("cast_vote", "vote cast", "An agency votes."),
    Act("close_question", "question closed", "The vote ends and who was entitled is fixed."),
    Act("need_information", "more information needed", "The meeting breaks off to learn more."),
    Act("decide_by_correspondence", "decided by correspondence", "The body answers without a second meeting."),
    Act("hold_meeting", "meeting recorded as held", "The secretariat records that the meeting took place.", True),
    Act("recommend", "recommendation made", "The body advises: type of review, focus, methodology, reasons."),
    Act("record_outcome", "meeting outcome recorded", "What a meeting concluded is written down."),
    Act("draft_minutes", "minutes drafted", "The minutes are written.", True),
    Act("agree_minutes", "minutes agreed", "The minutes are agreed.", True),
    Act("send_minutes", "minutes sent", "The record of the meeting goes to the agencies."),
)

_GOVERNANCE = (
    Act("record_dissent", "dissent recorded", "A member strongly disagrees and says why."),
    Act("pass_on_dissent", "dissent passed on", "The agency's lead takes the disagreement to the chair."),
    Act("reconvene", "panel reconvened", "The body meets again to look at its decision."),
    Act("escalate", "case escalated", "The question goes up to those above the body."),
    Act("decide_escalation", "escalation decided", "Those above the body decide."),
    Act("send_recommendation", "recommendation sent", "Report and advice go to those who decide."),
    Act("ratify_recommendation", "recommendation ratified", "The named person or body agrees, with reasons."),
    Act("return_recommendation", "recommendation returned", "It goes back to be looked at again, with reasons."),
    Act("replace_recommendation", "recommendation replaced", "Another decision takes its place, with reasons."),
    Act("object_to_recommendation", "objection made", "Somebody who was told objects within the time."),
    Act("raise_dispute", "dispute raised", "A disagreement about the process is put to those who settle it."),
    Act("decide_dispute", "dispute decided", "The disagreement is settled."),
)

_REVIEW = (
    Act("commission_review", "review commissioned", "The review is ordered by the board responsible."),
    Act("check_reviewer", "reviewer checked", "The suitability checks on a reviewer are made."),
    Act("appoint_reviewer", "reviewer appointed", "A reviewer is appointed."),
    Act("end_appointment", "appointment ended", "A reviewer no longer carries out the review, with a reason.", True),
    Act("set_terms", "terms of reference set", "What the review must look at is fixed."),
    Act("request_progress", "progress requested", "The reviewer is asked in writing how far the work is."),
    Act("answer_progress", "progress answered", "The reviewer answers in writing.", True),
    Act("pause_review", "review paused", "The review rests, with a reason; no statutory limit moves."),
    Act("resume_review", "review resumed", "A paused review goes on."),
    Act("convene_learning_event", "learning event convened", "Those who worked with people look back together.", True),
    Act("invite_to_learning_event", "invited to learning event", "Further people are asked to come.", True),
    Act("change_learning_event", "learning event changed", "It is moved, or what is said of it is put right.", True),
    Act("call_off_learning_event", "learning event called off", "It is not held; those who were invited hear.", True),
    Act("record_learning_event", "learning event held", "Who came to a learning event, and what was learnt.", True),
    Act("submit_draft", "draft submitted", "The reviewer hands in a draft."),
    Act("comment_on_draft", "draft commented on", "A body gives its comments on the draft."),
    Act("answer_draft_comment", "draft comment answered", "What became of a comment on the draft.", True),
    Act("agree_actions", "actions agreed", "A body agrees who does what after the review."),
    Act("sign_off_report", "report signed off", "The board responsible accepts the final report."),
    Act("send_to_quality_assurance", "sent for quality assurance", "The report goes to the body that assures it."),
    Act("record_quality_assurance", "quality assurance answered", "The report is cleared, or has to be changed."),
    Act("record_comments", "comments recorded", "What an outside body says on publication is recorded."),
    Act("answer_comments", "comments answered", "What was decided on such comments, and what was answered.", True),
    Act("decide_publication", "publication decided", "It is decided what is published, or why nothing is."),
    Act("reconsider_publication", "publication taken up again", "That nothing is published is decided anew.", True),
    Act("send_report", "report sent", "The full report goes to the outside bodies ahead of publication."),
    Act("publish_report", "report published", "The report is made public."),
    Act("take_down_report", "report taken down", "The report is no longer public."),
    Act("put_back_report", "report put back", "The corrected report is public again; the rest of its time runs on."),
    Act("brief_practitioners", "practitioners briefed", "What was learnt is spread to those who work with people."),
    Act("publish_briefing", "briefing published", "The public reads a briefing note of a review.", True),
    Act("record_learning_result", "learning result recorded", "What came of learning without a review comes back."),
)

_AFTER = (
    Act("create_action", "action created", "Somebody is to do something by a date."),
    Act("report_progress", "progress reported", "The owner of an action says how far it is."),
    Act("extend_action", "action extended", "An action gets a later date; its first one is kept."),
    Act("seek_explanation", "explanation sought", "Somebody above the owner is asked why an action is late."),
    Act("escalate_action", "action escalated", "The head of the owner's agency is told of a late action."),
    Act("escalate_action_further", "action escalated further", "The chief officer is told of an action still late."),
    Act("ask_extension", "extension asked for", "The owner of an action asks for more time.", True),
    Act("decline_extension", "more time declined", "The owner is told that an action keeps its day, and why.", True),
    Act("explain_delay", "explanation given", "Why an action is late is answered.", True),
    Act("change_owner", "owner changed", "An action gets another owner.", True),
    Act("reopen_action", "action reopened", "An action that was ended by mistake, or too early, is open again.", True),
    Act("record_recommendation", "review recommendation recorded", "A review recommends: what, who, by when.", True),
    Act("record_good_practice", "good practice recorded", "Something was done well: others can learn from it.", True),
    Act("correct_recommendation", "review recommendation put right", "Its wording, owner or day is put right.", True),
    Act("answer_recommendation", "review recommendation answered", "It is accepted or not, and why.", True),
    Act("drop_action", "action dropped", "An action is given up, with a reason."),
    Act("complete_action", "action completed", "An action is done, with proof."),
    Act("log_disclosure", "disclosure logged", "Somebody outside asks to see papers of the case.", True),
    Act("answer_disclosure", "disclosure answered", "The advice on a request for papers, and the answer.", True),
    Act("prepare_bundle", "bundle prepared", "Papers are chosen for somebody who asked for them.", True),
    Act("redact_item", "paper redacted", "What is taken out of a paper before it is given, and why.", True),
    Act("make_bundle", "bundle made", "The chosen papers become one file.", True),
    Act("give_bundle", "bundle given", "The papers leave, and are kept as given.", True),
    Act("write_letter", "letter written", "A letter on the case is written and sent, and kept as sent.", True),
    Act("publish_procedure", "procedure published", "A version of this procedure comes into force.", True),
    Act("report_annually", "annual report made", "The year's cases are reported to the boards.", True),
)

ACTS: dict[str, Act] = {
    act.slug: act
    for group in (_REFERRAL, _CASE, _THRESHOLD, _OUTSIDE, _INFORMATION, _MEETING, _GOVERNANCE, _REVIEW, _AFTER)
    for act in group
}
# Acts whose page asks the questions of their step's `form`.
ACTS_WITH_FORM = frozenset(
    "agree_coordination decide_dispute decide_threshold give_view inform_family inform_partners invite_referrer"
    " open_track raise_dispute record_learning_result refer_to_body report_delay seek_view send_minutes"
    " send_outcome send_recommendation set_terms share_rationale sign_off_report tell_body".split()
)
PAST: dict[str, str] = {act.slug: act.past for act in ACTS.values()}
