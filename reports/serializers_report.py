"""What the API answers about the service report, its actions and who gets it; bodies are the words of `workflow`."""

from rest_framework import serializers

from reports.models import ActionState, HowOften, ReportAction, Subscription
from reports.serializers import PeriodSerializer
from servicedesk.models import Person, School
from servicedesk.strict import SeenField, SeenSlugField, StrictSerializer


class FigureSerializer(serializers.Serializer):
    """A figure: as a number and in words; null is not known, which zero is not."""

    name = serializers.CharField(source="measure.name")
    heading = serializers.CharField(source="measure.heading")
    unit = serializers.CharField(source="measure.unit")
    now = serializers.FloatField(allow_null=True)
    before = serializers.FloatField(allow_null=True)
    year_ago = serializers.FloatField(allow_null=True)
    words = serializers.ListField(
        source="shown", child=serializers.CharField(), help_text="Now, before, last year, as people read them."
    )
    turn = serializers.CharField(help_text="better, worse or the same as before; empty where that can’t be said.")
    how = serializers.CharField(source="measure.how")


class ReasonSerializer(serializers.Serializer):
    """Why something was late, and how many were."""

    reason = serializers.CharField(source="words")
    number = serializers.IntegerField()


class PictureSerializer(serializers.Serializer):
    """The points of a chart: name, first series, second series."""

    title = serializers.CharField()
    head = serializers.ListField(child=serializers.CharField())
    rows = serializers.ListField(child=serializers.ListField())


class SectionSerializer(serializers.Serializer):
    """A section of the report."""

    key = serializers.CharField(source="section.key")
    title = serializers.CharField(source="section.title")
    sentences = serializers.ListField(child=serializers.CharField())
    figures = FigureSerializer(many=True, source="lines")
    reasons = ReasonSerializer(many=True)
    charts = PictureSerializer(many=True, source="pictures")


class ReportActionSerializer(serializers.ModelSerializer):
    """An action; `school` null: of the whole trust. `report_first`, `report_last`: the report it was written into."""

    school = serializers.SlugRelatedField(slug_field="code", read_only=True, allow_null=True)
    status = serializers.ChoiceField(choices=ActionState.choices, read_only=True)

    class Meta:
        model = ReportAction
        fields = [
            "id",
            "school",
            "text",
            "owner",
            "due",
            "status",
            "report_first",
            "report_last",
            "added_at",
            "done_on",
        ]
        read_only_fields = fields


class ActionLineSerializer(serializers.Serializer):
    """An action as the report shows it."""

    action = ReportActionSerializer()
    carried = serializers.CharField(help_text="The report it is carried from; empty where it belongs to this one.")
    state = serializers.CharField()


class ServiceReportSerializer(serializers.Serializer):
    """The service report of a place and a period, section by section in their fixed order."""

    place = serializers.CharField()
    period = PeriodSerializer()
    before = PeriodSerializer(source="times.before", allow_null=True)
    year_ago = PeriodSerializer(source="times.year_ago", allow_null=True)
    made_at = serializers.DateTimeField()
    summary = serializers.ListField(child=serializers.CharField())
    sections = SectionSerializer(many=True, source="parts")
    actions_words = serializers.CharField()
    actions = ActionLineSerializer(many=True)


class ChangeActionSerializer(StrictSerializer):
    """What is to be done, by whom, by when."""

    text = serializers.CharField(max_length=500)
    owner = SeenField(queryset=Person.objects.all())
    due = serializers.DateField()


class AddActionSerializer(ChangeActionSerializer):
    """The same, and into which report it is written; without a school it is the trust’s."""

    school = SeenSlugField(slug_field="code", queryset=School.objects.all(), allow_null=True)
    report_first = serializers.DateField()
    report_last = serializers.DateField()

    def validate(self, attrs):
        """The days of a report are in order."""
        if attrs["report_first"] > attrs["report_last"]:
            raise serializers.ValidationError({"report_last": "It ends before it begins."})
        return attrs


class SubscriptionSerializer(serializers.ModelSerializer):
    """A report that comes by letter; `school` null: of all schools one may read about."""

    school = serializers.SlugRelatedField(slug_field="code", read_only=True, allow_null=True)

    class Meta:
        model = Subscription
        fields = ["school", "how_often", "since"]
        read_only_fields = fields


class SubscribeSerializer(StrictSerializer):
    """Which report to send, and how often."""

    school = SeenSlugField(slug_field="code", queryset=School.objects.all(), allow_null=True, default=None)
    how_often = serializers.ChoiceField(choices=HowOften.choices, allow_null=True, help_text="null: never.")
