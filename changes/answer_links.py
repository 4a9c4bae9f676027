"""The signed link in a letter with which whoever is asked can answer, also without signing in.

It names a question and the person it was sent to, and holds for two weeks. It proves that the letter arrived, no more:
whether that person may still answer is asked of the desk each time.
"""

from datetime import datetime, timedelta

from django.core import signing
from django.urls import reverse

HOLDS = timedelta(days=14)
SALT = "changes.answer"


def link_for(approval, person, *, at: datetime) -> str:
    """The path of the page on which a person answers a question."""
    said = {"asked": approval.pk, "person": person.pk, "at": int(at.timestamp())}
    return reverse("changes:answer", args=[_signer().sign_object(said)])


def read(token: str, *, at: datetime) -> tuple[int, int] | None:
    """(question, person) of a link; None where it was not made here, was changed, or is too old."""
    try:
        said = _signer().unsign_object(token)
    except (signing.BadSignature, ValueError):
        return None
    age = at.timestamp() - said["at"]
    return (said["asked"], said["person"]) if age <= HOLDS.total_seconds() else None


def _signer():
    return signing.Signer(salt=SALT, sep=".")
