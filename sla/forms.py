"""What people fill in about calendars."""

from django import forms
from django.core.exceptions import ValidationError

from servicedesk.models import School
from servicedesk.roles import Permission
from sla.bank_holidays import NotBankHolidays
from sla.calendar_import import read_opens
from sla.term_files import LARGEST, UnreadableDates


class TermDatesForm(forms.Form):
    """A file of term dates, for one school or for the trust."""

    school = forms.ModelChoiceField(School.objects.none(), label="For", required=False, empty_label="The whole trust")
    file = forms.FileField(
        label="File",
        error_messages={"empty": "The file is empty. Save it once more where it comes from, and send that."},
        help_text="iCalendar (.ics) or CSV from your council, or your own; or the bank holidays of GOV.UK (.json).",
        widget=forms.ClearableFileInput(attrs={"accept": ".ics,.csv,.json,text/calendar,text/csv,application/json"}),
    )
    hours = forms.CharField(
        label="Support hours on school days",
        required=False,
        help_text="Such as 08:00-16:00, or 08:30-12:00, 13:00-16:30. Left empty, they stay as they are.",
    )

    def __init__(self, *args, person, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["school"].queryset = School.objects.where_may(person, Permission.EDIT_AGREEMENTS)
        if not person.may(Permission.EDIT_AGREEMENTS, None):
            self.fields["school"].empty_label = None
            self.fields["school"].required = True

    def clean_file(self):
        """Its bytes; what they say is read when the school is known."""
        file = self.cleaned_data["file"]
        if file.size > LARGEST:
            raise ValidationError("The file is too large to be a list of term dates.")
        return file.read()

    def clean_hours(self):
        """The hours as pairs of times, or None."""
        try:
            return read_opens(self.cleaned_data["hours"]) if self.cleaned_data["hours"] else None
        except ValueError as error:
            raise ValidationError(str(error)) from error

    def refuse(self, error):
        """Say under the file what is wrong with it."""
        sentences = getattr(error, "sentences", [str(error)])
        self.add_error("file", sentences[:20])


READING_ERRORS = (UnreadableDates, NotBankHolidays)
