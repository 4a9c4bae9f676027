"""What is asked when things are related: the other thing, found by tag, name or room, and how they hang together."""

from django import forms
from django.db.models import Case, Q, Value, When
from django.utils.text import Truncator

from assets.models import GONE, Asset, RelationKind
from servicedesk.models import Service
from servicedesk.roles import Permission
from servicedesk.strict import whole_number

OFFERED = 20  # so many things are shown to choose from; more words find the others
BACK = ":back"  # the other thing is the one that depends
WAYS = [
    ("runs_on", "{it} runs on the other"),
    ("connected_to", "{it} is connected to the other, and stops with it"),
    ("part_of", "{it} is part of the other"),
    ("backs_up", "{it} backs the other up"),
    ("runs_on:back", "The other runs on {it}"),
    ("connected_to:back", "The other is connected to {it}, and stops with it"),
    ("part_of:back", "The other is part of {it}"),
    ("backs_up:back", "The other backs {it} up"),
]


class RadioSelect(forms.RadioSelect):
    """One of several long lines."""

    listed = True


class RowField(forms.ModelChoiceField):
    """A row by its number; what is no number of a row names none."""

    def to_python(self, value):
        """The one of this number."""
        return super().to_python(whole_number(str(value)) if value else value)


class FindThingForm(forms.Form):
    """Words that narrow down what is offered."""

    q = forms.CharField(
        label="Find the other thing",
        max_length=100,
        required=False,
        help_text="By its tag, its name or its room.",
        widget=forms.TextInput(attrs={"type": "search"}),
    )

    def words(self):
        """The words that were given, none where they can't be searched for."""
        return self.cleaned_data["q"].split() if self.is_valid() else []


class RelateForm(forms.Form):
    """How two things hang together, and which the other is."""

    way = forms.ChoiceField(label="What depends on what?")
    other = RowField(
        label="Which is the other?",
        queryset=Asset.objects.none(),
        empty_label=None,
        widget=RadioSelect,
        error_messages={"required": "Choose the other thing. If it is not in the list, find it first."},
    )

    def __init__(self, *args, asset, by, words=(), **kwargs):
        super().__init__(*args, **kwargs)
        self.asset = asset
        self.fields["way"].choices = [(way, words.format(it=Truncator(asset.name).chars(40))) for way, words in WAYS]
        here = Asset.objects.filter(by.within(Permission.EDIT_ASSETS, field="school")).exclude(pk=asset.pk)
        self.fields["other"].queryset = here
        found = list(_found(here, asset, words)[: OFFERED + 1])
        self.offered, self.more = found[:OFFERED], len(found) > OFFERED
        self.fields["other"].choices = [(each.pk, called(each, beside=asset)) for each in self.offered]

    def move(self):
        """The words of `workflow.relate`: which thing depends on which, and how."""
        kind, back, _ = self.cleaned_data["way"].partition(BACK)
        pair = (self.cleaned_data["other"], self.asset) if back else (self.asset, self.cleaned_data["other"])
        return {"asset": pair[0], "kind": RelationKind(kind), "other": pair[1]}


class NeedForm(forms.Form):
    """A service that stops with it."""

    service = RowField(label="Which service needs it?", queryset=Service.objects.none(), empty_label="Choose a service")

    def __init__(self, *args, asset, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["service"].queryset = Service.objects.exclude(needs__asset=asset)


def called(asset, *, beside):
    """Its name and tag, its room, and its school where that is another."""
    school = asset.school.name if asset.school_id != beside.school_id else ""
    return ", ".join(filter(None, (str(asset), asset.room.name if asset.room else "", school)))


def _found(here, asset, words):
    """What fits the words: that of this very tag first, then those of the same school."""
    fits = Q()
    for word in words:
        fits &= Q(tag__icontains=word) | Q(name__icontains=word) | Q(room__name__icontains=word)
    exact = When(tag__iexact=" ".join(words), then=Value(0))
    nearness = Case(exact, When(school=asset.school_id, then=Value(1)), default=Value(2))
    there = here.filter(fits).exclude(state__in=GONE).select_related("room", "school")
    return there.order_by(nearness, "tag", "pk")
