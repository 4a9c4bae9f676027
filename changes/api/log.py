"""The change log for programs."""

from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework import mixins, status
from rest_framework.response import Response

from changes import workflow
from changes.filters import ChangeFilter
from changes.models import Change
from changes.serializers.log import ChangeSerializer, CorrectChangeSerializer
from servicedesk.endpoints import VisibleViewSet
from servicedesk.idempotency import once


class ChangeViewSet(mixins.ListModelMixin, mixins.RetrieveModelMixin, VisibleViewSet):
    """What was changed, the latest first."""

    queryset = Change.objects.with_rows_shown()
    serializer_class = ChangeSerializer
    filterset_class = ChangeFilter
    ordering = ("-made_at", "-pk")

    @extend_schema(request=ChangeSerializer, responses={201: ChangeSerializer})
    @once
    def create(self, request):
        """Write down a change that was made."""
        wanted = self.checked(ChangeSerializer)
        change = workflow.record_change(by=request.user, at=timezone.now(), **wanted)
        return Response(ChangeSerializer(change).data, status=status.HTTP_201_CREATED)

    @extend_schema(request=CorrectChangeSerializer)
    def partial_update(self, request, pk=None):
        """It was written down wrongly."""
        change = self.get_object()
        workflow.may_record(request.user, change.school)
        wanted = self.changed(CorrectChangeSerializer, change)
        for name in ("assets", "rooms"):
            wanted[name] = _list(wanted[name])
        change = workflow.correct_change(change, by=request.user, at=timezone.now(), **wanted)
        return Response(ChangeSerializer(change).data)


def _list(found):
    """The rows that were sent, or those that are there."""
    return list(found.all()) if hasattr(found, "all") else list(found)
