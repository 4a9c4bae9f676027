"""What the API answers about the reports; the question itself is read by the forms of the pages (`reports.filters`)."""

from rest_framework import serializers

from incidents.models import Incident
from incidents.priority import label
from reports.rows import hours_between


class FiguresSerializer(serializers.Serializer):
    """The figures of the whole or of one part. Hours are elapsed hours; null is unknown."""

    incidents = serializers.IntegerField()
    met = serializers.IntegerField()
    missed = serializers.IntegerField()
    undecided = serializers.IntegerField()
    cancelled = serializers.IntegerField()
    excused = serializers.IntegerField()
    missed_after_excuses = serializers.IntegerField()
    resolved = serializers.IntegerField()
    mttr_hours_mean = serializers.FloatField(allow_null=True)
    mttr_hours_median = serializers.FloatField(allow_null=True)
    mttr_hours_p90 = serializers.FloatField(allow_null=True)
    reopened = serializers.IntegerField()
    backlog = serializers.IntegerField()
    backlog_oldest_on = serializers.DateField(allow_null=True)
    response_met = serializers.IntegerField()
    response_missed = serializers.IntegerField()
    lessons_stopped = serializers.IntegerField()


class GroupSerializer(FiguresSerializer):
    """A part: those of the keys it was split by, and its figures."""

    month = serializers.CharField(required=False, help_text="Such as 2026-03.")
    priority = serializers.CharField(required=False, help_text="Such as 3 - Moderate.")
    category = serializers.CharField(required=False, allow_null=True)
    school = serializers.CharField(required=False, help_text="The school's code.")


class PeriodSerializer(serializers.Serializer):
    """Two days, both counted."""

    to = serializers.DateField(source="last")

    def get_fields(self):
        return {"from": serializers.DateField(source="first"), **super().get_fields()}


class OtherwiseSerializer(serializers.Serializer):
    """A figure that the service report gives otherwise, because closed months keep what was counted then."""

    name = serializers.CharField(source="measure.name")
    kept = serializers.FloatField(source="kept_value", allow_null=True)
    found = serializers.FloatField(source="found_value", allow_null=True)


class SlaSerializer(serializers.Serializer):
    """The service level report."""

    period = PeriodSerializer()
    totals = FiguresSerializer()
    groups = GroupSerializer(many=True)
    kept_otherwise = OtherwiseSerializer(many=True)


class RowSerializer(serializers.ModelSerializer):
    """A record behind a figure, without anybody's name or words."""

    school = serializers.CharField(source="school.code")
    category = serializers.CharField(source="category.name", allow_null=True, default=None)
    priority = serializers.SerializerMethodField()
    outcome = serializers.ChoiceField(choices=["met", "missed", "undecided", "cancelled"])
    excused = serializers.BooleanField(source="is_excused", help_text="Late, with a signed reason.")
    hours_to_fix = serializers.SerializerMethodField()

    class Meta:
        model = Incident
        fields = [
            "id",
            "school",
            "kind",
            "opened_at",
            "opened_on",
            "priority",
            "category",
            "status",
            "outcome",
            "excused",
            "resolved_at",
            "hours_to_fix",
            "reopened",
            "lesson_stopped",
        ]

    def get_priority(self, incident) -> str:
        return label(incident.priority)

    def get_hours_to_fix(self, incident) -> float | None:
        hours = hours_between(incident.opened_at, incident.resolved_at)
        return None if hours is None else round(hours, 2)


class AvailabilityFiguresSerializer(serializers.Serializer):
    """How much of its agreed hours a service could be used. Hours and per cent are null where they are not known."""

    available_percent = serializers.FloatField(allow_null=True)
    agreed_hours = serializers.FloatField(allow_null=True)
    lost_hours = serializers.FloatField(allow_null=True)
    lost_lesson_hours = serializers.FloatField(allow_null=True)
    outages = serializers.IntegerField()
    schools_without_calendar = serializers.IntegerField()


class AvailabilityOfSerializer(AvailabilityFiguresSerializer):
    """The same of one service, or of one service at one school."""

    service = serializers.CharField()
    school = serializers.CharField(allow_null=True, help_text="The school’s code; null for all together.")


class AvailabilitySerializer(serializers.Serializer):
    """The availability of each service in a period."""

    period = PeriodSerializer()
    how = serializers.CharField(help_text="How it is counted.")
    services = AvailabilityOfSerializer(many=True)
    schools = AvailabilityOfSerializer(many=True, help_text="The same, school by school.")


class OutageSerializer(serializers.Serializer):
    """An outage behind a figure; its own hours, even where another covers them too."""

    id = serializers.IntegerField(source="incident.pk")
    school = serializers.CharField(source="incident.school.code")
    service = serializers.CharField(source="incident.category.service.name")
    since = serializers.DateTimeField()
    until = serializers.DateTimeField()
    is_over = serializers.BooleanField()
    lost_hours = serializers.FloatField(allow_null=True)
    lesson_stopped = serializers.BooleanField(source="incident.lesson_stopped")
