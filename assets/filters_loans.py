"""What the list of loans can be narrowed by: the same for the page and the API."""

import django_filters
from django.db.models import Q
from django.utils import timezone

from assets.models import Loan
from servicedesk.filters import SchoolFilter

OUT, LATE, BACK, ANY = "out", "late", "back", "any"
WHEN = [(OUT, "Out now"), (LATE, "Late"), (BACK, "Came back"), (ANY, "All loans")]


class LoanFilter(django_filters.FilterSet):
    """Words, whether it is out, school."""

    q = django_filters.CharFilter(method="with_words", label="Tag, name or borrower", max_length=100)
    when = django_filters.ChoiceFilter(choices=WHEN, method="by_when", label="Which", empty_label=None)
    school = SchoolFilter(field_name="asset__school", label="School", empty_label="Any school")

    class Meta:
        model = Loan
        fields: list[str] = []

    def with_words(self, found, name, words):
        """The thing or the borrower contains these words."""
        thing = Q(asset__tag__icontains=words) | Q(asset__name__icontains=words)
        return found.filter(thing | Q(to__name__icontains=words) | Q(to_name__icontains=words))

    def by_when(self, found, name, when):
        """Out, late, or back."""
        if when == ANY:
            return found
        if when == BACK:
            return found.exclude(returned_at=None)
        out = found.out()
        return out.filter(due_on__lt=timezone.localdate()) if when == LATE else out
