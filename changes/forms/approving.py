"""What is asked of whoever says yes or no."""

from django import forms

from incidents.forms import text_field


class AnswerForm(forms.Form):
    """Yes or no is the button; a note goes with it. `round`: which asking they read, so that no other is answered."""

    note = text_field("A note with it", rows=3, required=False, help_text="Needed when you say no: say why.")
    round = forms.IntegerField(required=False, min_value=0, max_value=32767, widget=forms.HiddenInput)


class RejectForm(AnswerForm):
    """No, and why."""

    note = text_field("Why not?", rows=4, help_text="Whoever asked for it reads this, and may ask again.")
