"""The service report by API: the report itself, its actions with every move, and who gets it by letter."""

from django.urls import path
from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework import mixins, status
from rest_framework.decorators import action
from rest_framework.generics import GenericAPIView
from rest_framework.response import Response

from reports import action_moves, report_letters, workflow
from reports.action_moves import KEEP
from reports.api import PERIOD, Reader
from reports.filters_actions import ReportActionFilter
from reports.filters_report import ServiceReportQuery
from reports.models import ReportAction, Subscription
from reports.serializers_report import (
    AddActionSerializer,
    ChangeActionSerializer,
    ReportActionSerializer,
    ServiceReportSerializer,
    SubscribeSerializer,
    SubscriptionSerializer,
)
from reports.service_report.report import service_report
from servicedesk.doors import demand
from servicedesk.endpoints import VisibleViewSet
from servicedesk.idempotency import once
from servicedesk.roles import Permission
from servicedesk.strict import Nothing


class ServiceReportView(Reader):
    """The service report."""

    serializer_class = ServiceReportSerializer
    query_form = ServiceReportQuery

    @extend_schema(operation_id="reports_service_report", parameters=PERIOD)
    def get(self, request):
        """The report of a school or of all you may read about, as asked, or of last month."""
        query = self.ask(request)
        return Response(self.get_serializer(service_report(query.ground, query.asked, query.place)).data)


def moving(move, act, body=Nothing):
    """The action of one move: find the row, check the move, read the body, call the function that the page calls."""

    def make(self, request, pk=None):
        found = self.get_object()
        move.check(found, by=request.user)
        return self.shown(act(found, by=request.user, at=timezone.now(), **self.checked(body)))

    make.__name__, make.__doc__ = move.name, act.__doc__
    name = move.name.removesuffix("_action")
    described = extend_schema(request=body, responses=ReportActionSerializer)(once(make))
    return action(detail=True, methods=["post"], url_path=name, url_name=name)(described)


class ReportActionViewSet(mixins.ListModelMixin, mixins.RetrieveModelMixin, VisibleViewSet):
    """Actions of the service reports one may read, and one’s own."""

    queryset = ReportAction.objects.select_related("school", "owner")
    serializer_class = ReportActionSerializer
    filterset_class = ReportActionFilter
    ordering = ("due", "pk")

    @extend_schema(request=AddActionSerializer, responses={201: ReportActionSerializer})
    @once
    def create(self, request):
        """Write an action into the report of a period."""
        demand(request.user, KEEP)
        made = workflow.add_action(by=request.user, at=timezone.now(), **self.checked(AddActionSerializer))
        return self.shown(made, status.HTTP_201_CREATED)

    def shown(self, found, code=status.HTTP_200_OK):
        """An action as it now stands."""
        return Response(self.get_serializer(found).data, status=code)

    change_action = moving(action_moves.CHANGE, workflow.change_action, ChangeActionSerializer)
    finish_action = moving(action_moves.FINISH, workflow.finish_action)
    reopen_action = moving(action_moves.REOPEN, workflow.reopen_action)


class ReportLettersView(GenericAPIView):
    """The reports that the caller gets by letter."""

    serializer_class = SubscriptionSerializer
    pagination_class = None
    filter_backends: list = []

    @extend_schema(operation_id="reports_letters", responses=SubscriptionSerializer(many=True))
    def get(self, request):
        """Which, and how often."""
        demand(request.user, Permission.SEE_REPORTS)
        return self.shown(request)

    @extend_schema(
        operation_id="reports_switch_letters", request=SubscribeSerializer, responses=SubscriptionSerializer(many=True)
    )
    def put(self, request):
        """Send a report to the caller so often from now on, or never again."""
        demand(request.user, Permission.SEE_REPORTS)
        said = SubscribeSerializer(data=request.data, context=self.get_serializer_context())
        said.is_valid(raise_exception=True)
        report_letters.switch(by=request.user, at=timezone.now(), **said.validated_data)
        return self.shown(request)

    def shown(self, request):
        """All of the caller’s, as they now are."""
        mine = Subscription.objects.visible_to(request.user).select_related("school")
        return Response(self.get_serializer(mine, many=True).data)


urls = [
    path("service/", ServiceReportView.as_view(), name="api-service-report"),
    path("letters/", ReportLettersView.as_view(), name="api-report-letters"),
]
