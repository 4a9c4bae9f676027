"""What people fill in about agreements."""

from datetime import date, datetime, time, timedelta
from decimal import Decimal

from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db.models import Min
from django.utils import timezone

from servicedesk.models import School, Service, Team
from servicedesk.roles import CHOICES, Permission
from sla.agreement_rules import StepFacts, TargetFacts
from sla.agreement_workflow import YEARS, mark_of
from sla.models import AgreementKind, ClockKind, PauseReason, Unit
from sla.promise_words import PRIORITIES

HOUR = 60
HOURS = "hours"
UNITS = [("minutes", "minutes"), (HOURS, "hours"), ("school_days", "school days")]
CLOCKS = [(ClockKind.RESPONSE, "Answered within"), (ClockKind.RESOLUTION, "Fixed within")]
KINDS = [
    (AgreementKind.SERVICE_LEVEL, "Service level agreement: what ICT support promises a school"),
    (AgreementKind.OPERATIONAL, "Operational level agreement: what a team promises the service desk"),
    (AgreementKind.CONTRACT, "Contract with a supplier: what a firm promises the school"),
]
NEW_STEPS = 2  # empty rows at the end; saving makes room for more
TRUST = "trust"
DAY = timedelta(days=1)


def long_text(label, help_text):
    """A few paragraphs."""
    widget = forms.Textarea(attrs={"rows": 4})
    return forms.CharField(label=label, help_text=help_text, required=False, max_length=20_000, widget=widget)


def a_day(label, **facts):
    """A date as the browser's own calendar gives it."""
    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    between = [MinValueValidator(date(YEARS[0], 1, 1)), MaxValueValidator(date(YEARS[-1], 12, 30))]
    return forms.DateField(label=label, widget=widget, validators=between, **facts)


