"""Health checks for programs, and every move of them."""

from functools import partial

from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework import mixins, status
from rest_framework.response import Response

from healthcheck import moves, serializers, workflow
from healthcheck.filters import ActionFilter, HealthCheckFilter
from healthcheck.models import Action, HealthCheck
from servicedesk.api.moving import moving
from servicedesk.endpoints import VisibleViewSet
from servicedesk.errors import NotYours
from servicedesk.idempotency import once
from servicedesk.roles import WORDS

WHOLE = serializers.WholeHealthCheckSerializer


check_move = partial(moving, record="check", answers=WHOLE)
action_move = partial(moving, record="action", answers=serializers.HealthActionSerializer, ending="_action")


def add_action(check, **said):
    """What the page calls; a program is shown the check with its plan."""
    workflow.add_action(check, **said)
    return check


add_action.__doc__ = workflow.add_action.__doc__


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

    def shown(self, check):
        """A check as it now stands."""
        return WHOLE(self.whole().get(pk=check.pk)).data

    answer = check_move(moves.ANSWER, workflow.answer, serializers.AnswerHealthCheckSerializer)
    look_again = check_move(moves.LOOK_AGAIN, workflow.look_again)
    finish = check_move(moves.FINISH, workflow.finish, serializers.FinishHealthCheckSerializer)
    reopen = check_move(moves.REOPEN, workflow.reopen, serializers.ReopenHealthCheckSerializer)
    add_action = check_move(moves.ADD_ACTION, add_action, serializers.AddHealthActionSerializer)


class HealthActionViewSet(mixins.ListModelMixin, mixins.RetrieveModelMixin, VisibleViewSet):
    """The plan to close the gaps: those of the schools whose evidence a person reads, and one's own."""

    queryset = Action.objects.select_related("school")
    serializer_class = serializers.HealthActionSerializer
    filterset_class = ActionFilter
    ordering = ("due_on", "pk")

    def shown(self, found):
        """An action as it now stands."""
        return serializers.HealthActionSerializer(self.queryset.get(pk=found.pk)).data

    change_action = action_move(moves.CHANGE_ACTION, workflow.change_action, serializers.ChangeHealthActionSerializer)
    complete_action = action_move(
        moves.COMPLETE_ACTION, workflow.complete_action, serializers.EndHealthActionSerializer
    )
    drop_action = action_move(moves.DROP_ACTION, workflow.drop_action, serializers.DropHealthActionSerializer)
    reopen_action = action_move(moves.REOPEN_ACTION, workflow.reopen_action, serializers.EndHealthActionSerializer)
