"""Saved questions by API: the list, saving one, its answer and every move."""

from django.http import QueryDict
from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework import mixins, status
from rest_framework.decorators import action
from rest_framework.exceptions import ValidationError
from rest_framework.response import Response

from reports.catalogue.asking import ask
from reports.models import SavedQuestion
from reports.questions import keeping, moves
from reports.questions.query import AskQuery
from reports.questions.serializers import (
    MeasureAnswerSerializer,
    SavedQuestionSerializer,
    SaveSerializer,
    ScheduleSerializer,
)
from servicedesk.api.moving import moving
from servicedesk.doors import demand
from servicedesk.endpoints import VisibleViewSet
from servicedesk.idempotency import once
from servicedesk.roles import Permission
from servicedesk.strict import Nothing


def move(move, act, body=Nothing):
    """The action of one move of a question."""
    return moving(move, act, body, record="question", answers=SavedQuestionSerializer, ending="_question")


class SavedQuestionViewSet(mixins.ListModelMixin, mixins.RetrieveModelMixin, VisibleViewSet):
    """One's own questions, and those that others share."""

    queryset = SavedQuestion.objects.select_related("owner", "school")
    serializer_class = SavedQuestionSerializer
    filter_backends: list = []
    ordering = ("name", "pk")

    @extend_schema(request=SaveSerializer, responses={201: SavedQuestionSerializer})
    @once
    def create(self, request):
        """Keep a question under a name, for oneself."""
        demand(request.user, Permission.SEE_REPORTS)
        wanted = self.checked(SaveSerializer)
        query = AskQuery.of(_as_address(wanted["asked"]), request)
        unknown = sorted(set(wanted["asked"]) - set(query.fields))
        if errors := dict(query.errors) | {name: ["There is no such parameter."] for name in unknown}:
            raise ValidationError(errors)
        made = keeping.save_question(name=wanted["name"], query=query, by=request.user, at=timezone.now())
        return Response(self.shown(made), status=status.HTTP_201_CREATED)

    @extend_schema(responses=MeasureAnswerSerializer(many=True), filters=False)
    @action(detail=True, pagination_class=None)
    def answer(self, request, pk=None):
        """What each of its measures comes to now, as far as the caller may read."""
        question = self.get_object()
        query = keeping.read(question.asked, reader=request.user, school=question.school)
        if query.errors:
            raise ValidationError(dict(query.errors))
        names = query.cleaned_data["measure"]
        found = ask(names, query.ground, query.asked, by=query.by, narrower=query.narrower)
        return Response(
            MeasureAnswerSerializer([{"found": each, "period": query.asked} for each in found], many=True).data
        )

    def shown(self, question):
        """A question as it now stands."""
        return SavedQuestionSerializer(question).data

    share_question = move(moves.SHARE, keeping.share_question)
    unshare_question = move(moves.UNSHARE, keeping.unshare_question)
    schedule_question = move(moves.SCHEDULE, keeping.schedule_question, ScheduleSerializer)
    delete_question = move(moves.DELETE, keeping.delete_question)


def _as_address(asked):
    """The words of a question as an address has them."""
    address = QueryDict(mutable=True)
    for name, value in asked.items():
        address.setlist(name, value if isinstance(value, list) else [value])
    return address
