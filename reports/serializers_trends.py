"""What the API answers about the trend report."""

from rest_framework import serializers

from problems.models import Trend
from reports.serializers import PeriodSerializer


class ReportedTrendSerializer(serializers.ModelSerializer):
    """A trend of the report; all that is known of it stands under `/trends/{id}/`."""

    school = serializers.CharField(source="school.code", default=None, allow_null=True)
    problem = serializers.PrimaryKeyRelatedField(read_only=True, allow_null=True)

    class Meta:
        model = Trend
        fields = ["id", "kind", "label", "school", "count", "expected", "why", "found_on", "state", "problem", "reason"]
        read_only_fields = fields


class ReportedSerializer(serializers.Serializer):
    """Another record of the report: a problem, a known error or a maintenance round."""

    id = serializers.IntegerField(source="pk")
    reference = serializers.CharField()
    name = serializers.CharField(source="*")
    school = serializers.CharField(source="school.code", default=None, allow_null=True)


class TrendReportSerializer(serializers.Serializer):
    """The trend report of a period. What is open, due or overdue is so now."""

    period = PeriodSerializer()
    made_at = serializers.DateTimeField()
    summary = serializers.CharField()
    raised = ReportedTrendSerializer(many=True)
    accepted = ReportedTrendSerializer(many=True)
    dismissed = ReportedTrendSerializer(many=True)
    going_on = ReportedTrendSerializer(many=True, help_text="Found at another time, still to decide.")
    problems = ReportedSerializer(many=True, help_text="Open problems.")
    to_review = ReportedSerializer(many=True, help_text="Known errors due for review.")
    overdue = ReportedSerializer(many=True, help_text="Maintenance rounds overdue.")


class LettersSerializer(serializers.Serializer):
    """Whether one gets the trend report by letter."""

    on = serializers.BooleanField()
