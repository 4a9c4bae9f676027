"""What somebody who reports a fault is asked: a picture, one line, and whether a lesson is stopped."""

from django import forms

from servicedesk.models import Category


class ReportForm(forms.Form):
    """Two taps and one sentence; place and person are known already."""

    category = forms.ModelChoiceField(
        Category.objects.none(),
        label="What is wrong?",
        error_messages={"required": "Press the picture of what is wrong."},
    )
    description = forms.CharField(
        label="Anything that helps", max_length=4000, required=False, widget=forms.Textarea(attrs={"rows": 2})
    )
    lesson_stopped = forms.TypedChoiceField(
        label="Is a lesson stopped?",
        choices=[("yes", "Yes"), ("no", "No")],
        initial="no",
        coerce=lambda word: word == "yes",
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        offered = Category.objects.on_offer().filter(service__is_offered=True).select_related("service")
        self.fields["category"].queryset = offered
