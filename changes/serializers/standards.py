"""Standard changes and tables of risk."""

from rest_framework import serializers

from changes.models import Risk, RiskTable, StandardChange
from changes.workflow.writing import MOST_DOWNTIME, MOST_STEPS
from servicedesk.models import School, Service
from servicedesk.serializers.people import NamedSerializer
from servicedesk.strict import SeenField, SeenSlugField, StrictFields, StrictSerializer


def steps():
    """Steps in order, a sentence each."""
    line = serializers.CharField(max_length=1000, allow_blank=True)
    return serializers.ListField(child=line, max_length=MOST_STEPS, required=False)


def minutes():
    """A number of minutes, or none."""
    return serializers.IntegerField(min_value=0, max_value=MOST_DOWNTIME, required=False, allow_null=True)


class StandardChangeSerializer(StrictFields, serializers.ModelSerializer):
    """A change that is done the same way each time; `school` null: for every school."""

    school = SeenSlugField(
        slug_field="code", queryset=School.objects.all(), required=False, allow_null=True, default=None
    )
    service = SeenField(queryset=Service.objects.all(), required=False, allow_null=True)
    procedure, back_out = steps(), steps()
    expected_minutes, downtime_minutes = minutes(), minutes()
    approved_by = NamedSerializer(read_only=True, allow_null=True)

    class Meta:
        model = StandardChange
        fields = [
            "id",
            "school",
            "name",
            "reason",
            "details",
            "service",
            "procedure",
            "back_out",
            "impact_during",
            "expected_minutes",
            "downtime_minutes",
            "is_announced",
            "is_offered",
            "approved_by",
            "approved_at",
            "review_on",
        ]
        read_only_fields = ["is_offered", "approved_at", "review_on"]


class ChangeStandardSerializer(StandardChangeSerializer):
    """What is done another way; a template never changes school."""

    school = serializers.SlugRelatedField(slug_field="code", read_only=True)


class OfferSerializer(StrictSerializer):
    review_on = serializers.DateField()


class RiskTableSerializer(StrictFields, serializers.ModelSerializer):
    """Risk by impact (a row each, small to great) and likelihood; `school` null: wherever there is no other."""

    school = SeenSlugField(
        slug_field="code", queryset=School.objects.all(), required=False, allow_null=True, default=None
    )
    cells = serializers.ListField(
        child=serializers.ListField(child=serializers.ChoiceField(choices=Risk.choices), min_length=3, max_length=3),
        min_length=3,
        max_length=3,
    )

    class Meta:
        model = RiskTable
        fields = ["id", "school", "cells", "changed_at"]
        read_only_fields = ["changed_at"]
        validators: list = []
