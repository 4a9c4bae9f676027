"""Known errors as the API shows them, and what writing, moving and using one asks."""

from django.utils import timezone
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from assets.models import Asset, AssetType
from incidents.models import Incident
from incidents.serializers.moves import text
from incidents.serializers.reading import CategoryOfSerializer
from problems.models import Audience, Fix, KnownError, Offer
from problems.presentation.known_errors import is_due
from problems.serializers.moves import many_seen
from problems.serializers.reading import ServiceOfSerializer
from servicedesk.models import Category, Person, School, Service
from servicedesk.roles import Permission
from servicedesk.serializers.people import NamedSerializer
from servicedesk.strict import SeenField, SeenSlugField, StrictSerializer


def is_desk(person, known):
    """Does this person see of an entry what the desk keeps?"""
    if known.school_id is None:
        return person.may_anywhere(Permission.SEE_PROBLEMS)
    return person.may(Permission.SEE_PROBLEMS, known.school_id)


class DeskPartSerializer(serializers.ModelSerializer):
    """What only the desk sees."""

    owner = NamedSerializer()
    is_due = serializers.SerializerMethodField()
    tried = serializers.IntegerField()
    helped = serializers.IntegerField()
    lessons_saved = serializers.IntegerField(source="lessons")

    class Meta:
        model = KnownError
        fields = [
            *("owner", "review_on", "is_due", "root_cause", "versions", "fix", "problem", "written_at", "retired_at"),
            *("tried", "helped", "lessons_saved"),
        ]

    def get_is_due(self, known) -> bool:
        """Should somebody look whether it still holds?"""
        return is_due(known, timezone.localdate())


class KnownErrorSerializer(serializers.ModelSerializer):
    """An entry; `school` is null where it holds in the whole trust, `desk` for everyone but the desk."""

    reference = serializers.CharField(read_only=True)
    school = serializers.SlugRelatedField(slug_field="code", read_only=True, allow_null=True)
    status = serializers.ChoiceField(choices=Offer.choices, read_only=True)
    steps = serializers.ListField(child=serializers.CharField(), read_only=True)
    service = ServiceOfSerializer(allow_null=True)
    categories = CategoryOfSerializer(many=True)
    asset_types = serializers.SlugRelatedField(slug_field="name", many=True, read_only=True)
    desk = serializers.SerializerMethodField()

    class Meta:
        model = KnownError
        fields = [
            *("id", "reference", "school", "status", "audience", "title", "symptoms", "steps"),
            *("service", "categories", "asset_types", "desk"),
        ]
        read_only_fields = fields

    @extend_schema_field(DeskPartSerializer(allow_null=True))
    def get_desk(self, known):
        """The desk's part."""
        return DeskPartSerializer(known).data if is_desk(self.context["request"].user, known) else None


class MonthSerializer(serializers.Serializer):
    """What came of it in one month."""

    month = serializers.DateField(help_text="Its first day.")
    tried = serializers.IntegerField()
    helped = serializers.IntegerField()
    lessons_saved = serializers.IntegerField(source="lessons")


class WholeKnownErrorSerializer(KnownErrorSerializer):
    """One entry; for the desk with the things it concerns and its use month by month."""

    assets = serializers.SerializerMethodField()
    months = MonthSerializer(source="found_months", many=True)

    class Meta(KnownErrorSerializer.Meta):
        fields = [*KnownErrorSerializer.Meta.fields, "assets", "months"]
        read_only_fields = fields

    def get_assets(self, known) -> list[str]:
        """Their tags, as far as the asker may see them."""
        return list(known.assets.visible_to(self.context["request"].user).values_list("tag", flat=True))


class SuggestionSerializer(serializers.Serializer):
    """An entry that fits a fault, the best first."""

    id = serializers.IntegerField(source="known.pk")
    reference = serializers.CharField(source="known.reference")
    title = serializers.CharField(source="known.title")
    steps = serializers.ListField(source="known.steps", child=serializers.CharField())
    fit = serializers.FloatField(help_text="How surely it is about this fault, from 0 to 1.")
    tried = serializers.IntegerField()
    helped = serializers.IntegerField()


class AskedSerializer(StrictSerializer):
    """What is known of a fault so far."""

    school = SeenSlugField(slug_field="code", queryset=School.objects.all(), required=False)
    category = SeenField(queryset=Category.objects.all(), required=False)
    asset = serializers.CharField(max_length=60, required=False, help_text="The tag of what is broken.")
    words = serializers.CharField(max_length=4000, required=False, allow_blank=True)

    def validate(self, asked):
        """The school, the only one where the asker reports if none is named; and the thing there."""
        asked["school"] = asked.get("school") or self._school()
        if "asset" in asked:
            tag, things = asked["asset"], Asset.objects.filter(school=asked["school"])
            asked["asset"] = things.select_related("type", "room").filter(tag=tag).first()
            if asked["asset"] is None:
                raise serializers.ValidationError({"asset": ["Nothing at this school has this tag."]})
        return asked

    def _school(self):
        schools = list(School.objects.where_may(self.context["request"].user, Permission.LOG)[:2])
        if len(schools) != 1:
            raise serializers.ValidationError({"school": ["Say at which school, by its code."]})
        return schools[0]


class EntrySerializer(StrictSerializer):
    """What an entry says."""

    title = serializers.CharField(max_length=200)
    symptoms = text(help_text="In the words of those who meet it, one way to say it a line.")
    workaround = text(help_text="One step a line.")
    versions = serializers.CharField(max_length=200, required=False, allow_blank=True)
    root_cause = text(required=False, allow_blank=True)
    fix = serializers.ChoiceField(choices=Fix.choices, required=False)
    service = SeenField(queryset=Service.objects.all(), required=False, allow_null=True)
    categories = many_seen(Category, required=False)
    asset_types = many_seen(AssetType, required=False)
    assets = many_seen(Asset, required=False)
    owner = SeenField(queryset=Person.objects.all(), required=False)


class WriteSerializer(EntrySerializer):
    school = SeenSlugField(slug_field="code", queryset=School.objects.all(), allow_null=True)
    audience = serializers.ChoiceField(choices=Audience.choices, required=False)
    review_on = serializers.DateField(required=False)


class ChangeSerializer(EntrySerializer):
    """What isn't sent stays as it is."""

    def get_fields(self):
        """The same fields, none of them needed."""
        fields = super().get_fields()
        for field in fields.values():
            field.required = False
        return fields


class ReviewSerializer(StrictSerializer):
    review_on = serializers.DateField(required=False, help_text="Without it: a half-term from now.")


class UseSerializer(StrictSerializer):
    """On a record it counts once; without one, say at which school it was tried."""

    helped = serializers.BooleanField()
    incident = SeenField(queryset=Incident.objects.select_related("school"), required=False)
    school = SeenSlugField(slug_field="code", queryset=School.objects.all(), required=False)
    lesson_saved = serializers.BooleanField(required=False, help_text="A lesson went on because of it.")

    def validate(self, said):
        """One of the two says where."""
        if "incident" not in said and "school" not in said:
            raise serializers.ValidationError({"school": ["Say at which school, or on which incident."]})
        return said
