"""What is typed about a review. Plain forms; what may be chosen is given by the view."""

from .commissioning import CommissionForm, TrackerFilter
from .events import ChangeEventForm, ComingForm, ConveneEventForm, EvaluationForm, GuestsForm, HeldForm
from .material import WindowForm
from .people import AppointForm, ReasonForm, RemoveReviewerForm, ReviewerForm, check_form
from .publication import PublishedSearch
from .running import AnswerProgressForm, PauseForm, ProgressForm, TermsForm
