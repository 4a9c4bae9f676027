"""Maintenance as the API shows and takes it; the fields of a move are the words of its function in `workflow`."""

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from assets.models import Asset, AssetType
from incidents.forms import MOST_MINUTES
from incidents.priority import Urgency
from maintenance.forms_plans import MOST_ITEMS
from maintenance.models import Answer, Check, ChecklistItem, Plan, Result, Round, RoundEntry, Thing
from maintenance.rules import InvalidRule, document_of, read
from maintenance.starters import STARTERS
from servicedesk.models import Building, Category, Person, Room, School, Service, Team
from servicedesk.roles import Permission
from servicedesk.strict import IdField, SeenField, SeenSlugField, StrictFields, StrictSerializer

LONGEST = 20_000
MOST_AT_ONCE = 1000


def text(**facts):
    """Words of a person that may be left out."""
    return serializers.CharField(max_length=LONGEST, required=False, allow_blank=True, **facts)


def number(**facts):
    """A number that a checklist asks for or allows."""
    return serializers.DecimalField(max_digits=12, decimal_places=3, required=False, allow_null=True, **facts)


@extend_schema_field({"type": "object", "additionalProperties": True, "example": {"every": "half_term", "nth": 1}})
class RuleField(serializers.Field):
    """How often, as named fields; `every` says which others count."""

    def to_internal_value(self, data):
        """The rule as it is stored."""
        try:
            return document_of(read(data))
        except InvalidRule as error:
            raise serializers.ValidationError([f"{name}: {words}" for name, words in error.errors.items()]) from None

    def to_representation(self, value):
        """As it is stored."""
        return value


class ChecklistItemSerializer(StrictFields, serializers.ModelSerializer):
    """One line of a checklist."""

    lowest, highest = number(), number()

    class Meta:
        model = ChecklistItem
        fields = ["words", "answer", "unit", "lowest", "highest"]
        extra_kwargs = {"answer": {"required": False, "default": Answer.TICK}}
        validators: list = []  # the move looks


class PlanSerializer(StrictFields, serializers.ModelSerializer):
    """A plan: what is looked after, how often, by whom."""

    school = SeenSlugField(slug_field="code", queryset=School.objects.all())
    owner = SeenField(queryset=Person.objects.filter(is_active=True))
    team = SeenField(queryset=Team.objects.all(), required=False, allow_null=True)
    service = SeenField(queryset=Service.objects.all(), required=False, allow_null=True)
    asset_type = SeenField(queryset=AssetType.objects.all(), required=False, allow_null=True)
    building = SeenField(queryset=Building.objects.all(), required=False, allow_null=True)
    assets = SeenField(queryset=Asset.objects.all(), many=True, required=False)
    rooms = SeenField(queryset=Room.objects.all(), many=True, required=False)
    rule = RuleField()
    how_often = serializers.CharField(read_only=True, help_text="The rule in a sentence.")
    checklist = ChecklistItemSerializer(many=True, required=False, max_length=MOST_ITEMS)
    instructions = text()

    class Meta:
        model = Plan
        fields = [
            *("id", "school", "name", "instructions", "owner", "team", "service", "scope", "asset_type", "building"),
            *("assets", "rooms", "rule", "how_often", "checklist", "expected_minutes", "active_from", "active_until"),
        ]
        validators: list = []  # the move looks


class ChangePlanSerializer(PlanSerializer):
    """What changes; a plan never changes school."""

    school = serializers.SlugRelatedField(slug_field="code", read_only=True)


class DueSerializer(serializers.Serializer):
    """One time that it falls due."""

    opens = serializers.DateField(help_text="The first day on which it may be done.")
    due = serializers.DateField()


class AheadSerializer(serializers.Serializer):
    """When a plan falls due next, and what the calendar does not know yet."""

    sentence = serializers.CharField()
    shift = serializers.CharField()
    unknown = serializers.CharField()
    dates = DueSerializer(many=True)


class StarterSerializer(serializers.Serializer):
    """A suggested plan."""

    key = serializers.CharField()
    name = serializers.CharField()
    why = serializers.CharField()
    minutes = serializers.IntegerField()
    how_often = serializers.CharField()
    checklist = serializers.ListField(child=serializers.CharField())


class AdoptSerializer(StrictSerializer):
    """Which suggestion, and for which school."""

    starter = serializers.ChoiceField(choices=[starter.key for starter in STARTERS])
    school = SeenSlugField(slug_field="code", queryset=School.objects.all())


