"""Changes of calendars as the API takes and shows them: a document to look at, days to close, what an act did."""

from datetime import timedelta

from django.utils import timezone
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from servicedesk.strict import StrictSerializer
from sla import calendar_workflow
from sla.models import Reevaluation
from sla.year_document import InvalidSchoolYear

LONGEST_CLOSURE = timedelta(days=366)


class DocumentSerializer(StrictSerializer):
    """The document of a school year."""

    document = serializers.JSONField()

    def validate_document(self, document):
        """Everything that is wrong with it, as sentences for each of its parts."""
        try:
            calendar_workflow.check(document, today=timezone.localdate())
        except InvalidSchoolYear as error:
            raise serializers.ValidationError(error.errors) from error
        return document


class NewVersionSerializer(DocumentSerializer):
    """What a calendar is to say from now on; `based_on` refuses it (409) where another version holds by now."""

    reason = serializers.CharField(max_length=250, required=False, allow_blank=True, default="")
    based_on = serializers.IntegerField(
        required=False, min_value=1, max_value=2**31 - 1, help_text="The number of the version it was written over."
    )


class DaysSerializer(StrictSerializer):
    """From when until when; a single day without `last`."""

    first = serializers.DateField()
    last = serializers.DateField(required=False)

    def validate(self, attrs):
        """In order, and not for ever."""
        last = attrs.setdefault("last", attrs["first"])
        if last < attrs["first"]:
            raise serializers.ValidationError({"last": ["It is before the first day."]})
        if last - attrs["first"] > LONGEST_CLOSURE:
            raise serializers.ValidationError({"last": ["That is longer than a year: check the dates."]})
        return attrs


class ClosureSerializer(DaysSerializer):
    """Days to close, and why."""

    name = serializers.CharField(max_length=200)


class OpeningSerializer(DaysSerializer):
    """Closed days to open again, and why."""

    reason = serializers.CharField(max_length=250)


class DifferenceSerializer(serializers.Serializer):
    """Days or hours that change, in words."""

    what = serializers.CharField()
    before = serializers.CharField()
    after = serializers.CharField()


class MovedClockSerializer(serializers.Serializer):
    """A clock that would move: when it runs out now, and when it would."""

    clock = serializers.IntegerField()
    kind = serializers.CharField()
    school = serializers.CharField()
    priority = serializers.IntegerField()
    due = serializers.DateTimeField(allow_null=True)
    would_be_due = serializers.DateTimeField(allow_null=True)
    is_late = serializers.BooleanField()


class EffectSerializer(serializers.Serializer):
    """What a document would change: days and hours in words, and what it does to the clocks that are open."""

    sentence = serializers.CharField(source="effect.__str__")
    looked_at = serializers.IntegerField(source="effect.looked_at")
    moved = serializers.IntegerField(source="effect.moved")
    later = serializers.IntegerField(source="effect.later")
    sooner = serializers.IntegerField(source="effect.sooner")
    late = serializers.IntegerField(source="effect.late")
    clocks = serializers.SerializerMethodField()
    changes = DifferenceSerializer(source="differences.lines", many=True)
    more = serializers.IntegerField(source="differences.more")

    @extend_schema_field(MovedClockSerializer(many=True))
    def get_clocks(self, preview):
        """The first clocks that would move."""
        return [
            MovedClockSerializer(
                {
                    "clock": clock.pk,
                    "kind": clock.kind,
                    "school": clock.school.code,
                    "priority": clock.priority,
                    "due": before,
                    "would_be_due": after,
                    "is_late": late,
                }
            ).data
            for clock, before, after, late in preview.effect.examples
        ]


class ReevaluationSerializer(serializers.ModelSerializer):
    """A recorded act: what was applied, and what it did to the clocks and the records that were open.

    An act of the kind `priorities` judges open records again: by the rules of an agreement, of a school, or of both
    none: everywhere. `total` and `done` count clocks, and records there.
    """

    about = serializers.CharField(read_only=True)
    calendar = serializers.IntegerField(
        source="calendar_version.calendar_id", default=None, read_only=True, allow_null=True
    )
    agreement = serializers.IntegerField(
        source="agreement_version.agreement_id", default=None, read_only=True, allow_null=True
    )
    version = serializers.SerializerMethodField()
    school = serializers.CharField(source="school.code", default=None, read_only=True, allow_null=True)
    by = serializers.CharField(source="by.name", default=None, read_only=True, allow_null=True)

    class Meta:
        model = Reevaluation
        fields = [
            "id",
            "kind",
            "about",
            "calendar",
            "agreement",
            "version",
            "school",
            "by",
            "asked_at",
            "reason",
            "total",
            "done",
            "judged",
            "moved",
            "late",
            "finished_at",
        ]
        read_only_fields = fields

    def get_version(self, act) -> int | None:
        """The number of the version that was applied, or whose priorities were."""
        version = act.calendar_version or act.agreement_version
        return version and version.number
