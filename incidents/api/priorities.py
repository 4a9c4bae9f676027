"""What makes a priority: tables of the agreements in force, services that count more, days that do."""

from dataclasses import replace

from django.db import transaction
from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework import mixins, status
from rest_framework.decorators import action
from rest_framework.response import Response

from incidents import priority_acts, priority_changes, priority_table
from incidents.models import DatedEvent
from incidents.serializers.priorities import (
    ChangeDatedEventSerializer,
    DatedEventSerializer,
    ForecastSerializer,
    NewDatedEventSerializer,
    PriorityTableSerializer,
    SavedEventSerializer,
    SavedTableSerializer,
    TableToTrySerializer,
    UpliftsSerializer,
    WholeTableSerializer,
)
from servicedesk.endpoints import VisibleViewSet
from servicedesk.errors import NotYours
from servicedesk.idempotency import once
from servicedesk.roles import Permission
from sla import reevaluations
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

    @extend_schema(request=WholeTableSerializer, responses=SavedTableSerializer)
    def update(self, request, pk=None):
        """Write the whole table. Records judged before keep their priority, unless `also_open`."""
        version, wanted = self._mine(), self.checked(WholeTableSerializer)
        return self._saved(
            version,
            lambda **act: priority_table.set_table(version, table=wanted["rules"], **act),
            also_open=wanted["also_open"],
            reason="The priority table was changed.",
        )

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

    @extend_schema(request=UpliftsSerializer, responses=SavedTableSerializer)
    @action(detail=True, methods=["put"])
    def uplifts(self, request, pk=None):
        """Which services count more, all of them. Records judged before keep their priority, unless `also_open`."""
        version, wanted = self._mine(), self.checked(UpliftsSerializer)
        return self._saved(
            version,
            lambda **act: priority_table.set_uplifts(version, uplifts=wanted["uplifts"], **act),
            also_open=wanted["also_open"],
            reason="Another service matters more.",
        )

    def _mine(self):
        version = self.get_object()
        if not priority_table.may_change(self.request.user, version):
            raise NotYours("You can read the priorities of this agreement, but somebody else decides about them.")
        return version

    def _saved(self, version, save, *, also_open, reason):
        act = _save(save, {"version": version}, by=self.request.user, reason=reason, also_open=also_open)
        table = self.get_object()
        table.reevaluation = act and act.pk
        return Response(SavedTableSerializer(table).data)


class DatedEventViewSet(mixins.ListModelMixin, mixins.RetrieveModelMixin, VisibleViewSet):
    """Days on which faults count for more: exams, an inspection, census day. Without a school: everywhere."""

    queryset = DatedEvent.objects.select_related("school").prefetch_related("services")
    serializer_class = DatedEventSerializer
    filterset_fields: list[str] = []

    @extend_schema(request=NewDatedEventSerializer, responses={201: SavedEventSerializer})
    @once
    def create(self, request):
        """Write down days that count for more."""
        event = self._saved(DatedEvent(), self.checked(NewDatedEventSerializer))
        return Response(SavedEventSerializer(event).data, status=status.HTTP_201_CREATED)

    @extend_schema(request=ChangeDatedEventSerializer, responses=SavedEventSerializer)
    def partial_update(self, request, pk=None):
        """Other days, another name, other services; what isn't sent stays."""
        event = self._mine()
        now = {name: getattr(event, name) for name in ("name", "first", "last", "steps", "school")}
        now["services"] = list(event.services.all())
        return Response(SavedEventSerializer(self._saved(event, now | self.checked(ChangeDatedEventSerializer))).data)

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

    def _saved(self, event, wanted):
        also_open, facts = wanted.pop("also_open", False), {"school": None} | wanted
        act = _save(
            lambda **told: priority_table.save_event(event, **facts, **told),
            {"school": facts["school"]},
            by=self.request.user,
            reason=f"{facts['name']}: these days count for more.",
            also_open=also_open,
        )
        saved = DatedEvent.objects.get(pk=event.pk)
        saved.reevaluation = act and act.pk
        return saved


def _save(save, of, *, by, reason, also_open):
    """The rules and, if wanted, the act that judges the open records again: both or neither; then it is done."""
    at = timezone.now()
    with transaction.atomic():
        save(by=by, at=at)
        act = priority_acts.ask(by=by, at=at, reason=reason, **of) if also_open else None
    return act and reevaluations.settle(act, at=at)
