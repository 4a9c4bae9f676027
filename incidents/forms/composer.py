"""What is written under a ticket."""

from django import forms

from incidents.forms.fields import LONGEST, minutes_field

MODES = [("reply", "Reply"), ("note", "Note"), ("call", "Log a call")]


class ComposerForm(forms.Form):
    """The composer of a ticket: one text, sent as a reply, kept as a note, or written down as a call."""

    mode = forms.ChoiceField(choices=MODES)
    text = forms.CharField(
        max_length=LONGEST, widget=forms.Textarea, error_messages={"required": "Write something first."}
    )
    minutes = minutes_field()
    seen = forms.IntegerField(required=False)
    then = forms.ChoiceField(choices=[("", ""), ("wait", "wait")], required=False)
    follow_up_on = forms.DateField(required=False)

    def clean(self):
        wanted = super().clean()
        if wanted.get("then") == "wait" and not wanted.get("follow_up_on"):
            self.add_error("follow_up_on", "Choose the day on which somebody looks again.")
        return wanted

    def clean_minutes(self):
        return self.cleaned_data["minutes"] or 0
