"""Freezes, windows and feeds as the API shows and takes them."""

from collections import Counter
from datetime import timedelta

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from assets.models import Asset
from changes.clash_words import ClashKind, Weight
from changes.models import Change, Freeze
from servicedesk.models import Person, Room, School, Service
from servicedesk.strict import SeenField, SeenSlugField, StrictSerializer

LONGEST = timedelta(days=62)
FAR = timedelta(days=5 * 366)
LISTED = 20  # clashes of a kind


class FreezeSerializer(serializers.ModelSerializer):
    """Days on which nothing is changed; without a school at every one. `ended_at`: when they were taken back."""

    school = serializers.SlugRelatedField(slug_field="code", read_only=True, allow_null=True)

    class Meta:
        model = Freeze
        fields = ["id", "school", "title", "first", "last", "reason", "made_by", "made_at", "ended_at", "ended_by"]
        read_only_fields = fields


class NewFreezeSerializer(StrictSerializer):
    """Days on which nothing shall be changed."""

    school = SeenSlugField(slug_field="code", queryset=School.objects.all(), required=False, allow_null=True)
    title = serializers.CharField(max_length=200)
    first = serializers.DateField()
    last = serializers.DateField()
    reason = serializers.CharField(required=False, allow_blank=True, max_length=5000)


class AskedWindowSerializer(StrictSerializer):
    """A window, and what would be touched in it: a change that is there, or school, things and people.

    For a `change` all but the window and the implementer come from it. `noticed`: people notice while it is made.
    """

    change = SeenField(queryset=Change.objects.all(), required=False, allow_null=True)
    starts_at = serializers.DateTimeField()
    ends_at = serializers.DateTimeField()
    school = SeenSlugField(slug_field="code", queryset=School.objects.all(), required=False, allow_null=True)
    service = SeenField(queryset=Service.objects.all(), required=False, allow_null=True)
    assets = SeenField(queryset=Asset.objects.all(), many=True, required=False)
    rooms = SeenField(queryset=Room.objects.all(), many=True, required=False)
    implementer = SeenField(queryset=Person.objects.all(), required=False, allow_null=True)
    noticed = serializers.BooleanField(required=False, default=True)

    def validate(self, said):
        """It ends after it begins, is no longer than two months, and lies in these years."""
        start, end = said["starts_at"], said["ends_at"]
        if abs(start - self.context["at"]) > FAR:
            raise serializers.ValidationError({"starts_at": "Choose a day within five years."})
        if end <= start:
            raise serializers.ValidationError({"ends_at": "It ends before it begins."})
        if end - start > LONGEST:
            raise serializers.ValidationError({"ends_at": "A window lasts two months at most."})
        return said


class ClashSerializer(serializers.Serializer):
    """One thing that speaks against a window; `path` leads to more of it."""

    kind = serializers.ChoiceField(choices=list(ClashKind))
    weight = serializers.ChoiceField(choices=list(Weight))
    sentence = serializers.CharField()
    path = serializers.CharField(source="url")


class FreeSerializer(serializers.Serializer):
    """The next window of the same length against which nothing speaks."""

    starts_at = serializers.DateTimeField(source="window.start")
    ends_at = serializers.DateTimeField(source="window.end")
    when = serializers.CharField(help_text="Which hours these are: after school, in the holidays.")
    clock_change = serializers.CharField(help_text="A sentence where the clocks change meanwhile, else empty.")


class FoundSerializer(serializers.Serializer):
    """What speaks against a window; nothing is forbidden by it. Of each kind of clash the gravest are listed."""

    is_free = serializers.BooleanField()
    clashes = serializers.SerializerMethodField(help_text=f"The gravest first, {LISTED} of a kind at most.")
    counts = serializers.SerializerMethodField(help_text="How many there are of each kind, listed or not.")
    next_free = serializers.SerializerMethodField()
    clock_change = serializers.CharField()

    @extend_schema_field(ClashSerializer(many=True))
    def get_clashes(self, found):
        """So many of each kind."""
        seen: Counter[str] = Counter()
        listed = []
        for clash in found.clashes:
            seen[clash.kind] += 1
            if seen[clash.kind] <= LISTED:
                listed.append(clash)
        return ClashSerializer(listed, many=True).data

    @extend_schema_field(serializers.DictField(child=serializers.IntegerField()))
    def get_counts(self, found):
        """All of them, by kind."""
        return dict(Counter(clash.kind.value for clash in found.clashes))

    @extend_schema_field(FreeSerializer(allow_null=True))
    def get_next_free(self, found):
        """The next free one, if there is one in twelve weeks."""
        return FreeSerializer(found.free).data if found.free else None


class FeedSerializer(serializers.Serializer):
    """The secret address of one's own calendar feed; null where none was made."""

    address = serializers.CharField(allow_null=True)
    made_at = serializers.DateTimeField(allow_null=True)
    read_at = serializers.DateTimeField(allow_null=True)
