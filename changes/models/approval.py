"""Who is asked for approval, who stands in for them, and what they said."""

from django.db import models
from django.db.models import F, Q

from changes.models.change import Change, Risk
from changes.querysets import ApprovalQuerySet, DeputyQuerySet, OfSchoolOrTrust
from servicedesk.models import Person, School


class Step(models.TextChoices):
    """What somebody is asked for."""

    PROCEED = "proceed", "Approval to plan"
    PEER_REVIEW = "peer_review", "Peer review"
    IMPLEMENT = "implement", "Approval to do it"
    AFTERWARDS = "afterwards", "Approval afterwards"


class Wants(models.TextChoices):
    """How many of those who are asked must say yes."""

    ANY = "any", "Any one of them"
    ALL = "all", "All of them"


# What a rule can be about: afterwards those are asked who would have been asked before.
RULED = [(step.value, step.label) for step in Step if step != Step.AFTERWARDS]


class ApproverRule(models.Model):
    """Who approves a step, at a school and from a risk upwards; where several rules fit, the nearest holds.

    `school` None: at every school that has no rule of its own.
    """

    school = models.ForeignKey(School, on_delete=models.CASCADE, null=True, blank=True, related_name="approver_rules")
    step = models.CharField(max_length=12, choices=RULED)
    risk = models.CharField("from this risk upwards", max_length=6, choices=Risk, default=Risk.LOW)
    wants = models.CharField(max_length=3, choices=Wants, default=Wants.ANY)
    people = models.ManyToManyField(Person, related_name="approver_rules")
    changed_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    changed_at = models.DateTimeField()

    objects = OfSchoolOrTrust.as_manager()

    class Meta:
        ordering = ["school__name", "step", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["school", "step", "risk"], name="approver_rule_once", condition=Q(school__isnull=False)
            ),
            models.UniqueConstraint(
                fields=["step", "risk"], name="approver_rule_of_trust_once", condition=Q(school__isnull=True)
            ),
        ]

    def __str__(self):
        return f"{self.get_step_display()} at {self.school or 'every school'}"


class Deputy(models.Model):
    """Who answers for whom, from day to day; both ends belong to it."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="deputies")
    deputy = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="deputises_for")
    first = models.DateField()
    last = models.DateField(null=True, blank=True)
    named_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    named_at = models.DateTimeField()

    objects = DeputyQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "deputies"
        ordering = ["-first", "-pk"]
        constraints = [
            models.CheckConstraint(name="deputy_is_another_person", condition=~Q(person=F("deputy"))),
            models.CheckConstraint(
                name="deputy_ends_after_it_begins", condition=Q(last=None) | Q(last__gte=F("first"))
            ),
        ]

    def __str__(self):
        return f"{self.deputy} for {self.person}"


class Decision(models.TextChoices):
    """What somebody said."""

    APPROVED = "approved", "Yes"
    REJECTED = "rejected", "No"


class ByWay(models.TextChoices):
    """How they said it."""

    PAGE = "page", "On its page"
    API = "api", "Through a program"
    LETTER = "letter", "By the link in a letter"
    MEETING = "meeting", "In the committee"


class Approval(models.Model):
    """One person asked for one step of a change. A deputy answers in their own name: `decided_by`.

    `round` counts how often the step was asked for: a new plan is asked for anew, and what was said before stays.
    """

    change = models.ForeignKey(Change, on_delete=models.CASCADE, related_name="approvals")
    step = models.CharField(max_length=12, choices=Step)
    round = models.PositiveSmallIntegerField(default=1)
    wants = models.CharField(max_length=3, choices=Wants, default=Wants.ANY)
    approver = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="approvals")
    asked_at = models.DateTimeField()
    decision = models.CharField(max_length=8, choices=Decision, blank=True)
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    way = models.CharField(max_length=8, choices=ByWay, blank=True)
    note = models.TextField(blank=True)
    lapsed_at = models.DateTimeField(null=True, blank=True, help_text="When their word was no longer needed.")
    chased_at = models.DateTimeField(null=True, blank=True, help_text="When they were reminded.")

    objects = ApprovalQuerySet.as_manager()

    class Meta:
        ordering = ["change", "round", "pk"]
        indexes = [
            models.Index(
                fields=["approver", "id"], name="approval_waiting", condition=Q(decided_at=None, lapsed_at=None)
            )
        ]
        constraints = [
            models.UniqueConstraint(fields=["change", "step", "round", "approver"], name="approval_asked_once"),
            models.CheckConstraint(
                name="approval_decided_is_signed",
                condition=Q(decision="", decided_at=None, decided_by=None, way="")
                | (~Q(decision="") & ~Q(way="") & Q(decided_at__isnull=False, decided_by__isnull=False)),
            ),
            models.CheckConstraint(name="approval_rejected_says_why", condition=~Q(decision="rejected") | ~Q(note="")),
        ]

    def __str__(self):
        return f"{self.get_step_display()} by {self.approver}"
