"""A record and its story. What only the desk may know stands apart, under `desk`, and is null for everyone else."""

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from assets.models import Asset
from incidents import timeline
from incidents.models import Incident, IncidentEntry
from incidents.models.incident import NEVER
from incidents.outcomes import CHOICES as OUTCOMES
from servicedesk.models import Category, Room
from servicedesk.roles import Permission
from servicedesk.serializers.people import NamedSerializer
from servicedesk.serializers.places import TeamSerializer
from sla.models import PauseReason
from sla.serializers_clocks import ClockSerializer


class RoomOfSerializer(serializers.ModelSerializer):
    class Meta:
        model = Room
        fields = ["id", "name"]


class AssetOfSerializer(serializers.ModelSerializer):
    class Meta:
        model = Asset
        fields = ["id", "tag", "name"]


class CategoryOfSerializer(serializers.ModelSerializer):
    class Meta:
        model = Category
        fields = ["id", "name"]


class DeskSerializer(serializers.ModelSerializer):
    """The desk's own part of a record."""

    team = TeamSerializer(allow_null=True)
    next_due = serializers.SerializerMethodField()
    outcome = serializers.ChoiceField(choices=OUTCOMES, read_only=True)
    response_clock = ClockSerializer(allow_null=True)
    resolution_clock = ClockSerializer(allow_null=True)
    facts = serializers.DictField()

    class Meta:
        model = Incident
        fields = [
            "impact",
            "urgency",
            "priority_reason",
            "is_outage",
            "team",
            "assigned_at",
            "reassigned",
            "wait_note",
            "workaround",
            "minutes_spent",
            "close_on",
            "next_due",
            "outcome",
            "response_clock",
            "resolution_clock",
            "source",
            "source_reference",
            "facts",
        ]
        read_only_fields = fields

    @extend_schema_field(serializers.DateTimeField(allow_null=True))
    def get_next_due(self, incident):
        """When its next clock runs out; null where none runs."""
        return None if incident.next_due == NEVER else serializers.DateTimeField().to_representation(incident.next_due)


class IncidentSerializer(serializers.ModelSerializer):
    """A fault, a request or a question."""

    reference = serializers.CharField(read_only=True, help_text="The number people say on the phone.")
    url = serializers.CharField(source="get_absolute_url", read_only=True, help_text="Its page.")
    school = serializers.SlugRelatedField(slug_field="code", read_only=True)
    room = RoomOfSerializer(allow_null=True)
    asset = AssetOfSerializer(allow_null=True)
    category = CategoryOfSerializer(allow_null=True)
    requester = NamedSerializer(allow_null=True)
    logged_by = NamedSerializer(allow_null=True)
    assignee = NamedSerializer(allow_null=True)
    resolved_by = NamedSerializer(allow_null=True)
    wait_reason = serializers.ChoiceField(choices=PauseReason.choices, allow_blank=True, read_only=True)
    question = serializers.SerializerMethodField()
    answer_due = serializers.DateTimeField(source="response_clock.due", default=None, allow_null=True, read_only=True)
    fix_due = serializers.DateTimeField(source="resolution_clock.due", default=None, allow_null=True, read_only=True)
    desk = serializers.SerializerMethodField()

    class Meta:
        model = Incident
        fields = [
            "id",
            "reference",
            "url",
            "school",
            "kind",
            "status",
            "priority",
            "summary",
            "description",
            "lesson_stopped",
            "room",
            "asset",
            "category",
            "requester",
            "logged_by",
            "channel",
            "occurred_at",
            "opened_at",
            "expected",
            "error_text",
            "checked",
            "last_worked",
            "happened_before",
            "free_when",
            "assignee",
            "wait_reason",
            "question",
            "follow_up_on",
            "answer_due",
            "fix_due",
            "first_response_at",
            "resolution",
            "resolved_at",
            "resolved_by",
            "closed_at",
            "reopened",
            "duplicate_of",
            "parent",
            "follows",
            "satisfied",
            "wrote_last",
            "wrote_last_at",
            "desk",
        ]
        read_only_fields = fields

    @extend_schema_field(serializers.CharField())
    def get_question(self, incident):
        """What the desk needs to know from the requester; empty when it waits for nothing of theirs."""
        return incident.wait_note if incident.wait_reason == PauseReason.REQUESTER else ""

    @extend_schema_field(DeskSerializer(allow_null=True))
    def get_desk(self, incident):
        """For those who may see every record of the school."""
        return DeskSerializer(incident).data if is_desk(self.context["request"].user, incident) else None


class EntrySerializer(serializers.ModelSerializer):
    """One line of a record's story. `data` is null for whoever isn't the desk."""

    by = NamedSerializer(allow_null=True)
    text = serializers.SerializerMethodField()
    data = serializers.SerializerMethodField()

    class Meta:
        model = IncidentEntry
        fields = ["id", "at", "by", "kind", "move", "text", "data"]
        read_only_fields = fields

    @extend_schema_field(serializers.CharField())
    def get_text(self, entry):
        """What was said, as far as this person may read it."""
        return entry.text if self.context["is_desk"] else timeline.public_text(entry)

    @extend_schema_field(serializers.DictField(allow_null=True))
    def get_data(self, entry):
        """The facts of the move."""
        return entry.data if self.context["is_desk"] else None


class StorySerializer(IncidentSerializer):
    """A record with its story, oldest line first."""

    timeline = serializers.SerializerMethodField()

    class Meta(IncidentSerializer.Meta):
        fields = [*IncidentSerializer.Meta.fields, "timeline"]
        read_only_fields = fields

    @extend_schema_field(EntrySerializer(many=True))
    def get_timeline(self, incident):
        """The lines that this reader may see."""
        context = {"is_desk": is_desk(self.context["request"].user, incident)}
        return EntrySerializer(self.context["story"], many=True, context=context).data


def is_desk(person, incident):
    """Does this person read the record as the desk does, or as somebody who asked?"""
    return person.may(Permission.SEE_SCHOOL, incident.school_id)
