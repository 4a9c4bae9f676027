"""What a person fills in to change a calendar: each form changes one thing in the document of a draft."""

from datetime import timedelta

from django import forms
from django.core.exceptions import ValidationError

from sla import calendar_edits
from sla.calendar_import import read_opens
from sla.calendars import current_version
from sla.hours import WEEKDAYS as DAYS
from sla.school_year import EXAMS, MARK_WORDS, WORDS, DayType
from sla.year_document import InvalidSchoolYear
from sla.year_page import WEEKDAYS

LONGEST_NAME = 200
LONGEST_CLOSURE = timedelta(days=366)
HOURS_HINT = "Such as 09:00-12:00, or 08:30-12:00, 13:00-16:30. Left empty: no support."


def day_field(label, **more):
    """A date, typed or picked."""
    return forms.DateField(label=label, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"), **more)


def hours_field(label, **more):
    """Support hours of a day as people write them; a pattern once cleaned."""
    return HoursField(label=label, required=False, max_length=100, **more)


class HoursField(forms.CharField):
    """“08:30-12:00, 13:00-16:30” as pairs of times."""

    def clean(self, value):
        """The pairs; none for an empty field."""
        text = super().clean(value).replace("–", "-").strip()
        try:
            return read_opens(text) if text else ()
        except ValueError as error:
            raise ValidationError(str(error)) from error


class EditForm(forms.Form):
    """One edit of a draft. `what` names it in the form that is sent; `place` is what it is called on the page."""

    what = ""

    def __init__(self, *args, calendar, document, today, year, **kwargs):
        super().__init__(*args, auto_id=f"id_{self.what}_%s", **kwargs)
        self.calendar, self.document, self.today, self.year = calendar, document, today, year

    def edit(self):
        """The document with the edit made; raises InvalidSchoolYear."""
        raise NotImplementedError

    def refuse(self, error):
        """Say above the form what is wrong."""
        for sentence in error.sentences:
            self.add_error(None, sentence)


class DatesForm(EditForm):
    """A term, a holiday, an INSET day, a closure or exam weeks; `instead_of` is the key of the entry it replaces."""

    what = "dates"
    kind = forms.ChoiceField(
        label="What",
        choices=[(kind, WORDS[kind]) for kind in DayType if kind is not DayType.BANK_HOLIDAY]
        + [(EXAMS, f"{MARK_WORDS[EXAMS]} (hours stay as they are)")],
    )
    first = day_field("First day")
    last = day_field("Last day", required=False, help_text="Left empty for a single day.")
    name = forms.CharField(label="Name", required=False, max_length=LONGEST_NAME, help_text="Such as half-term.")
    instead_of = forms.CharField(widget=forms.HiddenInput, required=False)

    def clean(self):
        """The days in order."""
        found = super().clean()
        first, last = found.get("first"), found.get("last")
        if first and last and last < first:
            self.add_error("last", f"It ends on {last:%-d %B %Y}, before it begins on {first:%-d %B %Y}.")
        return found

    def edit(self):
        said = self.cleaned_data
        document = calendar_edits.remove(self.document, said["instead_of"]) if said["instead_of"] else self.document
        entry = calendar_edits.entry_of(said["kind"], said["first"], said["last"] or said["first"], said["name"])
        return calendar_edits.add(document, entry)


class RemoveDatesForm(EditForm):
    """Takes one range or exam weeks out."""

    what = "remove-dates"
    key = forms.CharField(widget=forms.HiddenInput)

    def edit(self):
        return calendar_edits.remove(self.document, self.cleaned_data["key"])


class WeekForm(EditForm):
    """The weekly hours of one type of day."""

    what = "week"
    kind = forms.ChoiceField(choices=[(kind, WORDS[kind]) for kind in DayType], widget=forms.HiddenInput)
    mon = hours_field("Monday", help_text=HOURS_HINT)
    like_monday = forms.BooleanField(label="Tuesday to Friday like Monday", required=False)
    tue, wed, thu, fri, sat, sun = (hours_field(day) for day in WEEKDAYS[1:])

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        kind = self["kind"].value()
        self.auto_id = f"id_{self.what}_{kind}_%s"

    def edit(self):
        said = self.cleaned_data
        week = [said[day] for day in DAYS]
        if said["like_monday"]:
            week[:5] = calendar_edits.week_like_monday(said["mon"])[:5]
        return calendar_edits.set_week(self.document, DayType(said["kind"]), tuple(week))


class DayForm(EditForm):
    """A date with hours of its own."""

    what = "day"
    date = day_field("Day")
    hours = hours_field("Support hours", help_text=HOURS_HINT)
    name = forms.CharField(label="Name", required=False, max_length=LONGEST_NAME, help_text="Such as INSET half day.")

    def edit(self):
        said = self.cleaned_data
        return calendar_edits.set_day(self.document, said["date"], said["hours"], said["name"])


class RemoveDayForm(EditForm):
    """Gives a date the hours of its type again."""

    what = "remove-day"
    date = forms.DateField(widget=forms.HiddenInput)

    def edit(self):
        return calendar_edits.remove_day(self.document, self.cleaned_data["date"])


class KnownUntilForm(EditForm):
    """The last day the dates are known for."""

    what = "known"
    day = day_field("Known until", required=False, help_text="Deadlines after it are provisional. Empty: without end.")

    def edit(self):
        return calendar_edits.set_known_until(self.document, self.cleaned_data["day"])


class BankHolidaysForm(EditForm):
    """The bank holidays of the nation, from the first day of this school year on."""

    what = "bank-holidays"

    def edit(self):
        since = calendar_edits.bounds(calendar_edits.academic_year_of(self.today))[0]
        return calendar_edits.refresh_bank_holidays(self.document, since=since)


class CopyForm(EditForm):
    """The dates of the year in sight once more, a year on."""

    what = "copy"

    def edit(self):
        return calendar_edits.copy_to_next_year(self.document, self.year)


class TrustsForm(EditForm):
    """Everything as the trust's calendar says it; from then on the school goes along with the trust again."""

    what = "trusts"

    def edit(self):
        version = current_version(None)
        if version is None or self.calendar.school_id is None:
            raise InvalidSchoolYear({"document": ["There is no calendar of the trust to follow."]})
        return version.document


EDITS = {
    form.what: form
    for form in (
        DatesForm,
        RemoveDatesForm,
        WeekForm,
        DayForm,
        RemoveDayForm,
        KnownUntilForm,
        BankHolidaysForm,
        CopyForm,
        TrustsForm,
    )
}


class ReasonForm(forms.Form):
    """Why a calendar changes, for the list of versions and for every clock that moves."""

    reason = forms.CharField(
        label="Why", max_length=250, help_text="Everyone who asks why a deadline moved reads this."
    )


class DaysForm(forms.Form):
    """From when until when."""

    first = day_field("First day")
    last = day_field("Last day", required=False, help_text="Left empty for a single day.")
    field_order = ["first", "last"]

    def clean(self):
        """In order, and not for ever; a single day ends on itself."""
        found = super().clean()
        if first := found.get("first"):
            last = found["last"] = found.get("last") or first
            if last < first:
                self.add_error("last", f"It is before the first day, {first:%-d %B %Y}.")
            elif last - first > LONGEST_CLOSURE:
                self.add_error("last", "That is longer than a year: check the dates.")
        return found


class CloseForm(DaysForm):
    """Closed at short notice."""

    name = forms.CharField(label="Why", max_length=LONGEST_NAME, help_text="Such as snow. Everyone reads this.")
    field_order = ["first", "last", "name"]


class OpenAgainForm(DaysForm):
    """Open after all."""

    reason = forms.CharField(label="Why", max_length=250, help_text="Such as: the boiler works again.")
    field_order = ["first", "last", "reason"]
