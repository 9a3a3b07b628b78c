"""What is typed about a review. Plain forms; what may be chosen is given by the view."""

from .commissioning import CommissionForm, TrackerFilter
from .publication import PublishedSearch
