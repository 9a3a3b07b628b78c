"""Pages of one case. Act pages are named after their act."""

from django.urls import path

from . import views
from .recorded import RECORDED
from .registers import REGISTERS

CASE = "cases/<str:reference>"

urlpatterns = [
    path("outstanding/", views.outstanding, name="outstanding"),
    path(f"{CASE}/send-reminder/", views.send_reminder, name="send_reminder"),
    path(f"{CASE}/", views.case, name="case"),
    path(f"{CASE}/people/", views.people, name="case_people"),
    path(f"{CASE}/record/", views.record, name="case_record"),
    path(f"{CASE}/deadlines/", views.deadlines, name="case_deadlines"),
    path(f"{CASE}/criteria/", views.criteria, name="case_criteria"),
    path(f"{CASE}/answer-criteria/", views.answer_criteria, name="answer_criteria"),
    path(f"{CASE}/answer-criteria/<slug:aid>/", views.answer_criteria, name="answer_aid"),
    path(f"{CASE}/choose-lead-process/", views.choose_lead_process, name="choose_lead_process"),
    path(f"{CASE}/add-note/", views.add_note, name="add_note"),
    path(f"{CASE}/add-person/", views.add_person, name="add_person"),
    path(f"{CASE}/correct-person/<int:person>/", views.correct_person, name="correct_person"),
    path(f"{CASE}/state-fact/<slug:fact>/", views.state_fact, name="state_fact"),
    path(f"{CASE}/annul-event/<int:event>/", views.annul_event, name="annul_event"),
    path(f"{CASE}/link-case/", views.link_case, name="link_case"),
    path(f"{CASE}/merge-case/", views.merge_case, name="merge_case"),
    path(f"{CASE}/restrict-case/", views.restrict_case, name="restrict_case"),
    path(f"{CASE}/declare-conflict/", views.declare_conflict, name="declare_conflict"),
    path(f"{CASE}/withdraw-conflict/<int:conflict>/", views.withdraw_conflict, name="withdraw_conflict"),
    *[path(f"{CASE}/{act.replace('_', '-')}/", getattr(views, act), name=act) for act in sorted(RECORDED)],
    path(f"{CASE}/safety-and-family/", views.registers, name="case_registers"),
    *[path(f"{CASE}/{r.act.replace('_', '-')}/", getattr(views, r.act), name=r.act) for r in REGISTERS],
    *[
        path(f"{CASE}/{r.end.replace('_', '-')}/<int:entry>/", getattr(views, r.end), name=r.end)
        for r in REGISTERS
        if r.end
    ],
    path(f"{CASE}/prepare-bundle/<int:entry>/", views.prepare_bundle, name="prepare_bundle"),
    path(f"{CASE}/bundles/<int:bundle>/", views.bundle, name="bundle"),
    path(f"{CASE}/bundles/<int:bundle>/redact-item/<int:sheet>/", views.redact_item, name="redact_item"),
    path(f"{CASE}/bundles/<int:bundle>/make-bundle/", views.make_bundle, name="make_bundle"),
    path(f"{CASE}/bundles/<int:bundle>/give-bundle/", views.give_bundle, name="give_bundle"),
    path("rights/", views.find_person, name="find_person"),
    path("rights/export-person/", views.export_person, name="export_person"),
    path("retention/", views.retention_list, name="retention"),
    path("retention/<str:closed>/", views.case_retention, name="case_retention"),
    path("retention/<str:closed>/enter-closing-day/", views.enter_closing_day, name="enter_closing_day"),
    path("retention/<str:closed>/hold-case/", views.hold_case, name="hold_case"),
    path("retention/<str:closed>/release-hold/", views.release_hold, name="release_hold"),
    path("retention/<str:closed>/propose-disposal/", views.propose_disposal, name="propose_disposal"),
    path("retention/<str:closed>/withdraw-disposal/", views.withdraw_disposal, name="withdraw_disposal"),
    path("retention/<str:closed>/dispose-case/", views.dispose_case, name="dispose_case"),
    path(f"{CASE}/letters/", views.case_letters, name="case_letters"),
    path(f"{CASE}/write-letter/", views.write_letter, name="write_letter"),
    path(f"{CASE}/write-letter/<slug:letter>/", views.write_this_letter, name="write_this_letter"),
    path(f"{CASE}/tell-outcome/", views.tell_outcome, name="tell_outcome"),
    path(f"{CASE}/close-case/", views.close_case, name="close_case"),
    path(f"{CASE}/reopen-case/", views.reopen_case, name="reopen_case"),
]
