"""Questions that somebody keeps under a name, for themselves or the school, and sends by letter when they say so."""

from urllib.parse import urlencode

from django.db import models
from django.db.models import Q
from django.urls import reverse

from reports.querysets import SavedQuestionQuerySet
from servicedesk.models import Letter, Person, School


class Audience(models.TextChoices):
    """Who may ask it."""

    PRIVATE = "private", "Private"
    SHARED = "shared", "Shared"


class Rhythm(models.TextChoices):
    """How often the answer goes out by letter."""

    WEEKLY = "weekly", "Each school week"
    MONTHLY = "monthly", "Each month"
    HALF_TERM = "half_term", "After each half-term"


class SavedQuestion(models.Model):
    """A question of one's own. `asked` are the words of its address; who reads the answer decides what is in it."""

    name = models.CharField(max_length=100)
    owner = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="saved_questions")
    school = models.ForeignKey(
        School,
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="saved_questions",
        help_text="The school it asks about; empty: every school of the reader.",
    )
    asked = models.JSONField(help_text="The words of its address, without the school.")
    status = models.CharField(
        max_length=10,
        choices=Audience,
        default=Audience.PRIVATE,
        help_text="Shared: everybody who reads reports there may ask it.",
    )
    rhythm = models.CharField(max_length=10, choices=Rhythm, blank=True, help_text="Empty: it is sent to nobody.")
    readers = models.ManyToManyField(Person, blank=True, related_name="sent_questions")
    made_at = models.DateTimeField()
    changed_at = models.DateTimeField()

    objects = SavedQuestionQuerySet.as_manager()

    class Meta:
        ordering = ["name", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["owner", "name"], name="question_name_once_per_owner"),
            models.CheckConstraint(name="question_has_name", condition=~Q(name="")),
        ]

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        """The page of the question."""
        return reverse("reports:question", args=[self.pk])

    @property
    def place(self):
        """Which school it asks about, in words."""
        return self.school.name if self.school else "All schools of the reader"

    @property
    def address(self):
        """Its answer: the address is the question."""
        asked = self.asked | ({"school": self.school.code} if self.school else {})
        return f"{reverse('reports:ask')}?{urlencode(asked, doseq=True)}"

    @property
    def reference(self):
        """How a move speaks of it."""
        return f"“{self.name}”"


class SentQuestion(models.Model):
    """The answer of a question went to a reader for one turn of its rhythm; there is no second one."""

    question = models.ForeignKey(SavedQuestion, on_delete=models.CASCADE, related_name="sent")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    turn = models.DateField(help_text="The first day of the week, month or half-term in which it went out.")
    letter = models.ForeignKey(Letter, on_delete=models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["-turn", "pk"]
        constraints = [models.UniqueConstraint(fields=["question", "person", "turn"], name="question_sent_once")]

    def __str__(self):
        return f"{self.question} {self.person} {self.turn}"
