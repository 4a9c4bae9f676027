"""The committee as the API shows and takes it."""

from rest_framework import serializers

from changes.models import Change, Meeting, MeetingItem
from incidents.serializers.moves import text
from servicedesk.models import Person, School
from servicedesk.strict import SeenField, SeenSlugField, StrictFields, StrictSerializer


class MeetingItemSerializer(StrictFields, serializers.ModelSerializer):
    """One change on the agenda; `step`: what is asked about it, empty where nothing is."""

    class Meta:
        model = MeetingItem
        fields = ["id", "meeting", "place", "change", "step", "minutes", "decision", "decided_at"]
        read_only_fields = ["meeting", "place", "change", "step", "decision", "decided_at"]


class MeetingSerializer(StrictFields, serializers.ModelSerializer):
    """A meeting of the committee; `school` null: of the whole trust. What waits is on its agenda from the start."""

    school = SeenSlugField(
        slug_field="code", queryset=School.objects.all(), required=False, allow_null=True, default=None
    )
    chair = SeenField(queryset=Person.objects.all(), required=False, allow_null=True, default=None)
    members = SeenField(queryset=Person.objects.all(), many=True, required=False, default=list)
    title = serializers.CharField(max_length=200, required=False, default="Change committee")
    place = serializers.CharField(max_length=200, required=False, allow_blank=True, default="")

    class Meta:
        model = Meeting
        fields = ["id", "school", "title", "held_at", "place", "chair", "members", "present", "notes", "closed_at"]
        read_only_fields = ["present", "notes", "closed_at"]


class ChangeMeetingSerializer(MeetingSerializer):
    """What is different; a meeting never changes school."""

    school = serializers.SlugRelatedField(slug_field="code", read_only=True)


class AgendaSerializer(StrictSerializer):
    """Changes for the end of the agenda."""

    changes = SeenField(queryset=Change.objects.all(), many=True, allow_empty=False)


class MinuteSerializer(StrictSerializer):
    """Who was there, and what else was talked about."""

    present = SeenField(queryset=Person.objects.all(), many=True)
    notes = text(required=False, allow_blank=True, default="")


class DecideItemSerializer(StrictSerializer):
    """What the committee decided; a no says why in its minutes."""

    yes = serializers.BooleanField()
    minutes = text(required=False, allow_blank=True, default="")


class MoveItemSerializer(StrictSerializer):
    """One place later, or earlier."""

    later = serializers.BooleanField()


class SentSerializer(serializers.Serializer):
    """How many letters are on their way."""

    sent = serializers.IntegerField()
