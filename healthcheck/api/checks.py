"""Health checks for programs, and every move of them."""

from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework import mixins, status
from rest_framework.decorators import action
from rest_framework.response import Response

from healthcheck import moves, serializers, workflow
from healthcheck.filters import ActionFilter, HealthCheckFilter
from healthcheck.models import Action, HealthCheck
from servicedesk.endpoints import VisibleViewSet
from servicedesk.errors import NotYours
from servicedesk.idempotency import once
from servicedesk.roles import WORDS
from servicedesk.strict import Nothing

WHOLE = serializers.WholeHealthCheckSerializer


def moving(move, act, body, whole):
    """The action of one move: find the record, check the move, read the body, call what the page calls."""

    def make(self, request, pk=None):
        record = self.get_object()
        move.check(record, by=request.user)
        act(record, by=request.user, at=timezone.now(), **self.checked(body))
        return Response(whole(self.whole().get(pk=record.pk)).data)

    make.__name__, make.__doc__ = act.__name__, act.__doc__
    described = extend_schema(request=body, responses=whole)(once(make))
    path = act.__name__.removesuffix("_action") if move in moves.ACTION_MOVES else act.__name__
    return action(detail=True, methods=["post"], url_path=path)(described)


class HealthCheckViewSet(mixins.ListModelMixin, VisibleViewSet):
    """Checks of the schools whose evidence a person reads, the earliest first."""

    queryset = HealthCheck.objects.select_related("school").with_progress()
    serializer_class = serializers.HealthCheckSerializer
    filterset_class = HealthCheckFilter
    ordering = ("last", "pk")
    orderings = {"last": ("last", "pk"), "-last": ("last", "pk")}

    @extend_schema(responses=WHOLE)
    def retrieve(self, request, pk=None):
        """One check with its answers, what it comes to, its actions and its story."""
        return Response(WHOLE(self.whole().get(pk=self.get_object().pk)).data)

    @extend_schema(request=serializers.StartHealthCheckSerializer, responses={201: WHOLE})
    @once
    def create(self, request):
        """Begin a check: every statement is asked anew, and what live records can answer is answered."""
        if not request.user.may_anywhere(moves.KEEP):
            raise NotYours(f"None of your roles includes this: {WORDS[moves.KEEP].lower()}.")
        wanted = self.checked(serializers.StartHealthCheckSerializer)
        check = workflow.start(wanted["school"], by=request.user, at=timezone.now())
        return Response(WHOLE(self.whole().get(pk=check.pk)).data, status=status.HTTP_201_CREATED)

    def whole(self):
        """Checks with everything in them."""
        return self.queryset.prefetch_related("answers", "actions__school", "entries__by")

    answer = moving(moves.ANSWER, workflow.answer, serializers.AnswerHealthCheckSerializer, WHOLE)
    look_again = moving(moves.LOOK_AGAIN, workflow.look_again, Nothing, WHOLE)
    finish = moving(moves.FINISH, workflow.finish, serializers.FinishHealthCheckSerializer, WHOLE)
    reopen = moving(moves.REOPEN, workflow.reopen, serializers.ReopenHealthCheckSerializer, WHOLE)
    add_action = moving(moves.ADD_ACTION, workflow.add_action, serializers.AddHealthActionSerializer, WHOLE)


class HealthActionViewSet(mixins.ListModelMixin, mixins.RetrieveModelMixin, VisibleViewSet):
    """The plan to close the gaps: those of the schools whose evidence a person reads, and one's own."""

    queryset = Action.objects.select_related("school")
    serializer_class = serializers.HealthActionSerializer
    filterset_class = ActionFilter
    ordering = ("due_on", "pk")

    def whole(self):
        """Actions with what is shown of them."""
        return self.queryset

    change_action = moving(
        moves.CHANGE_ACTION,
        workflow.change_action,
        serializers.ChangeHealthActionSerializer,
        serializers.HealthActionSerializer,
    )
    complete_action = moving(
        moves.COMPLETE_ACTION,
        workflow.complete_action,
        serializers.EndHealthActionSerializer,
        serializers.HealthActionSerializer,
    )
    drop_action = moving(
        moves.DROP_ACTION,
        workflow.drop_action,
        serializers.DropHealthActionSerializer,
        serializers.HealthActionSerializer,
    )
    reopen_action = moving(
        moves.REOPEN_ACTION,
        workflow.reopen_action,
        serializers.EndHealthActionSerializer,
        serializers.HealthActionSerializer,
    )
