"""What is asked of whoever excuses a miss."""

from django import forms


class ExcuseForm(forms.Form):
    """Why it should not weigh; the name and the time are those of whoever sends it."""

    reason = forms.CharField(
        label="Why should it not weigh?",
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Everyone who reads the record or the reports can read it, with your name and the time.",
        error_messages={"required": "Say why: an excuse without a reason is none."},
    )
