"""Licences and where they are used, as the API shows and takes them."""

from rest_framework import serializers

from assets.forms.licences import MOST
from assets.models import Asset, Licence, LicenceUse, Software
from assets.workflow.licence_uses import MOST_AT_ONCE
from servicedesk.models import Person, School
from servicedesk.strict import SeenField, SeenSlugField, StrictFields, StrictSerializer


class LicenceSerializer(StrictFields, serializers.ModelSerializer):
    """What was bought; `school` null: for every school of the trust. `quantity` null: as many as the site needs."""

    school = serializers.SlugRelatedField(slug_field="code", read_only=True)
    software = SeenField(queryset=Software.objects.all())
    quantity = serializers.IntegerField(min_value=1, max_value=MOST, allow_null=True, required=False)
    used = serializers.IntegerField(read_only=True)
    left = serializers.IntegerField(read_only=True, allow_null=True, help_text="Below 0: more are used than bought.")
    gone = serializers.IntegerField(read_only=True, help_text="Of those used: on things that are gone.")

    class Meta:
        model = Licence
        fields = [
            *("id", "software", "school", "per", "quantity", "used", "left", "gone", "bought_on", "starts_on"),
            *("expires_on", "cost", "supplier", "order_number", "key_kept_at", "notes"),
        ]


class AddLicenceSerializer(LicenceSerializer):
    """`new_software` names a title that is not known yet."""

    school = SeenSlugField(slug_field="code", queryset=School.objects.all(), allow_null=True)
    software = SeenField(queryset=Software.objects.all(), required=False)
    new_software = serializers.CharField(max_length=200, required=False, write_only=True)

    class Meta(LicenceSerializer.Meta):
        fields = [*LicenceSerializer.Meta.fields, "new_software"]


class LicenceUseSerializer(serializers.ModelSerializer):
    """Where one of the licences is used: on a thing, or by a person."""

    class Meta:
        model = LicenceUse
        fields = ["id", "licence", "asset", "person", "given_at", "given_by", "taken_back_at", "taken_back_by"]
        read_only_fields = fields


class NumberSerializer(serializers.Serializer):
    """How many."""

    number = serializers.IntegerField()


class GiveSerializer(StrictSerializer):
    """To which things or people."""

    assets = serializers.ListField(
        child=SeenField(queryset=Asset.objects.select_related("school")), required=False, max_length=MOST_AT_ONCE
    )
    people = serializers.ListField(
        child=SeenField(queryset=Person.objects.all()), required=False, max_length=MOST_AT_ONCE
    )


class TakeBackSerializer(StrictSerializer):
    """Which uses."""

    uses = serializers.ListField(child=SeenField(queryset=LicenceUse.objects.all()), max_length=MOST_AT_ONCE)
