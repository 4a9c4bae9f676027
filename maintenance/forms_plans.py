"""The page of a plan: what, how often, and the checklist."""

from decimal import Decimal

from django import forms
from django.utils import timezone

from assets.models import Asset
from incidents.forms import text_field
from maintenance import rules
from maintenance.models import Answer, Plan
from servicedesk.fields import SeveralField
from servicedesk.models import Building, Person, Room, Service, Team
from servicedesk.roles import Permission

NTHS = [(n, words) for n, words in rules.ORDINALS.items()]
BLANK = 4  # empty lines of the checklist; more come when it is saved
MOST_ITEMS = 60


def _choices(words):
    return [(str(value), said) for value, said in words.items()]


def _select(label, choices, **facts):
    """A choice of the rule; what is chosen comes back as a number where the values are numbers."""
    if isinstance(choices[0][0], int):
        return forms.TypedChoiceField(
            label=label, choices=choices, coerce=int, required=False, empty_value=None, **facts
        )
    return forms.ChoiceField(label=label, choices=choices, required=False, **facts)


def _date_field(label, **facts):
    return forms.DateField(label=label, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"), **facts)


class RuleForm(forms.Form):
    """How often. The page shows what the chosen kind needs; what another needs is not read."""

    every = forms.ChoiceField(label="How often", choices=_choices(rules.EVERY_WORDS))
    weeks = forms.IntegerField(label="Every how many weeks", min_value=1, max_value=rules.MOST_WEEKS, required=False)
    since = _date_field("Counted from the week of", required=False)
    weekday = _select("Day of the week", [*enumerate(rules.WEEKDAYS)])
    nth = _select("Which one", NTHS, help_text="A month has no fifth for certain: choose first to fourth, or last.")
    part = _select("Told by its", _choices(rules.PART_WORDS))
    day = forms.IntegerField(label="Day", min_value=1, max_value=31, required=False)
    month = _select("Month", [*enumerate(rules.MONTHS, 1)])
    before = forms.IntegerField(
        label="School days before the first exam", min_value=1, max_value=rules.MOST_DAYS, required=False
    )
    holidays = _select("Which holidays", _choices(rules.HOLIDAY_WORDS))
    place = _select("When in the holiday", _choices(rules.PLACE_WORDS))
    in_holidays = forms.BooleanField(label="Weekdays of school holidays count too", required=False)
    when_closed = _select("If nobody works that day, it moves to", _choices(rules.CLOSED_WORDS))

    def __init__(self, *args, rule=None, **kwargs):
        super().__init__(*args, **kwargs)
        rule = rule or rules.Rule(rules.Every.HALF_TERM, since=timezone.localdate())
        self.initial = {name: getattr(rule, name) for name in self.fields} | self.initial

    def kinds(self):
        """Each field but the first, with the kinds that read it: the page hides what does not matter."""
        return [
            (self[name], " ".join(kind for kind in rules.Every if name in rules.READS[kind]))
            for name in self.fields
            if name != "every"
        ]

    @property
    def document(self):
        """The rule as it is stored."""
        said = self.cleaned_data
        names = ("every", *rules.READS[rules.Every(said["every"])])
        return {name: said[name] for name in names if said.get(name) not in (None, "")}


class PlanForm(forms.ModelForm):
    """What is looked after, by whom, and how."""

    instructions = text_field("How it is done", rows=3, required=False)

    class Meta:
        model = Plan
        fields = [
            *("name", "instructions", "scope", "asset_type", "assets", "building", "rooms", "owner", "team", "service"),
            *("expected_minutes", "active_from", "active_until"),
        ]
        labels = {
            "name": "Name",
            "scope": "What is looked after",
            "asset_type": "Sort of thing",
            "assets": "Things",
            "building": "Building",
            "rooms": "Rooms",
            "owner": "Who does it",
            "service": "Service it keeps going",
            "expected_minutes": "Minutes it should take",
            "active_from": "From",
            "active_until": "Until",
        }
        help_texts = {
            "name": "As people call it: Projectors: filters.",
            "scope": "A sort of thing is looked up afresh at each round: what was bought since is in it.",
            "building": "With a sort of thing: only those in it. With rooms: all of its rooms.",
            "assets": "Hold Ctrl to choose several.",
            "rooms": "With a sort of thing: only those in these rooms. Hold Ctrl to choose several.",
            "active_until": "Empty: until somebody ends it.",
        }
        field_classes = {"assets": SeveralField, "rooms": SeveralField}
        widgets = {
            "active_from": forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
            "active_until": forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        school = self.instance.school
        self._offer("owner", Person.objects.who_may(Permission.DO_MAINTENANCE, school))
        self._offer("team", Team.objects.filter(school=school))
        self._offer("service", Service.objects.on_offer())
        self._offer("assets", Asset.objects.filter(school=school).in_service())
        self._offer("building", Building.objects.filter(school=school))
        self._offer("rooms", Room.objects.filter(school=school))

    def _offer(self, name, rows):
        self.fields[name].queryset = rows
        if not isinstance(self.fields[name], SeveralField):
            self.fields[name].empty_label = "Choose one" if self.fields[name].required else "None"

    def validate_unique(self):
        """The move looks."""

    def validate_constraints(self):
        """The move looks."""

    def _post_clean(self):
        """The instance stays as it is: the move writes it."""


class ItemForm(forms.Form):
    """One line of the checklist; without words it is none."""

    words = forms.CharField(label="What to look at", max_length=200, required=False)
    answer = forms.ChoiceField(label="Answered by", choices=Answer.choices, required=False)
    unit = forms.CharField(label="Unit", max_length=20, required=False)
    lowest = forms.DecimalField(label="From", max_digits=12, decimal_places=3, required=False)
    highest = forms.DecimalField(label="To", max_digits=12, decimal_places=3, required=False)


ItemFormSet = forms.formset_factory(ItemForm, extra=BLANK, max_num=MOST_ITEMS, validate_max=True, absolute_max=100)


def items_of(plan):
    """The checklist of a plan as the first content of its lines."""
    rows = plan.checklist.values(*ItemForm.base_fields) if plan.pk else []
    return [{name: f"{v.normalize():f}" if isinstance(v, Decimal) else v for name, v in row.items()} for row in rows]


def checklist_of(formset):
    """The lines that say something, as the move wants them."""
    return [
        said | {"answer": said.get("answer") or Answer.TICK}
        for form in formset
        if (said := form.cleaned_data) and said.get("words")
    ]
