"""The acts of adoption: one function each, alone in changing the programme or the register of certificates.

Each is one transaction; what was there before stays in the history, with by whom and when. An act raises NotYours
(403), Refused (409) or ValidationError with a sentence, and then nothing has changed.
"""

from adoption.workflow.certificates import (
    add_certificate,
    change_certificate,
    conclude_certificate,
    reopen_certificate,
    withdraw_certificate,
)
from adoption.workflow.programme import (
    add_phase,
    change_phase,
    place_school,
    plan_process,
    remove_phase,
)

__all__ = [
    "add_certificate",
    "add_phase",
    "change_certificate",
    "change_phase",
    "conclude_certificate",
    "place_school",
    "plan_process",
    "remove_phase",
    "reopen_certificate",
    "withdraw_certificate",
]
