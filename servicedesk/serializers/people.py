"""People, their roles, and who is asking."""

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from servicedesk.models import Membership, Person, School
from servicedesk.roles import CHOICES, Permission
from servicedesk.strict import SeenField, SeenSlugField, StrictFields, StrictSerializer


class PersonSerializer(serializers.ModelSerializer):
    """Somebody, and how to reach them."""

    class Meta:
        model = Person
        fields = ["id", "name", "email", "phone", "is_active"]
        read_only_fields = fields


class NamedSerializer(serializers.ModelSerializer):
    """Somebody, by name only."""

    class Meta:
        model = Person
        fields = ["id", "name"]
        read_only_fields = fields


class HatSerializer(StrictSerializer):
    """A role at one school, or at every school of the trust (null)."""

    school = SeenSlugField(slug_field="code", queryset=School.objects.all(), allow_null=True)
    role = serializers.ChoiceField(choices=CHOICES)


class ChangePersonSerializer(StrictFields, serializers.ModelSerializer):
    """Another name, address or number."""

    class Meta:
        model = Person
        fields = ["name", "email", "phone"]
        extra_kwargs = {"email": {"validators": [], "max_length": 254}}  # the move looks


class AddPersonSerializer(ChangePersonSerializer):
    """Somebody who starts, with at least one role."""

    roles = HatSerializer(many=True, allow_empty=False, max_length=100)

    class Meta(ChangePersonSerializer.Meta):
        fields = [*ChangePersonSerializer.Meta.fields, "roles"]
        extra_kwargs = {"email": {"validators": [], "max_length": 254, "required": True, "allow_null": False}}


class MembershipSerializer(StrictFields, serializers.ModelSerializer):
    """A role that a person has at a school, or at every school of the trust (null)."""

    person = SeenField(queryset=Person.objects.all())
    school = SeenSlugField(slug_field="code", queryset=School.objects.all(), allow_null=True)

    class Meta:
        model = Membership
        fields = ["id", "person", "school", "role"]
        validators: list = []  # the move looks


class RightSerializer(serializers.Serializer):
    """One thing a person may do, and where: the codes of schools, or null for every school."""

    permission = serializers.ChoiceField(choices=[permission.value for permission in Permission])
    schools = serializers.ListField(child=serializers.CharField(), allow_null=True)


class MeSerializer(serializers.ModelSerializer):
    """Who is asking, and what they may do."""

    roles = serializers.SerializerMethodField()
    rights = serializers.SerializerMethodField()

    class Meta:
        model = Person
        fields = ["id", "name", "email", "phone", "roles", "rights"]
        read_only_fields = fields

    @extend_schema_field(HatSerializer(many=True))
    def get_roles(self, person):
        """Every hat they wear."""
        return HatSerializer(person.memberships.select_related("school").order_by("pk"), many=True).data

    @extend_schema_field(RightSerializer(many=True))
    def get_rights(self, person):
        """Each permission with its schools."""
        codes = dict(School.objects.visible_to(person).values_list("pk", "code"))
        found = []
        for permission in Permission:
            everywhere = person.may(permission, None)
            schools = None if everywhere else [code for pk, code in codes.items() if person.may(permission, pk)]
            if everywhere or schools:
                found.append({"permission": permission.value, "schools": schools})
        return found
