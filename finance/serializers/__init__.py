"""Costs as the API shows and takes them; the fields of a body are the words of its function in `workflow`."""

from rest_framework import serializers

from assets.models import Asset, Licence
from finance.models import Contract, ContractEntry, Cost, Often, Per, Sort
from servicedesk.models import Person, School, Service
from servicedesk.strict import SeenField, SeenSlugField, StrictFields, StrictSerializer

LONGEST = 20_000


def text():
    """Words of a person that may be left out."""
    return serializers.CharField(max_length=LONGEST, required=False, allow_blank=True)


def money(**facts):
    """An amount, written as text so that no penny is lost."""
    return serializers.DecimalField(max_digits=10, decimal_places=2, min_value=0, **facts)


class ContractEntrySerializer(serializers.ModelSerializer):
    """One line of a contract's story."""

    by = serializers.CharField(source="by.name", default=None, allow_null=True, read_only=True)

    class Meta:
        model = ContractEntry
        fields = ["at", "by", "move", "text"]
        read_only_fields = fields


class ContractSerializer(StrictFields, serializers.ModelSerializer):
    """A contract; `school` null: of the whole trust."""

    number = serializers.CharField(source="reference_number", read_only=True, help_text="The number people say.")
    school = SeenSlugField(slug_field="code", queryset=School.objects.all(), required=False, allow_null=True)
    sort = serializers.ChoiceField(choices=Sort.choices, required=False)
    per = serializers.ChoiceField(choices=Per.choices, required=False)
    cost = money()
    status = serializers.CharField(read_only=True, help_text="current, given_up or renewed")
    owner = SeenField(queryset=Person.objects.filter(is_active=True), required=False, allow_null=True)
    services = SeenField(queryset=Service.objects.all(), many=True, required=False)
    assets = SeenField(queryset=Asset.objects.all(), many=True, required=False)
    licences = SeenField(queryset=Licence.objects.all(), many=True, required=False)
    notes = text()
    follows = serializers.PrimaryKeyRelatedField(read_only=True)
    timeline = ContractEntrySerializer(source="entries", many=True, read_only=True)

    class Meta:
        model = Contract
        fields = [
            *("id", "number", "school", "name", "supplier", "reference", "sort", "cost", "per", "starts_on"),
            *("ends_on", "notice_on", "renews", "status", "owner", "services", "assets", "licences", "notes"),
            *("follows", "timeline"),
        ]
        validators: list = []  # the move looks


class DescribeContractSerializer(ContractSerializer):
    """What changes; a contract never changes school."""

    school = serializers.SlugRelatedField(slug_field="code", read_only=True)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs | {"partial": True})


class RenewContractSerializer(StrictSerializer):
    cost = money()
    starts_on = serializers.DateField(required=False, allow_null=True)
    ends_on = serializers.DateField(required=False, allow_null=True)
    notice_on = serializers.DateField(required=False, allow_null=True)
    reference = serializers.CharField(max_length=200, required=False, allow_blank=True)


class GiveUpContractSerializer(StrictSerializer):
    ends_on = serializers.DateField()
    reason = serializers.CharField(max_length=300, required=False, allow_blank=True)


class KeepContractOnSerializer(StrictSerializer):
    reason = serializers.CharField(max_length=300, required=False, allow_blank=True)


class CostSerializer(StrictFields, serializers.ModelSerializer):
    """What was paid once or each year; `school` null: by the whole trust."""

    school = SeenSlugField(slug_field="code", queryset=School.objects.all(), required=False, allow_null=True)
    sort = serializers.ChoiceField(choices=Sort.choices, required=False)
    often = serializers.ChoiceField(choices=Often.choices, required=False)
    amount = money()
    service = SeenField(queryset=Service.objects.all(), required=False, allow_null=True)
    asset = SeenField(queryset=Asset.objects.all(), required=False, allow_null=True)
    note = text()

    class Meta:
        model = Cost
        fields = [
            *("id", "school", "what", "sort", "amount", "often", "starts_on", "ends_on", "service", "asset", "note")
        ]
        validators: list = []  # the move looks


class ChangeCostSerializer(CostSerializer):
    """What changes; a cost never changes school."""

    school = serializers.SlugRelatedField(slug_field="code", read_only=True)


class PartSerializer(serializers.Serializer):
    """A part of the costs."""

    key = serializers.CharField(help_text="The code of a school, a number, a sort, or “none”.")
    name = serializers.CharField()
    amount = money()
    count = serializers.IntegerField(help_text="How many lines it has.")
    per_pupil = money(allow_null=True)
    per_thing = money(allow_null=True)


class TotalsSerializer(serializers.Serializer):
    """The costs of a school year and their parts, the largest first."""

    year = serializers.IntegerField(help_text="The calendar year in which the school year begins.")
    currency = serializers.CharField()
    whole = PartSerializer()
    by_school = PartSerializer(many=True)
    by_service = PartSerializer(many=True)
    by_sort = PartSerializer(many=True)
    by_contract = PartSerializer(many=True)
