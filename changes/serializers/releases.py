"""Releases as the API shows them, and what each move asks; the fields are the words of its function in `workflow`."""

from rest_framework import serializers

from assets.models import Asset, SoftwareMaster
from changes.models import Change, Release, ReleaseStatus, RolloutRoom, RolloutState
from changes.presentation.releases import progress_of
from changes.workflow.releases import MOST_CHANGES, MOST_ROOMS, MOST_STEPS
from incidents.serializers.moves import text
from servicedesk.models import Person, Room, School, Service
from servicedesk.strict import IdField, SeenField, SeenSlugField, StrictSerializer


def many(model, most, **facts):
    """Several rows by their ids; one that the asker may not see does not exist for them."""
    return serializers.ListField(child=SeenField(queryset=model.objects.all()), max_length=most, **facts)


def steps(**facts):
    """Steps in order, a sentence each."""
    return serializers.ListField(
        child=serializers.CharField(max_length=1000, allow_blank=True), max_length=MOST_STEPS, required=False, **facts
    )


class RolloutRoomSerializer(serializers.ModelSerializer):
    """A room of the plan, or one thing in it, and how far it is."""

    class Meta:
        model = RolloutRoom
        fields = ["id", "place", "room", "asset", "is_pilot", "planned_on", "state", "done_at", "done_by", "note"]
        read_only_fields = fields


class ReleaseSerializer(serializers.ModelSerializer):
    """A release with its rooms in order; `school` null: in several schools."""

    reference = serializers.CharField(read_only=True, help_text="The number people say.")
    school = serializers.SlugRelatedField(slug_field="code", read_only=True, allow_null=True)
    status = serializers.ChoiceField(choices=ReleaseStatus.choices, read_only=True)
    rooms = RolloutRoomSerializer(many=True)
    progress = serializers.SerializerMethodField()
    changes = serializers.SerializerMethodField()

    class Meta:
        model = Release
        fields = [
            *("id", "reference", "school", "name", "version", "service", "owner", "status", "design", "installation"),
            *("roll_back", "software", "stability_test", "stability_passed", "stability_result", "stability_by"),
            *("stability_at", "acceptance_test", "acceptance_passed", "acceptance_result", "acceptance_by"),
            *("acceptance_at", "pilot_until", "pilot_result", "made_by", "made_at", "ended_at"),
            *("progress", "rooms", "changes"),
        ]
        read_only_fields = fields

    def get_progress(self, release) -> str:
        """7 of 12 rooms."""
        return progress_of(release.rooms.all())["words"]

    def get_changes(self, release) -> list[int]:
        """Those that belong to it, as far as the asker may see them."""
        reader = self.context["request"].user
        return list(release.changes.visible_to(reader).order_by("pk").values_list("pk", flat=True))


class ReleaseRowSerializer(serializers.ModelSerializer):
    """A release in a list."""

    reference = serializers.CharField(read_only=True, help_text="The number people say.")
    school = serializers.SlugRelatedField(slug_field="code", read_only=True, allow_null=True)
    rooms = serializers.IntegerField(source="of")
    rooms_done = serializers.IntegerField(source="done")

    class Meta:
        model = Release
        fields = [
            *("id", "reference", "school", "name", "version", "service", "owner", "status", "made_at", "ended_at"),
            *("rooms", "rooms_done"),
        ]
        read_only_fields = fields


class BuildSerializer(StrictSerializer):
    """The build procedure."""

    version = serializers.CharField(max_length=60, required=False, allow_blank=True)
    service = SeenField(queryset=Service.objects.all(), required=False, allow_null=True)
    owner = SeenField(queryset=Person.objects.all(), required=False)
    design = text(required=False, allow_blank=True)
    installation = steps()
    roll_back = steps()
    software = many(SoftwareMaster, 50, required=False, help_text="Masters that it installs.")
    stability_test = text(required=False, allow_blank=True)
    acceptance_test = text(required=False, allow_blank=True)


class DesignSerializer(BuildSerializer):
    name = serializers.CharField(max_length=200)
    school = SeenSlugField(slug_field="code", queryset=School.objects.all(), allow_null=True)


class DescribeSerializer(BuildSerializer):
    """What isn’t sent stays as it is."""

    name = serializers.CharField(max_length=200, required=False)


class PilotSerializer(StrictSerializer):
    people = many(Person, 200, required=False)
    until = serializers.DateField(required=False, allow_null=True)


class PlannedRoomSerializer(StrictSerializer):
    room = SeenField(queryset=Room.objects.all())
    asset = SeenField(queryset=Asset.objects.all(), required=False, allow_null=True)
    planned_on = serializers.DateField(required=False, allow_null=True)
    is_pilot = serializers.BooleanField(required=False)


class RoomsSerializer(StrictSerializer):
    """All of them, in the order in which they get it."""

    rooms = serializers.ListField(child=PlannedRoomSerializer(), max_length=MOST_ROOMS)


class ChangesSerializer(StrictSerializer):
    changes = many(Change, MOST_CHANGES)


class SignTestSerializer(StrictSerializer):
    which = serializers.ChoiceField(choices=["stability", "acceptance"])
    passed = serializers.BooleanField()
    result = text()


class RollOutSerializer(StrictSerializer):
    pilot_result = text(required=False, allow_blank=True, help_text="Needed after a pilot.")


class RolloutField(IdField):
    """A room of the plan, by the id it has there."""

    def get_queryset(self):
        """Those of this release."""
        return RolloutRoom.objects.filter(release=self.context["release"])


class MarkRoomSerializer(StrictSerializer):
    room = RolloutField(queryset=RolloutRoom.objects.all())
    state = serializers.ChoiceField(choices=[s.value for s in RolloutState if s != RolloutState.ROLLED_BACK])
    note = serializers.CharField(max_length=300, required=False, allow_blank=True)


class RollBackRoomSerializer(StrictSerializer):
    room = RolloutField(queryset=RolloutRoom.objects.all())
    note = serializers.CharField(max_length=300)


class FinishSerializer(StrictSerializer):
    note = text(required=False, allow_blank=True)


class NoteTextSerializer(StrictSerializer):
    text = text()


class ReleaseEntrySerializer(serializers.Serializer):
    """One line of its story."""

    at = serializers.DateTimeField()
    by = serializers.IntegerField(source="by_id", allow_null=True)
    kind = serializers.CharField()
    move = serializers.CharField()
    text = serializers.CharField()
    data = serializers.DictField()


class LicenceCheckSerializer(serializers.Serializer):
    """Of one title: how many things of the rooms have no licence, and how many are left (null: as many as needed)."""

    software = serializers.IntegerField(source="software.pk")
    name = serializers.CharField(source="software.name")
    needed = serializers.IntegerField()
    left = serializers.IntegerField(allow_null=True)
    is_short = serializers.BooleanField()
    is_sure = serializers.BooleanField(help_text="False: nothing has the title yet, so `needed` is the most it can be.")
    says = serializers.CharField()
