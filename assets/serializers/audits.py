"""Stocktakes and looks at things as the API shows and takes them."""

from rest_framework import serializers

from assets.models import Asset, Audit, Condition, Stocktake
from servicedesk.models import Room, School
from servicedesk.strict import SeenField, SeenSlugField, StrictSerializer


class AuditSerializer(serializers.ModelSerializer):
    """One look: where the register had the thing, where it was found, and how it looked."""

    tag = serializers.CharField(source="asset.tag", read_only=True)

    class Meta:
        model = Audit
        fields = [
            *("id", "asset", "tag", "stocktake", "at", "by", "expected", "found", "was_as_expected"),
            *("condition", "note"),
        ]
        read_only_fields = fields


class NoteAuditSerializer(StrictSerializer):
    """Somebody stands before a thing. `put_right` writes the room where it was found into the register."""

    asset = SeenField(queryset=Asset.objects.all())
    found = SeenField(queryset=Room.objects.all(), required=False, allow_null=True, default=None)
    condition = serializers.ChoiceField(choices=Condition.choices, default=Condition.GOOD)
    note = serializers.CharField(max_length=300, required=False, allow_blank=True, default="")
    put_right = serializers.BooleanField(default=True)


class StocktakeSerializer(serializers.ModelSerializer):
    """A time in which everything is looked at."""

    school = serializers.SlugRelatedField(slug_field="code", read_only=True)

    class Meta:
        model = Stocktake
        fields = ["id", "school", "name", "begun_at", "begun_by", "ended_at", "ended_by"]
        read_only_fields = fields


class StocktakeRoomSerializer(serializers.Serializer):
    """How far it is in one room; null for things that the register has in no room."""

    room = serializers.IntegerField(source="room.pk", allow_null=True, default=None)
    name = serializers.CharField(source="room.name", allow_null=True, default=None)
    seen = serializers.IntegerField()
    elsewhere = serializers.IntegerField()
    missing = serializers.IntegerField()
    to_see = serializers.IntegerField()
    extra = serializers.IntegerField()


class StocktakeOutcomeSerializer(serializers.Serializer):
    """How far a stocktake is or what came of it; `accuracy` in per cent, null before the first look."""

    looked = serializers.IntegerField()
    seen = serializers.IntegerField()
    elsewhere = serializers.IntegerField()
    missing = serializers.IntegerField()
    to_see = serializers.IntegerField()
    extra = serializers.IntegerField()
    accuracy = serializers.FloatField(allow_null=True)
    rooms = StocktakeRoomSerializer(source="lines", many=True)


class BeginStocktakeSerializer(StrictSerializer):
    """A new stocktake."""

    school = SeenSlugField(slug_field="code", queryset=School.objects.all())
    name = serializers.CharField(max_length=100)


class EndStocktakeSerializer(StrictSerializer):
    """Its end."""

    rest_missing = serializers.BooleanField(default=False)


class ChangedSerializer(serializers.Serializer):
    """How many things were changed."""

    changed = serializers.IntegerField()
