"""Calendars and agreements as the API shows them."""

from rest_framework import serializers

from servicedesk.roles import CHOICES
from servicedesk.strict import StrictSerializer
from sla.models import Agreement, AgreementVersion, Calendar, CalendarVersion, EscalationStep, Target
from sla.year_document import InvalidSchoolYear, parse

LONGEST = 800  # days a question about day types may span: two school years


class CalendarVersionSerializer(serializers.ModelSerializer):
    """A version with the school year it holds."""

    class Meta:
        model = CalendarVersion
        fields = ["id", "number", "known_until", "made_at", "reason", "document"]
        read_only_fields = fields


class CalendarSerializer(serializers.ModelSerializer):
    """A calendar; without a school it is the trust's."""

    school = serializers.SlugRelatedField(slug_field="code", read_only=True, allow_null=True)

    class Meta:
        model = Calendar
        fields = ["id", "name", "school", "is_trust_wide"]
        read_only_fields = fields


class CalendarDetailSerializer(CalendarSerializer):
    """A calendar with its newest version."""

    current_version = CalendarVersionSerializer(source="newest", allow_null=True, read_only=True)

    class Meta(CalendarSerializer.Meta):
        fields = [*CalendarSerializer.Meta.fields, "current_version"]
        read_only_fields = fields


class NewVersionSerializer(StrictSerializer):
    """What a calendar is to say from now on."""

    document = serializers.JSONField()
    reason = serializers.CharField(max_length=300, required=False, allow_blank=True, default="")

    def validate_document(self, document):
        """Everything that is wrong with it, as sentences for each of its parts."""
        try:
            parse(document)
        except InvalidSchoolYear as error:
            raise serializers.ValidationError(error.errors) from error
        return document


class DayRangeSerializer(serializers.Serializer):
    """Which days are asked about, both ends included."""

    first = serializers.DateField()
    last = serializers.DateField()

    def validate(self, attrs):
        """In order, and not for ever."""
        if attrs["last"] < attrs["first"]:
            raise serializers.ValidationError({"last": ["It is before the first day."]})
        if (attrs["last"] - attrs["first"]).days >= LONGEST:
            raise serializers.ValidationError({"last": [f"Ask about at most {LONGEST} days at once."]})
        return attrs


class DaySerializer(serializers.Serializer):
    """A date: its type, what people call it, when support is open, and whether the calendar knows it."""

    date = serializers.DateField()
    type = serializers.CharField()
    name = serializers.CharField()
    hours = serializers.ListField(child=serializers.ListField(child=serializers.CharField()))
    is_known = serializers.BooleanField()


class TargetSerializer(serializers.ModelSerializer):
    """How soon, for one priority and one clock."""

    class Meta:
        model = Target
        fields = ["kind", "priority", "amount", "unit", "goal"]
        read_only_fields = fields


class EscalationStepSerializer(serializers.ModelSerializer):
    """Whom to tell at which share of a target."""

    tell_role = serializers.ChoiceField(choices=CHOICES, allow_blank=True, read_only=True)

    class Meta:
        model = EscalationStep
        fields = ["kind", "percent", "tell_owner", "tell_role"]
        read_only_fields = fields


class AgreementVersionSerializer(serializers.ModelSerializer):
    """One wording of an agreement."""

    targets = TargetSerializer(many=True, read_only=True)
    steps = EscalationStepSerializer(many=True, read_only=True)

    class Meta:
        model = AgreementVersion
        fields = [
            "id",
            "number",
            "state",
            "in_force_from",
            "in_force_until",
            "reopen_days",
            "close_after_days",
            "targets",
            "steps",
        ]
        read_only_fields = fields


class AgreementSerializer(serializers.ModelSerializer):
    """An agreement with all its wordings; without a school it is the trust's."""

    school = serializers.SlugRelatedField(slug_field="code", read_only=True, allow_null=True)
    versions = AgreementVersionSerializer(many=True, read_only=True)

    class Meta:
        model = Agreement
        fields = ["id", "name", "school", "is_trust_wide", "versions"]
        read_only_fields = fields
