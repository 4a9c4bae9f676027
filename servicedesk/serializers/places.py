"""Schools, buildings, rooms and teams. A school is named by its code everywhere in the API."""

from base64 import b64decode

from rest_framework import serializers

from servicedesk.models import Building, Room, School, Team
from servicedesk.strict import SeenField, SeenSlugField, StrictFields, StrictSerializer


class SchoolSerializer(serializers.ModelSerializer):
    """A school, with whom to tell about a worry for a child."""

    class Meta:
        model = School
        fields = ["code", "name", "nation", "zone", "safeguarding_contact", "safeguarding_phone", "pupils"]
        read_only_fields = fields


class ChangeSchoolSerializer(StrictFields, serializers.ModelSerializer):
    """What may be said of a school beside its name."""

    class Meta:
        model = School
        fields = ["pupils"]
        extra_kwargs = {"pupils": {"min_value": 1, "max_value": 100_000}}


class Base64Field(serializers.CharField):
    """A file as JSON can hold it: its bytes in base64."""

    def to_internal_value(self, data):
        """The bytes; anything that is no base64 is refused."""
        try:
            return b64decode(super().to_internal_value(data), validate=True)
        except ValueError:
            raise serializers.ValidationError("This is no base64.") from None


class CrestSerializer(StrictSerializer):
    """A crest: a PNG or JPEG."""

    picture = Base64Field(max_length=1_400_000)


class BuildingSerializer(serializers.ModelSerializer):
    """A block of a school."""

    school = serializers.SlugRelatedField(slug_field="code", read_only=True)

    class Meta:
        model = Building
        fields = ["id", "school", "name"]
        read_only_fields = fields


class RoomSerializer(StrictFields, serializers.ModelSerializer):
    """A room as people call it."""

    school = SeenSlugField(slug_field="code", queryset=School.objects.all())
    building = SeenField(queryset=Building.objects.all(), required=False, allow_null=True, default=None)

    class Meta:
        model = Room
        fields = ["id", "school", "building", "name"]
        validators: list = []  # the move looks


class ChangeRoomSerializer(RoomSerializer):
    """Another name or building; a room never changes school."""

    school = serializers.SlugRelatedField(slug_field="code", read_only=True)


class TeamSerializer(serializers.ModelSerializer):
    """People of the desk to whom work is passed."""

    school = serializers.SlugRelatedField(slug_field="code", read_only=True)

    class Meta:
        model = Team
        fields = ["id", "school", "name"]
        read_only_fields = fields
