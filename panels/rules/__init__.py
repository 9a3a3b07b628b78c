"""How bodies decide, on plain values: quorum, who is entitled, the count, what follows. No ORM, clock or
request.
"""

from .boroughs import of_borough
from .dates import monthly
from .quorum import (
    COUNTING,
    Electorate,
    Member,
    Presence,
    QuorumResult,
    Slot,
    electorate,
    here_at,
    quorum,
)
from .standing import (
    RecommendationPath,
    answers_in_order,
    deciders,
    next_answer_told,
    path_of_recommendation,
    stands_in_the_way,
    tie_told,
)
from .tally import A_MEETING, ABSTAIN, CHAIR_DECIDES, TO_A_MEETING, Ballot, Outcome, chair_may_decide, tally
from .together import NO_PART, Together, together
from .window import AFTER_TARGET, IN_TIME, TOO_LATE, Bound, Follows, Window, window
