"""What people fill in about priorities: the table, the services that matter more, the days that do."""

from django import forms

from incidents.models import DatedEvent
from incidents.priority import Priority
from incidents.priority_table import MOST_STEPS
from servicedesk.fields import SeveralField
from servicedesk.models import School, Service
from servicedesk.roles import Permission

ALSO_OPEN = "also_open"
STEPS = [(number, f"{number} step{'' if number == 1 else 's'} more urgent") for number in range(1, MOST_STEPS + 1)]
TRUST = "trust"


def also_open_field():
    """Whether what is open goes by it too; whoever says nothing means the records to come."""
    return forms.TypedChoiceField(
        label="Records that are open now",
        choices=[("no", "Keep their priority"), ("yes", "Are judged again")],
        coerce=lambda answer: answer == "yes",
        initial="no",
        widget=forms.RadioSelect,
    )


def priority_form(table, data=None):
    """A form with one choice for each cell of a priority table (`(impact, urgency)` → priority)."""
    form = forms.Form(data)
    for (impact, urgency), priority in table.items():
        choices = [(each.value, f"P{each.value}") for each in Priority]
        form.fields[f"{impact}-{urgency}"] = forms.TypedChoiceField(
            label=f"{impact.label}, {urgency.label}", choices=choices, coerce=int, initial=priority
        )
    form.fields[ALSO_OPEN] = also_open_field()
    return form


class UpliftsForm(forms.Form):
    """How much more each service matters."""

    def __init__(self, data=None, *, uplifts):
        super().__init__(data)
        self.services = {f"service-{service.pk}": service for service in Service.objects.all()}
        for name, service in self.services.items():
            _, steps = uplifts.get(service.pk, ("", 0))
            self.fields[name] = forms.TypedChoiceField(
                label=service.name, choices=[(0, "As the table says"), *STEPS], coerce=int, initial=steps
            )
        self.fields[ALSO_OPEN] = also_open_field()

    def rows(self):
        """The field of each service."""
        return [self[name] for name in self.services]

    @property
    def uplifts(self):
        """Service → steps, as `priority_table.set_uplifts` takes them."""
        return {service: self.cleaned_data[name] for name, service in self.services.items()}


class DatedEventForm(forms.ModelForm):
    """Days on which faults count for more."""

    place = forms.ChoiceField(label="For")
    steps = forms.TypedChoiceField(label="Faults on these days are", choices=STEPS, coerce=int, initial=1)
    services = SeveralField(
        Service.objects.all(),
        label="Only these services",
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="None ticked: all of them.",
    )
    also_open = also_open_field()

    class Meta:
        model = DatedEvent
        fields = ["name", "first", "last", "steps", "services"]
        labels = {"name": "What is on?", "first": "First day", "last": "Last day"}
        help_texts = {"name": "Such as: Summer exams, Inspection, Census day, Results day, Parents’ evening."}
        widgets = {name: forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d") for name in ("first", "last")}

    field_order = ["name", "place", "first", "last", "steps", "services", "also_open"]

    def __init__(self, *args, person, **kwargs):
        super().__init__(*args, **kwargs)
        schools = School.objects.where_may(person, Permission.EDIT_AGREEMENTS)
        self.schools = {str(school.pk): school for school in schools}
        trust = [(TRUST, "Every school of the trust")] if person.may(Permission.EDIT_AGREEMENTS, None) else []
        self.fields["place"].choices = [*((key, school.name) for key, school in self.schools.items()), *trust]
        if self.instance.pk:
            self.initial["place"] = str(self.instance.school_id or TRUST)
            self.initial["services"] = [service.pk for service in self.instance.services.all()]

    def clean(self):
        """First day before last."""
        said = super().clean()
        if said.get("first") and said.get("last") and said["last"] < said["first"]:
            self.add_error("last", "It ends before it begins.")
        return said

    @property
    def facts(self):
        """What `priority_table.save_event` takes."""
        said = self.cleaned_data
        facts = {name: said[name] for name in ("name", "first", "last", "steps", "services")}
        return facts | {"school": self.schools.get(said["place"])}
