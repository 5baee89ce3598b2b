"""What is kept of consultations."""

from muster.community.models.answer import Answer, Coding, Theme
from muster.community.models.comment import Comment, Screening, Tally
from muster.community.models.consultation import Consultation, Gathering, InvitedGroup, Passage, Step
from muster.community.models.rule import ConsultationRule

__all__ = [
    "Answer",
    "Coding",
    "Comment",
    "Consultation",
    "ConsultationRule",
    "Gathering",
    "InvitedGroup",
    "Passage",
    "Screening",
    "Step",
    "Tally",
    "Theme",
]
