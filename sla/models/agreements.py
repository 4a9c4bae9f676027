"""Service level agreements: what was promised, in versions with dates."""

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from servicedesk.models import Person, School, Service, Team
from servicedesk.roles import CHOICES
from sla.querysets import AgreementVersionQuerySet, SchoolOrTrustQuerySet


class Unit(models.TextChoices):
    """How a target is measured."""

    MINUTES = "minutes", "open minutes"
    SCHOOL_DAYS = "school_days", "school days"


class AgreementKind(models.TextChoices):
    """Between whom: with the school, between teams of support, with a supplier."""

    SERVICE_LEVEL = "sla", "Service level agreement"
    OPERATIONAL = "ola", "Operational level agreement"
    CONTRACT = "contract", "Contract with a supplier"


class Agreement(models.Model):
    """A promise to one school, or to every school of the trust that has none of its own (school is empty).

    Agreements of the other kinds hold it up from below: a team's promise to the desk, a supplier's to the school.
    """

    kind = models.CharField(max_length=10, choices=AgreementKind, default=AgreementKind.SERVICE_LEVEL)
    school = models.ForeignKey(School, on_delete=models.CASCADE, null=True, blank=True, related_name="agreements")
    name = models.CharField(max_length=200)
    is_trust_wide = models.BooleanField(
        null=True, editable=False, help_text="True for an agreement that has no school, else empty."
    )
    team = models.ForeignKey(Team, on_delete=models.PROTECT, null=True, blank=True, related_name="agreements")
    supplier = models.CharField(max_length=200, blank=True)

    objects = SchoolOrTrustQuerySet.as_manager()

    class Meta:
        ordering = ["name"]
        constraints = [
            models.CheckConstraint(
                name="agreement_is_of_school_or_trust",
                condition=Q(school=None, is_trust_wide=True) | Q(school__isnull=False, is_trust_wide=None),
            ),
            models.UniqueConstraint(
                fields=["school"], name="agreement_one_service_level_per_school", condition=Q(kind="sla")
            ),
            models.UniqueConstraint(
                fields=["is_trust_wide"], name="agreement_one_service_level_per_trust", condition=Q(kind="sla")
            ),
            models.CheckConstraint(
                name="agreement_names_its_other_side",
                condition=Q(kind="sla", team=None, supplier="")
                | Q(kind="ola", team__isnull=False, supplier="")
                | (Q(kind="contract", team=None) & ~Q(supplier="")),
            ),
        ]

    def __str__(self):
        return self.name

    def save(self, *args, **kwargs):
        """Keep the mark that lets the database allow one trust-wide agreement only."""
        self.is_trust_wide = True if self.school_id is None else None
        super().save(*args, **kwargs)


class AgreementVersion(models.Model):
    """One wording of an agreement: draft, then in force, then superseded; what was promised under it stays."""

    class State(models.TextChoices):
        DRAFT = "draft", "Draft"
        IN_FORCE = "in_force", "In force"
        SUPERSEDED = "superseded", "Superseded"

    agreement = models.ForeignKey(Agreement, on_delete=models.CASCADE, related_name="versions")
    number = models.PositiveIntegerField()
    state = models.CharField(max_length=12, choices=State, default=State.DRAFT)
    in_force_from = models.DateTimeField(null=True, blank=True)
    in_force_until = models.DateTimeField(null=True, blank=True)
    reopen_days = models.PositiveSmallIntegerField(
        default=5, help_text="School days after closing in which a record may be reopened; later a new one is opened."
    )
    close_after_days = models.PositiveSmallIntegerField(
        default=3, help_text="School days after which a resolved record closes by itself."
    )
    services = models.ManyToManyField(
        Service, blank=True, related_name="agreement_versions", help_text="What it covers; none chosen means all."
    )
    parties = models.TextField(blank=True, help_text="Who promises what to whom.")
    exclusions = models.TextField(blank=True, help_text="What it does not cover.")
    duties = models.TextField(blank=True, help_text="What users do for it to work.")
    pause_reasons = models.JSONField(
        default=list, blank=True, help_text="Waits that stop the resolution clock; none chosen means all of them."
    )
    review_on = models.DateField(null=True, blank=True)
    made_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    made_at = models.DateTimeField(null=True, blank=True)
    put_in_force_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    reason = models.CharField(max_length=300, blank=True, help_text="Why it was put in force.")

    objects = AgreementVersionQuerySet.as_manager()

    class Meta:
        ordering = ["agreement", "-number"]
        constraints = [
            models.UniqueConstraint(fields=["agreement", "number"], name="agreement_version_number_once"),
            models.UniqueConstraint(
                fields=["agreement"], name="agreement_one_version_in_force", condition=Q(state="in_force")
            ),
            models.UniqueConstraint(fields=["agreement"], name="agreement_one_draft", condition=Q(state="draft")),
            models.CheckConstraint(
                name="agreement_ends_after_it_begins",
                condition=Q(in_force_from=None) | Q(in_force_until=None) | Q(in_force_until__gte=F("in_force_from")),
            ),
            models.CheckConstraint(
                name="agreement_in_force_has_start",
                condition=Q(state="draft") | Q(in_force_from__isnull=False),
            ),
        ]

    def __str__(self):
        return f"{self.agreement}, version {self.number}"

    def get_absolute_url(self):
        """The page of the agreement, showing this wording."""
        return f"{reverse('sla:agreement', args=[self.agreement_id])}?version={self.number}"


