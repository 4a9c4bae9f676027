"""The change log as the API shows and takes it."""

from rest_framework import serializers

from assets.models import Asset
from changes.models import Change
from problems.models import Problem
from servicedesk.models import Person, Room, School, Service
from servicedesk.strict import SeenField, SeenSlugField, StrictFields


class ChangeSerializer(StrictFields, serializers.ModelSerializer):
    """A change that was made; `school` null: in several schools. Without things and rooms it touched its service."""

    reference = serializers.CharField(read_only=True, help_text="The number people say.")
    school = SeenSlugField(
        slug_field="code", queryset=School.objects.all(), required=False, allow_null=True, default=None
    )
    service = SeenField(queryset=Service.objects.all(), required=False, allow_null=True, default=None)
    assets = SeenField(queryset=Asset.objects.all(), many=True, required=False, default=list)
    rooms = SeenField(queryset=Room.objects.all(), many=True, required=False, default=list)
    problem = SeenField(queryset=Problem.objects.all(), required=False, allow_null=True, default=None)
    made_by = SeenField(queryset=Person.objects.all(), required=False, allow_null=True, default=None)

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
        ]
        read_only_fields = ["made_on", "recorded_at"]
        extra_kwargs = {"made_at": {"required": True, "allow_null": False}}


class CorrectChangeSerializer(ChangeSerializer):
    """What was written down wrongly; a change never changes school."""

    school = serializers.SlugRelatedField(slug_field="code", read_only=True)
