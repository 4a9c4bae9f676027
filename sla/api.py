"""Calendars and agreements for programs."""

from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework import mixins, status
from rest_framework.decorators import action
from rest_framework.response import Response

from servicedesk.endpoints import VisibleViewSet
from servicedesk.errors import NotYours, Refused
from servicedesk.idempotency import once
from servicedesk.roles import Permission
from sla.calendars import make_version, school_year_of
from sla.filters import AgreementFilter, CalendarFilter
from sla.models import Agreement, Calendar
from sla.school_year import DayType, Span
from sla.serializers import (
    AgreementSerializer,
    CalendarDetailSerializer,
    CalendarSerializer,
    CalendarVersionSerializer,
    DayRangeSerializer,
    DaySerializer,
    NewVersionSerializer,
)


class CalendarViewSet(mixins.ListModelMixin, mixins.RetrieveModelMixin, VisibleViewSet):
    """When support is open: the calendars of the caller's schools and the trust's."""

    queryset = Calendar.objects.select_related("school")
    serializer_class = CalendarSerializer
    filterset_class = CalendarFilter
    asks = {"day_types": ("first", "last")}

    def get_object(self):
        calendar = super().get_object()
        calendar.newest = calendar.versions.first()
        return calendar

    @extend_schema(responses=CalendarDetailSerializer)
    def retrieve(self, request, *args, **kwargs):
        """A calendar with the school year it holds now."""
        return Response(CalendarDetailSerializer(self.get_object()).data)

    @extend_schema(parameters=[DayRangeSerializer], responses=DaySerializer(many=True), filters=False)
    @action(detail=True, url_path="day-types", pagination_class=None)
    def day_types(self, request, pk=None):
        """Each date from `first` to `last`: its type, its name and the support hours on it."""
        calendar = self.get_object()
        asked = DayRangeSerializer(data=request.query_params)
        asked.is_valid(raise_exception=True)
        if calendar.newest is None:
            raise Refused("This calendar has no dates yet.")
        return Response(DaySerializer(_days(school_year_of(calendar.newest), **asked.validated_data), many=True).data)

    @extend_schema(request=NewVersionSerializer, responses={201: CalendarVersionSerializer})
    @action(detail=True, methods=["post"])
    @once
    def versions(self, request, pk=None):
        """Say what the calendar is from now on; earlier versions stay as they were."""
        calendar = self.get_object()
        if not request.user.may(Permission.EDIT_AGREEMENTS, calendar.school_id):
            raise NotYours("Your role does not allow changing this calendar.")
        wanted = self.checked(NewVersionSerializer)
        version = make_version(calendar, by=request.user, at=timezone.now(), **wanted)
        return Response(CalendarVersionSerializer(version).data, status=status.HTTP_201_CREATED)


class AgreementViewSet(mixins.ListModelMixin, mixins.RetrieveModelMixin, VisibleViewSet):
    """What was promised: agreements with their versions, targets and escalation steps."""

    queryset = Agreement.objects.select_related("school").prefetch_related("versions__targets", "versions__steps")
    serializer_class = AgreementSerializer
    filterset_class = AgreementFilter


def _days(year, *, first, last):
    """The dates of a range as the calendar sees them."""
    return [
        {
            "date": day,
            "type": year.day_type(day),
            "name": year.name_of(day),
            "hours": year.pattern_of(day),
            "is_known": year.is_known(day),
        }
        for day in Span(DayType.TERM, first, last).days()
    ]
