"""The recovery order and back-up tests for programs."""

from django.utils import timezone
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import mixins, status
from rest_framework.decorators import action
from rest_framework.response import Response
from rest_framework.views import APIView

from continuity import workflow
from continuity.filters import BackupTestFilter, RecoveryLineFilter
from continuity.models import BackupTest, RecoveryLine
from continuity.serializers.order import (
    BackupTestSerializer,
    ChangeBackupTestSerializer,
    ChangeLineSerializer,
    LineSerializer,
    RecoveryPlanSerializer,
    SchoolNameSerializer,
)
from continuity.standing import plan_of
from servicedesk.doors import demand
from servicedesk.endpoints import VisibleViewSet
from servicedesk.errors import NotYours
from servicedesk.idempotency import once
from servicedesk.roles import WORDS, Permission
from servicedesk.strict import Nothing, refuse_unknown


class RecoveryLineViewSet(mixins.ListModelMixin, mixins.RetrieveModelMixin, VisibleViewSet):
    """What must come back first: the services of each order at their places."""

    queryset = RecoveryLine.objects.select_related("school", "service")
    serializer_class = LineSerializer
    filterset_class = RecoveryLineFilter
    ordering = ("place", "pk")

    @extend_schema(request=LineSerializer, responses={201: LineSerializer})
    @once
    def create(self, request):
        """Put a service at the end of the order of a school or (null) of every school that has none of its own."""
        demand(request.user, Permission.KEEP_CONTINUITY)
        made = workflow.add_line(by=request.user, at=timezone.now(), **self.checked(LineSerializer))
        return Response(self._shown(made), status=status.HTTP_201_CREATED)

    @extend_schema(request=ChangeLineSerializer)
    def partial_update(self, request, pk=None):
        """Something else is agreed."""
        line = self.get_object()
        workflow.may_keep(request.user, line.school)
        wanted = self.changed(ChangeLineSerializer, line)
        return Response(self._shown(workflow.change_line(line, by=request.user, at=timezone.now(), **wanted)))

    def destroy(self, request, pk=None):
        """Take a service out of the order; what was tried of it stays."""
        workflow.remove_line(self.get_object(), by=request.user, at=timezone.now())
        return Response(status=status.HTTP_204_NO_CONTENT)

    @extend_schema(request=Nothing, responses=LineSerializer)
    @action(detail=True, methods=["post"])
    @once
    def move_up(self, request, pk=None):
        """It comes back one place earlier."""
        return self._moved(workflow.move_up)

    @extend_schema(request=Nothing, responses=LineSerializer)
    @action(detail=True, methods=["post"])
    @once
    def move_down(self, request, pk=None):
        """It comes back one place later."""
        return self._moved(workflow.move_down)

    @extend_schema(request=SchoolNameSerializer, responses={201: LineSerializer(many=True)}, filters=False)
    @action(detail=False, methods=["post"], pagination_class=None)
    @once
    def begin_own(self, request):
        """A school gets an order of its own, which begins as a copy of the trust's."""
        demand(request.user, Permission.KEEP_CONTINUITY)
        school = self.checked(SchoolNameSerializer)["school"]
        made = workflow.begin_own(school, by=request.user, at=timezone.now())
        return Response(LineSerializer(made, many=True).data, status=status.HTTP_201_CREATED)

    def _moved(self, act):
        line = self.get_object()
        workflow.may_keep(self.request.user, line.school)
        self.checked(Nothing)
        return Response(self._shown(act(line, by=self.request.user, at=timezone.now())))

    def _shown(self, line):
        return LineSerializer(self.queryset.get(pk=line.pk)).data


class RecoveryPlanView(APIView):
    """The order in force at a school: its own or the trust's, with what each service needs and what is due."""

    @extend_schema(parameters=[OpenApiParameter("school", str, required=True)], responses=RecoveryPlanSerializer)
    def get(self, request):
        """The plan of a school."""
        refuse_unknown(request.query_params, ("school",))
        demand(request.user, Permission.SEE_AGREEMENTS)
        wanted = SchoolNameSerializer(data=request.query_params.dict(), context={"request": request})
        wanted.is_valid(raise_exception=True)
        school = wanted.validated_data["school"]
        if not request.user.may(Permission.SEE_AGREEMENTS, school):
            raise NotYours(f"You can’t do this at {school.name}: {WORDS[Permission.SEE_AGREEMENTS].lower()}.")
        return Response(RecoveryPlanSerializer(plan_of(school, today=timezone.localdate())).data)


class BackupTestViewSet(mixins.ListModelMixin, mixins.RetrieveModelMixin, VisibleViewSet):
    """What was brought back from back-ups, the latest first."""

    queryset = BackupTest.objects.select_related("school")
    serializer_class = BackupTestSerializer
    filterset_class = BackupTestFilter
    ordering = ("-tested_on", "-pk")

    @extend_schema(request=BackupTestSerializer, responses={201: BackupTestSerializer})
    @once
    def create(self, request):
        """Somebody tried to bring something back from a back-up."""
        demand(request.user, Permission.KEEP_CONTINUITY)
        made = workflow.log_backup_test(by=request.user, at=timezone.now(), **self.checked(BackupTestSerializer))
        return Response(BackupTestSerializer(made).data, status=status.HTTP_201_CREATED)

    @extend_schema(request=ChangeBackupTestSerializer)
    def partial_update(self, request, pk=None):
        """It was logged wrongly."""
        test = self.get_object()
        workflow.may_keep(request.user, test.school)
        wanted = self.changed(ChangeBackupTestSerializer, test)
        changed = workflow.change_backup_test(test, by=request.user, at=timezone.now(), **wanted)
        return Response(BackupTestSerializer(changed).data)
