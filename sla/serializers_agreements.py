"""Agreements as the API takes and shows them."""

from rest_framework import serializers

from servicedesk.models import School, Service, Team
from servicedesk.roles import CHOICES
from servicedesk.strict import IdField, SeenField, SeenSlugField, StrictSerializer
from sla.agreement_rules import MOST_DAYS, MOST_MINUTES, MOST_PERCENT, StepFacts, TargetFacts
from sla.agreement_workflow import mark_of
from sla.models import (
    Agreement,
    AgreementKind,
    AgreementVersion,
    ClockKind,
    EscalationStep,
    PauseReason,
    Signature,
    Target,
    Unit,
)
from sla.serializers_changes import DifferenceSerializer, EffectSerializer
from sla.underpinning import Problem

LONG = 20_000


class TargetSerializer(serializers.ModelSerializer):
    """How soon, for one priority and one clock."""

    class Meta:
        model = Target
        fields = ["kind", "priority", "amount", "unit", "goal"]
        read_only_fields = fields


class EscalationStepSerializer(serializers.ModelSerializer):
    """Whom to tell at which share of a target, or how many open minutes before it runs out."""

    tell_role = serializers.ChoiceField(choices=CHOICES, allow_blank=True, read_only=True)

    class Meta:
        model = EscalationStep
        fields = ["kind", "percent", "minutes_before", "tell_owner", "tell_role", "pass_to"]
        read_only_fields = fields


class SignatureSerializer(serializers.ModelSerializer):
    """Who signed, and when."""

    class Meta:
        model = Signature
        fields = ["name", "position", "signed_on"]
        read_only_fields = fields


class AgreementVersionSerializer(serializers.ModelSerializer):
    """One wording of an agreement."""

    targets = TargetSerializer(many=True, read_only=True)
    steps = EscalationStepSerializer(many=True, read_only=True)
    signatures = SignatureSerializer(many=True, read_only=True)
    pause_reasons = serializers.ListField(child=serializers.CharField(), read_only=True)

    class Meta:
        model = AgreementVersion
        fields = [
            *("id", "number", "state", "in_force_from", "in_force_until", "reason", "reopen_days", "close_after_days"),
            *("services", "parties", "exclusions", "duties", "pause_reasons", "review_on"),
            *("targets", "steps", "signatures"),
        ]
        read_only_fields = fields


class AgreementSerializer(serializers.ModelSerializer):
    """An agreement with all its wordings; without a school it is the trust's."""

    school = serializers.SlugRelatedField(slug_field="code", read_only=True, allow_null=True)
    versions = AgreementVersionSerializer(many=True, read_only=True)

    class Meta:
        model = Agreement
        fields = ["id", "kind", "name", "school", "is_trust_wide", "team", "supplier", "versions"]
        read_only_fields = fields


class DraftSerializer(AgreementVersionSerializer):
    """A wording by itself, with the mark that says what it looked like; send it back as `seen`."""

    agreement = serializers.IntegerField(source="agreement_id", read_only=True)
    mark = serializers.SerializerMethodField()

    class Meta(AgreementVersionSerializer.Meta):
        fields = [*AgreementVersionSerializer.Meta.fields, "agreement", "mark"]
        read_only_fields = fields

    def get_mark(self, version) -> str:
        """Differs when anybody changed anything."""
        return mark_of(version)


class NewAgreementSerializer(StrictSerializer):
    """Between whom a new agreement is; without a school it is the trust's."""

    kind = serializers.ChoiceField(choices=AgreementKind.choices)
    name = serializers.CharField(max_length=200)
    school = SeenSlugField(slug_field="code", queryset=School.objects.all(), required=False, allow_null=True)
    team = SeenField(queryset=Team.objects.all(), required=False, allow_null=True)
    supplier = serializers.CharField(max_length=200, required=False, allow_blank=True)


