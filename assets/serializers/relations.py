"""What depends on what, as the API shows and takes it."""

from rest_framework import serializers

from assets.models import Asset, Relation, ServiceNeed
from servicedesk.models import Person, Room, Service
from servicedesk.strict import SeenField, StrictFields


class RelationSerializer(StrictFields, serializers.ModelSerializer):
    """`asset` runs on, is connected to, is part of or backs up `other`; it stops with it in all but the last case."""

    asset = SeenField(queryset=Asset.objects.all())
    other = SeenField(queryset=Asset.objects.all())

    class Meta:
        model = Relation
        fields = ["id", "asset", "kind", "other", "made_at"]
        read_only_fields = ["made_at"]
        validators: list = []  # the move looks


class ServiceNeedSerializer(StrictFields, serializers.ModelSerializer):
    """A service that stops, at the school of the thing, when this thing does."""

    service = SeenField(queryset=Service.objects.all())
    asset = SeenField(queryset=Asset.objects.all())

    class Meta:
        model = ServiceNeed
        fields = ["id", "service", "asset", "made_at"]
        read_only_fields = ["made_at"]
        validators: list = []  # the move looks


class HitThingSerializer(serializers.ModelSerializer):
    """A thing by what is on its label."""

    class Meta:
        model = Asset
        fields = ["id", "tag", "name"]


class HitServiceSerializer(serializers.ModelSerializer):
    """A service by its name."""

    class Meta:
        model = Service
        fields = ["id", "name"]


class HitRoomSerializer(serializers.ModelSerializer):
    """A room by its name."""

    class Meta:
        model = Room
        fields = ["id", "name"]


class HitPersonSerializer(serializers.ModelSerializer):
    """Somebody who answers for a thing."""

    class Meta:
        model = Person
        fields = ["id", "name"]


class HitsSerializer(serializers.Serializer):
    """How many, and the first of them."""

    count = serializers.IntegerField(source="__len__")


class HitThingsSerializer(HitsSerializer):
    first = HitThingSerializer(many=True)


class HitServicesSerializer(HitsSerializer):
    first = HitServiceSerializer(many=True)


class HitRoomsSerializer(HitsSerializer):
    first = HitRoomSerializer(many=True)


class HitPeopleSerializer(HitsSerializer):
    first = HitPersonSerializer(many=True)


class ImpactSerializer(serializers.Serializer):
    """What stops with a thing, as far as the asker may see it."""

    words = serializers.CharField(help_text="The same in a sentence or two.")
    assets = HitThingsSerializer(help_text="Other things that stop with it.")
    services = HitServicesSerializer()
    rooms = HitRoomsSerializer(help_text="Where something stops, its own room included.")
    people = HitPeopleSerializer(help_text="Who answers for what stops.")
    unprotected = HitThingsSerializer(help_text="What goes on, but loses its only back-up.")
    needs = HitThingsSerializer(help_text="What it needs itself to run.")
