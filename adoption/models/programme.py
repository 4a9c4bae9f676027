"""The programme: phases over school years, the schools of each, and from when a school has a process switched on."""

from django.db import models
from django.db.models import Q
from django.urls import reverse
from simple_history.models import HistoricalRecords

from adoption.querysets import OfReaders, PhaseQuerySet
from servicedesk.models import School


class Phase(models.Model):
    """A part of the roll-out; `year` is the calendar year in which its school year begins."""

    name = models.CharField(max_length=100, unique=True)
    year = models.PositiveSmallIntegerField("school year")
    by_invitation = models.BooleanField(default=False, help_text="Some schools are asked to join; else all do.")
    note = models.TextField(blank=True)
    history = HistoricalRecords()

    objects = PhaseQuerySet.as_manager()

    class Meta:
        ordering = ["year", "name"]
        constraints = [
            models.CheckConstraint(name="adoption_phase_has_name", condition=~Q(name="")),
            models.CheckConstraint(name="adoption_phase_year_is_one", condition=Q(year__gte=2000, year__lte=2199)),
        ]

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        """The programme, at this phase."""
        return f"{reverse('adoption:programme')}#phase-{self.pk}"

    @property
    def year_words(self):
        """The school year as people say it: 2026/27."""
        return f"{self.year}/{(self.year + 1) % 100:02}"


class Place(models.Model):
    """A school in a phase; each is in one."""

    phase = models.ForeignKey(Phase, on_delete=models.PROTECT, related_name="places")
    school = models.OneToOneField(School, on_delete=models.CASCADE, related_name="adoption_place")
    history = HistoricalRecords()

    objects = OfReaders.as_manager()

    class Meta:
        ordering = ["school__name"]

    def __str__(self):
        return f"{self.school} in {self.phase}"


class Start(models.Model):
    """From when a school has a FITS process switched on; a day ahead is a plan. It hides and shows nothing."""

    school = models.ForeignKey(School, on_delete=models.CASCADE, related_name="adoption_starts")
    process = models.CharField(max_length=40)
    on = models.DateField()
    note = models.CharField(max_length=300, blank=True)
    history = HistoricalRecords()

    objects = OfReaders.as_manager()

    class Meta:
        ordering = ["school__name", "on", "pk"]
        constraints = [models.UniqueConstraint(fields=["school", "process"], name="adoption_start_once")]

    def __str__(self):
        return f"{self.process} at {self.school} from {self.on}"
