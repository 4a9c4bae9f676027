"""Evidence as the API gives it."""

from rest_framework import serializers

from reports.serializers import PeriodSerializer


class ProofSerializer(serializers.Serializer):
    """A figure of evidence, and how it was worked out."""

    name = serializers.CharField(source="figure.name")
    heading = serializers.CharField(source="figure.heading")
    value = serializers.JSONField(source="found.value", allow_null=True)
    unit = serializers.CharField(source="found.unit")
    note = serializers.CharField(source="found.note")
    how = serializers.CharField(source="figure.how")


class AnswerSerializer(serializers.Serializer):
    """A statement with its figures and what is still missing."""

    key = serializers.CharField(source="statement.key")
    level = serializers.IntegerField(source="statement.level")
    says = serializers.CharField(source="statement.says")
    figures = ProofSerializer(source="proofs", many=True)
    missing = serializers.ListField(child=serializers.CharField())


class EvidenceSerializer(serializers.Serializer):
    """A framework filled in for one school and a period."""

    framework = serializers.CharField(source="framework.key")
    name = serializers.CharField(source="framework.name")
    notes = serializers.CharField(source="framework.notes")
    school = serializers.CharField(source="school.code")
    period = PeriodSerializer()
    made_at = serializers.DateTimeField()
    statements = AnswerSerializer(source="answers", many=True)
