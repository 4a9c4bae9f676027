"""Clocks as the API shows them; amounts of working time are whole seconds."""

from rest_framework import serializers

from sla.models import Clock, ClockState, Excuse, PauseReason


class SecondsField(serializers.IntegerField):
    """A span of time, in seconds."""

    def to_representation(self, span):
        """Seconds, rounded down."""
        return int(span.total_seconds())


class ExactSecondsField(serializers.FloatField):
    """A span of time, in seconds and their fractions."""

    def to_representation(self, span):
        """Seconds, to the microsecond."""
        return span.total_seconds()


class ExcuseSerializer(serializers.ModelSerializer):
    """Why a miss should not weigh, and who says so."""

    by = serializers.CharField(source="by.name", read_only=True)

    class Meta:
        model = Excuse
        fields = ["by", "at", "reason"]
        read_only_fields = fields


class ClockSerializer(serializers.ModelSerializer):
    """One promise for one record. `spent_seconds` counts until `counting_since`, or in all when that is null."""

    school = serializers.SlugRelatedField(slug_field="code", read_only=True)
    spent_seconds = SecondsField(source="spent", read_only=True)
    pause_reason = serializers.ChoiceField(choices=PauseReason.choices, allow_blank=True, read_only=True)
    is_met = serializers.BooleanField(allow_null=True, read_only=True)
    excuse = ExcuseSerializer(read_only=True, allow_null=True, default=None)

    class Meta:
        model = Clock
        fields = [
            "id",
            "school",
            "kind",
            "state",
            "priority",
            "amount",
            "unit",
            "started_at",
            "due",
            "is_provisional",
            "spent_seconds",
            "counting_since",
            "pause_reason",
            "stopped_at",
            "breached_at",
            "is_met",
            "excuse",
        ]
        read_only_fields = fields


class WhenSerializer(serializers.Serializer):
    """The moment of asking."""

    at = serializers.DateTimeField(required=False, help_text="As if asked then; without it, now.")


class SpanSerializer(serializers.Serializer):
    """From `first` to `until`: how much working time was counted, and why."""

    first = serializers.DateTimeField()
    until = serializers.DateTimeField()
    counted_seconds = ExactSecondsField(source="counted", help_text="With fractions, so that the spans add up.")
    words = serializers.CharField()
    is_ahead = serializers.BooleanField(help_text="Lies after the moment of asking.")
    is_late = serializers.BooleanField(help_text="Lies after the deadline.")


class TurnSerializer(serializers.Serializer):
    """Something that changed the clock."""

    at = serializers.DateTimeField()
    words = serializers.CharField()


class ExplanationSerializer(serializers.Serializer):
    """Why this time: the spans from start to deadline or end; until the deadline they make up the target."""

    state = serializers.ChoiceField(choices=ClockState.choices)
    known_until = serializers.DateField(
        allow_null=True, help_text="Where the deadline is provisional: the last day that the calendar knows."
    )
    due = serializers.DateTimeField(allow_null=True)
    target_seconds = SecondsField(source="target", allow_null=True)
    spent_seconds = SecondsField(source="spent")
    total_seconds = SecondsField(source="total")
    spans = SpanSerializer(many=True)
    turns = TurnSerializer(many=True, help_text="What changed midway, oldest first.")
