"""What lists of plans and rounds can be narrowed by: the same for the page and the API."""

import django_filters
from django.utils import timezone

from maintenance.models import TO_DO, Plan, Round
from maintenance.presentation import end_of_week
from servicedesk.filters import SchoolFilter, YesNoFilter, seen

TO_DO_WORD = "to_do"
WHEN = [
    (TO_DO_WORD, "To do"),
    ("overdue", "Overdue"),
    ("week", "This week"),
    ("later", "Later"),
    ("done", "Done"),
    ("skipped", "Left out"),
    ("any", "All of them"),
]


class RoundFilter(django_filters.FilterSet):
    """School, when, whose, plan, and the days on which it was done."""

    when = django_filters.ChoiceFilter(choices=WHEN, method="by_when", label="When", empty_label=None)
    school = SchoolFilter(label="School", empty_label="Any school")
    owner = django_filters.ChoiceFilter(
        choices=[("me", "Mine")], method="by_owner", label="Whose", empty_label="Anyone’s"
    )
    plan = django_filters.ModelChoiceFilter(queryset=seen(Plan), label="Plan", empty_label="Any plan")
    done_after = django_filters.DateFilter(field_name="done_on", lookup_expr="gte", label="Done from")
    done_before = django_filters.DateFilter(field_name="done_on", lookup_expr="lte", label="Done until")

    class Meta:
        model = Round
        fields: list[str] = []

    def by_when(self, found, name, when):
        """To do, and how soon; or what became of it."""
        today = timezone.localdate()
        if when in ("done", "skipped"):
            return found.filter(status=when)
        if when == "any":
            return found
        to_do = found.filter(status__in=TO_DO)
        week = end_of_week(today)
        wanted = {
            "overdue": {"due__lt": today},
            "week": {"due__gte": today, "opens__lte": week},
            "later": {"opens__gt": week},
        }
        return to_do.filter(**wanted.get(when, {}))

    def by_owner(self, found, name, owner):
        """Those of the reader."""
        return found.filter(owner=self.request.user.pk)


class PlanFilter(django_filters.FilterSet):
    """School, whose, and whether it still makes rounds."""

    school = SchoolFilter(label="School", empty_label="Any school")
    owner = django_filters.ChoiceFilter(
        choices=[("me", "Mine")], method="by_owner", label="Whose", empty_label="Anyone’s"
    )
    is_active = YesNoFilter(method="by_active", label="Still going")

    class Meta:
        model = Plan
        fields: list[str] = []

    def by_owner(self, found, name, owner):
        """Those of the reader."""
        return found.filter(owner=self.request.user.pk)

    def by_active(self, found, name, active):
        """Those that make rounds today or later, or those that ended."""
        today = timezone.localdate()
        return found.in_force(today) if active else found.filter(active_until__lt=today)
