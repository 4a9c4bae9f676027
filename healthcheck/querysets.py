"""Questions about health checks and the actions that came of them; `visible_to` is the only door."""

from django.db import models
from django.db.models import Count, OuterRef, Q, Subquery

from servicedesk.roles import Permission


class HealthCheckQuerySet(models.QuerySet):
    def visible_to(self, person):
        """Who reads evidence sees the checks of their schools."""
        if not person.may_anywhere(Permission.EXPORT_EVIDENCE):
            return self.none()
        return self.filter(person.within(Permission.EXPORT_EVIDENCE, field="school"))

    def finished(self):
        """Those that are done and kept."""
        return self.filter(status="finished")

    def before(self, check):
        """The finished ones of the same school that look at an earlier time, the latest first."""
        earlier = Q(last__lt=check.last) | Q(last=check.last, pk__lt=check.pk)
        return self.finished().filter(earlier, school=check.school_id).order_by("-last", "-pk")

    def latest(self):
        """The latest finished one of each school."""
        newest = self.model.objects.finished().filter(school=OuterRef("school")).order_by("-last", "-pk").values("pk")
        return self.filter(pk=Subquery(newest[:1]))

    def with_progress(self):
        """With how many statements there are (`asked`) and how many have an answer (`answered`)."""
        said = ~Q(answers__answer="") | ~Q(answers__found="")
        return self.annotate(asked=Count("answers"), answered=Count("answers", filter=said))


class ActionQuerySet(models.QuerySet):
    def visible_to(self, person):
        """Who reads evidence sees those of their schools; everybody sees their own."""
        mine = Q(owner=person.pk)
        if not person.may_anywhere(Permission.EXPORT_EVIDENCE):
            return self.filter(mine)
        here = person.within(Permission.EXPORT_EVIDENCE, field="school")
        return self if here == Q() else self.filter(here | mine)

    def to_do(self):
        """What nobody has done yet."""
        return self.filter(status="open")

    def overdue(self, day):
        """What should have been done before a day."""
        return self.to_do().filter(due_on__lt=day)
