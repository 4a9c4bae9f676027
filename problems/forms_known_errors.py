"""What is asked before an entry of the register is written, changed or moved; the fields are the words of the moves."""

from django import forms

from assets.models import Asset, AssetType
from incidents.forms import RadioSelect, text_field
from incidents.models import Incident
from problems.forms import NamesField, date_input, those_who_solve
from problems.models import Audience, Fix
from problems.workflow.entries import HALF_TERM
from problems.workflow.record import day_of
from servicedesk.fields import SeveralField
from servicedesk.models import Category, Person, School, Service
from servicedesk.roles import Permission, roles_with


def keepers_beside(person):
    """Who may keep an entry true at the schools where this person may."""
    here = person.within(Permission.SOLVE_PROBLEMS, field="memberships__school")
    wearing = Person.objects.filter(here, memberships__role__in=roles_with(Permission.SOLVE_PROBLEMS), is_active=True)
    return wearing.distinct().order_by("name", "pk")


class Entry(forms.Form):
    """What goes wrong, what to do, and what it concerns."""

    title = forms.CharField(label="What goes wrong?", max_length=200)
    symptoms = text_field(
        "What do people notice?",
        rows=3,
        help_text="In their words, one way to say it a line: whoever reports something like it is offered this.",
    )
    workaround = text_field("What to do about it", rows=5, help_text="One step a line. Three short ones are read.")
    categories = SeveralField(
        label="Kinds of fault",
        queryset=Category.objects.none(),
        required=False,
        widget=forms.SelectMultiple(attrs={"size": 6}),
        help_text="It is offered to whoever presses one of these.",
    )
    service = forms.ModelChoiceField(
        label="Service", queryset=Service.objects.none(), required=False, empty_label="Any service"
    )
    asset_types = SeveralField(
        label="Sorts of things",
        queryset=AssetType.objects.none(),
        required=False,
        widget=forms.SelectMultiple(attrs={"size": 6}),
    )
    assets = NamesField(
        label="These things only", required=False, help_text="Their tags, with commas between them. Empty: all of them."
    )
    versions = forms.CharField(label="Versions it concerns", max_length=200, required=False)
    root_cause = text_field("The cause, if it is known", rows=2, required=False, help_text="For the desk.")
    owner = forms.ModelChoiceField(label="Who keeps it true?", queryset=Person.objects.none(), empty_label="I do")

    def offer(self, by, school):
        """The catalogue of the trust, and who may keep it true."""
        self.by, self.here = by, {"school": school} if school else {}
        self.fields["categories"].queryset = Category.objects.visible_to(by).on_offer().select_related("service")
        self.fields["service"].queryset = Service.objects.visible_to(by).on_offer()
        self.fields["asset_types"].queryset = AssetType.objects.visible_to(by)
        self.fields["owner"].queryset = those_who_solve(school)

    def clean_assets(self):
        """The things whose tags were written; those that aren't there are said."""
        found, missing = [], []
        for tag in self.cleaned_data["assets"]:
            these = list(Asset.objects.visible_to(self.by).filter(tag__iexact=tag, **self.here))
            found += these
            missing += [] if these else [tag]
        if missing:
            raise forms.ValidationError(f"There is no {', '.join(missing)} here. Leave it out if you are not sure.")
        return found


class WriteForm(Entry):
    """A new entry, which no problem declared."""

    school = forms.ModelChoiceField(
        label="Where does it hold?", queryset=School.objects.none(), to_field_name="code", required=False
    )
    audience = forms.ChoiceField(label="Who is offered it?", choices=Audience.choices, widget=RadioSelect)
    review_on = forms.DateField(label="Look at it again on", widget=date_input())
    field_order = ["title", "symptoms", "workaround", "school", "audience", "categories"]

    def __init__(self, *args, by, at, **kwargs):
        super().__init__(*args, **kwargs)
        self.schools = list(School.objects.where_may(by, Permission.SOLVE_PROBLEMS))
        self.fields["school"].queryset = School.objects.where_may(by, Permission.SOLVE_PROBLEMS)
        everywhere = by.may(Permission.SOLVE_PROBLEMS, None)
        self.fields["school"].empty_label = "The whole trust" if everywhere else "Choose a school"
        self.fields["school"].required = not everywhere
        self.offer(by, None)
        self.fields["owner"].queryset = keepers_beside(by)
        self.fields["owner"].required = False
        if not by.may_anywhere(Permission.MANAGE_PROBLEMS):
            self.fields["audience"].choices = [(Audience.TECHNICIANS, Audience.TECHNICIANS.label)]
            self.fields["audience"].help_text = "A problem manager can publish it to everyone."
        self.initial = {"audience": Audience.TECHNICIANS, "review_on": at.date() + HALF_TERM} | self.initial
        if len(self.schools) == 1 and not everywhere:
            self.initial.setdefault("school", self.schools[0].code)
            self.fields["school"].widget = forms.HiddenInput()

    def clean_school(self):
        """Things are looked for at this school."""
        school = self.cleaned_data["school"]
        self.here = {"school": school} if school else {}
        return school


class MoveForm(forms.Form):
    """The questions of one move; without fields it only asks whether one means it."""

    def __init__(self, *args, known, by, at, **kwargs):
        super().__init__(*args, **kwargs)
        self.known, self.by, self.at = known, by, at
        self.prepare()

    def prepare(self):
        """Offer what fits the entry."""

    def suggest(self, **values):
        """Fill in what is likely, unless the address says otherwise."""
        self.initial = values | self.initial


class ChangeForm(MoveForm, Entry):
    fix = forms.ChoiceField(label="How far is the permanent fix?", choices=Fix.choices, widget=RadioSelect)
    field_order = ["title", "symptoms", "workaround", "categories"]

    def prepare(self):
        known = self.known
        self.offer(self.by, known.school)
        facts = {name: getattr(known, name) for name in ("title", "symptoms", "workaround", "versions", "root_cause")}
        facts |= {"fix": known.fix, "service": known.service_id, "owner": known.owner_id}
        facts |= {name: list(getattr(known, name).all()) for name in ("categories", "asset_types")}
        self.suggest(assets=", ".join(known.assets.values_list("tag", flat=True)), **facts)
        self.fields["owner"].empty_label = None


class ReviewForm(MoveForm):
    review_on = forms.DateField(label="Look at it again on", widget=date_input())

    def prepare(self):
        self.suggest(review_on=day_of(self.known, self.at) + HALF_TERM)


class RetireForm(MoveForm):
    reason = text_field("Why is it offered no more?", rows=3)


class UseForm(MoveForm):
    """It was tried on a record: did it help?"""

    incident = forms.ModelChoiceField(
        label="On which record?",
        queryset=Incident.objects.none(),
        widget=forms.NumberInput,
        error_messages={"invalid_choice": "There is no record of this number, or you may not see it."},
    )
    helped = forms.TypedChoiceField(
        label="Did it help?",
        choices=[("yes", "It helped"), ("no", "It didn’t help")],
        coerce=lambda answer: answer == "yes",
        widget=RadioSelect,
    )

    def prepare(self):
        seen = Incident.objects.visible_to(self.by).select_related("school")
        self.fields["incident"].queryset = seen.filter(school=self.known.school) if self.known.school_id else seen

    def clean(self):
        said = super().clean()
        incident = said.get("incident")
        return said | {"lesson_saved": bool(said.get("helped") and incident and incident.lesson_stopped)}
