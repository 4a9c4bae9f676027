"""What ICT support offers, and what can go wrong."""

from rest_framework import serializers

from servicedesk.models import Category, Service
from servicedesk.pictures import PICTURES
from servicedesk.strict import SeenField, StrictFields


class ServiceSerializer(StrictFields, serializers.ModelSerializer):
    """Something the school gets from ICT support."""

    class Meta:
        model = Service
        fields = ["id", "name", "description", "order", "is_offered"]
        extra_kwargs = {"name": {"validators": []}}  # the move looks


class CategorySerializer(StrictFields, serializers.ModelSerializer):
    """What can go wrong, as a teacher would say it."""

    service = SeenField(queryset=Service.objects.all())
    picture = serializers.ChoiceField(choices=list(PICTURES.items()), default="other")

    class Meta:
        model = Category
        fields = ["id", "service", "name", "kind", "picture", "order", "is_offered"]
        validators: list = []  # the move looks
