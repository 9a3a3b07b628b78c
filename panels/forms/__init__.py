"""What is typed around a meeting. Plain forms; what may be chosen is given by the view."""

from .after import (
    ActionForm,
    AgreeMinutesForm,
    AnswerCommentForm,
    CommentForm,
    DiscussionForm,
    EndActionForm,
    PeriodForm,
    SendMinutesForm,
    minutes_form,
)
from .deciding import (
    AnswerForm,
    CloseQuestionForm,
    CorrespondenceForm,
    DecideForm,
    DissentForm,
    MoreInformationForm,
    OfABody,
    PaperVoteForm,
    PassOnForm,
    QuestionForm,
    ReasonsForm,
    RecommendForm,
    ReplaceForm,
    VoteForm,
)
from .planning import (
    AgendaForm,
    AgreeForm,
    AttendanceForm,
    ConveneForm,
    DeputyForm,
    MoveForm,
    NothingAsked,
    OtherItemForm,
    ReasonForm,
    at_or_now,
    meeting_choices,
    prepare_form,
)
