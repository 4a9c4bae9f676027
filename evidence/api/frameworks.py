"""Frameworks of a school and documents of its evidence, for programs."""

from django.shortcuts import get_object_or_404
from django.utils import timezone
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import status
from rest_framework.response import Response
from rest_framework.views import APIView

from evidence import editions, workflow
from evidence.models import Document
from evidence.questions import school_asked
from evidence.sending import sent
from evidence.serializers import FrameworkSerializer, SaveFrameworkSerializer
from servicedesk.doors import demand
from servicedesk.idempotency import once
from servicedesk.roles import Permission
from servicedesk.strict import refuse_unknown

SCHOOL = OpenApiParameter("school", str, description="A school’s code; the first you may read about without it.")


class FrameworksView(APIView):
    """The frameworks of a school: those the desk brings, its own in their place, and those of its own making."""

    @extend_schema(operation_id="evidence_frameworks", parameters=[SCHOOL], responses=FrameworkSerializer(many=True))
    def get(self, request):
        """Each with its keys and the version in use."""
        demand(request.user, Permission.EXPORT_EVIDENCE)
        refuse_unknown(request.query_params, ("school",))
        found = editions.frameworks_of(school_asked(request.query_params, request.user))
        return Response(FrameworkSerializer(found, many=True).data)

    @extend_schema(
        operation_id="evidence_frameworks_save",
        request=SaveFrameworkSerializer,
        responses={201: FrameworkSerializer},
    )
    @once
    def post(self, request):
        """Use this text from now on, as the next version under its key. The same text again makes no version."""
        demand(request.user, Permission.KEEP_EVIDENCE)
        body = SaveFrameworkSerializer(data=request.data, context={"request": request})
        body.is_valid(raise_exception=True)
        made = workflow.save_framework(by=request.user, at=timezone.now(), **body.validated_data)
        found = editions.framework_called(made.framework.key, made.framework.school)
        return Response(FrameworkSerializer(found).data, status=status.HTTP_201_CREATED)


class DocumentView(APIView):
    """The bytes of a document."""

    @extend_schema(operation_id="evidence_document", responses={(200, "application/octet-stream"): OpenApiTypes.BINARY})
    def get(self, request, pk):
        """The file as it was uploaded."""
        demand(request.user, Permission.EXPORT_EVIDENCE)
        refuse_unknown(request.query_params, ())
        return sent(get_object_or_404(Document.objects.visible_to(request.user), pk=pk))
