"""What people fill in about incidents, by subject."""

from incidents.forms.calls import CallForm, callers
from incidents.forms.composer import ComposerForm
from incidents.forms.fields import MOST_MINUTES, RadioSelect, minutes_field, text_field
from incidents.forms.moves import (
    AnswerForm,
    AssignForm,
    CancelForm,
    ConfirmForm,
    DuplicateForm,
    MoveForm,
    NoteForm,
    OutageForm,
    PrioritiseForm,
    RecordCallForm,
    ReopenForm,
    ReplyForm,
    ResolveForm,
    WaitForm,
)
from incidents.forms.people import colleagues, technicians_first
from incidents.forms.queue import MOST_AT_ONCE, BulkForm

__all__ = [
    "MOST_AT_ONCE",
    "MOST_MINUTES",
    "AnswerForm",
    "AssignForm",
    "BulkForm",
    "CallForm",
    "CancelForm",
    "ComposerForm",
    "ConfirmForm",
    "DuplicateForm",
    "MoveForm",
    "NoteForm",
    "OutageForm",
    "PrioritiseForm",
    "RadioSelect",
    "RecordCallForm",
    "ReopenForm",
    "ReplyForm",
    "ResolveForm",
    "WaitForm",
    "callers",
    "colleagues",
    "minutes_field",
    "technicians_first",
    "text_field",
]
