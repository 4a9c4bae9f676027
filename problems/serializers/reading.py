"""A problem and its story."""

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from incidents.models import Incident
from incidents.serializers.reading import AssetOfSerializer, CategoryOfSerializer, RoomOfSerializer
from problems.models import Problem, ProblemEntry
from problems.warnings import warnings_of
from servicedesk.models import Service
from servicedesk.serializers.people import NamedSerializer


class ServiceOfSerializer(serializers.ModelSerializer):
    class Meta:
        model = Service
        fields = ["id", "name"]


class ProblemSerializer(serializers.ModelSerializer):
    """A problem; `school` is null for one of the whole trust."""

    reference = serializers.CharField(read_only=True, help_text="The number people say.")
    url = serializers.CharField(source="get_absolute_url", read_only=True, help_text="Its page.")
    school = serializers.SlugRelatedField(slug_field="code", read_only=True, allow_null=True)
    service = ServiceOfSerializer(allow_null=True)
    category = CategoryOfSerializer(allow_null=True)
    raised_by = NamedSerializer(allow_null=True)
    resolver = NamedSerializer(allow_null=True)
    resolved_by = NamedSerializer(allow_null=True)
    reviewed_by = NamedSerializer(allow_null=True)
    whys = serializers.ListField(child=serializers.CharField(), read_only=True)
    causes = serializers.DictField(child=serializers.ListField(child=serializers.CharField()), read_only=True)
    incident_count = serializers.IntegerField(read_only=True, help_text="How many incidents it caused.")
    warnings = serializers.SerializerMethodField()

    class Meta:
        model = Problem
        fields = [
            "id",
            "reference",
            "url",
            "school",
            "title",
            "symptoms",
            "source",
            "raised_by",
            "raised_at",
            "raised_on",
            "status",
            "priority",
            "service",
            "category",
            "resolver",
            "allowed_minutes",
            "decide_by",
            "when_time_runs_out",
            "minutes_spent",
            "ran_out_at",
            "whys",
            "causes",
            "analysis",
            "workaround",
            "root_cause",
            "proposed_fix",
            "proposed_at",
            "resolution",
            "resolved_at",
            "resolved_by",
            "closed_at",
            "reopened",
            "went_well",
            "to_improve",
            "lessons",
            "reviewed_at",
            "reviewed_by",
            "incident_count",
            "warnings",
        ]
        read_only_fields = fields

    @extend_schema_field(serializers.ListField(child=serializers.CharField()))
    def get_warnings(self, problem):
        """What somebody should think about; nothing is blocked by it."""
        return warnings_of(problem)


class ProblemEntrySerializer(serializers.ModelSerializer):
    """One line of a problem's story."""

    by = NamedSerializer(allow_null=True)

    class Meta:
        model = ProblemEntry
        fields = ["id", "at", "by", "kind", "move", "text", "data"]
        read_only_fields = fields


class ReachSerializer(serializers.Serializer):
    """What resolving it would do now."""

    records = serializers.IntegerField(help_text="Open incidents that would be resolved.")
    people = serializers.IntegerField(help_text="People who would get a letter, one each.")
    in_person = serializers.IntegerField(help_text="People without an address: tell them in person.")


class WholeProblemSerializer(ProblemSerializer):
    """A problem with what it touches, the incidents it caused as far as the reader may see them, and its story."""

    assets = AssetOfSerializer(many=True, read_only=True)
    rooms = RoomOfSerializer(many=True, read_only=True)
    incidents = serializers.SerializerMethodField()
    reach = ReachSerializer(source="found_reach", read_only=True)
    timeline = serializers.SerializerMethodField()

    class Meta(ProblemSerializer.Meta):
        fields = [*ProblemSerializer.Meta.fields, "assets", "rooms", "incidents", "reach", "timeline"]
        read_only_fields = fields

    @extend_schema_field(serializers.ListField(child=serializers.IntegerField()))
    def get_incidents(self, problem):
        """Their ids."""
        seen = Incident.objects.visible_to(self.context["request"].user).filter(problem_link__problem=problem)
        return list(seen.order_by("pk").values_list("pk", flat=True))

    @extend_schema_field(ProblemEntrySerializer(many=True))
    def get_timeline(self, problem):
        """The whole story, oldest line first."""
        return ProblemEntrySerializer(self.context["story"], many=True).data
