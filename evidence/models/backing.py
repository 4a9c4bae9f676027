"""What stands behind a claim: records of the desk, by reference, and documents."""

from django.db import models
from django.db.models import Q
from django.urls import reverse

from assets.models import Asset
from changes.models import Change
from evidence.models.claim import Claim
from evidence.querysets import DocumentQuerySet
from incidents.models import Incident
from maintenance.models import Round
from problems.models import Problem
from servicedesk.models import Person

KINDS = ("incident", "problem", "change", "round", "asset")


def _one_of(names):
    """Exactly one of the columns is filled in."""
    found = Q()
    for name in names:
        found |= Q(**{f"{each}__isnull": each != name for each in names})
    return found


class Link(models.Model):
    """A record of the desk that speaks to a claim. Evidence shows its reference, kind, dates and outcome, no words."""

    claim = models.ForeignKey(Claim, on_delete=models.CASCADE, related_name="links")
    incident = models.ForeignKey(Incident, on_delete=models.CASCADE, null=True, blank=True, related_name="+")
    problem = models.ForeignKey(Problem, on_delete=models.CASCADE, null=True, blank=True, related_name="+")
    change = models.ForeignKey(Change, on_delete=models.CASCADE, null=True, blank=True, related_name="+")
    round = models.ForeignKey(Round, on_delete=models.CASCADE, null=True, blank=True, related_name="+")
    asset = models.ForeignKey(Asset, on_delete=models.CASCADE, null=True, blank=True, related_name="+")
    linked_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    linked_at = models.DateTimeField()

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(name="claim_link_names_one_record", condition=_one_of(KINDS)),
            models.UniqueConstraint(fields=["claim", "incident"], name="claim_links_an_incident_once"),
            models.UniqueConstraint(fields=["claim", "problem"], name="claim_links_a_problem_once"),
            models.UniqueConstraint(fields=["claim", "change"], name="claim_links_a_change_once"),
            models.UniqueConstraint(fields=["claim", "round"], name="claim_links_a_round_once"),
            models.UniqueConstraint(fields=["claim", "asset"], name="claim_links_an_asset_once"),
        ]

    def __str__(self):
        return f"{self.claim}: {self.kind}"

    @property
    def kind(self):
        """Which kind of record it is."""
        return next(kind for kind in KINDS if getattr(self, f"{kind}_id") is not None)

    @property
    def record(self):
        """The record itself."""
        return getattr(self, self.kind)


class Document(models.Model):
    """A file that was uploaded for a claim. Its bytes lie in the database: one backup, no address of their own."""

    claim = models.ForeignKey(Claim, on_delete=models.CASCADE, related_name="documents")
    name = models.CharField(max_length=150)
    content_type = models.CharField(max_length=100)
    size = models.PositiveIntegerField(help_text="In bytes.")
    sha256 = models.CharField(max_length=64)
    shows = models.CharField(max_length=200, blank=True, help_text="What it is, in a line.")
    added_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    added_at = models.DateTimeField()

    objects = DocumentQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["claim", "sha256"], name="claim_holds_a_document_once"),
            models.CheckConstraint(name="document_is_not_empty", condition=Q(size__gte=1)),
        ]

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        """Where it is downloaded."""
        return reverse("evidence:document", args=[self.pk])

    def chunks(self):
        """Its bytes, a part at a time."""
        for content in self.parts.order_by("place").values_list("content", flat=True).iterator(chunk_size=1):
            yield bytes(content)


class DocumentPart(models.Model):
    """A stretch of a document's bytes, small enough that reading it needs little memory."""

    document = models.ForeignKey(Document, on_delete=models.CASCADE, related_name="parts")
    place = models.PositiveSmallIntegerField()
    content = models.BinaryField()

    class Meta:
        ordering = ["place"]
        constraints = [models.UniqueConstraint(fields=["document", "place"], name="document_part_place_once")]

    def __str__(self):
        return f"{self.document}, part {self.place}"
