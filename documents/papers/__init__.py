"""What each paper needs to be printed: plain frozen values, all of them text as it is to be read.

A room gathers these from its own rows and hands them to `documents.acts.ask_for_print`; the worker gives them to
`templates/documents/pdf/<kind>.html`. Dates are words already ("Tuesday 5 May 2026"; `config.filters` makes
them), so that a paper printed again reads the same. A tuple is read from top to bottom. What is empty is left out.
Nothing here knows a model, and a template sees nothing else (DESIGN.md §5; C-14 for the reasons that must be there).
"""

from .cases import AgencyReturn, Chronology, FilledForm, Referral, ScopingRequest
from .letters import AcknowledgementLetter, DecisionLetter, Letter
from .minutes import (
    ActionLine,
    AttendanceLine,
    MinuteItem,
    Minutes,
    QuestionRecord,
    RecommendationRecord,
    VoteLine,
)
from .packs import AgendaPack, CaseBrief, OfficeBlock, PackAttachment, PackItem, PackPart, PackSheet, Sheet
from .parts import (
    Answer,
    ChronologyLine,
    FormGroup,
    FormSection,
    Pair,
    Paper,
    PersonLine,
    ReturnLine,
    Test,
)
from .plans import ActionPlan, PlanGroup, PlanLine, PractitionerBriefing
from .reports import (
    AnnualReport,
    BoardReport,
    ReportBar,
    ReportChart,
    ReportFigure,
    ReportPart,
    ReportTable,
)

KINDS: dict[str, type[Paper]] = {
    "acknowledgement-letter": AcknowledgementLetter,
    "action-plan": ActionPlan,
    "agency-return": AgencyReturn,
    "agenda-pack": AgendaPack,
    "annual-report": AnnualReport,
    "board-report": BoardReport,
    "case-brief": CaseBrief,
    "chronology": Chronology,
    "decision-letter": DecisionLetter,
    "minutes": Minutes,
    "notification-sheet": FilledForm,
    "outcome-record": FilledForm,
    "pack-attachment": PackAttachment,
    "pack-sheet": PackSheet,
    "practitioner-briefing": PractitionerBriefing,
    "referral": Referral,
    "scoping-request": ScopingRequest,
}

__all__ = [
    "KINDS",
    "AcknowledgementLetter",
    "ActionLine",
    "ActionPlan",
    "AgencyReturn",
    "AgendaPack",
    "AnnualReport",
    "Answer",
    "AttendanceLine",
    "BoardReport",
    "CaseBrief",
    "Chronology",
    "ChronologyLine",
    "DecisionLetter",
    "FilledForm",
    "FormGroup",
    "FormSection",
    "Letter",
    "MinuteItem",
    "Minutes",
    "OfficeBlock",
    "PackAttachment",
    "PackItem",
    "PackPart",
    "PackSheet",
    "Pair",
    "Paper",
    "PersonLine",
    "PlanGroup",
    "PlanLine",
    "PractitionerBriefing",
    "QuestionRecord",
    "RecommendationRecord",
    "Referral",
    "ReportBar",
    "ReportChart",
    "ReportFigure",
    "ReportPart",
    "ReportTable",
    "ReturnLine",
    "ScopingRequest",
    "Sheet",
    "Test",
    "VoteLine",
]
