"""What depends on what: between things, and between a service and the things it needs."""

from django.db import models
from django.db.models import F, Q

from assets.models.asset import Asset
from assets.querysets import RelationQuerySet, ServiceNeedQuerySet
from servicedesk.models import Person, Service


class RelationKind(models.TextChoices):
    """Read from the first thing to the second: the bookings system runs on the server."""

    RUNS_ON = "runs_on", "Runs on"
    CONNECTED_TO = "connected_to", "Is connected to"
    PART_OF = "part_of", "Is part of"
    BACKS_UP = "backs_up", "Backs up"


STOPS_WITH = (RelationKind.RUNS_ON, RelationKind.CONNECTED_TO, RelationKind.PART_OF)


class Relation(models.Model):
    """`asset` runs on, is connected to, is part of or backs up `other`, and stops with it in all but the last case."""

    asset = models.ForeignKey(Asset, on_delete=models.CASCADE, related_name="relations")
    other = models.ForeignKey(Asset, on_delete=models.CASCADE, related_name="relations_to_it")
    kind = models.CharField(max_length=14, choices=RelationKind)
    made_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    made_at = models.DateTimeField()

    objects = RelationQuerySet.as_manager()

    class Meta:
        ordering = ["kind", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["asset", "other", "kind"], name="relation_once"),
            models.CheckConstraint(name="relation_is_between_two", condition=~Q(asset=F("other"))),
            models.CheckConstraint(name="relation_kind_is_known", condition=Q(kind__in=RelationKind.values)),
        ]
        indexes = [  # the walk of what stops, and what is left unprotected by it
            models.Index(fields=["other", "kind", "asset"], name="relation_from_other"),
            models.Index(fields=["asset", "other"], name="relation_backing", condition=Q(kind=RelationKind.BACKS_UP)),
        ]

    def __str__(self):
        return f"{self.asset} {self.get_kind_display().lower()} {self.other}"


class ServiceNeed(models.Model):
    """A service stops, at the school of the thing, when this thing does."""

    service = models.ForeignKey(Service, on_delete=models.CASCADE, related_name="needs")
    asset = models.ForeignKey(Asset, on_delete=models.CASCADE, related_name="needed_by")
    made_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    made_at = models.DateTimeField()

    objects = ServiceNeedQuerySet.as_manager()

    class Meta:
        ordering = ["service", "pk"]
        constraints = [models.UniqueConstraint(fields=["service", "asset"], name="service_need_once")]

    def __str__(self):
        return f"{self.service} needs {self.asset}"
