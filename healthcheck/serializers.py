"""Health checks as the API shows and takes them; the fields of a move are the words of its function in `workflow`."""

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from healthcheck.models import Action, Answer, Choice, HealthCheck, HealthCheckEntry
from healthcheck.results import result_of
from servicedesk.models import Person, School
from servicedesk.strict import IdField, SeenSlugField, StrictSerializer

LONGEST = 20_000
MOST_AT_ONCE = 200


def text(**facts):
    """Words of a person that may be left out."""
    return serializers.CharField(max_length=LONGEST, required=False, allow_blank=True, **facts)


class HealthCheckSerializer(serializers.ModelSerializer):
    """A check of a school, and how far it is."""

    reference = serializers.CharField(read_only=True)
    school = serializers.CharField(source="school.code", read_only=True)
    asked = serializers.IntegerField(read_only=True, help_text="How many statements there are.")
    answered = serializers.IntegerField(read_only=True, help_text="How many have an answer, by records or a person.")

    class Meta:
        model = HealthCheck
        fields = [
            *("id", "reference", "school", "first", "last", "status", "started_at", "started_by"),
            *("finished_at", "finished_by", "note", "asked", "answered"),
        ]
        read_only_fields = fields


class HealthAnswerSerializer(serializers.ModelSerializer):
    """A statement: what the records say, what a person says, and what counts."""

    found = serializers.CharField(read_only=True, help_text="What live records say; empty where they can’t.")
    answer = serializers.CharField(read_only=True, help_text="What a person says; empty where nobody has.")
    stands = serializers.CharField(read_only=True, help_text="What counts; empty: not answered.")

    class Meta:
        model = Answer
        fields = [
            *("process", "statement", "says", "found", "found_words", "found_how", "answer", "note", "stands"),
            *("answered_at", "answered_by"),
        ]
        read_only_fields = fields


class ProcessResultSerializer(serializers.Serializer):
    """What is in place of one process."""

    key = serializers.CharField()
    name = serializers.CharField()
    yes = serializers.IntegerField()
    partly = serializers.IntegerField()
    no = serializers.IntegerField()
    unanswered = serializers.IntegerField()
    percent = serializers.IntegerField(help_text="Yes counts one, partly a half, what is unanswered nothing.")
    before = serializers.IntegerField(allow_null=True, help_text="Per cent in the check before.")


class HealthEntrySerializer(serializers.ModelSerializer):
    """One line of a check's story."""

    by = serializers.CharField(source="by.name", default=None, allow_null=True, read_only=True)

    class Meta:
        model = HealthCheckEntry
        fields = ["at", "by", "move", "text", "data"]
        read_only_fields = fields


class HealthActionSerializer(serializers.ModelSerializer):
    """What is to be done to close a gap."""

    reference = serializers.CharField(read_only=True)
    school = serializers.CharField(source="school.code", read_only=True)

    class Meta:
        model = Action
        fields = [
            *("id", "reference", "school", "health_check", "process", "statement", "says", "what", "owner", "due_on"),
            *("status", "made_at", "made_by", "ended_at", "ended_by", "outcome"),
        ]
        read_only_fields = fields


class WholeHealthCheckSerializer(HealthCheckSerializer):
    """A check with its answers, what it comes to, its actions and its story."""

    answers = HealthAnswerSerializer(many=True, read_only=True)
    actions = HealthActionSerializer(many=True, read_only=True)
    timeline = HealthEntrySerializer(source="entries", many=True, read_only=True)
    result = serializers.SerializerMethodField()
    compared_with = serializers.SerializerMethodField()

    class Meta(HealthCheckSerializer.Meta):
        fields = [*HealthCheckSerializer.Meta.fields, "result", "compared_with", "answers", "actions", "timeline"]
        read_only_fields = fields

    @extend_schema_field(ProcessResultSerializer(many=True))
    def get_result(self, check):
        """Process by process."""
        return ProcessResultSerializer(self._result(check).processes, many=True).data

    def get_compared_with(self, check) -> int | None:
        """The check before, by its id."""
        return getattr(self._result(check).compared_with, "pk", None)

    def _result(self, check):
        if not hasattr(check, "worked_out"):
            check.worked_out = result_of(check)
        return check.worked_out


class StartHealthCheckSerializer(StrictSerializer):
    school = SeenSlugField(slug_field="code", queryset=School.objects.all())


class SaidSerializer(StrictSerializer):
    """What somebody says to one statement; an empty answer takes back what was said."""

    statement = serializers.CharField(max_length=40)
    answer = serializers.ChoiceField(choices=Choice.choices, required=False, allow_blank=True)
    note = text()


class AnswerHealthCheckSerializer(StrictSerializer):
    answers = SaidSerializer(many=True, max_length=MOST_AT_ONCE)


class FinishHealthCheckSerializer(StrictSerializer):
    note = text()
    leave_unanswered = serializers.BooleanField(required=False)


class ReopenHealthCheckSerializer(StrictSerializer):
    reason = text()


class AddHealthActionSerializer(StrictSerializer):
    what = serializers.CharField(max_length=300)
    owner = IdField(queryset=Person.objects.filter(is_active=True))
    due_on = serializers.DateField()
    statement = serializers.CharField(max_length=40, required=False, allow_blank=True)


class ChangeHealthActionSerializer(StrictSerializer):
    what = serializers.CharField(max_length=300, required=False)
    owner = IdField(queryset=Person.objects.filter(is_active=True), required=False)
    due_on = serializers.DateField(required=False)


class EndHealthActionSerializer(StrictSerializer):
    outcome = text()


class DropHealthActionSerializer(StrictSerializer):
    outcome = serializers.CharField(max_length=LONGEST)