class NewAgreementForm(forms.Form):
    """Between whom a new agreement is."""

    kind = forms.ChoiceField(label="What is it?", choices=KINDS, widget=forms.RadioSelect)
    school = forms.ChoiceField(label="For", help_text="A school’s own agreement comes before the trust’s.")
    name = forms.CharField(label="Name", max_length=200, help_text="Such as “Network team to the service desk”.")
    team = forms.ModelChoiceField(
        Team.objects.none(),
        label="Team",
        required=False,
        empty_label="No team",
        help_text="The team that promises, between teams of support.",
    )
    supplier = forms.CharField(
        label="Supplier", max_length=200, required=False, help_text="The firm that promises, in a contract."
    )

    def __init__(self, *args, person, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["kind"].widget.listed = True  # too long to stand side by side
        self.schools = {
            str(school.pk): school for school in School.objects.where_may(person, Permission.EDIT_AGREEMENTS)
        }
        names = [(key, school.name) for key, school in self.schools.items()]
        trust = [(TRUST, "Every school of the trust")] if person.may(Permission.EDIT_AGREEMENTS, None) else []
        self.fields["school"].choices = [*trust, *names]
        teams = Team.objects.filter(person.within(Permission.EDIT_AGREEMENTS, field="school"))
        self.fields["team"].queryset = teams.select_related("school")
        self.fields["team"].label_from_instance = _with_school

    def clean_school(self):
        """The school, or None for the trust."""
        return self.schools.get(self.cleaned_data["school"])


class DraftForm(forms.Form):
    """All that a draft says, on one page: words, targets, steps and dates."""

    parties = long_text("Who promises what to whom", "In a sentence or two.")
    services = forms.ModelMultipleChoiceField(
        Service.objects.all(),
        label="Services it covers",
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="None ticked: all of them.",
    )
    pause_reasons = forms.MultipleChoiceField(
        label="The time to fix stops while we wait for",
        required=False,
        choices=[(value, label[:1].upper() + label[1:]) for value, label in PauseReason.choices],
        widget=forms.CheckboxSelectMultiple,
        help_text="None ticked: every wait stops it. The time to answer never stops.",
    )
    close_after_days = forms.IntegerField(
        label="Closed by itself after", min_value=0, max_value=365, help_text="School days after it was fixed."
    )
    reopen_days = forms.IntegerField(
        label="May be reopened for", min_value=0, max_value=365, help_text="School days after it was closed."
    )
    duties = long_text("What users do for it to work", "Such as: report a fault once, and keep the room open.")
    exclusions = long_text("What it does not cover", "Such as: equipment that people own themselves.")
    review_on = a_day("To be reviewed by", required=False)
    ends_on = a_day("Last day", required=False, help_text="Left empty, it runs until another version replaces it.")
    seen = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, data=None, *, version):
        self.version = version
        super().__init__(data, initial=self._now())
        self.priorities = [self._add_priority(priority) for priority in PRIORITIES]
        steps = [*version.steps.all(), *[None] * NEW_STEPS]
        self.step_names = [self._add_step(number, step) for number, step in enumerate(steps)]
        if version.agreement.kind == AgreementKind.SERVICE_LEVEL:
            del self.fields["ends_on"]

    def _now(self):
        version = self.version
        ends = timezone.localtime(version.in_force_until) - DAY if version.in_force_until else None
        named = ("parties", "duties", "exclusions", "pause_reasons", "close_after_days", "reopen_days", "review_on")
        facts = {name: getattr(version, name) for name in named}
        services = [service.pk for service in version.services.all()]
        return facts | {"services": services, "ends_on": ends and ends.date(), "seen": mark_of(version)}

    def _add_priority(self, priority):
        targets = {target.kind: target for target in self.version.targets.all() if target.priority == priority}
        return priority, [self._add_target(priority, kind, label, targets.get(kind)) for kind, label in CLOCKS]

    def _add_target(self, priority, kind, label, target):
        name, (amount, unit) = f"{kind}-{priority}", _amount(target)
        of = f"P{priority}, {label.lower()}"
        number = forms.NumberInput(attrs={"inputmode": "decimal", "min": 0, "step": "any"})
        self.fields[name] = forms.DecimalField(
            label=of,
            required=False,
            max_digits=9,
            decimal_places=2,
            initial=amount,
            widget=number,
            error_messages=dict.fromkeys(("max_digits", "max_whole_digits"), "No target is as long as that."),
        )
        self.fields[f"{name}-unit"] = forms.ChoiceField(label=f"{of}: unit", choices=UNITS, initial=unit)
        self.fields[f"{name}-goal"] = forms.IntegerField(
            label=f"{of}: in how many of 100 cases",
            required=False,
            min_value=1,
            max_value=100,
            initial=target.goal if target else 90,
            error_messages=dict.fromkeys(("min_value", "max_value"), "Give a number of cases from 1 to 100."),
        )
        return label, name

    def _add_step(self, number, step):
        name = f"step-{number}"
        before = step is not None and step.percent is None
        self.fields |= {
            f"{name}-kind": forms.ChoiceField(
                label="Of the time", choices=[("response", "to answer"), ("resolution", "to fix")]
            ),
            f"{name}-moment": forms.IntegerField(label="When", required=False, min_value=1, max_value=525_600),
            f"{name}-measure": forms.ChoiceField(
                label="Counted in",
                choices=[("percent", "% of the time"), ("before", "minutes left of the time")],
            ),
            f"{name}-owner": forms.BooleanField(label="Tell whoever owns it", required=False),
            f"{name}-role": forms.ChoiceField(
                label="Tell everyone with the role", required=False, choices=[("", "Nobody else"), *CHOICES]
            ),
            f"{name}-team": forms.ModelChoiceField(
                self._teams(), label="Pass it to", required=False, empty_label="No other team"
            ),
        }
        if not self.version.agreement.school:
            self.fields[f"{name}-team"].label_from_instance = _of_each_school
        if step:
            self.fields[f"{name}-gone"] = forms.BooleanField(label="Take this step out", required=False)
            self.initial |= {
                f"{name}-kind": step.kind,
                f"{name}-moment": step.minutes_before if before else step.percent,
                f"{name}-measure": "before" if before else "percent",
                f"{name}-owner": step.tell_owner,
                f"{name}-role": step.tell_role,
                f"{name}-team": self._chosen(step.pass_to),
            }
        return name

    def _teams(self):
        """Those of the school; in the trust’s agreement each name once: every school has its own team of that name."""
        school = self.version.agreement.school
        if school:
            return Team.objects.filter(school=school)
        return Team.objects.filter(
            pk__in=Team.objects.order_by().values("name").annotate(first=Min("pk")).values("first")
        )

    def _chosen(self, team):
        """The choice that stands for a team."""
        return team and (self._teams().filter(name=team.name).first() or team)

    def target_rows(self):
        """Each priority with its two targets: label, amount, unit, share."""
        return [
            (priority, [(label, self[name], self[f"{name}-unit"], self[f"{name}-goal"]) for label, name in clocks])
            for priority, clocks in self.priorities
        ]

    def step_rows(self):
        """Each step with its fields; those at the end are for new ones."""
        parts = ("moment", "measure", "kind", "owner", "role", "team", "gone")
        return [
            {part: self[f"{name}-{part}"] for part in parts if f"{name}-{part}" in self.fields}
            | {"is_new": f"{name}-gone" not in self.fields}
            for name in self.step_names
        ]

    def clean(self):
        """Amounts that are whole minutes or whole days."""
        said = super().clean()
        for priority in PRIORITIES:
            for kind, _ in CLOCKS:
                self._check_amount(f"{kind}-{priority}", said)
        return said

    def _check_amount(self, name, said):
        amount, unit = said.get(name), said.get(f"{name}-unit")
        if amount is None or unit is None:
            return
        if amount <= 0:
            self.add_error(name, f"A target of {amount} can’t be met. Give at least a minute, or leave it empty.")
        elif unit == HOURS and amount * HOUR != int(amount * HOUR):
            self.add_error(name, "That is no whole number of minutes.")
        elif unit != HOURS and amount != int(amount):
            self.add_error(name, f"Give whole {dict(UNITS)[unit]}.")

    @property
    def facts(self):
        """What `agreement_workflow.change_draft` takes."""
        said = self.cleaned_data
        words = ("parties", "duties", "exclusions", "pause_reasons", "close_after_days", "reopen_days", "review_on")
        facts = {name: said[name] for name in (*words, "services", "seen")}
        if "ends_on" in self.fields:
            facts["in_force_until"] = _end_of(said["ends_on"])
        return facts | {"targets": self._targets(), "steps": self._steps()}

    def _targets(self):
        said = self.cleaned_data
        return [
            TargetFacts(kind, priority, *_stored(said[name], said[f"{name}-unit"]), goal=said[f"{name}-goal"] or 90)
            for priority in PRIORITIES
            for kind, _ in CLOCKS
            if said[name := f"{kind}-{priority}"] is not None
        ]

    def _steps(self):
        said = self.cleaned_data
        return [
            StepFacts(
                kind=said[f"{name}-kind"],
                percent=said[f"{name}-moment"] if said[f"{name}-measure"] == "percent" else None,
                minutes_before=said[f"{name}-moment"] if said[f"{name}-measure"] == "before" else None,
                tell_owner=said[f"{name}-owner"],
                tell_role=said[f"{name}-role"],
                pass_to=said[f"{name}-team"],
            )
            for name in self.step_names
            if said[f"{name}-moment"] is not None and not said.get(f"{name}-gone")
        ]

    def refuse(self, error):
        """Say what the workflow found, at the field it belongs to where there is one of that name."""
        found = error.message_dict if hasattr(error, "error_dict") else {None: error.messages}
        for name, sentences in found.items():
            self.add_error(name if name in self.fields else None, sentences)


