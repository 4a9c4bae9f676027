"""What each move asks; the fields are the words of its function in `workflow`."""

from rest_framework import serializers

from assets.models import Asset
from incidents.models import Incident
from incidents.priority import Priority
from incidents.serializers.moves import minutes, text
from problems.analysis import BRANCHES, MOST_WHYS
from problems.forms import LONGEST_TIME, MOST_LINKED
from problems.models import Audience, Source, WhenTimeRunsOut
from servicedesk.models import Category, Person, Room, School, Service
from servicedesk.roles import Permission
from servicedesk.strict import IdField, SeenField, SeenSlugField, StrictSerializer


def many_seen(model, **facts):
    """Several rows by their ids; one that the asker may not see does not exist for them."""
    return serializers.ListField(child=SeenField(queryset=model.objects.all()), max_length=MOST_LINKED, **facts)


def priority():
    return serializers.ChoiceField(choices=Priority.choices, required=False, allow_null=True)


class SolverField(IdField):
    """Somebody who looks for the cause of problems here, by their id."""

    def get_queryset(self):
        """Those who may be given the problem."""
        return Person.objects.who_may(Permission.SOLVE_PROBLEMS, self.context["problem"].school)


class IncidentsField(serializers.ListField):
    """Records by their ids, read in one query."""

    def __init__(self, **facts):
        super().__init__(
            child=serializers.IntegerField(min_value=1, max_value=2**63 - 1), max_length=MOST_LINKED, **facts
        )

    def to_internal_value(self, data):
        """The records, in the order they were named."""
        wanted = super().to_internal_value(data)
        seen = Incident.objects.visible_to(self.context["request"].user).select_related("school", "category__service")
        found = {each.pk: each for each in seen.filter(pk__in=wanted)}
        missing = [str(pk) for pk in wanted if pk not in found]
        if missing:
            raise serializers.ValidationError(f"There is no record {', '.join(missing)}, or you may not see it.")
        return [found[pk] for pk in dict.fromkeys(wanted)]


class DescribeSerializer(StrictSerializer):
    title = serializers.CharField(max_length=200, required=False)
    symptoms = text(required=False, allow_blank=True)
    priority = priority()
    service = SeenField(queryset=Service.objects.all(), required=False, allow_null=True)
    category = SeenField(queryset=Category.objects.select_related("service"), required=False, allow_null=True)
    assets = many_seen(Asset, required=False)
    rooms = many_seen(Room, required=False)


class RaiseSerializer(DescribeSerializer):
    title = serializers.CharField(max_length=200)
    school = SeenSlugField(slug_field="code", queryset=School.objects.all(), required=False, allow_null=True)
    source = serializers.ChoiceField(choices=Source.choices, required=False)
    incidents = IncidentsField(required=False)


class AssignSerializer(StrictSerializer):
    resolver = SolverField(queryset=Person.objects.all())
    note = text(required=False, allow_blank=True)


class BranchesField(serializers.DictField):
    """Branch → possible causes."""

    def __init__(self, **facts):
        lines = serializers.ListField(child=serializers.CharField(max_length=500, allow_blank=True), max_length=50)
        super().__init__(child=lines, help_text=f"Branches: {', '.join(BRANCHES)}.", **facts)


class AnalyseSerializer(StrictSerializer):
    whys = serializers.ListField(
        child=serializers.CharField(max_length=500, allow_blank=True), max_length=MOST_WHYS, required=False
    )
    causes = BranchesField(required=False)
    analysis = text(required=False, allow_blank=True)
    minutes = minutes()


class AllowTimeSerializer(StrictSerializer):
    allowed_minutes = serializers.IntegerField(min_value=1, max_value=LONGEST_TIME, required=False, allow_null=True)
    decide_by = serializers.DateField(required=False, allow_null=True)
    when_time_runs_out = serializers.ChoiceField(choices=WhenTimeRunsOut.choices, required=False)


class WorkaroundSerializer(StrictSerializer):
    workaround = text(help_text="One step a line.")
    minutes = minutes()


class KnownErrorOfProblemSerializer(StrictSerializer):
    title = serializers.CharField(max_length=200, required=False)
    symptoms = text()
    workaround = text(help_text="One step a line.")
    audience = serializers.ChoiceField(choices=Audience.choices, required=False)
    review_on = serializers.DateField(required=False, allow_null=True)
    owner = SolverField(queryset=Person.objects.all(), required=False, allow_null=True)


class ProposeFixSerializer(StrictSerializer):
    proposed_fix = text()
    root_cause = text(required=False, allow_blank=True)
    minutes = minutes()


class IncidentsSerializer(StrictSerializer):
    incidents = IncidentsField(allow_empty=False)


class ResolveSerializer(StrictSerializer):
    root_cause = text(help_text="For the desk.")
    resolution = text(help_text="Goes to everyone who reported one of its incidents.")
    minutes = minutes()


class ReviewSerializer(StrictSerializer):
    went_well = text(required=False, allow_blank=True)
    to_improve = text(required=False, allow_blank=True)
    lessons = text(required=False, allow_blank=True)
