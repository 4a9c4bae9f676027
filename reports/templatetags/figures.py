"""Figures on a page: every number that counts records leads to them."""

from urllib.parse import urlencode

from django import template
from django.urls import reverse
from django.utils.html import format_html

from reports import words
from reports.shift import story
from reports.shift.measure import MINUTE_FIGURES

register = template.Library()
register.filter("hours", words.hours)
register.filter("per_cent", words.per_cent)
register.filter("exact_per_cent", words.exact_per_cent)
register.filter("length_of", words.length_of)
register.filter("worth", story.worth)


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


@register.simple_tag
def report_number(line, asked):
    """A figure of the service report, leading to its records where there are any and a page lists them."""
    if not line.has_rows:
        return line.shown[0]
    address = reverse("reports:measure-rows", args=[line.measure.name])
    return format_html('<a href="{}?{}">{}</a>', address, urlencode(asked), line.shown[0])


@register.simple_tag
def shift_number(value, which, query):
    """A figure of the shift, leading to its rows; minutes are written as hours, and zero leads nowhere."""
    value = value[which] if isinstance(value, dict) else value
    if not value:
        return "0"
    said = f"{value / 60:,.1f}" if which in MINUTE_FIGURES else f"{value:,}"
    return format_html('<a href="{}?{}&which={}">{}</a>', reverse("reports:shift-rows"), query, which, said)


@register.inclusion_tag("reports/_band.html")
def band(rate, most):
    """{% band rate comparison.most %}: a rate on its band, the trust’s as a mark across; numbers stand beside it."""
    if rate.band is None:
        return {"band": None}
    low, high, at, trust = (
        None if value is None else round(4 + 192 * value / most, 1) for value in (*rate.band, rate.rate, rate.trust)
    )
    return {"band": {"low": low, "high": high, "at": at, "trust": trust}}
