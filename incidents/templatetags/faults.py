"""Records on pages that know none: what somebody still has, on theirs."""

from django import template

from incidents.models import Incident

register = template.Library()


@register.inclusion_tag("incidents/_records_of.html")
def records_of(someone, reader):
    """{% records_of someone request.user %}: how many open records of theirs the reader may see, and what of them."""
    count = Incident.objects.visible_to(reader).unresolved().filter(assignee=someone).count()
    return {"someone": someone, "count": count}
