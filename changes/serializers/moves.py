"""What each move of a change asks; the fields are the words of its function in `workflow`."""

from rest_framework import serializers

from assets.models import Asset
from changes.models import Kind, Link, Outcome, StandardChange
from changes.risk import SCALE
from changes.workflow.writing import MOST_DOWNTIME, MOST_STEPS
from incidents.serializers.moves import minutes, text
from problems.models import Problem
from problems.serializers.moves import IncidentsField, many_seen
from servicedesk.models import Person, Room, School, Service
from servicedesk.roles import Permission
from servicedesk.strict import IdField, SeenField, SeenSlugField, StrictSerializer

ASKED_FOR = [(each.value, each.label) for each in (Kind.NORMAL, Kind.STANDARD, Kind.EMERGENCY)]
CAME_OF_IT = [(each.value, each.label) for each in (Outcome.SUCCESSFUL, Outcome.FAILED, Outcome.BACKED_OUT)]


class MakerField(IdField):
    """Somebody who makes changes there, by their id."""

    def get_queryset(self):
        """Those who may make the change; where it is only raised, those whom the asker may see."""
        if change := self.context.get("change"):
            return Person.objects.who_may(Permission.RECORD_CHANGES, change.school)
        return Person.objects.visible_to(self.context["request"].user)


def steps(**facts):
    """Steps in order, a sentence each."""
    line = serializers.CharField(max_length=1000, allow_blank=True)
    return serializers.ListField(child=line, max_length=MOST_STEPS, required=False, **facts)


def scale(says):
    """One of three answers, or none yet."""
    return serializers.ChoiceField(
        choices=[(number, str(number)) for number in SCALE], required=False, allow_null=True, help_text=says
    )


def maker(**facts):
    """Who makes it."""
    return MakerField(queryset=Person.objects.all(), required=False, allow_null=True, **facts)


class WindowSerializer(StrictSerializer):
    starts_at = serializers.DateTimeField(required=False, allow_null=True)
    ends_at = serializers.DateTimeField(required=False, allow_null=True)


class PlanSerializer(WindowSerializer):
    procedure = steps(help_text="How it is made, step by step.")
    back_out = steps(help_text="How it is undone, step by step.")
    impact_during = text(required=False, allow_blank=True)
    downtime_minutes = serializers.IntegerField(min_value=0, max_value=MOST_DOWNTIME, required=False, allow_null=True)
    if_it_fails = text(required=False, allow_blank=True)
    impact = scale("What a failure would do: 1 small to 3 great.")
    likelihood = scale("How likely a failure is: 1 to 3.")
    implementer = maker()
    contact = serializers.CharField(max_length=200, required=False, allow_blank=True)


class DescribeChangeSerializer(PlanSerializer):
    title = serializers.CharField(max_length=200, required=False)
    reason = text(required=False)
    details = text(required=False, allow_blank=True)
    service = SeenField(queryset=Service.objects.all(), required=False, allow_null=True)
    problem = SeenField(queryset=Problem.objects.all(), required=False, allow_null=True)
    assets = many_seen(Asset, required=False)
    rooms = many_seen(Room, required=False)


class RaiseChangeSerializer(WindowSerializer):
    """A change that is asked for; `school` null: in several schools."""

    kind = serializers.ChoiceField(choices=ASKED_FOR)
    school = SeenSlugField(slug_field="code", queryset=School.objects.all(), required=False, allow_null=True)
    template = SeenField(queryset=StandardChange.objects.select_related("service"), required=False, allow_null=True)
    title = serializers.CharField(max_length=200, required=False)
    reason = text(required=False, allow_blank=True)
    details = text(required=False, allow_blank=True)
    service = SeenField(queryset=Service.objects.all(), required=False, allow_null=True)
    problem = SeenField(queryset=Problem.objects.all(), required=False, allow_null=True)
    assets = many_seen(Asset, required=False)
    rooms = many_seen(Room, required=False)
    implementer = maker()
    contact = serializers.CharField(max_length=200, required=False, allow_blank=True)


class RescheduleSerializer(StrictSerializer):
    starts_at = serializers.DateTimeField()
    ends_at = serializers.DateTimeField()
    implementer = maker()
    reason = text()


class AnnounceSerializer(StrictSerializer):
    """Who will notice is worked out (`affected`): who else should know, and who of them needs no letter."""

    note = text(required=False, allow_blank=True)
    also = many_seen(Person, required=False)
    left_out = many_seen(Person, required=False)


class ImplementSerializer(StrictSerializer):
    made_at = serializers.DateTimeField(required=False, allow_null=True)
    made_by = maker()
    minutes = minutes()
    note = text(required=False, allow_blank=True)


class BackOutSerializer(StrictSerializer):
    note = text(help_text="What happened, and how it was undone.")
    minutes = minutes()


class RecordInAssetsSerializer(StrictSerializer):
    note = text(help_text="What was put down in the register, or that nothing had to be.")


class CloseChangeSerializer(StrictSerializer):
    outcome = serializers.ChoiceField(choices=CAME_OF_IT)
    outcome_note = text(required=False, allow_blank=True)
    minutes = minutes()


class ReviewChangeSerializer(StrictSerializer):
    objectives_met = serializers.BooleanField()
    on_time = serializers.BooleanField()
    lessons = text(required=False, allow_blank=True)


class LinkIncidentSerializer(StrictSerializer):
    incidents = IncidentsField(allow_empty=False)
    link = serializers.ChoiceField(choices=Link.choices, required=False)


class UnlinkIncidentSerializer(StrictSerializer):
    incidents = IncidentsField(allow_empty=False)
