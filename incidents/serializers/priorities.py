"""The priority table of an agreement."""

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from incidents.priority import Impact, Priority, Urgency
from incidents.priority_table import table_of
from servicedesk.strict import StrictSerializer
from sla.models import AgreementVersion


class RuleSerializer(StrictSerializer):
    """This impact and this urgency make this priority."""

    impact = serializers.ChoiceField(choices=Impact.choices)
    urgency = serializers.ChoiceField(choices=Urgency.choices)
    priority = serializers.ChoiceField(choices=Priority.choices)


class PriorityTableSerializer(serializers.ModelSerializer):
    """A table with the agreement it belongs to; without a school it is the trust's."""

    school = serializers.CharField(source="agreement.school.code", default=None, allow_null=True, read_only=True)
    agreement = serializers.CharField(source="agreement.name", read_only=True)
    rules = serializers.SerializerMethodField()

    class Meta:
        model = AgreementVersion
        fields = ["id", "school", "agreement", "number", "rules"]
        read_only_fields = fields

    @extend_schema_field(RuleSerializer(many=True))
    def get_rules(self, version):
        """Every pair with its priority."""
        return [
            {"impact": impact.value, "urgency": urgency.value, "priority": int(priority)}
            for (impact, urgency), priority in table_of(version).items()
        ]


class WholeTableSerializer(StrictSerializer):
    """The table as it shall be: every pair of impact and urgency once."""

    rules = RuleSerializer(many=True, max_length=100)

    def validate_rules(self, rules):
        """None missing, none twice."""
        table = {(Impact(rule["impact"]), Urgency(rule["urgency"])): rule["priority"] for rule in rules}
        if len(rules) != len(table) or len(table) != len(Impact) * len(Urgency):
            raise serializers.ValidationError("Name every pair of impact and urgency once.")
        return table