class Target(models.Model):
    """How soon, for one priority and one clock: open minutes or school days, and the share to be met."""

    version = models.ForeignKey(AgreementVersion, on_delete=models.CASCADE, related_name="targets")
    kind = models.CharField(max_length=10, choices=[("response", "Response"), ("resolution", "Resolution")])
    priority = models.PositiveSmallIntegerField(validators=[MinValueValidator(1), MaxValueValidator(5)])
    amount = models.PositiveIntegerField(help_text="In the unit beside it; 0 is due at the first open moment.")
    unit = models.CharField(max_length=12, choices=Unit, default=Unit.MINUTES)
    goal = models.PositiveSmallIntegerField(
        default=90, validators=[MaxValueValidator(100)], help_text="Per cent to be met."
    )

    class Meta:
        ordering = ["version", "priority", "kind"]
        constraints = [
            models.UniqueConstraint(fields=["version", "kind", "priority"], name="target_once_per_priority"),
            models.CheckConstraint(name="target_priority_is_1_to_5", condition=Q(priority__gte=1, priority__lte=5)),
            models.CheckConstraint(name="target_goal_is_a_per_cent", condition=Q(goal__lte=100)),
        ]

    def __str__(self):
        return f"P{self.priority} {self.kind}: {self.amount} {self.get_unit_display()}"


class Signature(models.Model):
    """Somebody who put their name to a wording of an agreement."""

    version = models.ForeignKey(AgreementVersion, on_delete=models.CASCADE, related_name="signatures")
    name = models.CharField(max_length=200)
    position = models.CharField(max_length=200, blank=True)
    signed_on = models.DateField()

    class Meta:
        ordering = ["version", "signed_on", "pk"]

    def __str__(self):
        return f"{self.name}, {self.signed_on}"


class EscalationStep(models.Model):
    """Whom to tell when a share of a target is spent: 75 before it is missed, 150 when it is long past.

    Or a number of open minutes before it runs out (`minutes_before`). It may also pass the record to a team.
    """

    version = models.ForeignKey(AgreementVersion, on_delete=models.CASCADE, related_name="steps")
    kind = models.CharField(max_length=10, choices=[("response", "Response"), ("resolution", "Resolution")])
    percent = models.PositiveSmallIntegerField(null=True, blank=True, help_text="Share of the target in per cent.")
    minutes_before = models.PositiveIntegerField(
        null=True, blank=True, help_text="Open minutes before it runs out, instead of a share."
    )
    tell_owner = models.BooleanField(default=True, help_text="Tell whoever owns the record.")
    tell_role = models.CharField(max_length=40, choices=CHOICES, blank=True, help_text="Tell everyone with this role.")
    pass_to = models.ForeignKey(
        Team,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        help_text="Pass the record to this team.",
    )

    class Meta:
        ordering = ["version", "kind", F("percent").asc(nulls_last=True), "-minutes_before"]
        constraints = [
            models.UniqueConstraint(fields=["version", "kind", "percent"], name="escalation_step_once_per_share"),
            models.UniqueConstraint(fields=["version", "kind", "minutes_before"], name="escalation_step_once_per_time"),
            models.CheckConstraint(
                name="escalation_step_has_one_moment",
                condition=Q(percent__isnull=False, minutes_before=None) | Q(percent=None, minutes_before__isnull=False),
            ),
        ]

    def __str__(self):
        moment = f"{self.minutes_before} min before" if self.percent is None else f"{self.percent} % of"
        return f"{moment} {self.kind}"
