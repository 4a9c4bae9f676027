"""The change log as the API shows and takes it."""

from rest_framework import serializers

from assets.models import Asset
from changes.models import Change
from incidents.models import Incident
from problems.models import Problem
from servicedesk.models import Person, Room, School, Service
from servicedesk.strict import SeenField, SeenSlugField, StrictFields

# What only a change that was asked for has; its moves write it.
ASKED_FOR = [
    "url",
    "kind",
    "status",
    "template",
    "release",
    "originator",
    "raised_at",
    "raised_on",
    "implementer",
    "starts_at",
    "ends_at",
    "procedure",
    "back_out",
    "impact_during",
    "downtime_minutes",
    "if_it_fails",
    "impact",
    "likelihood",
    "risk",
    "contact",
    "announced_at",
    "afterwards",
    "afterwards_at",
    "outcome",
    "outcome_note",
    "minutes_spent",
    "closed_at",
    "closed_on",
    "objectives_met",
    "on_time",
    "lessons",
    "reviewed_at",
    "reviewed_by",
]


class ChangeSerializer(StrictFields, serializers.ModelSerializer):
    """A change; `school` null: in several schools. Without things and rooms it touches its service."""

    url = serializers.CharField(source="get_absolute_url", read_only=True, help_text="Its page.")
    procedure = serializers.ListField(child=serializers.CharField(), read_only=True)
    back_out = serializers.ListField(child=serializers.CharField(), read_only=True)
    reference = serializers.CharField(read_only=True, help_text="The number people say.")
    school = SeenSlugField(
        slug_field="code", queryset=School.objects.all(), required=False, allow_null=True, default=None
    )
    service = SeenField(queryset=Service.objects.all(), required=False, allow_null=True, default=None)
    assets = SeenField(queryset=Asset.objects.all(), many=True, required=False, default=list)
    rooms = SeenField(queryset=Room.objects.all(), many=True, required=False, default=list)
    problem = SeenField(queryset=Problem.objects.all(), required=False, allow_null=True, default=None)
    made_by = SeenField(queryset=Person.objects.all(), required=False, allow_null=True, default=None)

    caused_count = serializers.SerializerMethodField(help_text="Incidents you may see that it is said to have caused.")

    class Meta:
        model = Change
        fields = [
            "id",
            "reference",
            "school",
            "title",
            "reason",
            "details",
            "service",
            "assets",
            "rooms",
            "problem",
            "made_at",
            "made_on",
            "made_by",
            "recorded_at",
            "caused_count",
            *ASKED_FOR,
        ]
        read_only_fields = ["made_on", "recorded_at", *ASKED_FOR]
        extra_kwargs = {"made_at": {"required": True, "allow_null": False}}

    def get_caused_count(self, change) -> int:
        """Counted with the rows of a list, and for one change alone."""
        known = getattr(change, "caused_count", None)
        if known is not None:
            return known
        seen = Incident.objects.visible_to(self.context["request"].user)
        return change.incident_links.filter(link="caused", incident__in=seen).count()


class CorrectChangeSerializer(ChangeSerializer):
    """What was written down wrongly; a change never changes school."""

    school = serializers.SlugRelatedField(slug_field="code", read_only=True)
