"""Where an entry of the register stands on a day, in words. Pure."""

from dataclasses import dataclass
from datetime import timedelta

from adoption.models import Status

RENEWAL = timedelta(days=90)


@dataclass(frozen=True)
class Standing:
    """As pages show it: kind of status, sign and words."""

    kind: str
    sign: str
    words: str


def standing_of(certificate, today):
    """Due, late, booked, held, soon to be renewed, run out, not passed, withdrawn."""
    if certificate.status == Status.PASSED:
        return _held(certificate.expires_on, today)
    if certificate.status == Status.FAILED:
        return Standing("danger", "cross", "Not passed")
    if certificate.status == Status.WITHDRAWN:
        return Standing("paused", "stop", "Withdrawn")
    if certificate.due_on and certificate.due_on < today:
        return Standing("danger", "late", "Overdue")
    if certificate.exam_on and certificate.exam_on >= today:
        return Standing("info", "cal", "Exam booked")
    return Standing("warn", "clock", "Due")


def _held(expires_on, today):
    if expires_on and expires_on < today:
        return Standing("danger", "late", "Run out")
    if expires_on and expires_on <= today + RENEWAL:
        return Standing("warn", "clock", "Renew soon")
    return Standing("ok", "check", "Held")
