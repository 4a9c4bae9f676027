"""The escalation steps that were taken."""

from rest_framework import mixins

from incidents.escalation_list import escalated
from incidents.filters_escalations import EscalationFilter
from incidents.presentation.escalations import taken
from incidents.serializers.escalations import EscalationSerializer
from servicedesk.endpoints import VisibleViewSet


class EscalationViewSet(mixins.ListModelMixin, VisibleViewSet):
    """What was escalated and why, at the schools whose records the asker may see; newest first with `-id`."""

    queryset = escalated()
    serializer_class = EscalationSerializer
    filterset_class = EscalationFilter
    orderings = {"id": ("id",), "-id": ("id",)}

    def paginate_queryset(self, queryset):
        """The rows of the page with what each record's story says of them."""
        return taken(super().paginate_queryset(queryset))