class SignForm(forms.Form):
    """Whose name stands under an agreement."""

    name = forms.CharField(label="Name", max_length=200)
    position = forms.CharField(label="Position", max_length=200, required=False, help_text="Such as Head teacher.")
    signed_on = a_day("Signed on")


class PutInForceForm(forms.Form):
    """Why a draft is put in force, and whether what is open goes by it too."""

    reason = forms.CharField(
        label="Why", max_length=300, help_text="Kept with the version, and with every clock that it moves."
    )
    also_open = forms.TypedChoiceField(
        label="Clocks that run now",
        choices=[("no", "Keep what they were promised"), ("yes", "Get the new targets")],
        coerce=lambda answer: answer == "yes",
        initial="no",
        widget=forms.RadioSelect,
    )
    seen = forms.CharField(required=False, widget=forms.HiddenInput)


def _with_school(team):
    """Schools call their teams the same."""
    return f"{team.name}, {team.school.name}"


def _of_each_school(team):
    """A record is passed on within its school, to the team of that name."""
    return f"{team.name} of the school"


def _amount(target):
    """An amount as people would type it: whole hours as hours."""
    if target is None:
        return None, HOURS
    if target.unit == Unit.MINUTES and target.amount >= HOUR and target.amount % HOUR in (0, HOUR // 2):
        return (Decimal(target.amount) / HOUR).normalize(), HOURS
    return target.amount, target.unit


def _stored(amount, unit):
    """An amount and its unit as they are kept."""
    return (int(amount * HOUR), Unit.MINUTES) if unit == HOURS else (int(amount), unit)


def _end_of(day):
    """The moment after a last day, in the time of the page."""
    return timezone.make_aware(datetime.combine(day + DAY, time())) if day else None
