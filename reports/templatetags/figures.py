"""Figures on a page: every number that counts records leads to them."""

from django import template
from django.urls import reverse
from django.utils.html import format_html

from reports import words

register = template.Library()
register.filter("hours", words.hours)
register.filter("per_cent", words.per_cent)
register.filter("exact_per_cent", words.exact_per_cent)
register.filter("length_of", words.length_of)


@register.simple_tag
def rows_url(part, which):
    """{% rows_url part "met" %}: the address of the records that a figure of a line counts."""
    return f"{reverse('reports:rows')}?{part.query}&which={which}"


@register.simple_tag
def number(part, which):
    """{% number part "met" %}: the figure, leading to its records; zero leads nowhere."""
    value = getattr(part.measure, which)
    if not value:
        return value
    return format_html('<a href="{}">{}</a>', rows_url(part, which), f"{value:,}")
