"""Escalations for programs."""

from rest_framework import serializers

from sla.models import ClockKind


class ToldSerializer(serializers.Serializer):
    """Somebody who was told, or a team the record was passed to."""

    id = serializers.IntegerField()
    name = serializers.CharField()


class EscalationSerializer(serializers.Serializer):
    """A step of an agreement that was taken for a record: why, when, who was told, what became of the promise."""

    id = serializers.IntegerField()
    incident = serializers.IntegerField(source="incident.pk")
    school = serializers.CharField(source="incident.school.code")
    kind = serializers.ChoiceField(choices=ClockKind.choices)
    step = serializers.CharField(help_text="In words: 75 % of the time to fix.")
    due = serializers.DateTimeField(allow_null=True, help_text="The moment the step came due.")
    at = serializers.DateTimeField(help_text="When it was taken.")
    told = ToldSerializer(many=True)
    team = ToldSerializer(allow_null=True, help_text="The team the record was passed to.")
    is_met = serializers.BooleanField(allow_null=True, help_text="Whether the promise was kept; null: not decided.")
