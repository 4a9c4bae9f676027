"""Trends as the API shows them, and what deciding about one asks."""

from rest_framework import serializers

from incidents.serializers.moves import text
from problems.forms_trends import problems_for
from problems.models import Problem, Trend, TrendLook
from problems.presentation.trends import HOW_SURE
from problems.same_trends import same_as
from servicedesk.models import School
from servicedesk.strict import IdField, SeenSlugField, StrictSerializer


class TrendSerializer(serializers.ModelSerializer):
    """A pattern, how many were expected, why it is believed, and what was decided."""

    school = serializers.CharField(source="school.code", allow_null=True, default=None)
    found_on = serializers.DateField()
    decided_by = serializers.CharField(source="decided_by.name", allow_null=True, default=None)

    class Meta:
        model = Trend
        fields = [
            *("id", "school", "kind", "key", "label", "first", "last", "count", "expected", "score", "why"),
            *("found_on", "seen_on", "state", "decided_by", "decided_at", "reason", "problem"),
        ]


class WholeTrendSerializer(TrendSerializer):
    """One trend with its evidence and the records behind it that the asker may see."""

    incidents = serializers.SerializerMethodField()
    how_sure = serializers.SerializerMethodField()

    class Meta(TrendSerializer.Meta):
        fields = [*TrendSerializer.Meta.fields, "evidence", "incidents", "how_sure"]

    def get_incidents(self, trend) -> list[int]:
        """Their ids."""
        seen = trend.incidents.visible_to(self.context["request"].user)
        return list(seen.order_by("pk").values_list("pk", flat=True))

    def get_how_sure(self, trend) -> str:
        """How false alarms are held down."""
        return HOW_SURE


class SameTrendField(IdField):
    """Another trend that waits for a decision and is mostly the same records."""

    def get_queryset(self):
        """Those that may be decided with it."""
        seen = Trend.objects.visible_to(self.context["request"].user)
        return same_as(self.context["trend"], seen)


class ProblemField(IdField):
    """An open problem to which the trend may belong."""

    def get_queryset(self):
        """Those of its school."""
        return problems_for(self.context["trend"], self.context["request"].user)


def also():
    return serializers.ListField(
        child=SameTrendField(queryset=Trend.objects.all()),
        required=False,
        max_length=50,
        help_text="Other trends of mostly the same records, decided with it.",
    )


class AcceptSerializer(StrictSerializer):
    problem = ProblemField(
        queryset=Problem.objects.all(), required=False, allow_null=True, help_text="Without one, a new one is raised."
    )
    title = serializers.CharField(max_length=200, required=False, allow_blank=True)
    also = also()


class DismissSerializer(StrictSerializer):
    reason = text()
    also = also()


class LookSerializer(StrictSerializer):
    school = SeenSlugField(slug_field="code", queryset=School.objects.all(), required=False, allow_null=True)


class TrendLookSerializer(serializers.ModelSerializer):
    """A look that somebody asked for. It is done when `finished_at` says when."""

    school = serializers.CharField(source="school.code", allow_null=True, default=None)
    asked_by = serializers.CharField(source="asked_by.name")

    class Meta:
        model = TrendLook
        fields = ["id", "school", "asked_by", "asked_at", "started_at", "finished_at", "found", "failure"]
