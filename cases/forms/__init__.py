"""Forms of the spine, by topic. The pages import them from here."""

from .bundles import BundleForm, GiveBundleForm, MakeBundleForm, RedactForm
from .held import ClosingDayForm, ConfirmDisposalForm, ExportForm, FindPersonForm, WhyForm
from .letters import ChooseLetterForm, WriteLetterForm
from .spine import (
    ChaseForm,
    ConflictForm,
    CorrectPersonForm,
    FactForm,
    HappenedForm,
    LeadForm,
    LinkForm,
    MergeForm,
    NoteForm,
    PersonForm,
    ReasonForm,
    TellOutcomeForm,
    criteria_form,
)
