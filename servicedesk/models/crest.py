"""The crest of a school, as it stands on its papers."""

from django.db import models
from django.db.models import Q

from servicedesk.models.people import Person
from servicedesk.models.places import School

TALLEST = 480  # pixels of its longer side, as we draw it anew
HEAVIEST = 1_000_000  # bytes of its picture: what that many pixels weigh at the very most


class Crest(models.Model):
    """A PNG that the desk drew anew from what was sent, so that nothing but its pixels is kept."""

    school = models.OneToOneField(School, on_delete=models.CASCADE, primary_key=True, related_name="crest")
    picture = models.BinaryField()
    weight = models.PositiveIntegerField(help_text="Bytes of the picture.")
    width = models.PositiveSmallIntegerField()
    height = models.PositiveSmallIntegerField()
    put_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    put_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="crest_is_small",
                condition=Q(weight__gte=1, weight__lte=HEAVIEST)
                & Q(width__gte=1, width__lte=TALLEST, height__gte=1, height__lte=TALLEST),
            )
        ]

    def __str__(self):
        return f"Crest of {self.school}"
