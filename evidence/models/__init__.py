"""What a school says of itself under a framework, and what stands behind it."""

from evidence.models.backing import Document, DocumentPart, Link
from evidence.models.claim import Answer, Claim, ClaimEntry, Status
from evidence.models.own import FrameworkVersion, OwnFramework

__all__ = [
    "Answer",
    "Claim",
    "ClaimEntry",
    "Document",
    "DocumentPart",
    "FrameworkVersion",
    "Link",
    "OwnFramework",
    "Status",
]
