"""What the API answers about measures and questions."""

from rest_framework import serializers

from reports.catalogue.breakdowns import BREAKDOWNS
from reports.catalogue.measure import COUNT, DAYS, HOURS, MINUTES, PERCENT
from reports.models import Rhythm, SavedQuestion
from reports.questions.keeping import readers_of
from reports.serializers import PeriodSerializer
from servicedesk.models import Person
from servicedesk.strict import StrictSerializer


class MeasureDefinitionSerializer(serializers.Serializer):
    """A measure: what it is, how it is computed, from what, and what is said of few."""

    name = serializers.CharField(source="measure.name")
    heading = serializers.CharField(source="measure.heading")
    process = serializers.CharField(source="measure.process.value")
    how = serializers.CharField(source="measure.how")
    source = serializers.CharField(source="measure.source")
    small = serializers.CharField(source="measure.small", help_text="What is said of small numbers.")
    unit = serializers.ChoiceField(source="measure.unit", choices=[COUNT, MINUTES, HOURS, DAYS, PERCENT])
    better = serializers.ChoiceField(source="measure.better", choices=["up", "down", ""])
    by = serializers.ListField(source="ways", child=serializers.ChoiceField(choices=list(BREAKDOWNS)))


class MeasurePartSerializer(serializers.Serializer):
    """One part of a measure that was split."""

    key = serializers.CharField(allow_null=True, help_text="A month or week by its first day, else a name.")
    words = serializers.CharField()
    value = serializers.FloatField(allow_null=True)
    rows = serializers.IntegerField()


class MeasureAnswerSerializer(serializers.Serializer):
    """What a measure came to. A value of null is not known; `why_not` then says why, or too few were counted."""

    measure = serializers.CharField(source="found.measure.name")
    unit = serializers.CharField(source="found.measure.unit")
    period = PeriodSerializer()
    value = serializers.FloatField(source="found.value", allow_null=True)
    words = serializers.CharField(source="found.words")
    rows = serializers.IntegerField(source="found.rows", help_text="Of how many records it was made.")
    parts = MeasurePartSerializer(source="found.parts", many=True)
    why_not = serializers.CharField(source="found.why_not")


class MeasureRowSerializer(serializers.Serializer):
    """One record behind a measure, without anybody's name."""

    number = serializers.CharField()
    what = serializers.CharField()
    school = serializers.CharField()
    on = serializers.DateField()
    amount = serializers.FloatField()


class AskedField(serializers.DictField):
    """A question as its address writes it: words, and a list of words for the measures."""

    def to_internal_value(self, data):
        """Every name known, every value a text or, for `measure`, a list of texts."""
        if not isinstance(data, dict):
            self.fail("not_a_dict", input_type=type(data).__name__)
        for name, value in data.items():
            texts = value if name == "measure" and isinstance(value, list) else [value]
            if not all(isinstance(each, str) for each in texts) or not texts:
                raise serializers.ValidationError({str(name): ["Say it as an address does: in a text."]})
        return {
            name: [value] if name == "measure" and isinstance(value, str) else value for name, value in data.items()
        }


class SavedQuestionSerializer(serializers.ModelSerializer):
    """A question that somebody keeps."""

    owner = serializers.CharField(source="owner.name")
    school = serializers.CharField(source="school.code", default=None, allow_null=True)

    class Meta:
        model = SavedQuestion
        fields = ["id", "name", "owner", "school", "asked", "status", "rhythm", "made_at", "changed_at"]
        read_only_fields = fields


class SaveSerializer(StrictSerializer):
    """A question to keep: a name, and what is asked, as the address of `ask` writes it."""

    name = serializers.CharField(max_length=100)
    asked = AskedField()


class ScheduleSerializer(StrictSerializer):
    """How often, and to whom; an empty rhythm sends it to nobody."""

    rhythm = serializers.ChoiceField(choices=Rhythm.choices, allow_blank=True)
    readers = serializers.PrimaryKeyRelatedField(many=True, queryset=Person.objects.none(), default=list)

    def get_fields(self):
        """Only people who may read the answer."""
        fields = super().get_fields()
        if question := self.context.get("question"):
            fields["readers"].child_relation.queryset = readers_of(question)
        return fields
