"""The description of the API, written once in each process: it says the same to everybody, and takes seconds."""

from functools import cache

from django.http import HttpResponse
from drf_spectacular.generators import SchemaGenerator
from drf_spectacular.renderers import OpenApiJsonRenderer, OpenApiYamlRenderer
from drf_spectacular.utils import extend_schema
from drf_spectacular.views import SpectacularAPIView

WRITES = {renderer.format: renderer for renderer in (OpenApiYamlRenderer, OpenApiJsonRenderer)}


@cache
def description(written_as: str) -> bytes:
    """The whole description as `yaml` or `json`."""
    return WRITES[written_as]().render(SchemaGenerator().get_schema(public=True), renderer_context={})


class DescriptionView(SpectacularAPIView):
    """As YAML, or as JSON for who asks for it by `Accept`."""

    @extend_schema(exclude=True)
    def get(self, request):
        """The description, as whoever asks can read it."""
        renderer = request.accepted_renderer
        headers = {"Content-Disposition": f'inline; filename="{self._get_filename(request, version=None)}"'}
        return HttpResponse(
            description(renderer.format), content_type=f"{renderer.media_type}; charset=utf-8", headers=headers
        )
