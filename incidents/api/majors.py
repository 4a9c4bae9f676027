"""Major incidents and the status page for programs."""

from django.utils import timezone
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import mixins, status
from rest_framework.decorators import action
from rest_framework.exceptions import ValidationError
from rest_framework.response import Response
from rest_framework.views import APIView

from incidents import intake_same
from incidents.filters_major import MajorFilter
from incidents.models import MajorIncident
from incidents.serializers.major import HitsMeSerializer, MajorSerializer, StatusSerializer
from incidents.serializers.reading import IncidentSerializer
from incidents.status_board import board_for, with_tolls
from servicedesk.endpoints import VisibleViewSet
from servicedesk.errors import Refused
from servicedesk.idempotency import once
from servicedesk.models import School
from servicedesk.strict import refuse_unknown, text_in


class MajorViewSet(mixins.ListModelMixin, mixins.RetrieveModelMixin, VisibleViewSet):
    """Everyone sees the major incidents of their schools; who leads and how many are hit is for the desk."""

    queryset = MajorIncident.objects.with_news()
    serializer_class = MajorSerializer
    filterset_class = MajorFilter
    orderings = {"id": ("pk",), "-id": ("pk",)}

    def paginate_queryset(self, queryset):
        """The rows of the page, with how many each hits."""
        return with_tolls(super().paginate_queryset(queryset))

    def get_object(self):
        """One of them, with how many it hits."""
        return with_tolls([super().get_object()])[0]

    @extend_schema(request=HitsMeSerializer, responses={201: IncidentSerializer})
    @action(detail=True, methods=["post"], url_path="me-too")
    @once
    def me_too(self, request, pk=None):
        """It hits me too: adds a record of the asker that is kept with it, and solved with it."""
        major = self.get_object()
        wanted = self.checked(HitsMeSerializer)
        if major.is_over:
            raise Refused("It was fixed a moment ago. If yours is still broken, report it as a new one.")
        made = intake_same.log_me_too(major.incident, by=request.user, at=timezone.now(), **wanted)
        answer = IncidentSerializer(made, context=self.get_serializer_context()).data
        return Response(answer, status=status.HTTP_201_CREATED)


class StatusView(APIView):
    """What is known to be broken."""

    @extend_schema(
        operation_id="status",
        parameters=[OpenApiParameter("school", str, description="A school's code; all of the asker's without it.")],
        responses=StatusSerializer,
    )
    def get(self, request):
        """Broken now, restored in the last two days, planned: for everyone at a school."""
        refuse_unknown(request.query_params, ("school",))
        board = board_for(request.user, at=timezone.now(), school=self.school(request))
        with_tolls([*board.going_on, *board.restored])
        return Response(StatusSerializer(board, context={"request": request}).data)

    def school(self, request):
        """The school that was asked about, or None."""
        if not request.query_params.get("school"):
            return None
        code = text_in(request.query_params, "school")
        found = School.objects.visible_to(request.user).filter(code=code).first()
        if found is None:
            raise ValidationError({"school": ["There is no such school, or you may not see it."]})
        return found
