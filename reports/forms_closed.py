"""What is asked of who takes the figures of a closed month over: where, which month, and why."""

from datetime import date

from django import forms
from django.core.exceptions import ValidationError

from reports.periods import month_of
from servicedesk.models import School
from servicedesk.roles import Permission


class MonthField(forms.CharField):
    """A month as addresses name it: 2026-09. Gives its first day."""

    def clean(self, value):
        """Raises ValidationError for what is no month."""
        text = super().clean(value)
        try:
            return month_of(date.fromisoformat(f"{text}-01")).first
        except ValueError:
            raise ValidationError(f"“{text}” is no month: write it as 2026-09.") from None


class CountAnewForm(forms.Form):
    """School (left out: what names no school), month and reason."""

    school = forms.ModelChoiceField(School.objects.none(), to_field_name="code", required=False)
    month = MonthField(max_length=7)
    reason = forms.CharField(max_length=300, label="Why are the new figures the right ones?")

    def __init__(self, *args, person, **more):
        super().__init__(*args, **more)
        self.fields["school"].queryset = School.objects.where_may(person, Permission.SEE_REPORTS)
