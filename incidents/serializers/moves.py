"""What each move asks; the fields are the words of its function in `workflow`."""

from rest_framework import serializers

from incidents.forms import MOST_MINUTES
from incidents.models import Incident
from incidents.priority import Impact, Priority, Urgency
from servicedesk.models import Person, Team
from servicedesk.roles import Permission
from servicedesk.strict import IdField, SeenField, StrictSerializer
from sla.models import ClockKind, PauseReason

LONGEST = 20_000
LONGEST_EXCUSE = 500


def text(**facts):
    """Words of a person."""
    return serializers.CharField(max_length=LONGEST, **facts)


def minutes():
    """Working time that a person gives."""
    return serializers.IntegerField(min_value=0, max_value=MOST_MINUTES, required=False)


class WorkerField(IdField):
    """Somebody who works on records of this school, by their id."""

    def get_queryset(self):
        """Those who may be given the record."""
        return Person.objects.who_may(Permission.WORK, self.context["incident"].school)


class TeamField(IdField):
    """A team of this school, by its id."""

    def get_queryset(self):
        """Those of the record's school."""
        return Team.objects.filter(school=self.context["incident"].school)


class AssignSerializer(StrictSerializer):
    assignee = WorkerField(queryset=Person.objects.all())
    team = TeamField(queryset=Team.objects.all(), required=False, allow_null=True)
    note = text(required=False, allow_blank=True)


class WaitSerializer(StrictSerializer):
    reason = serializers.ChoiceField(choices=PauseReason.choices)
    follow_up_on = serializers.DateField()
    note = text(required=False, allow_blank=True, help_text="Sent to the requester when it waits for them.")
    minutes = minutes()
    seen = serializers.IntegerField(required=False, min_value=0, max_value=2**63 - 1, help_text="As in `reply`.")


class ResolveSerializer(StrictSerializer):
    resolution = text()
    workaround = text(required=False, allow_blank=True)
    minutes = minutes()


class ConfirmSerializer(StrictSerializer):
    satisfied = serializers.BooleanField(required=False, allow_null=True, default=None)


class ReasonSerializer(StrictSerializer):
    reason = text()


class DuplicateSerializer(StrictSerializer):
    original = SeenField(queryset=Incident.objects.all())


class PrioritiseSerializer(StrictSerializer):
    impact = serializers.ChoiceField(choices=Impact.choices)
    urgency = serializers.ChoiceField(choices=Urgency.choices)
    priority = serializers.ChoiceField(choices=Priority.choices, required=False, allow_null=True)
    reason = serializers.CharField(max_length=300, required=False, allow_blank=True)


class OutageSerializer(StrictSerializer):
    is_outage = serializers.BooleanField()
    reason = text(required=False, allow_blank=True)


class ExcusingSerializer(StrictSerializer):
    which = serializers.ChoiceField(choices=ClockKind.choices, help_text="The promise that was missed.")
    reason = serializers.CharField(max_length=LONGEST_EXCUSE)


class WordsSerializer(StrictSerializer):
    text = text()
    minutes = minutes()


class ReplySerializer(WordsSerializer):
    seen = serializers.IntegerField(
        required=False,
        min_value=0,
        max_value=2**63 - 1,
        help_text="The newest line of the timeline that the writer knew; if somebody spoke since, nothing is sent.",
    )
