"""A document as an answer that no browser opens by itself."""

from django.http import StreamingHttpResponse
from django.utils.http import content_disposition_header

from evidence.models import Document


def sent(document: Document) -> StreamingHttpResponse:
    """The file as it was uploaded, a part at a time."""
    answer = StreamingHttpResponse(document.chunks(), content_type="application/octet-stream")
    answer["Content-Disposition"] = content_disposition_header(True, document.name)
    answer["Content-Length"] = str(document.size)
    answer["X-Content-Type-Options"] = "nosniff"
    return answer