@extend_schema_field({"type": "string", "enum": ["", *Result.values], "description": "Empty: no answer yet."})
class ResultField(serializers.CharField):
    """What was found, if anybody looked."""


class CheckSerializer(serializers.ModelSerializer):
    """One item at one thing: what was asked and what was found."""

    result = ResultField(read_only=True)

    class Meta:
        model = Check
        fields = [
            *("id", "words", "answer", "unit", "lowest", "highest", "result", "number", "text"),
            *("answered_at", "answered_by", "incident", "problem"),
        ]
        read_only_fields = fields


class ThingSerializer(serializers.ModelSerializer):
    """One stop of a round."""

    checks = CheckSerializer(many=True, read_only=True)

    class Meta:
        model = Thing
        fields = ["id", "label", "where", "asset", "room", "checks"]
        read_only_fields = fields


class RoundEntrySerializer(serializers.ModelSerializer):
    """One line of a round's story."""

    by = serializers.CharField(source="by.name", default=None, allow_null=True, read_only=True)

    class Meta:
        model = RoundEntry
        fields = ["at", "by", "move", "text", "data"]
        read_only_fields = fields


class RoundSerializer(serializers.ModelSerializer):
    """A round of a plan."""

    reference = serializers.CharField(read_only=True)
    school = serializers.CharField(source="school.code", read_only=True)
    plan_name = serializers.CharField(source="plan.name", read_only=True)
    checks = serializers.IntegerField(read_only=True)
    answered = serializers.IntegerField(read_only=True)
    failed = serializers.IntegerField(read_only=True)

    class Meta:
        model = Round
        fields = [
            *("id", "reference", "school", "plan", "plan_name", "opens", "due", "status", "owner", "started_at"),
            *(
                "finished_at",
                "finished_by",
                "done_on",
                "minutes",
                "note",
                "skip_reason",
                "checks",
                "answered",
                "failed",
            ),
        ]
        read_only_fields = fields


class WholeRoundSerializer(RoundSerializer):
    """A round with its things and its story."""

    things = ThingSerializer(many=True, read_only=True)
    timeline = RoundEntrySerializer(source="entries", many=True, read_only=True)

    class Meta(RoundSerializer.Meta):
        fields = [*RoundSerializer.Meta.fields, "things", "timeline"]
        read_only_fields = fields


class OwnCheckField(IdField):
    """A check of this round, by its id."""

    def get_queryset(self):
        """Those of the round in hand."""
        return Check.objects.filter(thing__round=self.context["round"])


class DoerField(IdField):
    """Somebody who does maintenance at this school, by their id."""

    def get_queryset(self):
        """Those to whom the round may be handed."""
        return Person.objects.who_may(Permission.DO_MAINTENANCE, self.context["round"].school)


class AnswerSerializer(StrictSerializer):
    """What was found at one check; `report`: if it is not OK, it becomes an incident."""

    check = serializers.IntegerField(min_value=1, max_value=2**63 - 1)
    result = serializers.ChoiceField(choices=Result.choices, required=False)
    number = number()
    text = serializers.CharField(max_length=2000, required=False, allow_blank=True)
    report = serializers.BooleanField(required=False, default=False)


class RecordSerializer(StrictSerializer):
    answers = AnswerSerializer(many=True, max_length=MOST_AT_ONCE)


class ReportFaultSerializer(StrictSerializer):
    check = OwnCheckField(queryset=Check.objects.all())
    summary = serializers.CharField(max_length=200, required=False, allow_blank=True)
    description = text()
    category = SeenField(queryset=Category.objects.all(), required=False, allow_null=True)
    urgency = serializers.ChoiceField(choices=Urgency.choices, required=False)


class RaiseProblemSerializer(StrictSerializer):
    check = OwnCheckField(queryset=Check.objects.all())
    title = serializers.CharField(max_length=200, required=False, allow_blank=True)
    symptoms = text()


class FinishRoundSerializer(StrictSerializer):
    minutes = serializers.IntegerField(min_value=0, max_value=MOST_MINUTES)
    note = text()
    rest_unchecked = serializers.BooleanField(required=False, help_text="What has no answer could not be checked.")


class SkipRoundSerializer(StrictSerializer):
    reason = serializers.CharField(max_length=300)


class ReopenRoundSerializer(StrictSerializer):
    reason = text()


class HandOverSerializer(StrictSerializer):
    to = DoerField(queryset=Person.objects.all())
    note = text()
