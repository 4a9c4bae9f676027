"""What a report is asked for: one form that reads the address of the page and the query of the API."""

from datetime import date
from functools import cached_property

from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db.models import Q
from django.http import Http404
from django.utils import timezone

from incidents.priority import Priority, label
from reports import periods
from reports.figures import COUNTS
from reports.measures import NO_CATEGORY, Scope
from reports.periods import Period, WrongPeriod
from servicedesk.models import Category, School, Service
from servicedesk.roles import Permission
from sla.calendars import current_version, school_year_of

# Nobody had a service desk before, and the weeks and months around any day in between exist.
EARLIEST, LATEST = date(1970, 1, 1), date(2199, 12, 31)


class ReportQuery(forms.Form):
    """School, period, priority and category; everything may be left out, and then it is this school year, so far."""

    school = forms.ModelChoiceField(
        School.objects.none(), to_field_name="code", required=False, empty_label="All schools"
    )
    priority = forms.TypedChoiceField(coerce=int, empty_value=None, required=False)
    category = forms.ChoiceField(required=False)
    period = forms.ChoiceField(
        choices=list(periods.WORDS.items()),
        required=False,
        widget=forms.HiddenInput,
        error_messages={"invalid_choice": f"There is no such period: use {', '.join(periods.WORDS)}, or two dates."},
    )

    permission = Permission.SEE_REPORTS

    def __init__(self, data, *, person, today):
        super().__init__(data, auto_id="%s")
        self.person, self.today = person, today
        self.fields["from"] = _day("From")
        self.fields["to"] = _day("To")
        self.fields["school"].queryset = School.objects.where_may(person, self.permission)
        self.fields["priority"].choices = [("", "All priorities"), *((p.value, label(p)) for p in Priority)]
        self.fields["category"].choices = self._categories
        self.order_fields(["school", "from", "to", "priority", "category", "period"])

    @classmethod
    def of(cls, asked, request):
        """The question in an address, read; a school the reader may not ask about looks like one that isn't there."""
        query = cls(asked, person=request.user, today=timezone.localdate())
        query.is_valid()
        if "school" in query.errors:
            raise Http404
        if not query.errors:  # the fields then show what is shown, by whatever name it was asked for
            query.data = asked.dict() | query.as_query()
        return query

    def _categories(self):
        names = Category.objects.visible_to(self.person).order_by("name").values_list("name", flat=True).distinct()
        return [("", "All categories"), *((name, name) for name in names), (NO_CATEGORY, "No category")]

    def clean(self):
        """Work out the period: by name, by its two days, or the usual one."""
        found = super().clean()
        if not self.errors:
            try:
                self.asked = self._period(found.get("period"), found.get("from"), found.get("to"))
            except WrongPeriod as error:
                self.add_error("to", str(error))
        return found

    def _period(self, name, first, last):
        if name in periods.TERMLY:
            return self._by_calendar(name)
        if name:
            return periods.named(name, today=self.today)
        if first is None and last is None:
            return periods.named(periods.USUAL, today=self.today)
        last = last or self.today
        return Period(first or periods.school_year_of(last).first, last)

    def _by_calendar(self, name):
        if name not in self.termly:
            raise WrongPeriod(f"The calendar knows no such term as “{periods.TERMLY[name]}” now: choose two dates.")
        return self.termly[name]

    @cached_property
    def termly(self):
        """The terms and half-terms one can ask for: of the school's calendar, else the trust's."""
        version = current_version(self._calendar_school())
        return periods.termly(school_year_of(version) if version else None, today=self.today)

    def _calendar_school(self):
        return self.cleaned_data.get("school") or self.only_school

    @cached_property
    def only_school(self):
        """The one school the reader may read about; None where there are several, or none."""
        some = list(self.fields["school"].queryset[:2])
        return some[0] if len(some) == 1 else None

    @property
    def shown_fields(self):
        """The fields one sees: one school is nothing to choose from."""
        hidden = {"which", "school"} if self.only_school else {"which"}
        return [field for field in self.visible_fields() if field.name not in hidden]

    @property
    def schools(self):
        """The school asked for, or every one the reader may read about."""
        school = self.cleaned_data["school"]
        return [school] if school else list(self.fields["school"].queryset)

    @property
    def scope(self):
        """What to measure, never more than the reader may read."""
        found = self.cleaned_data
        return Scope.of_person(
            self.person, school=found["school"], priority=found["priority"], category=found["category"] or None
        )

    @property
    def is_narrowed(self):
        """Is only a part of the work asked about, which no closed month keeps by itself?"""
        return bool(self.cleaned_data.get("priority") or self.cleaned_data.get("category"))

    def as_query(self):
        """The question as an address writes it, with the days spelt out, so that a link always means the same."""
        found = self.cleaned_data
        asked = {"from": self.asked.first.isoformat(), "to": self.asked.last.isoformat()}
        asked |= {"school": found["school"].code} if found["school"] else {}
        asked |= {name: str(found[name]) for name in ("priority", "category") if found.get(name)}
        return asked


class RowsQuery(ReportQuery):
    """The same, and which of its figures to list the records of."""

    which = forms.ChoiceField(
        choices=[(count.name, count.heading) for count in COUNTS],
        required=False,
        error_messages={"invalid_choice": f"There is no such figure: use {', '.join(count.name for count in COUNTS)}."},
    )

    @property
    def count(self):
        """The figure asked for; everything logged when none is named."""
        wanted = self.cleaned_data["which"] or COUNTS[0].name
        return next(count for count in COUNTS if count.name == wanted)

    def rows(self):
        """Exactly the records that the figure counts."""
        found = self.scope.within(self.asked)
        return found.filter(self.count.where) if self.count.where != Q() else found


class AvailabilityQuery(ReportQuery):
    """School and period, and for the outages behind a figure the service."""

    service = forms.ModelChoiceField(
        Service.objects.all(), to_field_name="name", required=False, empty_label="All services"
    )

    def __init__(self, data, **facts):
        super().__init__(data, **facts)
        del self.fields["priority"], self.fields["category"]

    @property
    def scope(self):
        """What to count, never more than the reader may read."""
        return Scope.of_person(self.person, school=self.cleaned_data["school"])

    def as_query(self):
        """As an address writes it."""
        service = self.cleaned_data["service"]
        return super().as_query() | ({"service": service.name} if service else {})


def _day(name):
    wrong = {"invalid": "Write the date as year-month-day, such as 2026-09-01."}
    wrong |= dict.fromkeys(("min_value", "max_value"), f"Choose a day from {EARLIEST.year} to {LATEST.year}.")
    return forms.DateField(
        label=name,
        required=False,
        input_formats=["%Y-%m-%d"],
        error_messages=wrong,
        validators=[MinValueValidator(EARLIEST), MaxValueValidator(LATEST)],
        widget=DateInput(format="%Y-%m-%d"),
    )


class DateInput(forms.DateInput):
    """The browser's own calendar."""

    input_type = "date"
