"""What is asked of whoever excuses what was late."""

from django import forms

from incidents.forms import MoveForm, RadioSelect, text_field
from incidents.presentation.words import exactly
from sla.models import ClockKind

LATE = {ClockKind.RESPONSE: "The reply", ClockKind.RESOLUTION: "The fix"}


class ExcuseForm(MoveForm):
    """Which promise was late, and why that should not weigh; the name and the time are those of whoever sends it."""

    which = forms.ChoiceField(label="What was late?", widget=RadioSelect(listed=True))
    reason = text_field(
        "Why should it not weigh?",
        rows=3,
        max_length=500,
        help_text="Everyone who reads the record or the reports can read it, with your name and the time.",
        error_messages={"required": "Say why: an excuse without a reason is none."},
    )

    def prepare(self):
        """Offer the promises that were late; the only one is chosen already."""
        clocks = [clock for clock in (self.incident.response_clock, self.incident.resolution_clock) if clock]
        late = [
            (c.kind, f"{LATE[c.kind]}, late since {exactly(c.breached_at, self.at)}") for c in clocks if c.breached_at
        ]
        self.fields["which"].choices = late
        if not late:
            self.fields["which"].help_text = "Nothing was late here, so there is nothing to excuse."
        if len(late) == 1:
            self.suggest(which=late[0][0])
