"""What the API answers about measures and questions."""

from rest_framework import serializers

from reports.catalogue.breakdowns import BREAKDOWNS
from reports.catalogue.measure import COUNT, HOURS, MINUTES, PERCENT
from reports.serializers import PeriodSerializer


class DefinitionSerializer(serializers.Serializer):
    """A measure: what it is, how it is computed, from what, and what is said of few."""

    name = serializers.CharField(source="measure.name")
    heading = serializers.CharField(source="measure.heading")
    process = serializers.CharField(source="measure.process.value")
    how = serializers.CharField(source="measure.how")
    source = serializers.CharField(source="measure.source")
    small = serializers.CharField(source="measure.small", help_text="What is said of small numbers.")
    unit = serializers.ChoiceField(source="measure.unit", choices=[COUNT, MINUTES, HOURS, PERCENT])
    better = serializers.ChoiceField(source="measure.better", choices=["up", "down", ""])
    by = serializers.ListField(source="ways", child=serializers.ChoiceField(choices=list(BREAKDOWNS)))


class PartSerializer(serializers.Serializer):
    """One part of a measure that was split."""

    key = serializers.CharField(allow_null=True, help_text="A month or week by its first day, else a name.")
    words = serializers.CharField()
    value = serializers.FloatField(allow_null=True)
    rows = serializers.IntegerField()


class AnswerSerializer(serializers.Serializer):
    """What a measure came to. A value of null is not known; `why_not` then says why, or too few were counted."""

    measure = serializers.CharField(source="found.measure.name")
    unit = serializers.CharField(source="found.measure.unit")
    period = PeriodSerializer()
    value = serializers.FloatField(source="found.value", allow_null=True)
    words = serializers.CharField(source="found.words")
    rows = serializers.IntegerField(source="found.rows", help_text="Of how many records it was made.")
    parts = PartSerializer(source="found.parts", many=True)
    why_not = serializers.CharField(source="found.why_not")


class MeasureRowSerializer(serializers.Serializer):
    """One record behind a measure, without anybody's name."""

    number = serializers.CharField()
    what = serializers.CharField()
    school = serializers.CharField()
    on = serializers.DateField()
    amount = serializers.FloatField()
