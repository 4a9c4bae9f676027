"""The service catalogue as a school may hang it up: what is on offer, and how good it must be."""

from django.db.models import Prefetch

from assets.models import ServiceNeed
from papers.asking import Asked
from papers.drawing import Filling, words_of
from servicedesk.models import Category, Service
from servicedesk.roles import Permission
from sla.agreements import promise_for
from sla.calendars import school_year_of
from sla.promise_words import targets_in_words
from sla.school_year import WORDS, DayType
from sla.year_page import week_in_words

NAMED = 6  # things that a service needs


def catalogue(asked: Asked) -> Filling:
    """What ICT support offers at a school; the targets for those who may read the agreement."""
    school = asked.school(Permission.LOG)
    needs = ServiceNeed.objects.visible_to(asked.reader).filter(asset__school=school).select_related("asset")
    offered = Category.objects.on_offer()
    rows = (
        Service.objects.visible_to(asked.reader)
        .on_offer()
        .prefetch_related(
            Prefetch("categories", offered, to_attr="offered"),
            Prefetch("needs", needs.order_by("asset__tag"), to_attr="needed"),
        )
    )
    values = {"services": [_line(number, each) for number, each in enumerate(rows, start=1)]}
    promise = promise_for(school) if asked.reader.may(Permission.SEE_AGREEMENTS, school) else None
    values |= _promised(promise) if promise else {}
    return Filling(school, values)


def _line(number, service):
    wrong = ", ".join(each.name for each in service.offered)
    named = [each.asset.name for each in service.needed]
    needs = f"{', '.join(named[:NAMED])}{' …' if len(named) > NAMED else ''}"
    return [str(number), service.name, service.description, wrong, needs]


def _promised(promise):
    version = promise.version
    week = school_year_of(promise.calendar_version).week_of(DayType.TERM)
    return {
        "targets": [
            [f"P{row.priority}", row.response or "Nothing promised", row.resolution or "Nothing promised"]
            for row in targets_in_words(version.targets.all())
        ],
        "hours": [f"{WORDS[DayType.TERM]}: {line}" for line in week_in_words(week)],
        "exclusions": version.exclusions,
        "review_on": words_of(version.review_on),
    }
