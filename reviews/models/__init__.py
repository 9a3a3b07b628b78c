"""Commissioned reviews: what was ordered, who carries it out, what comes of it."""

from .publication import OutsideComment, Publication, PublishedReport, ReportSending
from .report import DraftComment, ReportVersion, SignOff
from .review import Review
