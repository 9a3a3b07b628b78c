"""What may be seen of cases, and what pages need of them."""

from .bundles import bundle_in, bundles_of, item_in
from .closing import LeftOpen, left_open
from .facts import (
    FINAL,
    DateThatCounts,
    body_of,
    criteria_of,
    dates_that_count,
    final_decision,
    people_of,
    person_of,
    plain_stage,
    procedure_of,
    referred_by,
    subjects_of,
    what_happens_next,
)
from .letters import WrittenLetter, written_letters
from .record import (
    RecordRow,
    act_words,
    agencies_about,
    invited_ids,
    note_opened,
    openings_of,
    record_of,
    record_rows,
    stages_been,
    why_in,
    why_referred,
)
from .sight import (
    RATIFIERS_PART,
    SEES_ALL,
    SEES_FROM_RECOMMENDATION,
    SEES_ITS_PATHWAYS,
    conflicted_cases,
    conflicted_membership_ids,
    find_case,
    has_conflict,
    links_of,
    open_conflicts,
    shape_of,
    stand_in,
    values_of,
    visible_cases,
)
from .steps import NextStep, PossibleAct, next_steps, possible_acts
