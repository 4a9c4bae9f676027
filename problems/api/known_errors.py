"""Known errors: the register, writing an entry, every move of it, and what fits a fault."""

from functools import partial

from django.utils import timezone
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import mixins, status
from rest_framework.decorators import action
from rest_framework.response import Response

from incidents.serializers.moves import ReasonSerializer
from problems import known_error_moves as moves
from problems import workflow
from problems.candidates import best_for, fault_of
from problems.filters_known_errors import KnownErrorFilter
from problems.known_error_uses import by_month
from problems.models import KnownError
from problems.serializers.known_errors import (
    AskedSerializer,
    ChangeSerializer,
    KnownErrorSerializer,
    ReviewSerializer,
    SuggestionSerializer,
    UseSerializer,
    WholeKnownErrorSerializer,
    WriteSerializer,
    is_desk,
)
from servicedesk.api.moving import moving as action_of
from servicedesk.endpoints import VisibleViewSet
from servicedesk.idempotency import once
from servicedesk.roles import Permission
from servicedesk.strict import whole_number

SUGGESTED = 3
ASKED = [
    OpenApiParameter("school", str, description="A school's code; needed by whoever reports for several."),
    OpenApiParameter("category", int, description="The kind of fault, by its id."),
    OpenApiParameter("asset", str, description="The tag of what is broken."),
    OpenApiParameter("words", str, description="What somebody says of it."),
]


moving = partial(action_of, record="known", answers=KnownErrorSerializer, ending="_known_error")


class KnownErrorViewSet(mixins.ListModelMixin, VisibleViewSet):
    """The desk sees the register of its schools, everyone else what is published at theirs."""

    queryset = KnownError.objects.with_rows_shown().prefetch_related("categories", "asset_types")
    serializer_class = KnownErrorSerializer
    filterset_class = KnownErrorFilter
    orderings = {"title": ("title", "id"), "-title": ("title", "id"), "id": ("id",), "-id": ("id",)}
    ordering = ("title", "id")
    asks = {"suggest": ("school", "category", "asset", "words")}

    @extend_schema(responses=WholeKnownErrorSerializer)
    def retrieve(self, request, pk=None):
        """One entry, for the desk with what came of it month by month."""
        known = self.get_object()
        known.found_months = by_month(known.uses.all()) if is_desk(request.user, known) else []
        return Response(WholeKnownErrorSerializer(known, context=self.get_serializer_context()).data)

    @extend_schema(request=WriteSerializer, responses={201: KnownErrorSerializer})
    @once
    def create(self, request):
        """Write down what goes wrong and what to do about it, without a problem."""
        known = workflow.write_known_error(by=request.user, at=timezone.now(), **self.checked(WriteSerializer))
        return Response(self.shown(known), status=status.HTTP_201_CREATED)

    @extend_schema(parameters=ASKED, responses=SuggestionSerializer(many=True), filters=False)
    @action(detail=False, pagination_class=None)
    def suggest(self, request):
        """Up to three entries that fit a fault, the best first; none where nothing fits well."""
        wanted = self._asked(request.query_params)
        school = wanted.pop("school")
        for_desk = request.user.may(Permission.SEE_PROBLEMS, school)
        known = KnownError.objects.visible_to(request.user).at(school).in_use()
        known = known if for_desk else known.published()
        found = best_for(fault_of(**wanted), known=known, for_desk=for_desk, most=SUGGESTED)
        return Response(SuggestionSerializer(found, many=True).data)

    def _asked(self, parameters):
        """What stands in the address; a number in it is one of a row."""
        asked = dict(parameters.items())
        asked["category"] = whole_number(asked["category"]) if "category" in asked else None
        reading = AskedSerializer(
            data={name: value for name, value in asked.items() if value is not None},
            context=self.get_serializer_context(),
        )
        reading.is_valid(raise_exception=True)
        return reading.validated_data

    def shown(self, known):
        """An entry as it now stands."""
        return KnownErrorSerializer(self.queryset.get(pk=known.pk), context=self.get_serializer_context()).data

    change_known_error = moving(moves.CHANGE, workflow.change_known_error, ChangeSerializer)
    publish_known_error = moving(moves.PUBLISH, workflow.publish_known_error)
    narrow_known_error = moving(moves.NARROW, workflow.narrow_known_error)
    review_known_error = moving(moves.REVIEW, workflow.review_known_error, ReviewSerializer)
    retire_known_error = moving(moves.RETIRE, workflow.retire_known_error, ReasonSerializer)
    bring_back_known_error = moving(moves.BRING_BACK, workflow.bring_back_known_error, ReviewSerializer)
    use_known_error = moving(moves.USE, workflow.use_known_error, UseSerializer)
