"""Questions about claims and a school's own frameworks; `visible_to` is the only door."""

from django.db import models

from servicedesk.roles import Permission


class OfEvidence(models.QuerySet):
    """What belongs to the evidence of a school."""

    at_school = "school"

    def visible_to(self, person):
        """Who reads the evidence of a school sees it."""
        return self.filter(person.within(Permission.EXPORT_EVIDENCE, field=self.at_school))


class ClaimQuerySet(OfEvidence):
    def about(self, school, framework):
        """What a school says under one framework, in any year."""
        return self.filter(school=school, framework=framework)

    def to_look_at_again(self, day):
        """Those whose day has come, of which nobody was told; where a later year says something, that is looked at."""
        same = {name: models.OuterRef(name) for name in ("school", "framework", "statement")}
        later = self.model.objects.filter(**same, year__gt=models.OuterRef("year"))
        return self.filter(~models.Exists(later), review_on__lte=day, told_review_at=None)

    def whole(self):
        """Each with all that stands beside it, in as many queries as there are kinds of it."""
        kinds = ("incident", "problem", "change", "round", "asset")
        return self.select_related("school", "written_by", "signed_by").prefetch_related(
            models.Prefetch("links", self.model.links.rel.related_model.objects.select_related(*kinds)),
            models.Prefetch("documents", self.model.documents.rel.related_model.objects.select_related("added_by")),
        )


class DocumentQuerySet(OfEvidence):
    at_school = "claim__school"
