"""The asset register as the API shows and takes it."""

from rest_framework import serializers

from assets.models import Asset, AssetType
from servicedesk.models import Room, School
from servicedesk.strict import SeenField, SeenSlugField, StrictFields


class AssetTypeSerializer(serializers.ModelSerializer):
    """A sort of thing."""

    class Meta:
        model = AssetType
        fields = ["id", "name"]
        read_only_fields = fields


class AssetSerializer(StrictFields, serializers.ModelSerializer):
    """A thing with a tag: what it is and where."""

    school = SeenSlugField(slug_field="code", queryset=School.objects.all())
    type = SeenField(queryset=AssetType.objects.all())
    room = SeenField(queryset=Room.objects.all(), required=False, allow_null=True, default=None)

    class Meta:
        model = Asset
        fields = ["id", "school", "tag", "name", "type", "room", "state"]
        validators: list = []  # the move looks


class AddAssetSerializer(AssetSerializer):
    """A new thing; `new_type` names a sort that is not known yet."""

    type = SeenField(queryset=AssetType.objects.all(), required=False)
    new_type = serializers.CharField(max_length=100, required=False, write_only=True)

    class Meta(AssetSerializer.Meta):
        fields = [*AssetSerializer.Meta.fields, "new_type"]


class ChangeAssetSerializer(AssetSerializer):
    """Another place, state, name or tag; a thing never changes school."""

    school = serializers.SlugRelatedField(slug_field="code", read_only=True)
