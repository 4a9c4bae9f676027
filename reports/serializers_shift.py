"""What the API answers about the shift from reactive to proactive."""

from rest_framework import serializers

from reports.serializers import OtherwiseSerializer, PeriodSerializer
from reports.shift.files import fix_facts
from reports.shift.measure import COUNTED, SHARES


class ShiftFiguresSerializer(serializers.Serializer):
    """The figures of a time, under the names of `definitions`; shares are null where they are made of too few."""

    def get_fields(self):
        counts = {each.name: serializers.IntegerField(help_text=each.heading) for each in COUNTED}
        shares = {
            name: serializers.FloatField(allow_null=True, help_text=heading) for name, (heading, _) in SHARES.items()
        }
        return counts | shares


class ShiftPartSerializer(serializers.Serializer):
    """One month or week, cut to the period, and its figures."""

    name = serializers.CharField(help_text="As people read it: Sep 2026, or the first day of the week.")
    period = PeriodSerializer()
    figures = serializers.SerializerMethodField()

    def get_figures(self, part) -> dict[str, float | None]:
        return part.totals.as_figures()


class FailingSerializer(serializers.Serializer):
    """A thing with three faults or more."""

    asset = serializers.IntegerField()
    faults = serializers.IntegerField()
    mean_school_days = serializers.FloatField(source="mean_days")


class BetweenFailuresSerializer(serializers.Serializer):
    """School days between two failures: the median of the things with three faults or more; null of none."""

    median_school_days = serializers.FloatField(source="median_days", allow_null=True)
    things = FailingSerializer(many=True)


class FixSerializer(serializers.Serializer):
    """A cause that was removed, and the faults in its reach in equal times before and since."""

    problem = serializers.CharField()
    title = serializers.CharField()
    fixed_on = serializers.DateField()
    school_days = serializers.IntegerField(help_text="On each side; 0 while it is too early.")
    before = serializers.IntegerField(allow_null=True)
    after = serializers.IntegerField(allow_null=True)
    ratio = serializers.FloatField(allow_null=True, help_text="Faults since for each one before.")
    prevented = serializers.IntegerField(allow_null=True, help_text="Null: too early to say.")
    least = serializers.FloatField(allow_null=True, help_text="Lower end of the 95 % interval; null: none.")
    most = serializers.FloatField(allow_null=True, help_text="Upper end of the 95 % interval.")


class DefinitionSerializer(serializers.Serializer):
    """What a figure means."""

    name = serializers.CharField()
    heading = serializers.CharField()
    unit = serializers.CharField()
    how = serializers.CharField()
    counted_from = serializers.CharField(source="source")
    small = serializers.CharField(help_text="What is said of small numbers.")


class ShiftSerializer(serializers.Serializer):
    """The shift of a period, and the time before it to compare with."""

    period = PeriodSerializer()
    earlier_period = PeriodSerializer()
    story = serializers.ListField(child=serializers.CharField(), help_text="The figures in plain sentences.")
    totals = ShiftFiguresSerializer()
    earlier = ShiftFiguresSerializer()
    by = serializers.ChoiceField(choices=["month", "week"])
    groups = ShiftPartSerializer(many=True)
    between_failures = BetweenFailuresSerializer()
    fixes = FixSerializer(many=True)
    definitions = DefinitionSerializer(many=True)
    kept_otherwise = OtherwiseSerializer(many=True)


class ShiftRowSerializer(serializers.Serializer):
    """A row behind a figure, without anybody's name."""

    number = serializers.CharField()
    what = serializers.CharField()
    school = serializers.CharField()
    on = serializers.DateField()
    amount = serializers.IntegerField(help_text="What it adds to the figure: 1, or minutes.")


def shift_facts(shift, *, story, definitions, otherwise):
    """A shift as the answer holds it."""
    return {
        "period": shift.period,
        "earlier_period": shift.earlier_period,
        "story": story,
        "totals": shift.totals.as_figures(),
        "earlier": shift.earlier.as_figures(),
        "by": shift.by,
        "groups": shift.parts,
        "between_failures": shift.failing,
        "fixes": [fix_facts(fix) for fix in shift.fixes],
        "definitions": definitions,
        "kept_otherwise": otherwise,
    }
