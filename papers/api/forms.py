"""Forms on paper for programs."""

from django.http import Http404, HttpResponse
from django.utils import timezone
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.views import APIView

from papers.description import forms
from papers.drawing import file_name, form_pdf
from papers.filling import NAMES, filled
from servicedesk.strict import refuse_unknown
from servicedesk.tables import attached

ASKED = [
    OpenApiParameter("key", location="path", description="Which form.", enum=list(forms())),
    OpenApiParameter("record", description="What fills it in: a number, for a register the code of a school."),
    OpenApiParameter("school", description="The code of the school whose name stands on a blank form."),
    OpenApiParameter("from", OpenApiTypes.DATE, description="The first day of a register."),
    OpenApiParameter("to", OpenApiTypes.DATE, description="The last day of a register; four weeks if neither is said."),
]


class FormView(APIView):
    """A FITS form as a PDF."""

    @extend_schema(operation_id="papers", parameters=ASKED, responses={(200, "application/pdf"): OpenApiTypes.BINARY})
    def get(self, request, key):
        """A form as a tagged PDF: blank, or filled in from a record that the asker may see."""
        refuse_unknown(request.query_params, NAMES)
        if key not in forms():
            raise Http404
        form, at = forms()[key], timezone.now()
        filling = filled(form, request.query_params, reader=request.user, home=None, at=at)
        return attached(
            HttpResponse(form_pdf(form, filling, at=at), content_type="application/pdf"), file_name(form, filling)
        )
