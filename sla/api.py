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
from sla import calendar_workflow
from sla.calendars import school_year_of
from sla.filters import CalendarFilter
from sla.models import Calendar, Reevaluation
from sla.school_year import DayType, Span
from sla.serializers import (
    CalendarDetailSerializer,
    CalendarSerializer,
    CalendarVersionSerializer,
    DayRangeSerializer,
    DaySerializer,
)
from sla.serializers_changes import (
    ClosureSerializer,
    DocumentSerializer,
    EffectSerializer,
    NewVersionSerializer,
    OpeningSerializer,
    ReevaluationSerializer,
)
from sla.year_document import InvalidSchoolYear


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
        calendar = self.editable()
        wanted = self.checked(NewVersionSerializer)
        if "based_on" in wanted:
            wanted["based_on"] = calendar.versions.filter(number=wanted["based_on"]).first()
        act = calendar_workflow.apply_now(calendar, by=request.user, at=timezone.now(), **wanted)
        return Response(CalendarVersionSerializer(act.calendar_version).data, status=status.HTTP_201_CREATED)

    @extend_schema(request=DocumentSerializer, responses=EffectSerializer)
    @action(detail=True, methods=["post"])
    def preview(self, request, pk=None):
        """What would change if the calendar said this: the days, and the open clocks that would move."""
        calendar = self.editable()
        wanted = self.checked(DocumentSerializer)
        return Response(EffectSerializer(calendar_workflow.preview(calendar, at=timezone.now(), **wanted)).data)

    @extend_schema(request=ClosureSerializer, responses={201: ReevaluationSerializer})
    @action(detail=True, methods=["post"])
    @once
    def closures(self, request, pk=None):
        """Close from `first` to `last` at short notice; deadlines move at once."""
        calendar, wanted = self.editable(), self.checked(ClosureSerializer)
        try:
            act = calendar_workflow.close(calendar, by=request.user, at=timezone.now(), **wanted)
        except InvalidSchoolYear as error:
            raise Refused(str(error)) from error
        return Response(ReevaluationSerializer(act).data, status=status.HTTP_201_CREATED)

    @extend_schema(request=OpeningSerializer, responses={201: ReevaluationSerializer})
    @action(detail=True, methods=["post"])
    @once
    def openings(self, request, pk=None):
        """Open again on days that were closed; deadlines move at once."""
        calendar, wanted = self.editable(), self.checked(OpeningSerializer)
        try:
            act = calendar_workflow.open_again(calendar, by=request.user, at=timezone.now(), **wanted)
        except InvalidSchoolYear as error:
            raise Refused(str(error)) from error
        return Response(ReevaluationSerializer(act).data, status=status.HTTP_201_CREATED)

    def editable(self):
        """The calendar, for someone who may change it."""
        calendar = self.get_object()
        if not self.request.user.may(Permission.EDIT_AGREEMENTS, calendar.school_id):
            raise NotYours("Your role does not allow changing this calendar.")
        return calendar


class ReevaluationViewSet(mixins.ListModelMixin, mixins.RetrieveModelMixin, VisibleViewSet):
    """Changes of calendars, agreements and priorities that were applied: who, when, why, and what they moved."""

    queryset = Reevaluation.objects.select_related(
        "by", "school", "calendar_version__calendar", "agreement_version__agreement"
    ).order_by("-pk")
    serializer_class = ReevaluationSerializer


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
