"""A framework with its figures by API: the same question, figures and rights as the page."""

from django.http import Http404
from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework.response import Response

from evidence import editions, gathering
from evidence.filters import EvidenceQuery
from evidence.framework import WrongFramework
from evidence.serializers import EvidenceSerializer
from reports.api import PERIOD, Reader
from servicedesk.roles import Permission


class EvidenceView(Reader):
    """Evidence for a framework."""

    serializer_class = EvidenceSerializer
    permission = Permission.EXPORT_EVIDENCE
    query_form = EvidenceQuery

    @extend_schema(operation_id="reports_evidence", parameters=PERIOD)
    def get(self, request, framework):
        """The statements of a framework with their figures, for one school and a period."""
        query = self.ask(request)
        try:
            edition = editions.framework_called(framework, query.school)
        except WrongFramework as error:
            raise Http404(str(error)) from None
        found = gathering.gather(edition, school=query.school, period=query.asked, at=timezone.now())
        return Response(self.get_serializer(found).data)
