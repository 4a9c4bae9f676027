"""The priority table of an agreement."""

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from incidents.models import DatedEvent
from incidents.priority import Impact, Priority, Urgency
from incidents.priority_table import MOST_STEPS, table_of
from servicedesk.models import School, Service
from servicedesk.strict import IdField, SeenSlugField, StrictSerializer
from sla.models import AgreementVersion

MOST_NAMED = 500  # records of a forecast, each by its number


class RuleSerializer(StrictSerializer):
    """This impact and this urgency make this priority."""

    impact = serializers.ChoiceField(choices=Impact.choices)
    urgency = serializers.ChoiceField(choices=Urgency.choices)
    priority = serializers.ChoiceField(choices=Priority.choices)


class ShownUpliftSerializer(serializers.Serializer):
    """A service, by its id, and how many priorities higher its faults are."""

    service = serializers.IntegerField()
    steps = serializers.IntegerField()


class PriorityTableSerializer(serializers.ModelSerializer):
    """A table with the agreement it belongs to; without a school it is the trust's."""

    school = serializers.CharField(source="agreement.school.code", default=None, allow_null=True, read_only=True)
    agreement = serializers.CharField(source="agreement.name", read_only=True)
    rules = serializers.SerializerMethodField()
    uplifts = serializers.SerializerMethodField()

    class Meta:
        model = AgreementVersion
        fields = ["id", "school", "agreement", "number", "rules", "uplifts"]
        read_only_fields = fields

    @extend_schema_field(RuleSerializer(many=True))
    def get_rules(self, version):
        """Every pair with its priority."""
        return [
            {"impact": impact.value, "urgency": urgency.value, "priority": int(priority)}
            for (impact, urgency), priority in table_of(version).items()
        ]

    @extend_schema_field(ShownUpliftSerializer(many=True))
    def get_uplifts(self, version):
        """The services that count more."""
        return [{"service": uplift.service_id, "steps": uplift.steps} for uplift in version.uplifts.all()]


class SavedTableSerializer(PriorityTableSerializer):
    """The table as it was saved, and the recorded act that judges open records again, if that was asked for."""

    reevaluation = serializers.IntegerField(allow_null=True, read_only=True)

    class Meta(PriorityTableSerializer.Meta):
        fields = [*PriorityTableSerializer.Meta.fields, "reevaluation"]
        read_only_fields = fields


class TableToTrySerializer(StrictSerializer):
    """A table: every pair of impact and urgency once."""

    rules = RuleSerializer(many=True, max_length=100)

    def validate_rules(self, rules):
        """None missing, none twice."""
        table = {(Impact(rule["impact"]), Urgency(rule["urgency"])): rule["priority"] for rule in rules}
        if len(rules) != len(table) or len(table) != len(Impact) * len(Urgency):
            raise serializers.ValidationError("Name every pair of impact and urgency once.")
        return table


class WholeTableSerializer(TableToTrySerializer):
    """The table as it shall be, and whether the records that are open are judged again by it."""

    also_open = serializers.BooleanField(default=False)


class UpliftSerializer(StrictSerializer):
    """A service, by its id, and how many priorities higher its faults are."""

    service = IdField(queryset=Service.objects.all())
    steps = serializers.IntegerField(min_value=1, max_value=MOST_STEPS)


class UpliftsSerializer(StrictSerializer):
    """Every service that counts more; one that isn't named counts as the table says."""

    uplifts = UpliftSerializer(many=True, max_length=500)
    also_open = serializers.BooleanField(default=False)

    def validate_uplifts(self, uplifts):
        """None twice."""
        found = {uplift["service"]: uplift["steps"] for uplift in uplifts}
        if len(found) != len(uplifts):
            raise serializers.ValidationError("Name each service once.")
        return found


class DatedEventSerializer(serializers.ModelSerializer):
    """Days on which faults count for more; without a school everywhere, without services for all of them."""

    school = serializers.SlugRelatedField(slug_field="code", read_only=True, allow_null=True)

    class Meta:
        model = DatedEvent
        fields = ["id", "school", "name", "first", "last", "steps", "services"]
        read_only_fields = fields


class SavedEventSerializer(DatedEventSerializer):
    """The days as they were saved, and the recorded act that judges open records again, if that was asked for."""

    reevaluation = serializers.IntegerField(allow_null=True, read_only=True)

    class Meta(DatedEventSerializer.Meta):
        fields = [*DatedEventSerializer.Meta.fields, "reevaluation"]
        read_only_fields = fields


class NewDatedEventSerializer(StrictSerializer):
    """Days that shall count for more, and whether the records that are open are judged again."""

    school = SeenSlugField(slug_field="code", queryset=School.objects.all(), required=False, allow_null=True)
    name = serializers.CharField(max_length=100)
    first = serializers.DateField()
    last = serializers.DateField()
    steps = serializers.IntegerField(min_value=1, max_value=MOST_STEPS, required=False)
    services = serializers.ListField(child=IdField(queryset=Service.objects.all()), max_length=500, required=False)
    also_open = serializers.BooleanField(required=False)


class ChangeDatedEventSerializer(NewDatedEventSerializer):
    """What shall be different; what isn't sent stays."""

    name = serializers.CharField(max_length=100, required=False)
    first = serializers.DateField(required=False)
    last = serializers.DateField(required=False)


class JudgedAgainSerializer(serializers.Serializer):
    """An open record that would get another priority."""

    incident = serializers.IntegerField()
    before = serializers.IntegerField()
    after = serializers.IntegerField()
    raised = serializers.ListField(child=serializers.CharField())


class ForecastSerializer(serializers.Serializer):
    """What other rules would do to the open records, and to their clocks; `changed` counts the records."""

    sentence = serializers.CharField(source="__str__")
    looked_at = serializers.IntegerField()
    changed = serializers.IntegerField()
    records = serializers.SerializerMethodField()
    clocks_moved = serializers.IntegerField(source="clocks.moved")
    clocks_late = serializers.IntegerField(source="clocks.late")

    @extend_schema_field(JudgedAgainSerializer(many=True))
    def get_records(self, forecast):
        """The first records that change."""
        return [
            {"incident": row.pk, "before": row.priority, "after": judged.priority, "raised": list(judged.raised)}
            for row, judged in forecast.changes[:MOST_NAMED]
        ]
