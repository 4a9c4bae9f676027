"""Major incidents for programs: what moves of one ask, and what is told to whom."""

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from incidents.models import Incident, MajorIncident, MajorUpdate
from incidents.serializers.moves import WorkerField, text
from incidents.serializers.reading import is_desk
from servicedesk.models import Person, Room
from servicedesk.serializers.people import NamedSerializer
from servicedesk.strict import SeenField, StrictSerializer


class NewsToComeField(serializers.DateTimeField):
    """When people may expect to hear more."""

    def __init__(self, **facts):
        super().__init__(required=False, allow_null=True, help_text="When people may expect the next news.", **facts)


class DeclareSerializer(StrictSerializer):
    title = serializers.CharField(max_length=200, help_text="What everyone at the school reads.")
    lead = WorkerField(queryset=Person.objects.all())
    reason = text(required=False, allow_blank=True)
    next_update_at = NewsToComeField()
    parts = SeenField(
        queryset=Incident.objects.all(),
        many=True,
        required=False,
        help_text="Records of the same school that are put under it at once; what can’t be any more stays as it is.",
    )


class HandLeadSerializer(StrictSerializer):
    lead = WorkerField(queryset=Person.objects.all())
    note = text(required=False, allow_blank=True)


class NewsSerializer(StrictSerializer):
    text = text()
    next_update_at = NewsToComeField()


class ReviewSerializer(StrictSerializer):
    what_happened = text()
    went_well = text(required=False, allow_blank=True)
    to_improve = text(required=False, allow_blank=True)
    actions = text(required=False, allow_blank=True)


class JoinSerializer(StrictSerializer):
    parent = SeenField(queryset=Incident.objects.all(), help_text="The record that was declared a major incident.")


class HitsMeSerializer(StrictSerializer):
    room = SeenField(queryset=Room.objects.all(), required=False, allow_null=True)
    lesson_stopped = serializers.BooleanField(required=False, default=False)
    description = serializers.CharField(max_length=4000, required=False, allow_blank=True, default="")


class UpdateSerializer(serializers.ModelSerializer):
    class Meta:
        model = MajorUpdate
        fields = ["at", "text"]


class ReviewedSerializer(serializers.ModelSerializer):
    """The look back, for the desk."""

    reviewed_by = NamedSerializer(allow_null=True)

    class Meta:
        model = MajorIncident
        fields = ["what_happened", "went_well", "to_improve", "actions", "reviewed_at", "reviewed_by"]


class MajorDeskSerializer(serializers.ModelSerializer):
    """The desk's own part of a major incident."""

    lead = NamedSerializer()
    declared_by = NamedSerializer()
    people = serializers.IntegerField(source="toll.people", help_text="How many reported it.")
    records = serializers.IntegerField(
        source="toll.records", help_text="Its own, those that are part of it, and reports of these."
    )
    lessons = serializers.IntegerField(source="toll.lessons", help_text="How many of these stopped a lesson.")
    review = ReviewedSerializer(source="*")

    class Meta:
        model = MajorIncident
        fields = ["lead", "declared_by", "reason", "people", "records", "lessons", "review"]


class MajorSerializer(serializers.ModelSerializer):
    """What everyone at the school may know of a major incident; `desk` is null for everyone else."""

    id = serializers.IntegerField(source="pk", read_only=True, help_text="The number of the record that is the cause.")
    school = serializers.CharField(source="incident.school.code", read_only=True)
    updates = UpdateSerializer(many=True, read_only=True)
    desk = serializers.SerializerMethodField()

    class Meta:
        model = MajorIncident
        fields = ["id", "school", "title", "declared_at", "next_update_at", "stood_down_at", "updates", "desk"]
        read_only_fields = fields

    @extend_schema_field(MajorDeskSerializer(allow_null=True))
    def get_desk(self, major):
        """For those who may see every record of the school."""
        return MajorDeskSerializer(major).data if is_desk(self.context["request"].user, major.incident) else None


class PlannedSerializer(serializers.Serializer):
    """Work that was announced."""

    title = serializers.CharField()
    says = serializers.CharField()
    starts_at = serializers.DateTimeField()
    ends_at = serializers.DateTimeField(allow_null=True)
    school = serializers.CharField(
        source="school.code", default="", help_text="The code of the school; empty for every school."
    )
    url = serializers.CharField()


class StatusSerializer(serializers.Serializer):
    """What is known to be broken now, what works again, and what is planned."""

    all_well = serializers.BooleanField()
    going_on = MajorSerializer(many=True)
    restored = MajorSerializer(many=True, help_text="Over the last two days.")
    planned = PlannedSerializer(many=True)
