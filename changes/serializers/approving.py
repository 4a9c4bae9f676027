"""Approvals, rules and deputies as the API shows and takes them."""

from rest_framework import serializers

from changes.models import Approval, ApproverRule, Deputy, Risk, Wants
from incidents.serializers.moves import text
from servicedesk.models import Person, School
from servicedesk.strict import SeenField, SeenSlugField, StrictFields, StrictSerializer


class ApprovalSerializer(serializers.ModelSerializer):
    """One person asked for one step of a change, and what they said; `decided_by` is another where one stood in."""

    class Meta:
        model = Approval
        fields = [
            "id",
            "change",
            "step",
            "round",
            "wants",
            "approver",
            "asked_at",
            "decision",
            "decided_at",
            "decided_by",
            "way",
            "note",
            "lapsed_at",
        ]


class AnswerSerializer(StrictSerializer):
    """A yes, with a note if one likes. `round`: the asking that was read; an answer to another is refused."""

    note = text(required=False, allow_blank=True, default="")
    round = serializers.IntegerField(min_value=1, max_value=32767, required=False, allow_null=True, default=None)


class PeerReviewSerializer(AnswerSerializer):
    """Does the plan hold? If not it goes back, and the note says why."""

    holds = serializers.BooleanField(required=False, default=True)


class AfterwardsSerializer(AnswerSerializer):
    """Was it right to make it without asking? If not, the note says why."""

    agrees = serializers.BooleanField(required=False, default=True)


class RejectSerializer(AnswerSerializer):
    """A no, and why."""

    note = text()


class DecideSerializer(StrictSerializer):
    """Yes or no to one question; a no says why."""

    yes = serializers.BooleanField()
    note = text(required=False, allow_blank=True, default="")


class ApproverRuleSerializer(StrictFields, serializers.ModelSerializer):
    """Who is asked for a step, from a risk upwards; `school` null: at every school without a rule of its own."""

    school = SeenSlugField(
        slug_field="code", queryset=School.objects.all(), required=False, allow_null=True, default=None
    )
    risk = serializers.ChoiceField(choices=Risk.choices, required=False, default=Risk.LOW)
    wants = serializers.ChoiceField(choices=Wants.choices, required=False, default=Wants.ANY)
    people = SeenField(queryset=Person.objects.all(), many=True)

    class Meta:
        model = ApproverRule
        fields = ["id", "school", "step", "risk", "wants", "people", "changed_at"]
        read_only_fields = ["changed_at"]
        validators: list = []  # the move says it in a sentence


class CorrectApproverRuleSerializer(ApproverRuleSerializer):
    """What is different; a rule never changes school."""

    school = serializers.SlugRelatedField(slug_field="code", read_only=True)


class DeputySerializer(StrictFields, serializers.ModelSerializer):
    """Who answers for whom from day to day, both ends included; `last` null: until further notice."""

    person = SeenField(queryset=Person.objects.all())
    deputy = SeenField(queryset=Person.objects.all())
    last = serializers.DateField(required=False, allow_null=True, default=None)

    class Meta:
        model = Deputy
        fields = ["id", "person", "deputy", "first", "last", "named_at"]
        read_only_fields = ["named_at"]


class ChangeDeputySerializer(DeputySerializer):
    """Other days, or somebody else; for whom they stand in stays."""

    person = serializers.PrimaryKeyRelatedField(read_only=True)
