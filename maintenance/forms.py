"""What a page asks before a move is made; the fields of a form are the words of its function in `workflow`."""

from django import forms

from incidents.forms import MOST_MINUTES, RadioSelect, text_field
from incidents.priority import Urgency
from maintenance.models import Check, Result
from maintenance.workflow.reporting import summary_of, words_of
from servicedesk.models import Category, Person
from servicedesk.roles import Permission


class MoveForm(forms.Form):
    """The questions of one move of a round; without fields it only asks whether one means it."""

    def __init__(self, *args, round, by, **kwargs):
        super().__init__(*args, **kwargs)
        self.round, self.by = round, by
        self.prepare()

    def prepare(self):
        """Offer what fits the round."""


class FinishForm(MoveForm):
    minutes = forms.IntegerField(
        label="Minutes spent", min_value=0, max_value=MOST_MINUTES, widget=forms.NumberInput(attrs={"size": 4})
    )
    note = text_field("Anything to remember next time", rows=2, required=False)
    rest_unchecked = forms.BooleanField(label="The rest could not be checked", required=False)

    def prepare(self):
        self.left = list(
            Check.objects.filter(thing__round=self.round, result="")
            .select_related("thing")
            .order_by("thing__place", "place")
        )
        self.fields["minutes"].initial = self.round.minutes or None
        if not self.left:
            del self.fields["rest_unchecked"]

    def clean(self):
        return {"rest_unchecked": False} | self.cleaned_data


class SkipForm(MoveForm):
    reason = forms.CharField(label="Why is it left out?", max_length=300)


class ReopenForm(MoveForm):
    reason = text_field("Why?", rows=2, required=False)


class HandOverForm(MoveForm):
    to = forms.ModelChoiceField(
        label="Who should do it?", queryset=Person.objects.none(), empty_label="Choose somebody"
    )
    note = text_field("Anything they should know", rows=2, required=False)

    def prepare(self):
        people = Person.objects.who_may(Permission.DO_MAINTENANCE, self.round.school)
        self.fields["to"].queryset = people.exclude(pk=self.round.owner_id)


class CheckForm(MoveForm):
    """A move about one result that is not OK."""

    check = forms.ModelChoiceField(label="What failed", queryset=Check.objects.none(), empty_label="Choose one")
    taken = ""  # the field of a check that says it is reported already

    def prepare(self):
        failed = Check.objects.filter(thing__round=self.round, result=Result.NOT_OK, **{self.taken: None})
        self.fields["check"].queryset = failed.select_related("thing").order_by("thing__place", "place")
        self.fields["check"].label_from_instance = lambda check: f"{check.thing.label}: {check.words}"
        self.fields["check"].widget.choices = self.fields["check"].choices
        chosen = self.fields["check"].queryset.filter(pk=_number(self.initial.get("check"))).first()
        if chosen:
            self.fill_in(chosen)

    def fill_in(self, check):
        """Suggest the words."""


class IncidentForm(CheckForm):
    taken = "incident"
    summary = forms.CharField(
        label="In one line", max_length=200, required=False, help_text="Empty: the item and the thing."
    )
    description = text_field("What did you see?", rows=3, required=False)
    category = forms.ModelChoiceField(
        label="What kind of fault", queryset=Category.objects.none(), required=False, empty_label="Not said"
    )
    urgency = forms.ChoiceField(label="How soon does it matter?", choices=Urgency.choices, widget=RadioSelect)

    def prepare(self):
        self.fields["category"].queryset = Category.objects.filter(is_offered=True).select_related("service")
        self.initial.setdefault("urgency", Urgency.WEEK)
        super().prepare()

    def fill_in(self, check):
        self.initial = {"summary": summary_of([check]), "description": words_of(self.round, [check])} | self.initial


class ProblemForm(CheckForm):
    taken = "problem"
    title = forms.CharField(label="What keeps going wrong?", max_length=200, required=False)
    symptoms = text_field("What have you seen?", rows=3, required=False)

    def fill_in(self, check):
        self.initial = {"title": summary_of([check]), "symptoms": words_of(self.round, [check])} | self.initial


class ThingForm(forms.Form):
    """The checklist at one thing: for each check a result, words or a number, and whether it is reported."""

    def __init__(self, *args, checks, **kwargs):
        super().__init__(*args, **kwargs)
        self.checks = checks
        for check in checks:
            self.fields |= _fields_of(check)

    def groups(self):
        """Each check with its fields."""
        return [Group(check, self) for check in self.checks]

    @property
    def answers(self):
        """What was said, as the move wants it. “All OK here” answers every tick that nobody answered yet."""
        return [self._answer(check) for check in self.checks]

    def _answer(self, check):
        said = {name: self.cleaned_data.get(f"{name}_{check.pk}") for name in ("result", "number", "text", "report")}
        if self.data.get("all") == Result.OK and check.answer == "tick" and not said["result"]:
            said["result"] = Result.OK
        return {"check": check.pk} | said


class Group:
    """The fields of one check, by what they are for."""

    def __init__(self, check, form):
        self.check = check
        self.result, self.number, self.text, self.report = (
            form[name] if (name := f"{kind}_{check.pk}") in form.fields else None
            for kind in ("result", "number", "text", "report")
        )

    @property
    def range(self):
        """What is well, in words: 16 to 27 °C."""
        return range_words(self.check)


def range_words(item):
    """16 to 27 °C; at least 15 %; at most 60 minutes; else the unit."""
    low, high = (f"{n.normalize():f}" if n is not None else "" for n in (item.lowest, item.highest))
    if low and high:
        said = low if low == high else f"{low} to {high}"
    else:
        said = f"at least {low}" if low else f"at most {high}" if high else ""
    return f"{said} {item.unit}".strip()


def _fields_of(check):
    results = forms.ChoiceField(
        label=check.words, choices=Result.choices, required=False, widget=RadioSelect, initial=check.result
    )
    found = {f"result_{check.pk}": results}
    if check.answer == "number":
        found[f"number_{check.pk}"] = forms.DecimalField(
            label=f"{check.words}: number", max_digits=12, decimal_places=3, required=False, initial=check.number
        )
    found[f"text_{check.pk}"] = forms.CharField(
        label="What did you find?" if check.answer == "text" else "Note",
        max_length=2000,
        required=False,
        initial=check.text,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    if not check.incident_id:
        found[f"report_{check.pk}"] = forms.BooleanField(label="Report it as a fault", required=False, initial=True)
    return found


def _number(value):
    text = str(value or "")
    return int(text) if text.isdecimal() and len(text) < 19 else 0
