"""What is asked of a measure: school, period and what it is narrowed to; one form reads pages, files and programs."""

from django import forms

from incidents.priority import Priority, label
from reports.catalogue import MEASURES
from reports.catalogue.breakdowns import BREAKDOWNS, MONTH, WEEK
from reports.catalogue.measure import Measure, Process, Question
from reports.filters_shift import GroundQuery
from reports.measures import NO_CATEGORY
from reports.periods import Period
from servicedesk.models import Service, Team

MOST_MEASURES = 6
MOST_PARTS = 130  # ten years of months, two and a half of weeks: each may be a question to the database
NO_WAY = f"Measures can’t be split by this: use {', '.join(BREAKDOWNS)}."
NO_MEASURE = "There is no measure “%(value)s”: the page “How is this computed?” names them."


class MeasureQuery(GroundQuery):
    """School, period, and the service, category, team and priority it is about; all may be left out."""

    def __init__(self, data, **facts):
        super().__init__(data, **facts)
        self.fields["service"] = forms.ModelChoiceField(
            Service.objects.all(), to_field_name="name", required=False, empty_label="All services"
        )
        self.fields["category"] = forms.ChoiceField(choices=self._categories, required=False)
        self.fields["team"] = forms.ChoiceField(choices=self._teams, required=False)
        priorities = [("", "All priorities"), *((each.value, label(each)) for each in Priority)]
        self.fields["priority"] = forms.TypedChoiceField(
            coerce=int, empty_value=None, required=False, choices=priorities
        )
        self.order_fields(["measure", "by", "school", "from", "to", "service", "category", "team", "priority"])

    def _teams(self):
        here = Team.objects.filter(self.person.within(self.permission, field="school"))
        names = here.order_by("name").values_list("name", flat=True).distinct()
        return [("", "All teams"), *((name, name) for name in names)]

    @property
    def narrower(self) -> dict[str, object]:
        """What the records must belong to."""
        found = self.cleaned_data
        said = {name: found[name] for name in ("service", "team", "priority") if found[name]}
        if found["category"]:
            said["category"] = None if found["category"] == NO_CATEGORY else found["category"]
        return said

    @property
    def question(self) -> Question:
        """As the catalogue takes it."""
        return Question(self.ground, self.asked, self.narrower)

    def as_query(self):
        """As an address writes it."""
        found = self.cleaned_data
        said = {"service": found["service"].name} if found["service"] else {}
        return super().as_query() | said | ({"team": found["team"]} if found["team"] else {})


class SplitQuery(MeasureQuery):
    """The same, and what it is split by."""

    def __init__(self, data, **facts):
        super().__init__(data, **facts)
        choices = [("", "Not split"), *((each.name, f"By {each.heading.lower()}") for each in BREAKDOWNS.values())]
        wrong = {"invalid_choice": NO_WAY}
        self.fields["by"] = forms.ChoiceField(label="Shown", choices=choices, required=False, error_messages=wrong)
        self.order_fields(["measure", "by"])

    def clean(self):
        """A period may have so many weeks that nobody reads them."""
        found = super().clean()
        if not self.errors and parts_of(self.asked, found["by"]) > MOST_PARTS:
            self.add_error(
                "by", f"That is more than {MOST_PARTS} {found['by']}s: ask for fewer, or split it otherwise."
            )
        return found

    @property
    def by(self) -> str:
        """What it is split by; nothing is the whole."""
        return self.cleaned_data["by"]

    def as_query(self):
        """As an address writes it."""
        return super().as_query() | ({"by": self.by} if self.by else {})


class AskQuery(SplitQuery):
    """The same of one or several measures."""

    def __init__(self, data, **facts):
        super().__init__(data, **facts)
        self.fields["measure"] = forms.MultipleChoiceField(
            label="What to count",
            choices=by_process,
            widget=forms.CheckboxSelectMultiple,
            error_messages={"required": "Choose at least one measure.", "invalid_choice": NO_MEASURE},
        )
        self.order_fields(["measure", "by"])

    def clean_measure(self):
        """A few: beyond these a table is read by nobody."""
        found = list(dict.fromkeys(self.cleaned_data["measure"]))
        if len(found) > MOST_MEASURES:
            raise forms.ValidationError(f"Choose at most {MOST_MEASURES} measures: a table of more is read by nobody.")
        return found

    @property
    def measures(self) -> list[Measure]:
        """The measures, as they were chosen."""
        return [MEASURES[name] for name in self.cleaned_data["measure"]]

    def as_query(self):
        """As an address writes it; a measure may stand in it several times."""
        return super().as_query() | {"measure": self.cleaned_data["measure"]}


def parts_of(period: Period, by: str) -> int:
    """How many months or weeks a period has at most; 0 where it is split by neither."""
    return {MONTH: period.days // 28 + 1, WEEK: period.days // 7 + 2}.get(by, 0)


def by_process() -> list[tuple[str, list[tuple[str, str]]]]:
    """Every measure under its process, as a form offers them."""
    return [
        (str(process), [(m.name, m.heading) for m in MEASURES.values() if m.process == process]) for process in Process
    ]
