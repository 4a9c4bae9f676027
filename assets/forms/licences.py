"""Forms of the licence log."""

from django import forms
from django.db.models import Q

from assets.models import GONE, Asset, AssetType, Licence, LicenceUse, Software
from servicedesk.fields import SeveralField
from servicedesk.models import Membership, Person, Room
from servicedesk.roles import Permission

MOST = 1_000_000
MOST_SHOWN = 200


class LicenceForm(forms.Form):
    """What was bought: how many, until when, and where the key is kept."""

    software = forms.ModelChoiceField(
        label="Title", queryset=Software.objects.all(), required=False, empty_label="Choose the title"
    )
    new_software = forms.CharField(
        label="Or a new title", max_length=200, required=False, help_text="Only when it is not in the list."
    )
    per = forms.ChoiceField(label="How is it counted?", choices=Licence.Per.choices)
    quantity = forms.IntegerField(
        label="How many were bought?",
        min_value=1,
        max_value=MOST,
        required=False,
        help_text="Leave it empty only for a licence of the whole site that isn’t counted.",
    )
    bought_on = forms.DateField(label="Bought on", required=False, widget=forms.DateInput(attrs={"type": "date"}))
    starts_on = forms.DateField(label="Starts on", required=False, widget=forms.DateInput(attrs={"type": "date"}))
    expires_on = forms.DateField(
        label="Ends on",
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}),
        help_text="Its keepers are told two months and two weeks before. Empty: it doesn’t end.",
    )
    cost = forms.DecimalField(label="Cost in £", min_value=0, max_digits=10, decimal_places=2, required=False)
    supplier = forms.CharField(label="Supplier", max_length=200, required=False)
    order_number = forms.CharField(label="Order number", max_length=60, required=False)
    key_kept_at = forms.CharField(
        label="Where is the key kept?",
        max_length=300,
        required=False,
        help_text="Never write the key itself here: say where those who need it find it.",
    )
    notes = forms.CharField(label="Notes", max_length=20_000, required=False, widget=forms.Textarea(attrs={"rows": 3}))


class ThingsForm(forms.Form):
    """Which things are looked at when licences are given: of one room, of one sort, or that have these words."""

    q = forms.CharField(
        label="Tag, name or room", max_length=100, required=False, widget=forms.TextInput(attrs={"type": "search"})
    )
    room = forms.ModelChoiceField(label="Room", queryset=Room.objects.none(), required=False, empty_label="Any room")
    type = forms.ModelChoiceField(
        label="Sort", queryset=AssetType.objects.all(), required=False, empty_label="Any sort"
    )

    def __init__(self, *args, licence, by, **kwargs):
        super().__init__(*args, **kwargs)
        here = by.within(Permission.EDIT_ASSETS, field="school")
        self.things = Asset.objects.filter(here).exclude(state__in=GONE)
        rooms = Room.objects.filter(here).select_related("school")
        if licence.school_id:
            self.things = self.things.filter(school=licence.school_id)
            rooms = rooms.filter(school=licence.school_id)
        self.fields["room"].queryset = rooms.order_by("school__name", "name")
        have = licence.uses.in_use().filter(asset__isnull=False).values("asset")
        self.things = self.things.exclude(pk__in=have).select_related("room", "type", "school")

    def found(self):
        """The things that fit and have none yet."""
        asked, found, words = self.cleaned_data, self.things, self.cleaned_data["q"]
        if words:
            found = found.filter(Q(tag__icontains=words) | Q(name__icontains=words) | Q(room__name__icontains=words))
        found = found.filter(room=asked["room"]) if asked["room"] else found
        return (found.filter(type=asked["type"]) if asked["type"] else found).order_by("school__name", "tag", "pk")


class PeopleForm(forms.Form):
    """Which people are looked at when licences are given."""

    q = forms.CharField(
        label="Name or e-mail", max_length=100, required=False, widget=forms.TextInput(attrs={"type": "search"})
    )

    def __init__(self, *args, licence, by, **kwargs):
        super().__init__(*args, **kwargs)
        self.people = Person.objects.visible_to(by).filter(is_active=True)
        if licence.school_id:
            hats = Membership.objects.filter(Q(school=licence.school_id) | Q(school=None))
            self.people = self.people.filter(pk__in=hats.values("person"))
        have = licence.uses.in_use().filter(person__isnull=False).values("person")
        self.people = self.people.exclude(pk__in=have)

    def found(self):
        """The people who fit and have none yet."""
        words = self.cleaned_data["q"]
        found = self.people.filter(Q(name__icontains=words) | Q(email__icontains=words)) if words else self.people
        return found.order_by("name", "pk")


class GiveForm(forms.Form):
    """To which things, or to which people."""

    assets = SeveralField(queryset=Asset.objects.none(), required=False)
    people = SeveralField(queryset=Person.objects.none(), required=False)

    def __init__(self, *args, things, people, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["assets"].queryset = things
        self.fields["people"].queryset = people


class TakeBackForm(forms.Form):
    """Which uses."""

    uses = SeveralField(
        queryset=LicenceUse.objects.none(), error_messages={"required": "Tick what is to be taken back."}
    )

    def __init__(self, *args, uses, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["uses"].queryset = uses
