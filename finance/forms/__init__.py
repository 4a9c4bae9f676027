"""What the pages of costs ask; the fields of a form are the words of its function in `workflow`."""

from decimal import Decimal

from django import forms
from django.db.models import Q
from django.utils import timezone

from assets.models import Asset, Licence
from finance.models import Often, Per, Sort
from incidents.forms import RadioSelect, text_field
from servicedesk.fields import SeveralField
from servicedesk.models import Person, Service
from servicedesk.roles import Permission


def day_field(label, **facts):
    """A day, chosen in the browser's own calendar."""
    return forms.DateField(label=label, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"), **facts)


def money_field(label, **facts):
    """An amount in pounds and pennies."""
    return forms.DecimalField(label=label, min_value=Decimal(0), max_digits=10, decimal_places=2, **facts)


def keepers(school, *kept):
    """Who keeps costs at a school (None: in the whole trust), and whoever was named before."""
    may = Person.objects.who_may(Permission.KEEP_COSTS, school).values("pk")
    return Person.objects.filter(Q(pk__in=may) | Q(pk__in=[pk for pk in kept if pk]))


class ContractForm(forms.Form):
    """What is agreed with a supplier."""

    name = forms.CharField(label="What it is for", max_length=200, help_text="Such as: Copiers, lease and service.")
    supplier = forms.CharField(label="With", max_length=200)
    reference = forms.CharField(
        label="Number, or where the document is",
        max_length=200,
        required=False,
        help_text="A contract number, a folder, a link.",
    )
    sort = forms.ChoiceField(label="Sort", choices=Sort.choices, initial=Sort.SUPPORT)
    cost = money_field("Cost")
    per = forms.ChoiceField(label="For", choices=Per.choices, widget=RadioSelect, initial=Per.YEAR)
    starts_on = day_field("From")
    ends_on = day_field("Until", required=False, help_text="Its last day. Empty: it has no end.")
    notice_on = day_field(
        "Notice by",
        required=False,
        help_text="The last day to give it up. You are told two months and two weeks before.",
    )
    renews = forms.BooleanField(label="It goes on by itself if nobody gives notice", required=False)
    owner = forms.ModelChoiceField(
        Person.objects.none(), label="Who answers for it", required=False, empty_label="The managers"
    )
    services = SeveralField(
        Service.objects.none(),
        label="Services it pays for",
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="Its cost is shared equally among them.",
    )
    assets = SeveralField(
        Asset.objects.none(), label="Things it covers", required=False, help_text="Hold Ctrl to choose several."
    )
    licences = SeveralField(Licence.objects.none(), label="Licences in it", required=False)
    notes = text_field("Notes", rows=3, required=False)

    def __init__(self, *args, school, by, contract=None, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["services"].queryset = Service.objects.on_offer() | Service.objects.filter(
            pk__in=list(contract.services.values_list("pk", flat=True)) if contract else []
        )
        things, licences = Asset.objects.visible_to(by).in_service(), Licence.objects.visible_to(by)
        if school:
            things = things.filter(school=school)
            licences = licences.filter(Q(school=school) | Q(school=None))
        self.fields["assets"].queryset = things
        self.fields["licences"].queryset = licences.select_related("software")
        self.fields["owner"].queryset = keepers(school, contract.owner_id if contract else None)


class RenewForm(forms.Form):
    """The new terms."""

    cost = money_field("Cost from then on")
    starts_on = day_field("New terms from", required=False)
    ends_on = day_field("Until", required=False)
    notice_on = day_field("Notice by", required=False)
    reference = forms.CharField(label="Number, or where the document is", max_length=200, required=False)


class GiveUpForm(forms.Form):
    """Notice was given."""

    ends_on = day_field("Its last day")
    reason = forms.CharField(label="Why", max_length=300, required=False)


class KeepOnForm(forms.Form):
    """Notice was taken back."""

    reason = forms.CharField(label="Why", max_length=300, required=False)


class CostForm(forms.Form):
    """What was paid, and for what."""

    what = forms.CharField(label="What was paid for", max_length=200)
    amount = money_field("Amount")
    often = forms.ChoiceField(label="How often", choices=Often.choices, widget=RadioSelect, initial=Often.ONCE)
    starts_on = day_field("Paid on, or from")
    ends_on = day_field("Until", required=False, help_text="Where it is paid each year and ends.")
    sort = forms.ChoiceField(label="Sort", choices=Sort.choices, initial=Sort.OTHER)
    service = forms.ModelChoiceField(
        Service.objects.none(), label="Service", required=False, empty_label="Of no one service"
    )
    tag = forms.CharField(
        label="Thing it was for",
        max_length=100,
        required=False,
        help_text="Its tag, where a repair or a part was paid.",
    )
    note = text_field("Note", rows=2, required=False)

    def __init__(self, *args, school, **kwargs):
        super().__init__(*args, **kwargs)
        self.school = school
        self.fields["service"].queryset = Service.objects.on_offer()
        if kept := self.initial.get("service"):
            self.fields["service"].queryset |= Service.objects.filter(pk=kept)
        if school is None:
            del self.fields["tag"]
        self.initial = {"starts_on": timezone.localdate()} | self.initial

    def clean(self):
        """The thing of that tag."""
        said = dict(self.cleaned_data)
        tag = said.pop("tag", "").strip()
        said["asset"] = None
        if tag:
            said["asset"] = Asset.objects.filter(school=self.school, tag__iexact=tag).first()
            if said["asset"] is None:
                self.add_error("tag", f"{self.school.name} has nothing with this tag.")
        return said
