"""The page of a sort of things: its name, its life, and what is asked of each."""

from django import forms

from assets.models import AssetType
from assets.questions import KINDS, LONGEST_NAME, MOST_QUESTIONS, questions_of
from assets.workflow.sorts import LONGEST_LIFE

BLANK = 2  # empty lines for new questions; more come when it is saved


class SortForm(forms.ModelForm):
    """What it is called, and how long one is meant to last."""

    lifetime_years = forms.IntegerField(
        label="Meant to last, in years",
        min_value=1,
        max_value=LONGEST_LIFE,
        required=False,
        help_text="From the day it was bought. The register then says what is past its planned life.",
    )

    class Meta:
        model = AssetType
        fields = ["name", "lifetime_years"]
        labels = {"name": "Name"}
        help_texts = {"name": "In the school’s words: projector, laptop, access point."}

    def validate_unique(self):
        """The move looks."""

    def _post_clean(self):
        """The instance stays as it is: the move writes it."""


class QuestionForm(forms.Form):
    """One line: a question without words is none."""

    key = forms.CharField(max_length=60, required=False, widget=forms.HiddenInput)
    place = forms.IntegerField(label="Place", min_value=0, max_value=999, required=False)
    name = forms.CharField(label="Question", max_length=LONGEST_NAME, required=False)
    kind = forms.ChoiceField(label="Answered by", choices=[*KINDS.items()], required=False)
    choices = forms.CharField(
        label="Answers to choose from",
        max_length=4000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )


QuestionFormSet = forms.formset_factory(
    QuestionForm, extra=BLANK, max_num=MOST_QUESTIONS, validate_max=True, absolute_max=60
)


def lines_of(sort):
    """The questions of a sort as the first content of its lines."""
    return [
        {
            "key": question.key,
            "place": number,
            "name": question.name,
            "kind": question.kind,
            "choices": "\n".join(question.choices),
        }
        for number, question in enumerate(questions_of(sort.questions), 1)
    ]


def questions_in(formset):
    """The lines that say something, in the order of their places, as the move wants them; those without come last."""
    said = [line for form in formset if (line := form.cleaned_data) and line.get("name")]
    said.sort(key=lambda line: line["place"] if line.get("place") is not None else 1000)
    return [
        {"key": line["key"], "name": line["name"], "kind": line["kind"], "choices": line["choices"].splitlines()}
        for line in said
    ]
