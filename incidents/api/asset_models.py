"""How often things of each make and model break, for programs."""

from django.core.exceptions import ValidationError
from django.utils import timezone
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.generics import GenericAPIView
from rest_framework.response import Response

from assets.models import Asset
from incidents.asset_models import rates_of_models
from incidents.fault_rates import HOW
from incidents.filters_models import AssetModelFilter
from servicedesk.doors import demand
from servicedesk.roles import Permission
from servicedesk.strict import refuse_unknown


class ShareSerializer(serializers.Serializer):
    """How many of those of which it is known."""

    some = serializers.IntegerField()
    of = serializers.IntegerField()


class RateSerializer(serializers.Serializer):
    """One make and model of a sort. `per_100`: faults per 100 things and year; null where there are too few to say."""

    make = serializers.CharField()
    model = serializers.CharField()
    sort = serializers.CharField()
    here = serializers.IntegerField()
    counted = serializers.IntegerField()
    faults = serializers.IntegerField()
    per_100 = serializers.FloatField(allow_null=True)
    average_age = serializers.FloatField(source="age", allow_null=True)
    cost = serializers.DecimalField(max_digits=14, decimal_places=2, allow_null=True)
    out_of_warranty = ShareSerializer()
    past_life = ShareSerializer()


class RatesSerializer(serializers.Serializer):
    """The rates, how many things are of no known model, and how all of it was counted."""

    how = serializers.CharField()
    unnamed = serializers.IntegerField()
    models = RateSerializer(many=True)


class AssetModelsView(GenericAPIView):
    """How often things of each make and model break, with their age and cost."""

    serializer_class = RatesSerializer

    @extend_schema(
        operation_id="asset_models",
        parameters=[OpenApiParameter("school", str), OpenApiParameter("type", int)],
    )
    def get(self, request):
        """The makes and models of the schools whose register the caller sees, the most faults for each thing first."""
        demand(request.user, Permission.SEE_ASSETS)
        refuse_unknown(request.query_params, AssetModelFilter.base_filters)
        found = AssetModelFilter(request.query_params, Asset.objects.all(), request=request)
        if not found.is_valid():
            raise ValidationError({name: [*said] for name, said in found.errors.items()})
        rates, unnamed = rates_of_models(request.user, at=timezone.now(), things=found.qs)
        return Response(RatesSerializer({"how": HOW, "unnamed": unnamed, "models": rates}).data)
