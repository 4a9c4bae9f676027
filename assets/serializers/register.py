"""The asset register as the API shows and takes it."""

from rest_framework import serializers

from assets.models import Asset, AssetType, Disposal
from assets.moves import BY_MOVE
from assets.questions import KINDS, LONGEST_NAME
from assets.workflow.ending import LONGEST_REASON
from assets.workflow.sorts import LONGEST_LIFE
from servicedesk.models import Person, Room, School
from servicedesk.strict import SeenField, SeenSlugField, StrictFields, StrictSerializer

BY_HAND = [state for state in Asset.State if state not in BY_MOVE]


class QuestionSerializer(StrictSerializer):
    """A question; leave out `key` for a new one. It names the answer in `details` of each thing, and never changes."""

    key = serializers.CharField(max_length=60, required=False)
    name = serializers.CharField(max_length=LONGEST_NAME)
    kind = serializers.ChoiceField(choices=list(KINDS.items()), default="text")
    choices = serializers.ListField(child=serializers.CharField(max_length=LONGEST_NAME), required=False, max_length=60)


class AssetTypeSerializer(StrictFields, serializers.ModelSerializer):
    """A sort of thing: its name, its planned life, and what is asked of each."""

    lifetime_years = serializers.IntegerField(
        min_value=1, max_value=LONGEST_LIFE, required=False, allow_null=True, default=None
    )
    questions = QuestionSerializer(many=True, required=False)

    class Meta:
        model = AssetType
        fields = ["id", "name", "lifetime_years", "questions"]
        extra_kwargs = {"name": {"validators": []}}  # the move looks


class DisposalSerializer(StrictFields, serializers.ModelSerializer):
    """How a thing left, and what became of the data on it."""

    class Meta:
        model = Disposal
        fields = [
            *("disposed_on", "method", "to", "reason", "proceeds", "certificate_number"),
            *("data", "data_method", "data_by", "data_on"),
        ]


class ToldDisposalSerializer(DisposalSerializer):
    """The same, with who wrote it down."""

    recorded_by = serializers.CharField(source="recorded_by.name", read_only=True)

    class Meta(DisposalSerializer.Meta):
        fields = [*DisposalSerializer.Meta.fields, "recorded_by", "recorded_at"]
        read_only_fields = fields


class BringBackSerializer(StrictSerializer):
    """Why it is here after all, and what it is now."""

    reason = serializers.CharField(max_length=LONGEST_REASON)
    state = serializers.ChoiceField(choices=BY_HAND, default=Asset.State.IN_STOCK)


class AssetSerializer(StrictFields, serializers.ModelSerializer):
    """A thing with a tag: what it is, where, who answers for it, and what its sort asks (`details`, by key)."""

    school = SeenSlugField(slug_field="code", queryset=School.objects.all())
    type = SeenField(queryset=AssetType.objects.all())
    room = SeenField(queryset=Room.objects.all(), required=False, allow_null=True, default=None)
    custodian = SeenField(queryset=Person.objects.all(), required=False, allow_null=True)
    details = serializers.DictField(required=False)
    disposal = ToldDisposalSerializer(read_only=True, allow_null=True)

    class Meta:
        model = Asset
        fields = [
            *("id", "school", "tag", "name", "type", "room", "state", "make", "model", "serial", "custodian"),
            *("details", "notes", "supplier", "order_number", "funding", "bought_on", "cost", "warranty_until"),
            *("contract", "audited_at", "reported_at", "disposal"),
        ]
        read_only_fields = ["audited_at", "reported_at"]
        validators: list = []  # the move looks


class AddAssetSerializer(AssetSerializer):
    """A new thing; `new_type` names a sort that is not known yet."""

    type = SeenField(queryset=AssetType.objects.all(), required=False)
    new_type = serializers.CharField(max_length=100, required=False, write_only=True)
    state = serializers.ChoiceField(choices=BY_HAND, default=Asset.State.IN_USE)

    class Meta(AssetSerializer.Meta):
        fields = [*AssetSerializer.Meta.fields, "new_type"]


class ChangeAssetSerializer(AssetSerializer):
    """Another place, state, name or tag; a thing never changes school. Of `details`, only what is named is changed."""

    school = serializers.SlugRelatedField(slug_field="code", read_only=True)