class NewTargetSerializer(StrictSerializer):
    """How soon, for one priority and one clock."""

    kind = serializers.ChoiceField(choices=ClockKind.choices)
    priority = serializers.IntegerField(min_value=1, max_value=5)
    amount = serializers.IntegerField(min_value=1, max_value=MOST_MINUTES)
    unit = serializers.ChoiceField(choices=Unit.choices, default=Unit.MINUTES, help_text=f"At most {MOST_DAYS} days.")
    goal = serializers.IntegerField(min_value=1, max_value=100, default=90, help_text="Per cent to be met.")


class NewStepSerializer(StrictSerializer):
    """An escalation step: `percent` or `minutes_before`, and whom it tells."""

    kind = serializers.ChoiceField(choices=ClockKind.choices)
    percent = serializers.IntegerField(min_value=1, max_value=MOST_PERCENT, required=False, allow_null=True)
    minutes_before = serializers.IntegerField(min_value=1, max_value=MOST_MINUTES, required=False, allow_null=True)
    tell_owner = serializers.BooleanField(default=True)
    tell_role = serializers.ChoiceField(choices=CHOICES, required=False, allow_blank=True)
    pass_to = SeenField(queryset=Team.objects.all(), required=False, allow_null=True)


class ChangeDraftSerializer(StrictSerializer):
    """What a draft shall say; what isn't sent stays. `targets` and `steps` are sent whole."""

    parties = serializers.CharField(max_length=LONG, required=False, allow_blank=True)
    exclusions = serializers.CharField(max_length=LONG, required=False, allow_blank=True)
    duties = serializers.CharField(max_length=LONG, required=False, allow_blank=True)
    reopen_days = serializers.IntegerField(min_value=0, max_value=MOST_DAYS, required=False)
    close_after_days = serializers.IntegerField(min_value=0, max_value=MOST_DAYS, required=False)
    pause_reasons = serializers.ListField(
        child=serializers.ChoiceField(choices=PauseReason.choices), max_length=len(PauseReason), required=False
    )
    review_on = serializers.DateField(required=False, allow_null=True)
    in_force_until = serializers.DateTimeField(required=False, allow_null=True)
    services = serializers.ListField(child=IdField(queryset=Service.objects.all()), max_length=500, required=False)
    targets = NewTargetSerializer(many=True, max_length=20, required=False)
    steps = NewStepSerializer(many=True, max_length=50, required=False)
    seen = serializers.CharField(max_length=64, required=False, allow_blank=True)

    def validate_targets(self, targets):
        """As facts."""
        return [TargetFacts(**target) for target in targets]

    def validate_steps(self, steps):
        """As facts."""
        return [StepFacts(**step) for step in steps]


class SignSerializer(StrictSerializer):
    """Whose name stands under it."""

    name = serializers.CharField(max_length=200)
    position = serializers.CharField(max_length=200, required=False, allow_blank=True)
    signed_on = serializers.DateField()


class PutInForceSerializer(StrictSerializer):
    """Why, and whether open clocks get the new targets too."""

    reason = serializers.CharField(max_length=300)
    also_open = serializers.BooleanField(default=False)
    seen = serializers.CharField(max_length=64, required=False, allow_blank=True)


class PutInForceAnswerSerializer(serializers.Serializer):
    """The wording in force, and the recorded act that counts open clocks anew, if that was asked for."""

    version = AgreementVersionSerializer()
    reevaluation = serializers.IntegerField(allow_null=True)


class AgreementPreviewSerializer(EffectSerializer):
    """What a draft would change: in words, on the clocks that are open, and what is missing before it can."""

    changes = DifferenceSerializer(source="differences", many=True)
    more = None
    missing = serializers.ListField(child=serializers.CharField())


class FindingSerializer(serializers.Serializer):
    """Where an agreement from below can't hold up the one above it."""

    agreement = serializers.IntegerField(source="above.agreement.pk")
    below = serializers.IntegerField(source="below.agreement.pk")
    below_name = serializers.CharField(source="below.name")
    problem = serializers.ChoiceField(choices=[(problem.value, problem.value) for problem in Problem])
    priority = serializers.IntegerField(allow_null=True)
    words = serializers.CharField()
