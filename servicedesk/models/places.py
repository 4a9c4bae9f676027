"""Trust → schools → buildings → rooms: where things break."""

import re

from django.core.validators import MinValueValidator, RegexValidator
from django.db import models
from django.db.models import Q
from simple_history.models import HistoricalRecords

from servicedesk.querysets import OfSchool, SchoolQuerySet
from servicedesk.zones import validate_zone

DIALABLE = re.compile(r"\+?\d{3,15}")


class Nation(models.TextChoices):
    """The nation decides which bank holidays a school has."""

    ENGLAND = "ENG", "England"
    WALES = "WLS", "Wales"
    SCOTLAND = "SCT", "Scotland"
    NORTHERN_IRELAND = "NIR", "Northern Ireland"


class Trust(models.Model):
    """The group of schools this installation serves; a single school is a trust of one."""

    name = models.CharField(max_length=200, unique=True)

    def __str__(self):
        return self.name


class School(models.Model):
    """A school, with what its pages must always say: its name and whom to tell about a worry for a child."""

    trust = models.ForeignKey(Trust, on_delete=models.PROTECT, related_name="schools")
    code = models.CharField(
        max_length=20,
        unique=True,
        validators=[RegexValidator(r"^[A-Z0-9-]+$", "Use capital letters, digits and hyphens.")],
    )
    name = models.CharField(max_length=200)
    nation = models.CharField(max_length=3, choices=Nation, default=Nation.ENGLAND)
    zone = models.CharField(max_length=64, default="Europe/London", validators=[validate_zone])
    safeguarding_contact = models.CharField(
        max_length=200, blank=True, help_text="Whom to tell about a worry for a child, as people know them: Mrs Adeyemi"
    )
    safeguarding_phone = models.CharField(max_length=40, blank=True)
    pupils = models.PositiveIntegerField(
        null=True, blank=True, validators=[MinValueValidator(1)], help_text="How many pupils the school has."
    )
    history = HistoricalRecords()

    objects = SchoolQuerySet.as_manager()

    class Meta:
        ordering = ["name"]
        constraints = [models.CheckConstraint(name="school_with_pupils", condition=Q(pupils=None) | Q(pupils__gte=1))]

    def __str__(self):
        return self.name

    @property
    def safeguarding_dial(self):
        """The number as a telephone takes it; empty for “extension 201” and the like, which only a person can dial."""
        plain = self.safeguarding_phone.translate(str.maketrans("", "", " ()-"))
        return plain if DIALABLE.fullmatch(plain) else ""


class Building(models.Model):
    """A block of a school, so that a walk round the school can follow it."""

    school = models.ForeignKey(School, on_delete=models.CASCADE, related_name="buildings")
    name = models.CharField(max_length=100)

    objects = OfSchool.as_manager()

    class Meta:
        ordering = ["name"]
        constraints = [models.UniqueConstraint(fields=["school", "name"], name="building_name_once_per_school")]

    def __str__(self):
        return self.name


class Room(models.Model):
    """A room as people call it: B12, Hall, Library. Its school is kept beside it because every search asks for it."""

    school = models.ForeignKey(School, on_delete=models.CASCADE, related_name="rooms")
    building = models.ForeignKey(Building, on_delete=models.SET_NULL, null=True, blank=True, related_name="rooms")
    name = models.CharField(max_length=100)
    history = HistoricalRecords()

    objects = OfSchool.as_manager()

    class Meta:
        ordering = ["name"]
        constraints = [models.UniqueConstraint(fields=["school", "name"], name="room_name_once_per_school")]

    def __str__(self):
        return self.name
