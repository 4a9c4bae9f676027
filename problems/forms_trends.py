"""What is asked before somebody decides about a trend, or has the desk look now."""

from django import forms

from incidents.forms import text_field
from problems.models import Kind, Problem
from servicedesk.fields import SeveralField
from servicedesk.models import School
from servicedesk.roles import Permission


class DecisionForm(forms.Form):
    """The questions of one decision."""

    def __init__(self, *args, trend, by, same, **kwargs):
        super().__init__(*args, **kwargs)
        self.trend, self.by = trend, by
        self.fields["also"] = SeveralField(
            label="Decide about these too: they are mostly the same records",
            queryset=same,
            required=False,
            initial=[each.pk for each in same],
            widget=forms.CheckboxSelectMultiple,
        )
        if not same:
            del self.fields["also"]
        self.prepare()

    def prepare(self):
        """Offer what fits the trend."""


class AcceptForm(DecisionForm):
    problem = forms.ModelChoiceField(
        label="Which problem is it?", queryset=Problem.objects.none(), required=False, empty_label="A new problem"
    )
    title = forms.CharField(
        label="What keeps going wrong?", max_length=200, required=False, help_text="The title of a new problem."
    )

    def prepare(self):
        """The open problems of its school and of the whole trust; what happens right now becomes no new problem."""
        self.fields["problem"].queryset = problems_for(self.trend, self.by)
        if self.trend.kind == Kind.NOW:
            self.fields["problem"].empty_label = "None yet: declare a major incident"
            del self.fields["title"]
        else:
            self.initial.setdefault("title", self.trend.label[:200])


class DismissForm(DecisionForm):
    reason = text_field(
        "Why is it no problem?",
        rows=3,
        help_text="For example: the exams, a new class set, a teacher who tries everything. It stays quiet until it is "
        "clearly worse.",
    )


class LookForm(forms.Form):
    school = forms.ModelChoiceField(
        label="Where?",
        queryset=School.objects.none(),
        to_field_name="code",
        required=False,
        empty_label="Every school",
        widget=forms.Select(attrs={"class": "input"}),
    )

    def __init__(self, *args, by, **kwargs):
        super().__init__(*args, **kwargs)
        here = by.within(Permission.SOLVE_PROBLEMS, field="pk")
        self.fields["school"].queryset = School.objects.filter(here)
        self.everywhere = by.may(Permission.SOLVE_PROBLEMS, None)
        if not self.everywhere:
            self.fields["school"].empty_label = None
            self.fields["school"].required = True


def problems_for(trend, by):
    """The open problems that a trend may belong to: of its school, or of the whole trust."""
    here = Problem.objects.visible_to(by).unresolved().filter(by.within(Permission.SOLVE_PROBLEMS, field="school"))
    return here.filter(school=trend.school).order_by("-pk")
