"""Rehearsals as the API shows them, and what each move asks."""

from rest_framework import serializers

from changes.models import Change
from continuity.models import Kind, Rehearsal, RehearsalAction, RehearsalEntry, RehearsedService, Result, Status
from continuity.serializers.order import text
from problems.models import Problem
from servicedesk.models import Person, School, Service
from servicedesk.strict import IdField, SeenField, SeenSlugField, StrictSerializer

MOST_SERVICES = 100


class RehearsedServiceSerializer(serializers.ModelSerializer):
    """A service of its scope: what was agreed that day, and what it took, both in `unit`."""

    in_time = serializers.BooleanField(read_only=True, allow_null=True)

    class Meta:
        model = RehearsedService
        fields = ["service", "unit", "agreed", "took", "in_time"]
        read_only_fields = fields


class RehearsalActionSerializer(serializers.ModelSerializer):
    """What has to be done since."""

    class Meta:
        model = RehearsalAction
        fields = ["id", "words", "owner", "due_on", "change", "problem", "done_at", "done_by"]
        read_only_fields = fields


class RehearsalEntrySerializer(serializers.ModelSerializer):
    """One line of a rehearsal's story."""

    by = serializers.CharField(source="by.name", default=None, allow_null=True, read_only=True)

    class Meta:
        model = RehearsalEntry
        fields = ["at", "by", "move", "text"]
        read_only_fields = fields


class RehearsalSerializer(serializers.ModelSerializer):
    """A rehearsal with its scope, its actions and its story."""

    reference = serializers.CharField(read_only=True, help_text="The number people say.")
    school = serializers.SlugRelatedField(slug_field="code", read_only=True)
    status = serializers.ChoiceField(choices=Status.choices, read_only=True)
    kind = serializers.ChoiceField(choices=Kind.choices, read_only=True)
    scope = RehearsedServiceSerializer(many=True)
    actions = RehearsalActionSerializer(many=True)
    timeline = RehearsalEntrySerializer(source="entries", many=True)

    class Meta:
        model = Rehearsal
        fields = [
            *("id", "reference", "school", "scenario", "kind", "status", "planned_on", "lead", "held_on", "result"),
            *("learnt", "cancel_reason", "made_by", "made_at", "scope", "actions", "timeline"),
        ]
        read_only_fields = fields


class KeeperField(IdField):
    """Somebody by their id, who is still here."""

    def get_queryset(self):
        """Those the asker may see."""
        return Person.objects.visible_to(self.context["request"].user).filter(is_active=True)


class DescribeRehearsalSerializer(StrictSerializer):
    scenario = serializers.CharField(max_length=200, required=False)
    kind = serializers.ChoiceField(choices=Kind.choices, required=False)
    planned_on = serializers.DateField(required=False)
    lead = KeeperField(queryset=Person.objects.all(), required=False)
    services = serializers.ListField(
        child=SeenField(queryset=Service.objects.all()), max_length=MOST_SERVICES, required=False
    )


class PlanRehearsalSerializer(DescribeRehearsalSerializer):
    """Say when what is tried."""

    school = SeenSlugField(slug_field="code", queryset=School.objects.all())
    scenario = serializers.CharField(max_length=200)
    planned_on = serializers.DateField()


class TookField(serializers.DecimalField):
    """Hours or school days."""

    def __init__(self, **facts):
        super().__init__(max_digits=6, decimal_places=2, min_value=0, **facts)


class TookSerializer(StrictSerializer):
    """How long one service took, in the unit that is agreed for it."""

    service = serializers.IntegerField(min_value=1)
    took = TookField(allow_null=True)


class HoldRehearsalSerializer(StrictSerializer):
    held_on = serializers.DateField()
    result = serializers.ChoiceField(choices=Result.choices)
    took = TookSerializer(many=True, required=False, max_length=MOST_SERVICES)
    learnt = text()

    def validate_took(self, rows):
        """By service, as the move wants it."""
        return {row["service"]: row["took"] for row in rows}


class CancelRehearsalSerializer(StrictSerializer):
    reason = serializers.CharField(max_length=300)


class ReopenRehearsalSerializer(StrictSerializer):
    reason = text()


class AddRehearsalActionSerializer(StrictSerializer):
    words = serializers.CharField(max_length=300)
    owner = KeeperField(queryset=Person.objects.all())
    due_on = serializers.DateField()
    change = SeenField(queryset=Change.objects.all(), required=False, allow_null=True)
    problem = SeenField(queryset=Problem.objects.all(), required=False, allow_null=True)


class OwnActionField(IdField):
    """An action of this rehearsal, by its id."""

    def get_queryset(self):
        """Those of the rehearsal in hand."""
        return RehearsalAction.objects.filter(rehearsal=self.context["rehearsal"])


class FinishRehearsalActionSerializer(StrictSerializer):
    action = OwnActionField(queryset=RehearsalAction.objects.all())
