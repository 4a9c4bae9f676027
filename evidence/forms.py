"""What a page asks before a claim is moved; the fields of a form are the words of its function in `workflow`."""

import tomllib

from django import forms

from evidence import kinds, records
from evidence.fits import PREFIX
from evidence.former import FORMER
from evidence.models import Answer
from evidence.proofs import FIGURES
from incidents.forms import RadioSelect, text_field
from reports.filters import DateInput

LONGEST = 20_000
MOST_FIGURES = 12


def _leave_names():
    return forms.BooleanField(label="Leave the name in: it is there on purpose", required=False)


class ClaimForm(forms.Form):
    """What a school says of itself about one statement."""

    answer = forms.ChoiceField(
        label="Is it so at this school?", choices=Answer.choices, required=False, widget=RadioSelect
    )
    level = forms.TypedChoiceField(label="Which level?", coerce=int, empty_value=None, required=False)
    brought = forms.MultipleChoiceField(
        label="What is there",
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="Tick what the commentary says or a document shows.",
    )
    commentary = text_field("Commentary", rows=7, max_length=LONGEST, required=False)
    strengths = text_field("Strengths", rows=3, max_length=LONGEST, required=False)
    development = text_field("Areas for development", rows=3, max_length=LONGEST, required=False)
    review_on = forms.DateField(
        label="Look at it again on", required=False, widget=DateInput(format="%Y-%m-%d"), input_formats=["%Y-%m-%d"]
    )
    leave_names = _leave_names()
    seen = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, data=None, *, framework, statement, claim=None):
        names = ("answer", "level", "brought", "commentary", "strengths", "development", "review_on")
        super().__init__(data, initial={name: getattr(claim, name) for name in names} if claim else None)
        self.fields["brought"].choices = [(item, item) for item in statement.bring]
        if framework.asks_level(statement):
            levels = [(level.number, f"Level {level.number}: {level.says}") for level in framework.levels]
            self.fields["level"].choices = [("", "Not said yet"), *levels]
            del self.fields["answer"]
        else:
            del self.fields["level"]
        if not statement.bring:
            del self.fields["brought"]
        if claim is None:
            del self.fields["seen"]

    @property
    def names_somebody(self):
        """Was it refused because it names somebody?"""
        return "leave_names" in self.errors


class MoveForm(forms.Form):
    """The questions of one move of a claim; without fields it only asks whether one means it."""

    def __init__(self, *args, claim, by, **kwargs):
        super().__init__(*args, **kwargs)
        self.claim, self.by = claim, by
        self.prepare()

    def prepare(self):
        """Offer what fits the claim."""


class WithdrawForm(MoveForm):
    reason = forms.CharField(label="Why?", max_length=300)


class DocumentForm(MoveForm):
    file = forms.FileField(
        label="File",
        help_text=f"{kinds.ENDINGS}; at most {kinds.LARGEST // 1024 // 1024} MB.",
        widget=forms.FileInput(attrs={"accept": ",".join(f".{ending}" for ending in kinds.KINDS)}),
    )
    shows = forms.CharField(label="What is it?", max_length=200, required=False)
    leave_names = _leave_names()


class RemoveDocumentForm(MoveForm):
    document = forms.ModelChoiceField(label="Which document?", queryset=None, empty_label="Choose one")

    def prepare(self):
        self.fields["document"].queryset = self.claim.documents.all()


class LinkForm(MoveForm):
    kind = forms.ChoiceField(label="What kind of record?", choices=records.KIND_CHOICES)
    reference = forms.CharField(
        label="Its number", max_length=60, help_text="As people say it: 1042, PR7, C12, M30, or the tag of an asset."
    )


class UnlinkForm(MoveForm):
    link = forms.ModelChoiceField(label="Which record?", queryset=None, empty_label="Choose one")

    def prepare(self):
        self.fields["link"].queryset = self.claim.links.select_related(*records.KIND_WORDS)
        self.fields["link"].label_from_instance = lambda link: _named(records.shown(link))
        self.fields["link"].widget.choices = self.fields["link"].choices


class FrameworkForm(forms.Form):
    """A framework as its text."""

    text = text_field("The framework, as TOML", rows=24, max_length=200_000)

    def clean_text(self):
        """The document that the text writes down."""
        try:
            return tomllib.loads(self.cleaned_data["text"].replace("\r\n", "\n"))
        except (tomllib.TOMLDecodeError, RecursionError) as error:
            raise forms.ValidationError(f"The text can’t be read: {error}.") from None


class StatementForm(forms.Form):
    """Other words for one statement."""

    says = text_field("The statement", rows=3, max_length=1000)
    bring = text_field("What people have to bring, one in a line", rows=4, max_length=3000, required=False)
    figures = forms.MultipleChoiceField(
        label="Figures that speak to it",
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["figures"].choices = [
            (name, f"{figure.heading}: {figure.how}")
            for name, figure in FIGURES.items()
            if name in self.initial["figures"] or not (name.startswith(PREFIX) or name in FORMER)
        ]

    def clean_bring(self):
        """Each line that says something."""
        return [line.strip() for line in self.cleaned_data["bring"].splitlines() if line.strip()]


def _named(shown):
    return f"{shown.kind} {shown.reference}, {shown.outcome}"
