"""Forms of the asset register."""

from django import forms
from django.db.models import Q
from django.utils.html import format_html

from assets.models import Asset, AssetType
from assets.questions import LONGEST_ANSWER, questions_of
from assets.workflow.register import states_to_choose
from servicedesk.models import Person, Room
from servicedesk.roles import Permission
from servicedesk.strict import whole_number

ASK = "ask_"  # how the field of a question is called, before its key
SHORT = ("tag", "type", "new_type", "name", "room", "state")
MORE = (
    *("make", "model", "serial", "custodian", "supplier", "order_number", "funding"),
    *("bought_on", "cost", "warranty_until", "contract", "notes"),
)


def date_input():
    """A day, as the browser asks for it."""
    return forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


class AssetForm(forms.ModelForm):
    """What is on the label and where the thing is; behind it all else that may be known, and what its sort asks."""

    new_type = forms.CharField(
        label="Or a new sort", max_length=100, required=False, help_text="Only when it is not in the list."
    )

    cost = forms.DecimalField(
        label="Cost in pounds",
        min_value=0,
        max_digits=10,
        decimal_places=2,
        required=False,
        widget=forms.NumberInput(attrs={"step": "0.01", "inputmode": "decimal"}),
    )

    class Meta:
        model = Asset
        fields = [*SHORT[:2], *SHORT[3:], *MORE]
        labels = {
            "tag": "Tag",
            "type": "Sort of thing",
            "custodian": "Who answers for it",
            "contract": "Support contract",
        }
        help_texts = {
            "tag": "What is on its label, such as PRJ-0212.",
            "name": "As people call it: projector, Year 7 trolley.",
            "custodian": "",
            "funding": "The budget or grant, such as ICT or Pupil Premium.",
        }
        widgets = {
            "bought_on": date_input(),
            "warranty_until": date_input(),
            "notes": forms.Textarea(attrs={"rows": 3}),
        }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["type"].required = False
        self.fields["type"].queryset = AssetType.objects.all()
        self.fields["room"].queryset = Room.objects.filter(school=self.instance.school)
        self.fields["custodian"].queryset = self._keepers()
        self.fields["type"].empty_label = "Choose what it is"
        self.fields["room"].empty_label = self.fields["custodian"].empty_label = "None"
        self._offer_states()
        self.questions = self._asked()
        for question in self.questions:
            self.fields[ASK + question.key] = _field_of(question, self.instance.details.get(question.key))
        self.order_fields([*SHORT, *MORE])

    def _keepers(self):
        here = Person.objects.who_may(Permission.LOG, self.instance.school)
        return Person.objects.filter(Q(pk__in=here.values("pk")) | Q(pk=self.instance.custodian_id)).order_by("name")

    def _offer_states(self):
        """States that need a move are not chosen; while a move alone can change it, none is."""
        states = states_to_choose(self.instance)
        if not states:
            del self.fields["state"]
            return
        self.fields["state"].choices = [(state.value, state.label) for state in states]

    def _asked(self):
        """What the sort asks that is chosen: as it was sent, or as it stands in the address or the register."""
        chosen = self.data.get("type") if self.is_bound else self.initial.get("type")
        sort = self.fields["type"].queryset.filter(pk=whole_number(str(getattr(chosen, "pk", chosen) or ""))).first()
        self.sort = sort
        return questions_of(sort.questions) if sort else []

    @property
    def asked_of(self):
        """The sort whose questions the page shows, so that one sees whether another was chosen since."""
        return str(self.sort.pk) if self.sort else ""

    @property
    def wants_more(self):
        """Was a sort chosen whose questions were not on the page yet?"""
        return bool(self.questions) and self.data.get("asked_of", "") != self.asked_of

    def short(self):
        """The first fields: what is on the label, and where it is."""
        return [self[name] for name in SHORT if name in self.fields]

    def more(self):
        """All else that may be known."""
        return [self[name] for name in MORE]

    def asked(self):
        """The fields of the questions."""
        return [self[ASK + question.key] for question in self.questions]

    @property
    def more_is_open(self):
        """Shall it be unfolded? Once something was sent that has to be put right, all of it is shown again."""
        return self.is_bound

    @property
    def facts(self):
        """What was said, as the move wants it."""
        said = {name: value for name, value in self.cleaned_data.items() if not name.startswith(ASK)}
        answers = {question.key: self.cleaned_data.get(ASK + question.key) for question in self.questions}
        return said | {"details": answers}

    def validate_unique(self):
        """The move looks."""

    def validate_constraints(self):
        """The move looks."""

    def _post_clean(self):
        """The instance stays as it is: the move writes it."""


class _AnswerField(forms.CharField):
    """An answer that its question reads."""

    def __init__(self, question, **facts):
        self.question = question
        super().__init__(label=question.name, required=False, **facts)

    def clean(self, value):
        """What the thing keeps."""
        text = super().clean(value)
        try:
            return self.question.answer(text)
        except ValueError as error:
            raise forms.ValidationError(str(error)) from None


def _field_of(question, kept):
    """The field of a question, with what is kept; what would no longer be taken is said beside it."""
    fits = kept is None or question.fits(kept)
    says = "" if fits else format_html("Until now it said: {}", str(kept)[:80])
    initial = question.words(kept).lower() if isinstance(kept, bool) else kept
    return _AnswerField(
        question, initial=initial if fits else None, help_text=says, widget=_widget_of(question), max_length=1000
    )


def _widget_of(question):
    if question.kind == "choice":
        return forms.Select(choices=[("", "Not known"), *((choice, choice) for choice in question.choices)])
    if question.kind == "yes_no":
        return forms.Select(choices=[("", "Not known"), ("yes", "Yes"), ("no", "No")])
    if question.kind == "date":
        return date_input()
    if question.kind == "number":
        return forms.TextInput(attrs={"inputmode": "decimal"})
    return forms.TextInput(attrs={"maxlength": LONGEST_ANSWER})
