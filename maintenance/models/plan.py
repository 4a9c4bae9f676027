"""What is looked after, how often, by whom and how."""

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from simple_history.models import HistoricalRecords

from assets.models import Asset, AssetType
from maintenance import rules
from maintenance.querysets import PlanQuerySet
from servicedesk.models import Building, Person, Room, School, Service, Team


class Scope(models.TextChoices):
    """What a plan looks after; a sort of thing and rooms are looked up afresh at each round."""

    ASSETS = "assets", "Things by name"
    SORT = "sort", "All things of a sort"
    ROOMS = "rooms", "Rooms"
    WORK = "work", "A piece of work, no one thing"


class Answer(models.TextChoices):
    """What a checklist item asks for."""

    TICK = "tick", "OK or not"
    NUMBER = "number", "A number"
    TEXT = "text", "Some words"


class Plan(models.Model):
    """One job that comes round at one school. It never changes school; what it was before is kept in its history."""

    school = models.ForeignKey(School, on_delete=models.PROTECT, related_name="maintenance_plans")
    name = models.CharField(max_length=200)
    instructions = models.TextField(blank=True)
    owner = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="maintenance_plans")
    team = models.ForeignKey(Team, on_delete=models.SET_NULL, null=True, blank=True, related_name="maintenance_plans")
    service = models.ForeignKey(
        Service, on_delete=models.PROTECT, null=True, blank=True, related_name="maintenance_plans"
    )
    scope = models.CharField("what is looked after", max_length=10, choices=Scope, default=Scope.WORK)
    assets = models.ManyToManyField(Asset, blank=True, related_name="maintenance_plans")
    asset_type = models.ForeignKey(
        AssetType, on_delete=models.PROTECT, null=True, blank=True, related_name="maintenance_plans"
    )
    building = models.ForeignKey(
        Building, on_delete=models.SET_NULL, null=True, blank=True, related_name="maintenance_plans"
    )
    rooms = models.ManyToManyField(Room, blank=True, related_name="maintenance_plans")
    rule = models.JSONField(help_text="How often, as `maintenance.rules` reads it.")
    expected_minutes = models.PositiveIntegerField(null=True, blank=True)
    active_from = models.DateField()
    active_until = models.DateField(null=True, blank=True)
    starter = models.CharField(max_length=40, blank=True, help_text="The suggestion it was made from.")
    made_at = models.DateTimeField()
    fitted_on = models.DateField(null=True, blank=True, help_text="The day on which the sweep last made its rounds.")
    history = HistoricalRecords(m2m_fields=[assets, rooms], excluded_fields=["fitted_on"])

    objects = PlanQuerySet.as_manager()

    class Meta:
        ordering = ["name", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["school", "name"], name="maintenance_plan_name_once_per_school"),
            models.CheckConstraint(name="maintenance_plan_has_name", condition=~Q(name="")),
            models.CheckConstraint(
                name="maintenance_plan_ends_after_it_begins",
                condition=Q(active_until=None) | Q(active_until__gte=F("active_from")),
            ),
            models.CheckConstraint(
                name="maintenance_plan_names_its_sort", condition=~Q(scope="sort") | Q(asset_type__isnull=False)
            ),
        ]

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        """The page of the plan."""
        return reverse("maintenance:plan", args=[self.pk])

    @property
    def frequency(self):
        """How often, as a rule."""
        return rules.read(self.rule)

    @property
    def how_often(self):
        """How often, in a sentence."""
        return rules.sentence(self.frequency)


class ChecklistItem(models.Model):
    """One thing to look at; a number may have a range in which all is well."""

    plan = models.ForeignKey(Plan, on_delete=models.CASCADE, related_name="checklist")
    place = models.PositiveSmallIntegerField()
    words = models.CharField(max_length=200)
    answer = models.CharField(max_length=10, choices=Answer, default=Answer.TICK)
    unit = models.CharField(max_length=20, blank=True)
    lowest = models.DecimalField(max_digits=12, decimal_places=3, null=True, blank=True)
    highest = models.DecimalField(max_digits=12, decimal_places=3, null=True, blank=True)
    history = HistoricalRecords()

    class Meta:
        ordering = ["place"]
        constraints = [
            models.UniqueConstraint(fields=["plan", "place"], name="checklist_place_once_per_plan"),
            models.CheckConstraint(
                name="checklist_range_is_of_a_number",
                condition=Q(answer="number") | Q(unit="", lowest=None, highest=None),
            ),
            models.CheckConstraint(
                name="checklist_range_goes_up",
                condition=Q(lowest=None) | Q(highest=None) | Q(highest__gte=F("lowest")),
            ),
        ]

    def __str__(self):
        return self.words
