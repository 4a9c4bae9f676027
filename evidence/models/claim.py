"""What a school says of itself about one statement in one school year, and whether somebody put their name to it."""

from django.db import models
from django.db.models import Q
from django.urls import reverse

from evidence.querysets import ClaimQuerySet
from evidence.years import year_words
from servicedesk.models import Person, School
from servicedesk.timeline import Entry


class Status(models.TextChoices):
    """Has somebody put their name to it?"""

    DRAFT = "draft", "Not signed"
    SIGNED = "signed", "Signed"


class Answer(models.TextChoices):
    """Is what a statement says so at this school?"""

    YES = "yes", "Yes"
    PARTLY = "partly", "Partly"
    NO = "no", "Not yet"


class Claim(models.Model):
    """One for each school, framework, statement and school year; a new year starts with none.

    `says` is the statement as it read when this was written, `version` that of the school's own framework (0: as the
    desk brings it). `level` is claimed only where the statement itself has none.
    """

    school = models.ForeignKey(School, on_delete=models.PROTECT, related_name="claims")
    framework = models.SlugField(max_length=40)
    statement = models.CharField(max_length=20)
    year = models.PositiveSmallIntegerField(help_text="The school year, by the year in which it begins.")
    says = models.TextField()
    version = models.PositiveSmallIntegerField(default=0)
    status = models.CharField(max_length=6, choices=Status, default=Status.DRAFT)
    answer = models.CharField(max_length=6, choices=Answer, blank=True)
    level = models.PositiveSmallIntegerField(null=True, blank=True)
    commentary = models.TextField(blank=True)
    strengths = models.TextField(blank=True)
    development = models.TextField("areas for development", blank=True)
    brought = models.JSONField(default=list, blank=True, help_text="What was to be brought and is there, in its words.")
    review_on = models.DateField(null=True, blank=True)
    told_review_at = models.DateTimeField(null=True, blank=True, help_text="When somebody was told to look again.")
    written_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    written_at = models.DateTimeField()
    signed_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    signed_at = models.DateTimeField(null=True, blank=True)

    objects = ClaimQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        indexes = [
            models.Index(
                fields=["review_on"],
                name="claim_to_look_at_again",
                condition=Q(told_review_at=None, review_on__isnull=False),
            )
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["school", "framework", "statement", "year"], name="claim_once_per_statement_and_year"
            ),
            models.CheckConstraint(
                name="claim_signed_has_name_and_time",
                condition=Q(status="signed", signed_by__isnull=False, signed_at__isnull=False)
                | Q(status="draft", signed_by=None, signed_at=None),
            ),
            models.CheckConstraint(
                name="claim_signed_says_something",
                condition=~Q(status="signed") | ~Q(answer="") | Q(level__isnull=False),
            ),
            models.CheckConstraint(name="claim_answer_is_known", condition=Q(answer__in=["", "yes", "partly", "no"])),
        ]

    def __str__(self):
        return self.reference

    def get_absolute_url(self):
        """The page of its statement."""
        return reverse("evidence:claim", args=[self.pk])

    @property
    def reference(self):
        """What people call it: 6b.2 of 2026/27."""
        return f"{self.statement} of {self.year_words}"

    @property
    def year_words(self):
        """2026/27."""
        return year_words(self.year)

    @property
    def is_signed(self):
        """Has somebody put their name to it?"""
        return self.status == Status.SIGNED

    @property
    def is_answered(self):
        """Is a level or an answer claimed?"""
        return bool(self.answer) or self.level is not None

    @property
    def answer_words(self):
        """What is claimed, in words; "" while nothing is."""
        return f"Level {self.level}" if self.level is not None else self.get_answer_display() if self.answer else ""


class ClaimEntry(Entry):
    """One line of a claim's story."""

    claim = models.ForeignKey(Claim, on_delete=models.CASCADE, related_name="entries")

    class Meta(Entry.Meta):
        verbose_name_plural = "claim entries"
        indexes = [models.Index(fields=["claim", "at", "id"], name="claim_entry_story")]
