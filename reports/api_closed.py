"""Closed months by API: what counting again found, and taking it over."""

from django.urls import path
from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.exceptions import ValidationError
from rest_framework.generics import GenericAPIView
from rest_framework.response import Response

from reports import closing
from reports.forms_closed import CountAnewForm
from reports.models import Correction
from servicedesk.doors import demand
from servicedesk.paging import KeysetPagination
from servicedesk.roles import Permission


class CorrectionSerializer(serializers.ModelSerializer):
    """A figure of a closed month that came out differently when it was counted again."""

    school = serializers.SlugRelatedField("code", read_only=True, allow_null=True)
    taken_over_by = serializers.SlugRelatedField("name", read_only=True, allow_null=True)

    class Meta:
        model = Correction
        fields = [
            *("id", "school", "month", "name", "kept", "found", "found_at"),
            *("taken_over_at", "taken_over_by", "reason"),
        ]
        read_only_fields = fields


class CountAnewSerializer(serializers.Serializer):
    """Which month of which school (left out: what names no school), and why."""

    school = serializers.CharField(required=False, allow_blank=True)
    month = serializers.CharField(help_text="2026-09")
    reason = serializers.CharField(max_length=300)


class MonthChangedSerializer(serializers.Serializer):
    """How many figures were taken over."""

    changed = serializers.IntegerField()


class CorrectionPagination(KeysetPagination):
    """The newest first."""

    ordering = ("-pk",)


class CorrectionsView(GenericAPIView):
    """What counting closed months again found."""

    serializer_class = CorrectionSerializer
    queryset = Correction.objects.none()
    pagination_class = CorrectionPagination

    @extend_schema(operation_id="reports_corrections", responses=CorrectionSerializer(many=True))
    def get(self, request):
        """Every figure that came out differently, taken over or not."""
        demand(request.user, Permission.SEE_REPORTS)
        found = Correction.objects.reportable_to(request.user).select_related("school", "taken_over_by")
        page = self.paginate_queryset(found)
        return self.get_paginated_response(self.get_serializer(page, many=True).data)


class CountAnewView(GenericAPIView):
    """Taking over what counting again gives."""

    serializer_class = CountAnewSerializer

    @extend_schema(operation_id="reports_count_anew", responses=MonthChangedSerializer)
    def post(self, request):
        """Take over what counting a closed month of a school again gives, with a reason."""
        demand(request.user, Permission.SEE_REPORTS)
        form = CountAnewForm(request.data, person=request.user)
        if not form.is_valid():
            raise ValidationError({name: list(said) for name, said in form.errors.items()})
        said = form.cleaned_data
        changed = closing.count_anew(
            said["school"], said["month"], by=request.user, at=timezone.now(), reason=said["reason"]
        )
        return Response({"changed": changed})


urls = [
    path("closed-months/", CorrectionsView.as_view(), name="api-reports-closed"),
    path("closed-months/count-anew/", CountAnewView.as_view(), name="api-reports-count-anew"),
]
