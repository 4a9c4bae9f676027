"""Sheets of labels for programs."""

from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.utils import timezone
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.views import APIView

from assets.api.register import AssetFilterByCode
from assets.filters_rooms import RoomFilter
from assets.forms.labels import ROOMS, THINGS, LabelForm
from assets.label_requests import wanted
from assets.sheets import SHEETS
from servicedesk.doors import demand
from servicedesk.filters import SchoolFilter
from servicedesk.roles import Permission
from servicedesk.strict import refuse_unknown
from servicedesk.tables import attached


class RoomFilterByCode(RoomFilter):
    """The filters of the page; a school is named by its code, as everywhere in the API."""

    school = SchoolFilter()


ASKED = [
    OpenApiParameter("what", enum=[THINGS, ROOMS], description="Things unless it says rooms."),
    OpenApiParameter("sheet", enum=list(SHEETS), description="How many labels are on a sheet; 21 unless it says so."),
    OpenApiParameter("start", int, description="The first free label of the first sheet, along the rows; 1 is new."),
    OpenApiParameter("part", int, description="Of more than 500 labels, which file; the answer to none says how many."),
    OpenApiParameter("id", int, many=True, description="Only these; without it all that fit the other parameters."),
    OpenApiParameter("school", description="The code of a school."),
    OpenApiParameter("q", description="Words, as in the list."),
    OpenApiParameter("room", int, description="Things of one room."),
    OpenApiParameter("type", int, description="Things of one sort."),
    OpenApiParameter("state", description="Things in one state."),
    OpenApiParameter("building", int, description="Rooms of one building."),
]


class LabelsView(APIView):
    """Labels to print."""

    @extend_schema(operation_id="labels", parameters=ASKED, responses={(200, "application/pdf"): OpenApiTypes.BINARY})
    def get(self, request):
        """Sheets of labels as a PDF: a code that leads to the thing or the room, its tag and its name."""
        demand(request.user, Permission.SEE_ASSETS)
        asked = request.query_params
        filters = RoomFilterByCode if asked.get("what") == ROOMS else AssetFilterByCode
        refuse_unknown(asked, {"id", *LabelForm.base_fields, *filters.base_filters})
        found = wanted(asked, request, narrow_by=AssetFilterByCode, rooms_by=RoomFilterByCode)
        if found.is_wrong:
            errors = found.found.form.errors or found.form.errors
            raise ValidationError({field: list(said) for field, said in errors.items()})
        pdf = found.pdf(at=timezone.now())
        return attached(HttpResponse(pdf, content_type="application/pdf"), found.file_name)
