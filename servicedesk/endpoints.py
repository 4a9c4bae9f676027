"""What all endpoints share: the rows a person may see, and no parameter that nobody reads."""

from rest_framework.generics import get_object_or_404
from rest_framework.viewsets import GenericViewSet

from servicedesk.strict import refuse_unknown


class VisibleViewSet(GenericViewSet):
    """Records behind the one door, `visible_to`: what a person may not see is not found."""

    lookup_value_regex = r"\d{1,18}"
    # What an action other than the list may be asked: its name → names of parameters.
    asks: dict[str, tuple[str, ...]] = {}

    def get_queryset(self):
        """The rows this person may see."""
        rows = super().get_queryset()
        if getattr(self, "swagger_fake_view", False):
            return rows.none()
        return rows.visible_to(self.request.user)

    def get_object(self):
        """The record of the address; a list may be narrowed by filters, one record is not."""
        return self._found(self.get_queryset())

    def moved_record(self):
        """The same for a move, which locks and reads it anew: without what only showing it needs."""
        return self._found(self.get_queryset().select_related(None).prefetch_related(None))

    def _found(self, rows):
        found = get_object_or_404(rows, **{self.lookup_field: self.kwargs[self.lookup_url_kwarg or self.lookup_field]})
        self.check_object_permissions(self.request, found)
        return found

    def initial(self, request, *args, **kwargs):
        """Who asks, then whether everything they ask is known."""
        super().initial(request, *args, **kwargs)
        if self.action:
            refuse_unknown(request.query_params, self.parameters())

    def parameters(self):
        """The names that may stand in the address."""
        if self.action != "list":
            return self.asks.get(self.action, ())
        ordering = ["ordering"] if getattr(self, "orderings", None) else []
        pages = self.paginator.parameters if self.paginator else ()
        return [*ordering, *pages, *self._filters()]

    def _filters(self):
        rows = self.queryset
        classes = [backend().get_filterset_class(self, rows) for backend in self.filter_backends]
        return [name for filters in classes if filters for name in filters.base_filters]

    def checked(self, body, **context):
        """What was sent, read by the serializer `body`; anything wrong with it is raised, field by field."""
        serializer = body(data=self.request.data, context=self.get_serializer_context() | context)
        serializer.is_valid(raise_exception=True)
        return serializer.validated_data

    def changed(self, body, row):
        """What `row` shall be: each writable field of `body` as it was sent, or else as it is."""
        serializer = body(row, data=self.request.data, partial=True, context=self.get_serializer_context())
        serializer.is_valid(raise_exception=True)
        now = {field.source: getattr(row, field.source, field.default) for field in serializer._writable_fields}
        return now | serializer.validated_data
