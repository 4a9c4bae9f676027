"""The moves of a record for programs: each an action that calls the function its page calls."""

from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework import status
from rest_framework.decorators import action
from rest_framework.response import Response

from servicedesk.idempotency import once
from servicedesk.strict import Nothing


def moving(move, act, body=Nothing, *, record, answers, ending="", makes=False, **facts):
    """The action of one move: find the record, check the move, read the body, call the function that the page calls.

    `record`: what the body's serializer calls it. `answers`: the serializer of what is shown (`shown` of the view set).
    `ending`: what the name of the move has more than the word in its address. `makes`: it may lead to a new record
    (201). `facts`: what the function is told besides.
    """

    def make(self, request, pk=None):
        found = self.moved_record()
        move.check(found, by=request.user)
        wanted = self.checked(body, **{record: found})
        moved = act(found, by=request.user, at=timezone.now(), **facts, **wanted)
        code = status.HTTP_200_OK if moved.pk == found.pk else status.HTTP_201_CREATED
        return Response(self.shown(moved), status=code)

    make.__name__, make.__doc__ = move.name, act.__doc__
    word = move.name.removesuffix(ending)
    responses = {200: answers} | ({201: answers} if makes else {})
    described = extend_schema(request=body, responses=responses)(once(make))
    return action(detail=True, methods=["post"], url_path=word, url_name=word.replace("_", "-"))(described)
