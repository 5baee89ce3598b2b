"""What oversight keeps: bodies and who speaks for them, recommendations with their history, lists brought in."""

from muster.oversight.models.batch import Batch
from muster.oversight.models.issuer import Issuer, Seat
from muster.oversight.models.recommendation import (
    Change,
    Link,
    Milestone,
    Recommendation,
    RecommendationFile,
)

__all__ = [
    "Batch",
    "Change",
    "Issuer",
    "Link",
    "Milestone",
    "Recommendation",
    "RecommendationFile",
    "Seat",
]
