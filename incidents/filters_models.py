"""What the fault rates of models can be narrowed by: the same for the page, the file and the API."""

import django_filters

from assets.models import Asset, AssetType
from servicedesk.models import School
from servicedesk.roles import Permission


def _schools(request):
    return School.objects.where_may(request.user, Permission.SEE_ASSETS) if request else School.objects.none()


class AssetModelFilter(django_filters.FilterSet):
    """School, by its code, and sort."""

    school = django_filters.ModelChoiceFilter(
        queryset=_schools, to_field_name="code", label="School", empty_label="Any school"
    )
    type = django_filters.ModelChoiceFilter(queryset=AssetType.objects.all(), label="Sort", empty_label="Any sort")

    class Meta:
        model = Asset
        fields = ["school", "type"]
