"""The recovery order, the plan in force at a school, and back-up tests."""

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from continuity.models import BackupTest, Interval, RecoveryLine, Result, Unit
from continuity.workflow.ordering import MOST_STEPS
from servicedesk.models import Person, School, Service
from servicedesk.strict import SeenField, SeenSlugField, StrictFields

LONGEST = 20_000
MOST = 1000


def text(**facts):
    """Words of a person that may be left out."""
    return serializers.CharField(max_length=LONGEST, required=False, allow_blank=True, **facts)


def interval():
    """How often; empty: not asked for."""
    return serializers.ChoiceField(choices=Interval.choices, required=False, allow_blank=True)


class LineSerializer(StrictFields, serializers.ModelSerializer):
    """A service at its place in the order; `school` null: of every school that has no order of its own."""

    school = SeenSlugField(slug_field="code", queryset=School.objects.all(), required=False, allow_null=True)
    service = SeenField(queryset=Service.objects.all())
    place = serializers.IntegerField(read_only=True)
    back_within = serializers.IntegerField(min_value=1, max_value=MOST)
    back_unit = serializers.ChoiceField(choices=Unit.choices, required=False)
    data_loss_hours = serializers.IntegerField(min_value=0, max_value=MOST, required=False, allow_null=True)
    steps = serializers.ListField(
        child=serializers.CharField(max_length=1000, allow_blank=True), max_length=MOST_STEPS, required=False
    )
    owner = SeenField(queryset=Person.objects.filter(is_active=True), required=False, allow_null=True)
    deputy = SeenField(queryset=Person.objects.filter(is_active=True), required=False, allow_null=True)
    meanwhile, backups_at, contacts = text(), text(), text()
    rehearse_every, test_backups_every = interval(), interval()

    class Meta:
        model = RecoveryLine
        fields = [
            *("id", "school", "place", "service", "back_within", "back_unit", "data_loss_hours", "meanwhile", "steps"),
            *("owner", "deputy", "backups_at", "contacts", "rehearse_every", "test_backups_every"),
        ]
        validators: list = []  # the move looks


class ChangeLineSerializer(LineSerializer):
    """What changes; a line never changes school."""

    school = serializers.SlugRelatedField(slug_field="code", read_only=True)


class NextDueSerializer(serializers.Serializer):
    """When it was last done well, and by when it is due again (null: not asked for)."""

    last_on = serializers.DateField(allow_null=True)
    due_on = serializers.DateField(allow_null=True)
    is_late = serializers.BooleanField()


class StandingSerializer(serializers.Serializer):
    """A line with what it needs today and what is due."""

    line = LineSerializer()
    rehearsed = NextDueSerializer()
    backed_up = NextDueSerializer()
    needs = serializers.SerializerMethodField()
    stands_before = serializers.SerializerMethodField()

    def get_needs(self, standing) -> list[int]:
        """The things it needs directly, by id."""
        return [thing.pk for thing in standing.needs]

    @extend_schema_field(serializers.ListField(child=serializers.IntegerField()))
    def get_stands_before(self, standing):
        """Services it waits for although they come back later."""
        return [service.pk for service, _ in standing.too_early]


class RecoveryPlanSerializer(serializers.Serializer):
    """The order in force at a school."""

    school = serializers.CharField(source="school.code")
    is_own = serializers.BooleanField(help_text="False: the trust's order holds.")
    lines = StandingSerializer(many=True)


class SchoolNameSerializer(serializers.Serializer):
    """Which school."""

    school = SeenSlugField(slug_field="code", queryset=School.objects.all())


class BackupTestSerializer(StrictFields, serializers.ModelSerializer):
    """What was brought back from a back-up, and whether it was whole."""

    school = SeenSlugField(slug_field="code", queryset=School.objects.all())
    service = SeenField(queryset=Service.objects.all(), required=False, allow_null=True)
    tested_by = SeenField(queryset=Person.objects.all(), required=False)
    result = serializers.ChoiceField(choices=Result.choices)
    minutes = serializers.IntegerField(min_value=0, max_value=100_000, required=False, allow_null=True)
    note = text()

    class Meta:
        model = BackupTest
        fields = ["id", "school", "service", "what", "tested_on", "tested_by", "result", "minutes", "note"]
        validators: list = []  # the move looks


class ChangeBackupTestSerializer(BackupTestSerializer):
    """What was logged wrongly; a test never changes school."""

    school = serializers.SlugRelatedField(slug_field="code", read_only=True)
