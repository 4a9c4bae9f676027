"""Calendars and agreements as the API shows them."""

from rest_framework import serializers

from sla.models import Calendar, CalendarVersion

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
