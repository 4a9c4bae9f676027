"""What makes a priority: tables of the agreements in force, services that count more, days that do."""

from dataclasses import replace

from django.db import transaction
from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework import mixins, status
from rest_framework.decorators import action
from rest_framework.response import Response

from incidents import priority_changes, priority_table
from incidents.models import DatedEvent
from incidents.serializers.priorities import (
    ChangeDatedEventSerializer,
    DatedEventSerializer,
    ForecastSerializer,
    NewDatedEventSerializer,
    PriorityTableSerializer,
    TableToTrySerializer,
    UpliftsSerializer,
    WholeTableSerializer,
)
from servicedesk.endpoints import VisibleViewSet
from servicedesk.errors import NotYours
from servicedesk.idempotency import once
from servicedesk.models import School
from servicedesk.roles import Permission
from sla.models import Agreement, AgreementVersion


class PriorityTableViewSet(mixins.ListModelMixin, mixins.RetrieveModelMixin, VisibleViewSet):
    """How impact and urgency make a priority, for each agreement in force that the asker may read."""

    queryset = AgreementVersion.objects.of_service_level().in_force()
    serializer_class = PriorityTableSerializer
    filterset_fields: list[str] = []

    def get_queryset(self):
        """Those of the agreements this person may read."""
        if getattr(self, "swagger_fake_view", False):
            return self.queryset.none()
        readable = Agreement.objects.visible_to(self.request.user)
        rows = self.queryset.filter(agreement__in=readable)
        return rows.select_related("agreement__school").prefetch_related("priority_rules", "uplifts__service")

    @extend_schema(request=WholeTableSerializer, responses=PriorityTableSerializer)
    def update(self, request, pk=None):
        """Write the whole table. Records judged before keep their priority, unless `also_open`."""
        version, wanted = self._mine(), self.checked(WholeTableSerializer)
        self._save(
            version,
            lambda **act: priority_table.set_table(version, table=wanted["rules"], **act),
            also_open=wanted["also_open"],
            reason="The priority table was changed.",
        )
        return Response(PriorityTableSerializer(self.get_object()).data)

    @extend_schema(request=TableToTrySerializer, responses=ForecastSerializer)
    @action(detail=True, methods=["post"])
    def preview(self, request, pk=None):
        """What another table would do to the open records and their clocks; nothing is written."""
        version, wanted = self._mine(), self.checked(TableToTrySerializer)
        schools = priority_changes.schools_under(version)
        forecast = priority_changes.foresee(
            schools, lambda school, rules: replace(rules, table=wanted["rules"]), at=timezone.now()
        )
        return Response(ForecastSerializer(forecast).data)

    @extend_schema(request=UpliftsSerializer, responses=PriorityTableSerializer)
    @action(detail=True, methods=["put"])
    def uplifts(self, request, pk=None):
        """Which services count more, all of them. Records judged before keep their priority, unless `also_open`."""
        version, wanted = self._mine(), self.checked(UpliftsSerializer)
        self._save(
            version,
            lambda **act: priority_table.set_uplifts(version, uplifts=wanted["uplifts"], **act),
            also_open=wanted["also_open"],
            reason="Another service matters more.",
        )
        return Response(PriorityTableSerializer(self.get_object()).data)

    def _mine(self):
        version = self.get_object()
        if not priority_table.may_change(self.request.user, version):
            raise NotYours("You can read the priorities of this agreement, but somebody else decides about them.")
        return version

    @transaction.atomic
    def _save(self, version, save, *, also_open, reason):
        by, at = self.request.user, timezone.now()
        save(by=by, at=at)
        if also_open:
            priority_changes.apply(priority_changes.schools_under(version), by=by, at=at, reason=reason)


class DatedEventViewSet(mixins.ListModelMixin, mixins.RetrieveModelMixin, VisibleViewSet):
    """Days on which faults count for more: exams, an inspection, census day. Without a school: everywhere."""

    queryset = DatedEvent.objects.select_related("school").prefetch_related("services")
    serializer_class = DatedEventSerializer
    filterset_fields: list[str] = []

    @extend_schema(request=NewDatedEventSerializer, responses={201: DatedEventSerializer})
    @once
    def create(self, request):
        """Write down days that count for more."""
        event = self._saved(DatedEvent(), self.checked(NewDatedEventSerializer))
        return Response(DatedEventSerializer(event).data, status=status.HTTP_201_CREATED)

    @extend_schema(request=ChangeDatedEventSerializer, responses=DatedEventSerializer)
    def partial_update(self, request, pk=None):
        """Other days, another name, other services; what isn't sent stays."""
        event = self._mine()
        now = {name: getattr(event, name) for name in ("name", "first", "last", "steps", "school")}
        now["services"] = list(event.services.all())
        return Response(DatedEventSerializer(self._saved(event, now | self.checked(ChangeDatedEventSerializer))).data)

    @extend_schema(responses={204: None})
    def destroy(self, request, pk=None):
        """The days count for no more than others."""
        priority_table.remove_event(self._mine(), by=request.user, at=timezone.now())
        return Response(status=status.HTTP_204_NO_CONTENT)

    def _mine(self):
        event = self.get_object()
        if not self.request.user.may(Permission.EDIT_AGREEMENTS, event.school_id):
            raise NotYours("You can read what is on, but somebody else decides about it.")
        return event

    @transaction.atomic
    def _saved(self, event, wanted):
        also_open = wanted.pop("also_open", False)
        by, at = self.request.user, timezone.now()
        event = priority_table.save_event(event, by=by, at=at, **{"school": None} | wanted)
        if also_open:
            schools = [event.school] if event.school else list(School.objects.all())
            priority_changes.apply(schools, by=by, at=at, reason=f"{event.name}: these days count for more.")
        return DatedEvent.objects.get(pk=event.pk)
