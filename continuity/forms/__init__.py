"""What the pages of continuity ask; the fields of a form are the words of its function in `workflow`."""

from continuity.forms.order import BackupTestForm, LineForm
from continuity.forms.rehearsals import (
    ActionForm,
    CancelForm,
    DescribeForm,
    FinishActionForm,
    HoldForm,
    MoveForm,
    RehearsalForm,
    ReopenForm,
)

__all__ = [
    "ActionForm",
    "BackupTestForm",
    "CancelForm",
    "DescribeForm",
    "FinishActionForm",
    "HoldForm",
    "LineForm",
    "MoveForm",
    "RehearsalForm",
    "ReopenForm",
]
