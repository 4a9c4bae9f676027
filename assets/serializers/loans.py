"""Loans as the API shows and takes them."""

from rest_framework import serializers

from assets.models import Asset, Loan
from servicedesk.models import Person
from servicedesk.strict import SeenField, StrictSerializer


class LoanSerializer(serializers.ModelSerializer):
    """A thing lent to a person, or to a name."""

    tag = serializers.CharField(source="asset.tag", read_only=True)

    class Meta:
        model = Loan
        fields = [
            *("id", "asset", "tag", "to", "to_name", "purpose", "lent_at", "lent_by", "due_on"),
            *("returned_at", "returned_to", "condition_out", "condition_back"),
        ]
        read_only_fields = fields


class LendAssetSerializer(StrictSerializer):
    """Who borrows what, and until when."""

    asset = SeenField(queryset=Asset.objects.all())
    to = SeenField(queryset=Person.objects.all(), required=False, allow_null=True, default=None)
    to_name = serializers.CharField(max_length=200, required=False, allow_blank=True, default="")
    due_on = serializers.DateField()
    purpose = serializers.CharField(max_length=200, required=False, allow_blank=True, default="")
    condition = serializers.CharField(max_length=200, required=False, allow_blank=True, default="")


class ReturnLoanSerializer(StrictSerializer):
    """How it came back."""

    condition = serializers.CharField(max_length=200, required=False, allow_blank=True, default="")


class ExtendLoanSerializer(StrictSerializer):
    """Until when it may stay out."""

    due_on = serializers.DateField()
