"""A document is downloaded, never shown inside the desk's own pages."""

from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from evidence.models import Document
from evidence.sending import sent
from servicedesk.doors import only_with
from servicedesk.roles import Permission


@only_with(Permission.EXPORT_EVIDENCE)
@require_safe
def document(request, pk):
    """The file as it was uploaded."""
    return sent(get_object_or_404(Document.objects.visible_to(request.user), pk=pk))
