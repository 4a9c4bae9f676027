"""Questions about costs; `visible_to` is the only door."""

from django.db import models
from django.db.models import Q

from servicedesk.roles import Permission


class OfSchoolOrTrust(models.QuerySet):
    """Rows of a school, or of the whole trust where they name none."""

    def visible_to(self, person):
        """Those of the schools whose costs a person sees, and those of the whole trust."""
        if not person.may_anywhere(Permission.SEE_COSTS):
            return self.none()
        here = person.within(Permission.SEE_COSTS, field="school")
        return self if here == Q() else self.filter(here | Q(school=None))
